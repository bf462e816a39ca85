package identitydb

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

var day = calendar.On(2026, 4, 10)

// house is a database with a school of the same id in both consortia.
type house struct {
	*testing.T
	db     *db.DB
	store  *Store
	now    *clock.Set
	school record.ID
}

func each(t *testing.T, test func(h house)) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, _ context.Context) {
		h := house{t, d, New(d), now, record.NewID()}
		for c, name := range map[int64]string{dbtest.Home: "School", dbtest.Twin: "TWIN"} {
			h.write(c, func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO organisations (consortium_id, id, version, name, name_en, kind, division_code, industry, industry_code, specialised_sme, staff_count, contact, phone, sample, created_at, updated_at)
					VALUES ($1, $2, 1, $3, '', 'school', '', '', '', FALSE, 0, '', '', TRUE, $4, $4)`, h.school, name, tx.Now())
				return err
			})
		}
		test(h)
	})
}

func (h house) write(consortium int64, fn func(tx *db.Tx) error) {
	h.Helper()
	if err := h.db.Write(dbtest.Ctx(consortium), fn); err != nil {
		h.Fatal(err)
	}
}

func (h house) refused(consortium int64, kind fault.Kind, fn func(tx *db.Tx) error) {
	h.Helper()
	if err := h.db.Write(dbtest.Ctx(consortium), fn); !fault.Is(err, kind) {
		h.Errorf("got %v, want a fault %s", err, kind)
	}
}

// person makes a person with an account and an assignment in the home consortium.
func (h house) person(login, email string) (identity.Holder, identity.Assignment) {
	h.Helper()
	p := identity.Person{ID: record.NewID(), Name: "Li Ming", Phone: "13812345678", Email: email, Sample: true}
	c := identity.Account{ID: record.NewID(), Person: p.ID, Login: login, Hash: "x", MustChange: true, Demo: true}
	a := identity.Assignment{ID: record.NewID(), Person: p.ID, Role: access.Dean, Organisation: h.school, From: day}
	h.write(dbtest.Home, func(tx *db.Tx) error {
		for _, err := range []error{SavePerson(tx, p), InsertAccount(tx, c), SaveAssignment(tx, a)} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	at := h.now.Now()
	p.Version, p.KeptBy, p.CreatedAt, p.UpdatedAt = 1, dbtest.Home, at, at
	c.Version, c.KeptBy, c.CreatedAt, c.UpdatedAt = 1, dbtest.Home, at, at
	a.Version, a.Consortium, a.ConsortiumName, a.ConsortiumNameEN, a.CreatedAt, a.UpdatedAt = 1, dbtest.Home, "home", "home", at, at
	a.OrganisationName, a.OrganisationKind = "School", organisation.School
	return identity.Holder{Account: c, Person: p}, a
}

func TestSigningIn(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		want, assignment := h.person("liming", "li@example.org")
		for _, login := range []string{"liming", "li@example.org"} {
			got, err := h.store.FindLogin(ctx, login)
			if err != nil {
				h.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				h.Error(login, diff)
			}
		}
		h.person("other", "li@example.org")
		for _, login := range []string{"li@example.org", "nobody", ""} {
			if _, err := h.store.FindLogin(ctx, login); !fault.Is(err, fault.NotFound) {
				h.Errorf("%q: %v", login, err)
			}
		}
		if list, err := h.store.DemoAccounts(ctx); err != nil || len(list) != 2 {
			h.Errorf("%d demo accounts, %v", len(list), err)
		}
		life := identity.Lifetime{Idle: time.Hour, Max: 10 * time.Hour}
		s := identity.Begin("token", want.Account, "Firefox", "10.0.0.1", life, h.now.Now())
		s.Assignment = assignment.ID
		if err := h.store.Begin(ctx, s); err != nil {
			h.Fatal(err)
		}
		visit, err := h.store.FindVisit(ctx, identity.HashToken("token"))
		if err != nil {
			h.Fatal(err)
		}
		if diff := cmp.Diff(identity.Visit{Session: s, Account: want.Account, Person: want.Person, Assignments: []identity.Assignment{assignment}}, visit); diff != "" {
			h.Error(diff)
		}
		if _, err := h.store.FindVisit(ctx, "token"); !fault.Is(err, fault.NotFound) {
			h.Errorf("the bare token opens a session: %v", err)
		}
	})
}

func TestAccountIsComparedAndSwapped(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		want, _ := h.person("liming", "")
		a := want.Account
		a.Hash, a.Tries, a.LockedAt, a.MustChange = "y", 5, h.now.Now(), false
		if err := h.store.SaveAccount(ctx, a); err != nil {
			h.Fatal(err)
		}
		if err := h.store.SaveAccount(ctx, a); !fault.Is(err, fault.Stale) {
			h.Errorf("the same version twice: %v", err)
		}
		a.Version++
		got, err := h.store.FindAccount(ctx, a.ID)
		if diff := cmp.Diff(a, got.Account); diff != "" || err != nil {
			h.Error(diff, err)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		mine, _ := h.person("liming", "")
		other, _ := h.person("other", "")
		life := identity.Lifetime{Idle: time.Hour, Max: 10 * time.Hour}
		begin := func(token string, a identity.Account) identity.Session {
			s := identity.Begin(token, a, "", "", life, h.now.Now())
			if err := h.store.Begin(ctx, s); err != nil {
				h.Fatal(err)
			}
			return s
		}
		a, b, c := begin("a", mine.Account), begin("b", mine.Account), begin("c", other.Account)
		if err := h.store.End(ctx, mine.Account.ID, c.ID); err != nil {
			h.Fatal(err)
		}
		if list, _ := h.store.Sessions(ctx, other.Account.ID); len(list) != 1 {
			h.Error("one account ended another's session")
		}
		if err := h.store.EndOthers(ctx, mine.Account.ID, a.ID); err != nil {
			h.Fatal(err)
		}
		list, err := h.store.Sessions(ctx, mine.Account.ID)
		if diff := cmp.Diff([]identity.Session{a}, list); diff != "" || err != nil {
			h.Error(diff, err)
		}
		h.now.Advance(59 * time.Minute)
		a.SeenAt = h.now.Now()
		if err := h.store.SaveSession(ctx, a); err != nil {
			h.Fatal(err)
		}
		if err := h.store.SaveSession(ctx, b); !fault.Is(err, fault.Stale) {
			h.Errorf("an ended session was written: %v", err)
		}
		h.now.Advance(2 * time.Minute)
		if err := h.store.Sweep(ctx, life, h.now.Now()); err != nil {
			h.Fatal(err)
		}
		left, _ := h.store.Sessions(ctx, mine.Account.ID)
		idle, _ := h.store.Sessions(ctx, other.Account.ID)
		if len(left) != 1 || len(idle) != 0 {
			h.Errorf("%d used and %d idle sessions left", len(left), len(idle))
		}
	})
}

func TestAnotherConsortiumGivesARoleAndNoMore(t *testing.T) {
	each(t, func(h house) {
		ctx := context.Background()
		li, home := h.person("liming", "")
		seen := func(tx *db.Tx) error { _, err := Person(tx, li.Person.ID); return err }
		h.refused(dbtest.Twin, fault.NotFound, seen)
		there := identity.Assignment{ID: home.ID, Person: li.Person.ID, Role: access.Expert, Organisation: h.school, From: day}
		h.write(dbtest.Twin, func(tx *db.Tx) error { return SaveAssignment(tx, there) })
		h.write(dbtest.Twin, seen)
		h.refused(dbtest.Twin, fault.Stale, func(tx *db.Tx) error { return SavePerson(tx, li.Person) })
		h.refused(dbtest.Twin, fault.Stale, func(tx *db.Tx) error { return SaveAccount(tx, li.Account) })
		if err := h.store.Begin(ctx, identity.Begin("t", li.Account, "", "", identity.Lifetime{Max: time.Hour}, h.now.Now())); err != nil {
			h.Fatal(err)
		}
		h.write(dbtest.Twin, func(tx *db.Tx) error { return EndSessions(tx, li.Account.ID) })
		if list, _ := h.store.Sessions(ctx, li.Account.ID); len(list) != 1 {
			h.Error("another consortium ended a session")
		}
		h.write(dbtest.Home, func(tx *db.Tx) error { return EndSessions(tx, li.Account.ID) })
		if list, _ := h.store.Sessions(ctx, li.Account.ID); len(list) != 0 {
			h.Error("the keeping consortium could not end a session")
		}
		list, err := h.store.Assignments(ctx, li.Person.ID)
		if err != nil || len(list) != 2 || list[0].OrganisationName != "School" || list[1].OrganisationName != "TWIN" || list[1].Role != access.Expert {
			h.Errorf("%+v %v", list, err)
		}
	})
}

func TestAssignments(t *testing.T) {
	each(t, func(h house) {
		li, a := h.person("liming", "")
		again := a
		again.ID, again.Version = record.NewID(), 0
		h.refused(dbtest.Home, fault.Conflict, func(tx *db.Tx) error { return SaveAssignment(tx, again) })
		h.refused(dbtest.Home, fault.Conflict, func(tx *db.Tx) error {
			return InsertAccount(tx, identity.Account{ID: record.NewID(), Person: record.NewID(), Login: "liming", Hash: "x"})
		})
		a.To = day.AddDays(3)
		h.write(dbtest.Home, func(tx *db.Tx) error { return SaveAssignment(tx, a) })
		h.refused(dbtest.Home, fault.Stale, func(tx *db.Tx) error { return SaveAssignment(tx, a) })
		h.write(dbtest.Home, func(tx *db.Tx) error {
			got, err := Assignment(tx, a.ID)
			a.Version++
			if diff := cmp.Diff(a, got); diff != "" {
				h.Error(diff)
			}
			mine, _ := AccountOf(tx, li.Person.ID)
			if diff := cmp.Diff(li.Account, mine); diff != "" {
				h.Error(diff)
			}
			return err
		})
	})
}
