package trainingdb

import (
	"context"
	"maps"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
	"tongpin/internal/training"
)

// sorts are the orders of the list.
var sorts = db.Sorts{
	Columns: map[string]string{"number": "k.number", "name": "k.name", "opens": "k.opens_on", "closes": "k.closes_on", "enrolled": "k.enrolled"},
	Usual:   "k.opens_on DESC, k.number DESC",
	ID:      "k.id",
}

// where is the condition of a query in the actor's reach.
func where(q listing.Query, reach access.Relation, a access.Actor) *db.Where {
	w := db.NewWhere(0)
	const shown = "k.state IN ('approved', 'open', 'closing', 'completed')"
	switch {
	case reach&access.Any != 0:
	case reach&access.Own != 0 && reach&access.Shown != 0:
		w.And("k.provider_id = ? OR "+shown, record.Sought(a.Organisation))
	case reach&access.Own != 0:
		w.And("k.provider_id = ?", record.Sought(a.Organisation))
	case reach&access.Shown != 0:
		w.And(shown)
	default:
		w.And("1 = 0")
	}
	w.Like(q.Text, "k.name", "k.number", "k.place", "o.name")
	w.In("k.id", q.Chosen)
	w.In("k.id", record.SoughtAll(q.Filter["class"]))
	w.In("k.state", q.Filter["state"])
	w.In("k.category", q.Filter["category"])
	w.In("k.occupation", q.Filter["occupation"])
	w.In("k.level", q.Filter["level"])
	if id, ok := record.ParseID(q.First("provider")); ok {
		w.And("k.provider_id = ?", id)
	}
	switch q.First("subsidised") {
	case "yes":
		w.And("k.subsidised = ?", true)
	case "no":
		w.And("k.subsidised = ?", false)
	}
	if p, err := calendar.ParsePeriod(q.First("period")); err == nil && !p.From.Zero() {
		w.And("k.opens_on >= ? AND k.opens_on <= ?", p.From, p.To)
	}
	return w
}

// List answers a query with one page of what is in the actor's reach.
func (s *Store) List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[training.Class], error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (listing.Page[training.Class], error) {
		return db.Page(tx, db.Question[training.Class]{Scan: scanClass, Rows: selectClass, Count: classFrom, Where: where(q, reach, a), Order: sorts.By(q)}, q)
	})
}

// Each calls fn for every class that the query matches.
func (s *Store) Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(training.Class) error) error {
	w := where(q, reach, a)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scanClass, fn, selectClass+w.SQL()+sorts.By(q), w.Args()...)
	})
}

// EachEntry calls fn for everybody on the rosters of the classes that match.
func (s *Store) EachEntry(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(training.Class, training.Entry) error) error {
	w := where(q, reach, a)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(r db.Row) error {
			var k training.Class
			var x training.Entry
			if err := r.Scan(append(append(classDest(&k), enrolmentDest(&x.Enrolment)...), traineeDest(&x.Person)...)...); err != nil {
				return err
			}
			return fn(k, x)
		}, `SELECT `+classColumns+`, `+enrolmentColumns+`, `+traineeColumns+` FROM training_classes k
			JOIN organisations o ON o.consortium_id = k.consortium_id AND o.id = k.provider_id
			JOIN training_enrolments e ON e.consortium_id = k.consortium_id AND e.class_id = k.id
			JOIN trainees p ON p.consortium_id = e.consortium_id AND p.id = e.trainee_id
			LEFT JOIN trainee_identities i ON i.consortium_id = p.consortium_id AND i.trainee_id = p.id
			WHERE k.consortium_id = $1 AND e.state <> 'withdrawn'`+w.SQL()+` ORDER BY k.opens_on, k.number, e.created_at, e.id`, w.Args()...)
	})
}

// ByNumbers returns classes by number.
func (s *Store) ByNumbers(ctx context.Context, numbers []string) (map[string]training.Class, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]training.Class, error) {
		found := map[string]training.Class{}
		for start := 0; start < len(numbers); start += 500 {
			w := db.NewWhere(0)
			w.In("k.number", numbers[start:min(start+500, len(numbers))])
			list, err := db.All(tx, scanClass, selectClass+w.SQL(), w.Args()...)
			if err != nil {
				return nil, err
			}
			for _, k := range list {
				found[k.Number] = k
			}
		}
		return found, nil
	})
}

// Owners returns organisations by credit code, and by name.
func (s *Store) Owners(ctx context.Context, codes, names []string) (map[string]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]organisation.Organisation, error) {
		found, err := organisationdb.ByNames(tx, names)
		if err != nil {
			return nil, err
		}
		byCode, err := organisationdb.ByCreditCodes(tx, codes)
		maps.Copy(found, byCode)
		return found, err
	})
}

const providerColumns = `v.id, v.version, v.organisation_id, o.name, o.credit_code, v.permitted, v.basic, v.from_on, v.until_on, v.document, v.state, v.reason, v.created_at, v.updated_at`

const providerFrom = ` FROM training_providers v JOIN organisations o ON o.consortium_id = v.consortium_id AND o.id = v.organisation_id WHERE v.consortium_id = $1`

const selectProvider = `SELECT ` + providerColumns + providerFrom

func scanProvider(r db.Row) (p training.Provider, err error) {
	return p, r.Scan(&p.ID, &p.Version, &p.Organisation, &p.Name, &p.CreditCode, db.JSON(&p.Permitted), &p.Basic, &p.From, &p.Until, &p.Document, &p.State, &p.Reason, &p.CreatedAt, &p.UpdatedAt)
}

// FindProvider returns an admission.
func (s *Store) FindProvider(ctx context.Context, id record.ID) (training.Provider, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (training.Provider, error) {
		return db.One(tx, scanProvider, selectProvider+` AND v.id = $2`, id)
	})
}

// ProviderOf is the admission of an organisation.
func (s *Store) ProviderOf(ctx context.Context, organisation record.ID) (training.Provider, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (training.Provider, error) {
		return db.One(tx, scanProvider, selectProvider+` AND v.organisation_id = $2`, organisation)
	})
}

// ProvidersOf are the admissions of organisations.
func (s *Store) ProvidersOf(ctx context.Context, organisations []record.ID) (map[record.ID]training.Provider, error) {
	found := map[record.ID]training.Provider{}
	if len(organisations) == 0 {
		return found, nil
	}
	words := make([]string, len(organisations))
	for i, id := range organisations {
		words[i] = string(id)
	}
	w := db.NewWhere(0)
	w.In("v.organisation_id", words)
	return found, s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scanProvider, func(p training.Provider) error { found[p.Organisation] = p; return nil }, selectProvider+w.SQL(), w.Args()...)
	})
}

// SaveProviders writes admissions and the change.
func (s *Store) SaveProviders(ctx context.Context, list []training.Provider, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveProviders(tx, list...); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

var insertProviders = db.Inserting("training_providers", `id, version = 1, organisation_id, permitted, basic, from_on, until_on, document, state, reason, created_at, updated_at`, "")

func saveProviders(tx *db.Tx, list ...training.Provider) error {
	fresh := insertProviders.Into(tx)
	for _, p := range list {
		if p.Version == 0 {
			fresh.Add(p.ID, p.Organisation, db.JSON(p.Permitted), p.Basic, p.From, p.Until, p.Document, p.State, p.Reason, tx.Now(), tx.Now())
			continue
		}
		err := tx.ExecOne(`UPDATE training_providers SET version = version + 1, permitted = $4, basic = $5, from_on = $6, until_on = $7, document = $8, state = $9, reason = $10, updated_at = $11
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			p.ID, p.Version, db.JSON(p.Permitted), p.Basic, p.From, p.Until, p.Document, p.State, p.Reason, tx.Now())
		if err != nil {
			return err
		}
	}
	return fresh.Done()
}

const providerOrder = " ORDER BY o.name, v.id"

func whereProviders(q listing.Query, reach access.Relation, a access.Actor) *db.Where {
	w := db.NewWhere(0)
	if reach&access.Any == 0 {
		w.And("v.organisation_id = ?", record.Sought(a.Organisation))
	}
	w.In("v.id", record.SoughtAll(q.Chosen))
	w.Like(q.Text, "o.name", "v.document")
	w.In("v.state", q.Filter["state"])
	return w
}

// Providers answers a query with the admissions in the actor's reach.
func (s *Store) Providers(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[training.Provider], error) {
	w := whereProviders(q, reach, a)
	return db.Ask(ctx, s.db, func(tx *db.Tx) (listing.Page[training.Provider], error) {
		return db.Page(tx, db.Question[training.Provider]{Scan: scanProvider, Rows: selectProvider, Count: providerFrom, Where: w, Order: providerOrder}, q)
	})
}

// EachProvider calls fn for every admission that the query matches.
func (s *Store) EachProvider(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(training.Provider) error) error {
	w := whereProviders(q, reach, a)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scanProvider, fn, selectProvider+w.SQL()+providerOrder, w.Args()...)
	})
}

// Teachers are those of a provider, by name.
func (s *Store) Teachers(ctx context.Context, provider record.ID) ([]training.Teacher, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.Teacher, error) {
		return db.All(tx, func(r db.Row) (t training.Teacher, err error) {
			return t, r.Scan(&t.ID, &t.Version, &t.Provider, &t.Name, &t.Qualification, &t.Phone, &t.Left)
		}, `SELECT id, version, organisation_id, name, qualification, phone, gone FROM training_teachers WHERE consortium_id = $1 AND organisation_id = $2 ORDER BY gone, name, id`, provider)
	})
}

// SaveTeacher writes a teacher and the change.
func (s *Store) SaveTeacher(ctx context.Context, t training.Teacher, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var err error
		if t.Version == 0 {
			_, err = tx.Exec(`INSERT INTO training_teachers (consortium_id, id, version, organisation_id, name, qualification, phone, gone) VALUES ($1, $2, 1, $3, $4, $5, $6, $7)`,
				t.ID, t.Provider, t.Name, t.Qualification, t.Phone, t.Left)
		} else {
			err = tx.ExecOne(`UPDATE training_teachers SET version = version + 1, name = $4, qualification = $5, phone = $6, gone = $7
				WHERE consortium_id = $1 AND id = $2 AND version = $3`, t.ID, t.Version, t.Name, t.Qualification, t.Phone, t.Left)
		}
		if err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// Organisations lists who can be admitted.
func (s *Store) Organisations(ctx context.Context) ([]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]organisation.Organisation, error) { return organisationdb.List(tx) })
}

var _ training.Store = (*Store)(nil)
