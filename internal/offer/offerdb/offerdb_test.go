package offerdb_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerdb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

const (
	school      = record.ID("01900000-0000-7000-8000-0000000000b1")
	programmeID = record.ID("01900000-0000-7000-8000-0000000000d1")
	cohortID    = record.ID("01900000-0000-7000-8000-0000000000d2")
)

var clerk = access.Actor{Consortium: dbtest.Home, Name: "S", Role: access.Secretariat}

func query() listing.Query { return listing.Query{Size: 20, Page: 1, Filter: map[string][]string{}} }

func programme(now *clock.Set, name string) offer.Programme {
	return offer.Programme{
		ID: programmeID, School: school, Code: "510217K", Name: name, Years: 3, Occupations: []string{"6-18-02-04"}, Skills: []string{"arc"},
		State: offer.Active, Reason: "r", ConfirmedAt: now.Now(), CreatedAt: now.Now(), UpdatedAt: now.Now(),
	}
}

func cohort(now *clock.Set, name string) offer.Cohort {
	return offer.Cohort{
		ID: cohortID, School: school, Programme: programmeID, ProgrammeCode: "510217K", Name: name, StartOn: calendar.On(2024, 9, 1), GraduateOn: calendar.On(2027, 6, 30),
		Students: 40, Available: 30, PracticeFrom: calendar.On(2026, 9, 1), PracticeTo: calendar.On(2027, 2, 28), State: offer.Active, Reason: "r",
		ConfirmedAt: now.Now(), CreatedAt: now.Now(), UpdatedAt: now.Now(),
	}
}

func world(t *testing.T, d *db.DB, now *clock.Set) *offerdb.Store {
	t.Helper()
	store := offerdb.New(d)
	for consortium, name := range map[int64]string{dbtest.Home: "Home", dbtest.Twin: "TWIN"} {
		ctx := dbtest.Ctx(consortium)
		if err := d.Write(ctx, func(tx *db.Tx) error {
			return organisationdb.Save(tx, organisation.Organisation{ID: school, Name: name, Kind: organisation.School, CreditCode: "52652824QQ0000012L"})
		}); err != nil {
			t.Fatal(err)
		}
		if err := store.SaveAll(ctx, []offer.Programme{programme(now, name)}, []offer.Cohort{cohort(now, name)}, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

func TestOffersAreKeptWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, twin := world(t, d, now), dbtest.Ctx(dbtest.Twin)
		p, err := store.FindProgramme(ctx, programmeID)
		if diff := cmp.Diff(programme(now, "Home"), p, cmpopts.IgnoreFields(offer.Programme{}, "Version", "SchoolName", "SchoolCredit")); diff != "" || err != nil {
			t.Errorf("%v, (-wrote +read):\n%s", err, diff)
		}
		c, err := store.FindCohort(ctx, cohortID)
		if diff := cmp.Diff(cohort(now, "Home"), c, cmpopts.IgnoreFields(offer.Cohort{}, "Version", "SchoolName", "SchoolCredit", "ProgrammeName")); diff != "" || err != nil {
			t.Errorf("%v, (-wrote +read):\n%s", err, diff)
		}
		p.Name, c.Name = "Changed", "Changed"
		if err := store.SaveAll(ctx, []offer.Programme{p}, []offer.Cohort{c}, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		if err := store.SaveCohort(ctx, c, change.By(clerk, now.Now())); !fault.Is(err, fault.Stale) {
			t.Errorf("the old version again: %v", err)
		}
		other, err := store.FindCohort(twin, cohortID)
		if err != nil || other.Name != "TWIN" || other.ProgrammeName != "TWIN" || other.Version != 1 {
			t.Errorf("the twin changed: %+v, %v", other, err)
		}
	})
}

func TestOneCodeASchoolOneNameAProgramme(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		p, c := programme(now, "Other"), cohort(now, "Home")
		p.ID, p.Code, c.ID = record.NewID(), "510217", record.NewID()
		if err := store.SaveProgramme(ctx, p, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same code without K: %v", err)
		}
		if err := store.SaveCohort(ctx, c, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same name: %v", err)
		}
	})
}

func TestListsAndSupplies(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		q := query()
		q.Text, q.Filter = "510217", map[string][]string{"school": {string(school)}, "level": {"junior_college"}, "category": {"11"}, "state": {"active"}}
		programmes, err := store.Programmes(ctx, q)
		cohorts, err2 := store.Cohorts(ctx, q)
		if err != nil || err2 != nil || programmes.Total != 1 || cohorts.Total != 1 {
			t.Errorf("lists: %d programmes, %d cohorts, %v %v", programmes.Total, cohorts.Total, err, err2)
		}
		for _, s := range offer.CohortSorts {
			q.Sort, q.Desc = s, true
			if page, err := store.Cohorts(ctx, q); err != nil || len(page.Rows) != 1 {
				t.Errorf("sorted by %s: %v", s, err)
			}
		}
		supplies, err := store.Supplies(ctx, "")
		if err != nil || len(supplies) != 1 || supplies[0].Cohort.ID != cohortID || supplies[0].Programme.Name != "Home" {
			t.Errorf("supplies %+v, %v", supplies, err)
		}
		c, _ := store.FindCohort(ctx, cohortID)
		c.Available = 0
		if err := store.SaveCohort(ctx, c, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		if supplies, err = store.Supplies(ctx, school); err != nil || len(supplies) != 1 || supplies[0].Cohort.ID != "" {
			t.Errorf("without students: %+v, %v", supplies, err)
		}
		if n, err := store.ActiveCohorts(ctx, programmeID); err != nil || n != 1 {
			t.Errorf("%d active cohorts, %v", n, err)
		}
	})
}

func TestUnconfirmed(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		today := calendar.DateOf(now.Now())
		for day, want := range map[calendar.Date]int{today.AddDays(-1): 0, today: 1} {
			if list, err := store.Unconfirmed(ctx, day, 9); err != nil || len(list) != want {
				t.Errorf("before %s: %d, %v", day, len(list), err)
			}
		}
		c, _ := store.FindCohort(ctx, cohortID)
		_, ch, ok := offer.RemindCohort(c, clerk, now.Now().AddDate(1, 0, 0))
		if !ok {
			t.Fatal("not stale after a year")
		}
		if err := store.SaveCohort(ctx, c, ch); err != nil {
			t.Fatal(err)
		}
		if list, err := store.Unconfirmed(ctx, today, 9); err != nil || len(list) != 0 {
			t.Errorf("reminded already: %v, %v", list, err)
		}
	})
}
