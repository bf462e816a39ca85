package trainingdb

import (
	"context"

	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

const enrolmentColumns = `e.id, e.version, e.class_id, e.trainee_id, e.state, e.source, e.enrolled_on, e.hours, e.score,
	e.certificate_no, e.certificate_code, e.certified_on, e.findings, e.reason, e.created_at, e.updated_at`

const selectEnrolment = `SELECT ` + enrolmentColumns + ` FROM training_enrolments e WHERE e.consortium_id = $1`

func enrolmentDest(e *training.Enrolment) []any {
	return []any{&e.ID, &e.Version, &e.Class, &e.Trainee, &e.State, &e.Source, &e.EnrolledOn, &e.Hours, &e.Score,
		&e.CertificateNo, &e.CertificateCode, &e.CertifiedOn, db.JSON(&e.Findings), &e.Reason, &e.CreatedAt, &e.UpdatedAt}
}

func scanEnrolment(r db.Row) (e training.Enrolment, err error) {
	return e, r.Scan(enrolmentDest(&e)...)
}

const traineeColumns = `p.id, p.version, p.kind_of_person, p.employment, p.sample, p.erased_at, p.created_at,
	i.name, i.id_number, i.phone, i.sex, i.birth_on, i.bank_account, i.person_id`

const traineeFrom = ` FROM trainees p LEFT JOIN trainee_identities i ON i.consortium_id = p.consortium_id AND i.trainee_id = p.id WHERE p.consortium_id = $1`

func traineeDest(t *training.Trainee) []any {
	return []any{&t.ID, &t.Version, &t.Group, &t.Employment, &t.Sample, &t.ErasedAt, &t.CreatedAt,
		&t.Name, &t.IDNumber, &t.Phone, &t.Sex, &t.BirthOn, &t.BankAccount, &t.Identity.Person}
}

func scanTrainee(r db.Row) (t training.Trainee, err error) { return t, r.Scan(traineeDest(&t)...) }

// Roster are the people of a class in clear.
func (s *Store) Roster(ctx context.Context, class record.ID) ([]training.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.Entry, error) {
		return db.All(tx, func(r db.Row) (x training.Entry, err error) {
			return x, r.Scan(append(enrolmentDest(&x.Enrolment), traineeDest(&x.Person)...)...)
		}, `SELECT `+enrolmentColumns+`, `+traineeColumns+`
			FROM training_enrolments e JOIN trainees p ON p.consortium_id = e.consortium_id AND p.id = e.trainee_id
			LEFT JOIN trainee_identities i ON i.consortium_id = p.consortium_id AND i.trainee_id = p.id
			WHERE e.consortium_id = $1 AND e.class_id = $2 ORDER BY e.created_at, e.id`, class)
	})
}

const selectPlace = `SELECT ` + enrolmentColumns + `, ` + classColumns + `
	FROM training_enrolments e JOIN training_classes k ON k.consortium_id = e.consortium_id AND k.id = e.class_id
	JOIN organisations o ON o.consortium_id = k.consortium_id AND o.id = k.provider_id WHERE e.consortium_id = $1`

func scanPlace(r db.Row) (p training.Place, err error) {
	return p, r.Scan(append(enrolmentDest(&p.Enrolment), classDest(&p.In)...)...)
}

// FindPlace returns an enrolment with its class.
func (s *Store) FindPlace(ctx context.Context, enrolment record.ID) (training.Place, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (training.Place, error) {
		return db.One(tx, scanPlace, selectPlace+` AND e.id = $2`, enrolment)
	})
}

// PlacesOf are all enrolments of a person, the newest class first.
func (s *Store) PlacesOf(ctx context.Context, trainee record.ID) ([]training.Place, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.Place, error) {
		return db.All(tx, scanPlace, selectPlace+` AND e.trainee_id = $2 ORDER BY k.opens_on DESC, e.id DESC`, trainee)
	})
}

// FindTrainee returns a person in clear.
func (s *Store) FindTrainee(ctx context.Context, id record.ID) (training.Trainee, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (training.Trainee, error) {
		return db.One(tx, scanTrainee, `SELECT `+traineeColumns+traineeFrom+` AND p.id = $2`, id)
	})
}

// Known returns who has these identity numbers, with all their places.
func (s *Store) Known(ctx context.Context, numbers []string) (map[string]training.Known, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]training.Known, error) {
		found := map[string]training.Known{}
		for start := 0; start < len(numbers); start += 500 {
			w := db.NewWhere(0)
			w.In("i.id_number", numbers[start:min(start+500, len(numbers))])
			list, err := known(tx, w)
			if err != nil {
				return nil, err
			}
			for _, n := range list {
				found[n.Trainee.IDNumber] = n
			}
		}
		return found, nil
	})
}

// KnownAs returns the person whose account in this program it is.
func (s *Store) KnownAs(ctx context.Context, person record.ID) (training.Known, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (training.Known, error) {
		w := db.NewWhere(0)
		w.And("i.person_id = ?", person)
		list, err := known(tx, w)
		if err == nil && len(list) == 0 {
			err = fault.New(fault.NotFound, "record.not_found")
		}
		if err != nil {
			return training.Known{}, err
		}
		return list[0], nil
	})
}

// known finds people by their identity, and their places.
func known(tx *db.Tx, w *db.Where) ([]training.Known, error) {
	people, err := db.All(tx, scanTrainee, `SELECT `+traineeColumns+` FROM trainee_identities i
		JOIN trainees p ON p.consortium_id = i.consortium_id AND p.id = i.trainee_id WHERE i.consortium_id = $1`+w.SQL(), w.Args()...)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	list, at, ids := make([]training.Known, len(people)), map[record.ID]int{}, make([]string, len(people))
	for i, t := range people {
		list[i].Trainee, at[t.ID], ids[i] = t, i, string(t.ID)
	}
	byTrainee := db.NewWhere(0)
	byTrainee.In("e.trainee_id", ids)
	places, err := db.All(tx, scanPlace, selectPlace+byTrainee.SQL()+` ORDER BY k.opens_on, e.id`, byTrainee.Args()...)
	for _, p := range places {
		n := &list[at[p.Trainee]]
		n.Places = append(n.Places, p)
	}
	return list, err
}

// SaveRoster writes what changes rosters together.
func (s *Store) SaveRoster(ctx context.Context, b training.Bundle, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := organisationdb.Save(tx, b.Organisations...); err != nil {
			return err
		}
		for _, k := range b.Classes {
			if err := saveClass(tx, k); err != nil {
				return err
			}
		}
		for _, t := range b.People {
			if err := saveTrainees(tx, t); err != nil {
				return err
			}
		}
		if err := join(tx, b.Joined); err != nil {
			return err
		}
		for _, p := range b.Graded {
			if err := grade(tx, p); err != nil {
				return err
			}
		}
		return ledger.Commit(tx, c)
	})
}

// join takes the places of each class at once, and only then writes who has them.
func join(tx *db.Tx, list []training.Joined) error {
	var classes []training.Class
	var people []training.Trainee
	enrolments := make([]training.Enrolment, len(list))
	places, met := map[record.ID]int64{}, map[record.ID]bool{}
	for i, j := range list {
		enrolments[i] = j.Enrolment
		if !met[j.Person.ID] { // somebody may join several classes at once
			met[j.Person.ID] = true
			people = append(people, j.Person)
		}
		if places[j.Class.ID]++; places[j.Class.ID] == 1 {
			classes = append(classes, j.Class)
		}
	}
	for _, k := range classes {
		if err := takePlaces(tx, k, places[k.ID]); err != nil {
			return err
		}
	}
	if err := saveTrainees(tx, people...); err != nil {
		return err
	}
	return saveEnrolments(tx, enrolments...)
}

// grade writes a result while the class is in the state that was seen; the
// version of the class moves on, as in Leave.
func grade(tx *db.Tx, p training.Place) error {
	err := tx.ExecOne(`UPDATE training_classes SET version = version + 1, updated_at = $4 WHERE consortium_id = $1 AND id = $2 AND state = $3`, p.In.ID, p.In.State, tx.Now())
	if err != nil {
		return err
	}
	return saveEnrolments(tx, p.Enrolment)
}

// takePlaces counts places in the row of the class, which is locked by it until
// the end: so no class ever holds more people than it has places.
func takePlaces(tx *db.Tx, k training.Class, n int64) error {
	taken, err := tx.Exec(`UPDATE training_classes SET enrolled = enrolled + $4, updated_at = $5
		WHERE consortium_id = $1 AND id = $2 AND state = $3 AND (seats = 0 OR enrolled + $4 <= seats)`, k.ID, k.State, n, tx.Now())
	if err != nil || taken == 1 {
		return err
	}
	now, err := findClass(tx, k.ID)
	switch {
	case err != nil:
		return err
	case now.State == k.State:
		return fault.Refuse("training.full", "seats", now.Seats, "name", now.Name)
	}
	return fault.New(fault.Stale, "record.stale", "version", now.Version)
}

// Leave writes an enrolment that gives its place back. The version of the class
// moves on, so that nobody completes it with the roster of before.
func (s *Store) Leave(ctx context.Context, e training.Enrolment, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveEnrolments(tx, e); err != nil {
			return err
		}
		if err := tx.ExecOne(`UPDATE training_classes SET enrolled = enrolled - 1, version = version + 1, updated_at = $3 WHERE consortium_id = $1 AND id = $2`, e.Class, tx.Now()); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

var insertEnrolments = db.Inserting("training_enrolments", `id, version = 1, class_id, trainee_id, state, source, enrolled_on, hours, score,
	certificate_no, certificate_code, certified_on, findings, reason, created_at, updated_at`, "")

func saveEnrolments(tx *db.Tx, list ...training.Enrolment) error {
	fresh := insertEnrolments.Into(tx)
	for _, e := range list {
		if e.Version == 0 {
			fresh.Add(e.ID, e.Class, e.Trainee, e.State, e.Source, e.EnrolledOn, e.Hours, e.Score,
				db.Null(e.CertificateNo), db.Null(e.CertificateCode), e.CertifiedOn, db.JSON(e.Findings), e.Reason, tx.Now(), tx.Now())
			continue
		}
		err := tx.ExecOne(`UPDATE training_enrolments SET version = version + 1, state = $4, source = $5, enrolled_on = $6, hours = $7, score = $8,
				certificate_no = $9, certificate_code = $10, certified_on = $11, findings = $12, reason = $13, updated_at = $14
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			e.ID, e.Version, e.State, e.Source, e.EnrolledOn, e.Hours, e.Score,
			db.Null(e.CertificateNo), db.Null(e.CertificateCode), e.CertifiedOn, db.JSON(e.Findings), e.Reason, tx.Now())
		if err != nil {
			return err
		}
	}
	return fresh.Done()
}

// SaveTrainee writes a person and the change.
func (s *Store) SaveTrainee(ctx context.Context, t training.Trainee, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveTrainees(tx, t); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

var (
	insertTrainees = db.Inserting("trainees", `id, version = 1, kind_of_person, employment, sample, created_at`, "")
	putIdentities  = db.Inserting("trainee_identities", `trainee_id, name, id_number, phone, sex, birth_on, bank_account, person_id`,
		`ON CONFLICT (consortium_id, trainee_id) DO UPDATE SET name = excluded.name, phone = excluded.phone, bank_account = excluded.bank_account, person_id = excluded.person_id`)
)

// saveTrainees moves the version of a person with every place that is taken, so
// that two classes at once know of each other. Nobody may be there twice.
func saveTrainees(tx *db.Tx, list ...training.Trainee) error {
	fresh := insertTrainees.Into(tx)
	for _, t := range list {
		if t.Version == 0 {
			fresh.Add(t.ID, t.Group, t.Employment, t.Sample, tx.Now())
			continue
		}
		err := tx.ExecOne(`UPDATE trainees SET version = version + 1, kind_of_person = $4, employment = $5, erased_at = $6
			WHERE consortium_id = $1 AND id = $2 AND version = $3`, t.ID, t.Version, t.Group, t.Employment, t.ErasedAt)
		if err != nil {
			return err
		}
	}
	if err := fresh.Done(); err != nil {
		return err
	}
	identities := putIdentities.Into(tx)
	for _, t := range list {
		if !t.Erased() {
			identities.Add(t.ID, t.Name, t.IDNumber, t.Phone, t.Sex, t.BirthOn, t.BankAccount, db.Null(t.Identity.Person))
		} else if _, err := tx.Exec(`DELETE FROM trainee_identities WHERE consortium_id = $1 AND trainee_id = $2`, t.ID); err != nil {
			return err
		}
	}
	return identities.Done()
}

// FindCode returns what a code proves, whichever consortium keeps it: who holds
// a paper does not know that there are several.
func (s *Store) FindCode(ctx context.Context, code string) (training.Proof, error) {
	p, c, err := consortiumdb.Anywhere(ctx, s.db, func(ctx context.Context) (training.Proof, error) {
		return db.Ask(ctx, s.db, func(tx *db.Tx) (training.Proof, error) { return proof(tx, code) })
	})
	p.Consortium = c
	return p, err
}

func proof(tx *db.Tx, code string) (p training.Proof, err error) {
	place, err := db.One(tx, scanPlace, selectPlace+` AND e.certificate_code = $2 AND e.state <> 'withdrawn'`, code)
	if fault.Is(err, fault.NotFound) {
		p.Class, err = db.One(tx, scanClass, selectClass+` AND k.code = $2`, code)
		return p, err
	}
	if err != nil {
		return p, err
	}
	p.Class, p.Enrolment = place.In, place.Enrolment
	t, err := db.One(tx, scanTrainee, `SELECT `+traineeColumns+traineeFrom+` AND p.id = $2`, place.Trainee)
	p.Name = t.Name
	return p, err
}

// Timeline is the story of a record.
func (s *Store) Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })
}

// Commit writes a change without a record.
func (s *Store) Commit(ctx context.Context, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) })
}
