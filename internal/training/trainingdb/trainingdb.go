// Package trainingdb is the SQL of training classes.
package trainingdb

import (
	"context"
	"fmt"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

// Store keeps training in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const classColumns = `k.id, k.version, k.number, k.name, k.provider_id, o.name, k.category, k.occupation, k.level, k.subsidised, k.fund, k.industry,
	k.opens_on, k.closes_on, k.hours, k.seats, k.enrolled, k.place, k.plan, k.exam_on, k.exception, k.findings, k.order_id, k.state, k.registered,
	k.filed_on, k.approved_on, k.completed_on, k.end_reason, k.code, k.sample, k.created_at, k.updated_at`

const classFrom = ` FROM training_classes k JOIN organisations o ON o.consortium_id = k.consortium_id AND o.id = k.provider_id WHERE k.consortium_id = $1`

const selectClass = `SELECT ` + classColumns + classFrom

func classDest(k *training.Class) []any {
	return []any{&k.ID, &k.Version, &k.Number, &k.Name, &k.Provider, &k.ProviderName, &k.Category, &k.Occupation, &k.Level, &k.Subsidised, &k.Fund, &k.Industry,
		&k.Opens, &k.Closes, &k.Hours, &k.Seats, &k.Enrolled, &k.Place, &k.Plan, &k.ExamOn, &k.Exception, db.JSON(&k.Findings), &k.Order, &k.State, &k.Registered,
		&k.FiledOn, &k.ApprovedOn, &k.CompletedOn, &k.EndReason, &k.Code, &k.Sample, &k.CreatedAt, &k.UpdatedAt}
}

func scanClass(r db.Row) (k training.Class, err error) { return k, r.Scan(classDest(&k)...) }

func findClass(tx *db.Tx, id record.ID) (training.Class, error) {
	return db.One(tx, scanClass, selectClass+` AND k.id = $2`, id)
}

// FindClass returns a class.
func (s *Store) FindClass(ctx context.Context, id record.ID) (training.Class, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (training.Class, error) { return findClass(tx, id) })
}

// FindDossier returns a class with all that its steps change.
func (s *Store) FindDossier(ctx context.Context, id record.ID) (training.Dossier, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (d training.Dossier, err error) {
		if d.Class, err = findClass(tx, id); err != nil {
			return d, err
		}
		if d.Sessions, err = sessions(tx, id); err != nil {
			return d, err
		}
		if d.Roster, err = db.All(tx, scanEnrolment, selectEnrolment+` AND e.class_id = $2 ORDER BY e.created_at, e.id`, id); err != nil {
			return d, err
		}
		d.Facts, err = standing(tx, id)
		return d, err
	})
}

// Standing are the facts of a class and its enrolments that were not taken back.
func (s *Store) Standing(ctx context.Context, class record.ID) ([]fact.Fact, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]fact.Fact, error) { return standing(tx, class) })
}

func standing(tx *db.Tx, class record.ID) ([]fact.Fact, error) {
	all, err := ledger.FactsOf(tx, record.Ref{Kind: training.ClassKind, ID: class})
	if err != nil {
		return nil, err
	}
	ids, err := db.All(tx, func(r db.Row) (id record.ID, err error) { return id, r.Scan(&id) },
		`SELECT e.id FROM training_enrolments e WHERE e.consortium_id = $1 AND e.class_id = $2 ORDER BY e.id`, class)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		list, err := ledger.FactsOf(tx, record.Ref{Kind: training.EnrolmentKind, ID: id})
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return fact.Standing(all), nil
}

// SaveDossier writes a class, its timetable and the touched of its roster.
func (s *Store) SaveDossier(ctx context.Context, d training.Dossier, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveClass(tx, d.Class); err != nil {
			return err
		}
		if err := saveSessions(tx, d.ID, d.Sessions); err != nil {
			return err
		}
		if err := number(tx, d.Roster); err != nil {
			return err
		}
		for _, e := range d.Roster {
			if !e.Touched {
				continue
			}
			if err := saveEnrolments(tx, e); err != nil {
				return err
			}
		}
		return ledger.Commit(tx, c)
	})
}

// number gives the next certificate numbers of the year to those who have a
// code and no number yet.
func number(tx *db.Tx, roster []training.Enrolment) error {
	var fresh []int
	for i, e := range roster {
		if e.Touched && e.CertificateCode != "" && e.CertificateNo == "" {
			fresh = append(fresh, i)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	year := calendar.DateOf(tx.Now()).Year
	last, err := ledger.NextNumbers(tx, fmt.Sprintf("training-certificate-%d", year), len(fresh))
	if err != nil {
		return err
	}
	for n, i := range fresh {
		roster[i].CertificateNo = fmt.Sprintf("JY-%d-%05d", year, last-int64(len(fresh)-1-n))
	}
	return nil
}

func saveClass(tx *db.Tx, k training.Class) error {
	if k.Version == 0 {
		return insertClass(tx, k)
	}
	return tx.ExecOne(`UPDATE training_classes SET version = version + 1, name = $4, category = $5, occupation = $6, level = $7, subsidised = $8, fund = $9, industry = $10,
			opens_on = $11, closes_on = $12, hours = $13, seats = $14, place = $15, plan = $16, exam_on = $17, exception = $18, findings = $19, state = $20,
			filed_on = $21, approved_on = $22, completed_on = $23, end_reason = $24, code = $25, updated_at = $26
		WHERE consortium_id = $1 AND id = $2 AND version = $3`,
		k.ID, k.Version, k.Name, k.Category, k.Occupation, k.Level, k.Subsidised, k.Fund, k.Industry,
		k.Opens, k.Closes, k.Hours, k.Seats, k.Place, k.Plan, k.ExamOn, k.Exception, db.JSON(k.Findings), k.State,
		k.FiledOn, k.ApprovedOn, k.CompletedOn, k.EndReason, db.Null(k.Code), tx.Now())
}

func insertClass(tx *db.Tx, k training.Class) error {
	if k.Number == "" {
		year := calendar.DateOf(tx.Now()).Year
		n, err := ledger.NextNumbers(tx, fmt.Sprintf("training-class-%d", year), 1)
		if err != nil {
			return err
		}
		k.Number = fmt.Sprintf("PX-%d-%04d", year, n)
	}
	_, err := tx.Exec(`INSERT INTO training_classes (consortium_id, id, version, number, name, provider_id, category, occupation, level, subsidised, fund, industry,
			opens_on, closes_on, hours, seats, enrolled, place, plan, exam_on, exception, findings, order_id, state, registered,
			filed_on, approved_on, completed_on, end_reason, code, sample, created_at, updated_at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $30)`,
		k.ID, k.Number, k.Name, k.Provider, k.Category, k.Occupation, k.Level, k.Subsidised, k.Fund, k.Industry,
		k.Opens, k.Closes, k.Hours, k.Seats, k.Place, k.Plan, k.ExamOn, k.Exception, db.JSON(k.Findings), db.Null(k.Order), k.State, k.Registered,
		k.FiledOn, k.ApprovedOn, k.CompletedOn, k.EndReason, db.Null(k.Code), k.Sample, tx.Now())
	return err
}

const selectSession = `SELECT s.id, s.class_id, s.held_on, s.from_minute, s.to_minute, s.hours, s.topic, s.teacher_id, t.name, s.place
	FROM training_sessions s LEFT JOIN training_teachers t ON t.consortium_id = s.consortium_id AND t.id = s.teacher_id WHERE s.consortium_id = $1`

func scanSession(r db.Row) (x training.Session, err error) {
	return x, r.Scan(&x.ID, &x.Class, &x.On, &x.From, &x.To, &x.Hours, &x.Topic, &x.Teacher, &x.TeacherName, &x.Place)
}

func sessions(tx *db.Tx, class record.ID) ([]training.Session, error) {
	return db.All(tx, scanSession, selectSession+` AND s.class_id = $2 ORDER BY s.held_on, s.from_minute, s.id`, class)
}

// Sessions are the timetable of a class.
func (s *Store) Sessions(ctx context.Context, class record.ID) ([]training.Session, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.Session, error) { return sessions(tx, class) })
}

// saveSessions makes the stored timetable equal to the given one. A session that
// stays keeps its row: attendance may point at it.
func saveSessions(tx *db.Tx, class record.ID, list []training.Session) error {
	stored, err := sessions(tx, class)
	if err != nil {
		return err
	}
	for _, x := range stored {
		if slices.ContainsFunc(list, func(y training.Session) bool { return y.ID == x.ID }) {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM training_sessions WHERE consortium_id = $1 AND id = $2`, x.ID); err != nil {
			return fault.Refuse("training.session.used", "on", x.On.String())
		}
	}
	for _, x := range list {
		if slices.ContainsFunc(stored, func(y training.Session) bool { return sameSession(x, y) }) {
			continue
		}
		_, err := tx.Exec(`INSERT INTO training_sessions (consortium_id, id, class_id, held_on, from_minute, to_minute, hours, topic, teacher_id, place)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (consortium_id, id) DO UPDATE SET held_on = excluded.held_on, from_minute = excluded.from_minute, to_minute = excluded.to_minute,
				hours = excluded.hours, topic = excluded.topic, teacher_id = excluded.teacher_id, place = excluded.place`,
			x.ID, class, x.On, x.From, x.To, x.Hours, x.Topic, db.Null(x.Teacher), x.Place)
		if err != nil {
			return err
		}
	}
	return nil
}

func sameSession(a, b training.Session) bool {
	a.TeacherName, b.TeacherName = "", ""
	return a == b
}
