// Package internshipdb is the SQL of internships.
package internshipdb

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/internship"
	"tongpin/internal/platform/db"
)

// Store keeps internships in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const columns = `x.id, x.version, x.student_id, p.version, p.sample, p.erased_at, p.created_at, i.name, i.id_number, i.sex, i.birth_on,
	x.school_id, s.name, x.host_id, h.name, h.credit_code, x.nature, x.post, x.from_on, x.until_on, x.days, x.starts_minute, x.ends_minute, x.hours,
	x.class_name, x.agreement_no, x.exception, x.findings, x.ended_on, x.state, x.reason, x.sample, x.created_at, x.updated_at`

const from = ` FROM internships x JOIN students p ON p.consortium_id = x.consortium_id AND p.id = x.student_id
	LEFT JOIN student_identities i ON i.consortium_id = x.consortium_id AND i.student_id = x.student_id
	JOIN organisations s ON s.consortium_id = x.consortium_id AND s.id = x.school_id
	JOIN organisations h ON h.consortium_id = x.consortium_id AND h.id = x.host_id WHERE x.consortium_id = $1`

const selectInternship = `SELECT ` + columns + from

func scan(r db.Row) (x internship.Internship, err error) {
	p := &x.Student
	return x, r.Scan(&x.ID, &x.Version, &p.ID, &p.Version, &p.Sample, &p.ErasedAt, &p.CreatedAt, &p.Name, &p.IDNumber, &p.Sex, &p.BirthOn,
		&x.School, &x.SchoolName, &x.Host, &x.HostName, &x.HostCredit, &x.Nature, &x.Post, &x.From, &x.Until, db.JSON(&x.Days), &x.Starts, &x.Ends, &x.Hours,
		&x.Class, &x.Agreement, &x.Exception, db.JSON(&x.Findings), &x.EndedOn, &x.State, &x.Reason, &x.Sample, &x.CreatedAt, &x.UpdatedAt)
}

// Find returns one internship.
func (s *Store) Find(ctx context.Context, id record.ID) (internship.Internship, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (internship.Internship, error) {
		return db.One(tx, scan, selectInternship+` AND x.id = $2`, id)
	})
}

// Save writes internships with their students, and the change.
func (s *Store) Save(ctx context.Context, list []internship.Internship, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := ledger.Commit(tx, c); err != nil {
			return err
		}
		if err := saveStudents(tx, students(list)...); err != nil {
			return err
		}
		return save(tx, list)
	})
}

var insertInternships = db.Inserting("internships", `id, version = 1, student_id, school_id, host_id, nature, post, from_on, until_on, days,
	starts_minute, ends_minute, hours, class_name, agreement_no, exception, findings, ended_on, state, reason, sample, created_at, updated_at`, "")

func save(tx *db.Tx, list []internship.Internship) error {
	fresh := insertInternships.Into(tx)
	for _, x := range list {
		if x.Version == 0 {
			fresh.Add(x.ID, x.Student.ID, x.School, x.Host, x.Nature, x.Post, x.From, x.Until, db.JSON(x.Days), x.Starts, x.Ends, x.Hours, x.Class, x.Agreement, x.Exception,
				db.JSON(x.Findings), x.EndedOn, x.State, x.Reason, x.Sample, x.CreatedAt, x.UpdatedAt)
			continue
		}
		err := tx.ExecOne(`UPDATE internships SET version = version + 1, host_id = $4, nature = $5, post = $6, from_on = $7, until_on = $8, days = $9, starts_minute = $10,
				ends_minute = $11, hours = $12, class_name = $13, agreement_no = $14, exception = $15, findings = $16, ended_on = $17, state = $18, reason = $19, updated_at = $20
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			x.ID, x.Version, x.Host, x.Nature, x.Post, x.From, x.Until, db.JSON(x.Days), x.Starts, x.Ends, x.Hours, x.Class, x.Agreement, x.Exception,
			db.JSON(x.Findings), x.EndedOn, x.State, x.Reason, x.UpdatedAt)
		if err != nil {
			return err
		}
	}
	return fresh.Done()
}

// students are those of internships, each once: a workbook may hold several of one.
func students(list []internship.Internship) (all []internship.Student) {
	seen := map[record.ID]bool{}
	for _, x := range list {
		if !seen[x.Student.ID] {
			seen[x.Student.ID] = true
			all = append(all, x.Student)
		}
	}
	return all
}

var (
	insertStudents   = db.Inserting("students", `id, version = 1, sample, erased_at, created_at`, "")
	insertIdentities = db.Inserting("student_identities", `student_id, name, id_number, sex, birth_on`, "")
)

// saveStudents inserts new students; of a known one only the version moves on,
// and the identity goes with an erasure.
func saveStudents(tx *db.Tx, list ...internship.Student) error {
	fresh := insertStudents.Into(tx)
	for _, p := range list {
		if p.Version == 0 {
			fresh.Add(p.ID, p.Sample, p.ErasedAt, p.CreatedAt)
			continue
		}
		if p.Erased() {
			if _, err := tx.Exec(`DELETE FROM student_identities WHERE consortium_id = $1 AND student_id = $2`, p.ID); err != nil {
				return err
			}
		}
		err := tx.ExecOne(`UPDATE students SET version = version + 1, erased_at = $4 WHERE consortium_id = $1 AND id = $2 AND version = $3`, p.ID, p.Version, p.ErasedAt)
		if err != nil {
			return err
		}
	}
	if err := fresh.Done(); err != nil {
		return err
	}
	identities := insertIdentities.Into(tx)
	for _, p := range list {
		if p.Version == 0 {
			identities.Add(p.ID, p.Name, p.IDNumber, p.Sex, p.BirthOn)
		}
	}
	return identities.Done()
}

// SaveStudent writes a student and the change.
func (s *Store) SaveStudent(ctx context.Context, p internship.Student, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveStudents(tx, p); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// Due lists internships that a day begins or ends.
func (s *Store) Due(ctx context.Context, today calendar.Date, limit int) ([]internship.Internship, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]internship.Internship, error) {
		return db.All(tx, scan, selectInternship+` AND ((x.state = $2 AND x.from_on <= $3) OR (x.state = $4 AND x.until_on < $3)) ORDER BY x.from_on, x.id LIMIT $5`,
			internship.Planned, today, internship.UnderWay, limit)
	})
}

// Standing are the facts of an internship that were not taken back.
func (s *Store) Standing(ctx context.Context, id record.ID) ([]fact.Fact, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]fact.Fact, error) {
		all, err := ledger.FactsOf(tx, record.Ref{Kind: internship.Kind, ID: id})
		return fact.Standing(all), err
	})
}

// Timeline is the story of a record.
func (s *Store) Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })
}

// Commit writes a change without a record.
func (s *Store) Commit(ctx context.Context, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) })
}
