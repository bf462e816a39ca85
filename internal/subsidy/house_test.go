package subsidy_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
	"tongpin/internal/subsidy"
	"tongpin/internal/subsidy/subsidydb"
	"tongpin/internal/training"
)

const (
	college record.ID = "01900000-0000-7000-8000-0000000000b1"
	other   record.ID = "01900000-0000-7000-8000-0000000000b2"
	body    record.ID = "00000000-0000-7000-8000-000000000001" // of the Home consortium, see dbtest
)

func person(n int, role access.Role, of record.ID) access.Actor {
	return access.Actor{Consortium: dbtest.Home, Person: record.ID(fmt.Sprintf("01900000-0000-7000-8000-0000000000f%d", n)), Name: fmt.Sprintf("Person %d", n), Role: role, Organisation: of}
}

var (
	table    = access.NewTable(subsidy.Grants(), training.Grants())
	teacher  = person(1, access.Provider, college)
	stranger = person(2, access.Provider, other)
	clerk    = person(3, access.Secretariat, body)
	second   = person(4, access.Secretariat, body)
	leader   = person(5, access.Leader, body)
	both     = person(3, access.Leader, body) // the clerk, in another role
)

// school is what the tests know of training: classes with rosters, in place of
// the training feature.
type school struct {
	classes []training.Class
	rosters map[record.ID][]training.Examined
}

func (s *school) Class(_ context.Context, a access.Actor, id record.ID) (training.Class, error) {
	at := slices.IndexFunc(s.classes, func(k training.Class) bool { return k.ID == id })
	if at < 0 || !table.Can(a, training.ActView, s.classes[at].Subject(a)) {
		return training.Class{}, fault.New(fault.NotFound, "record.not_found")
	}
	return s.classes[at], nil
}

func (s *school) ClassesOf(context.Context, access.Actor, listing.Query) (listing.Page[training.Class], error) {
	return listing.Page[training.Class]{Rows: s.classes}, nil
}

func (s *school) Examine(_ context.Context, _ access.Actor, id record.ID) ([]training.Examined, error) {
	return s.rosters[id], nil
}

func (s *school) Roster(ctx context.Context, a access.Actor, id record.ID) ([]training.Entry, error) {
	return s.RosterInClear(ctx, a, id, "")
}

func (s *school) RosterInClear(_ context.Context, _ access.Actor, id record.ID, _ string) ([]training.Entry, error) {
	var list []training.Entry
	for _, x := range s.rosters[id] {
		list = append(list, x.Entry)
	}
	return list, nil
}

// house is a service over a database with the classes of a school.
type house struct {
	t       *testing.T
	ctx     context.Context
	now     *clock.Set
	db      *db.DB
	store   *subsidydb.Store
	service *subsidy.Service
	school  *school
	policy  subsidy.Policy
}

// each runs a test on both databases.
func each(t *testing.T, run func(h *house)) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, home context.Context) {
		h := &house{t: t, ctx: home, now: now, db: d, store: subsidydb.New(d), school: &school{rosters: map[record.ID][]training.Examined{}}}
		h.service = subsidy.NewService(h.store, table, now, h.school)
		h.write(func(tx *db.Tx) error {
			for i, id := range []record.ID{college, other} {
				o := organisation.Organisation{ID: id, Name: fmt.Sprintf("School %d", i), Kind: organisation.School, CreditCode: []string{"52652824QQ0000063X", "91620100QQ00000475"}[i]}
				if err := organisationdb.Save(tx, o); err != nil {
					return err
				}
			}
			return nil
		})
		h.policy = h.adopt(zhongshan)
		run(h)
	})
}

func (h *house) write(fn func(tx *db.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(h.ctx, fn); err != nil {
		h.t.Fatal(err)
	}
}

// must fails the test on an error.
func must[T any](h *house) func(T, error) T {
	return func(v T, err error) T {
		h.t.Helper()
		if err != nil {
			h.t.Fatal(err)
		}
		return v
	}
}

// refused fails the test unless the error is the fault with the key.
func (h *house) refused(err error, key string) {
	h.t.Helper()
	for _, f := range fault.All(err) {
		if f.Key == key {
			return
		}
	}
	h.t.Errorf("error %v, want %s", err, key)
}

func (h *house) adopt(x subsidy.Content) subsidy.Policy {
	h.t.Helper()
	p := must[subsidy.Policy](h)(h.service.StartPolicy(h.ctx, clerk, subsidy.PolicyCommand{ID: record.NewID(), Content: x}))
	_, err := h.service.Adopt(h.ctx, both, target(p.ID))
	h.refused(err, "subsidy.two.same")
	must[subsidy.Policy](h)(h.service.Adopt(h.ctx, leader, target(p.ID)))
	return must[subsidy.Policy](h)(h.service.Policy(h.ctx, clerk, p.ID))
}

// class adds a completed class with people who passed with the given hours; the
// n-th person of every class is the same.
func (h *house) class(hours ...int64) training.Class {
	h.t.Helper()
	n := len(h.school.classes)
	today := calendar.DateOf(h.now.Now())
	k := training.Class{
		ID: record.NewID(), Number: fmt.Sprintf("PX-%d", n), Name: fmt.Sprintf("Class %d", n), Provider: college, ProviderName: "School 0", Category: training.ByOccupation,
		Occupation: digger, Level: "junior", Subsidised: true, Fund: "employment_fund", Opens: today.AddDays(-30), Closes: today.AddDays(-10), Hours: 40, State: training.Completed,
	}
	h.school.classes = append(h.school.classes, k)
	h.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO training_classes (consortium_id, id, version, number, name, provider_id, category, occupation, level, subsidised, fund, industry,
				opens_on, closes_on, hours, seats, enrolled, place, plan, exception, findings, state, registered, end_reason, sample, created_at, updated_at)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, 40, 0, 0, '', '', '', '[]', 'completed', $13, '', $14, $15, $15)`,
			k.ID, k.Number, k.Name, k.Provider, k.Category, k.Occupation, k.Level, true, k.Fund, k.Opens, k.Closes, true, false, tx.Now())
		for i, held := range hours {
			if err != nil {
				return err
			}
			x := training.Examined{Entry: training.Entry{Enrolment: training.Enrolment{ID: record.Derived(k.ID, fmt.Sprint(i)), Class: k.ID, Trainee: record.Derived(college, fmt.Sprint(i)), State: training.Passed, Hours: held}}}
			x.Person = training.Trainee{ID: x.Trainee, Identity: training.Identity{Name: fmt.Sprintf("Trainee %d", i), BankAccount: "6200000000000000"}}
			h.school.rosters[k.ID] = append(h.school.rosters[k.ID], x)
			if n == 0 {
				_, err = tx.Exec(`INSERT INTO trainees (consortium_id, id, version, kind_of_person, employment, sample, created_at) VALUES ($1, $2, 1, 'other', 'not_stated', $3, $4)`, x.Trainee, false, tx.Now())
			}
			if err == nil {
				_, err = tx.Exec(`INSERT INTO training_enrolments (consortium_id, id, version, class_id, trainee_id, state, source, enrolled_on, hours, score, findings, reason, created_at, updated_at)
					VALUES ($1, $2, 1, $3, $4, 'passed', 'office', $5, $6, 90, '[]', '', $7, $7)`, x.ID, k.ID, x.Trainee, k.Opens, held, tx.Now())
			}
		}
		return err
	})
	return k
}

func (h *house) find(class record.ID) subsidy.Dossier {
	h.t.Helper()
	return must[subsidy.Dossier](h)(h.service.Find(h.ctx, leader, subsidy.ClaimID(class)))
}
