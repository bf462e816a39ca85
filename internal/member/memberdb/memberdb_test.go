package memberdb_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/member"
	"tongpin/internal/member/memberdb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

const (
	membershipID = record.ID("01900000-0000-7000-8000-000000000001")
	orgID        = record.ID("01900000-0000-7000-8000-000000000002")
)

var secretary = access.Actor{Consortium: dbtest.Home, Name: "S", Role: access.Secretariat}

// membership is one with every column filled.
func membership(now *clock.Set, name string) member.Membership {
	return member.Membership{
		ID: membershipID, State: member.Member, Tier: member.Council, Purpose: "p",
		Materials:   []member.Material{{Kind: member.Licence, File: orgID, Name: "f.pdf"}},
		Assessments: []member.Assessment{{Assessor: orgID, Name: "A", Employer: membershipID, Verdict: member.Recommend, Comment: "c", At: now.Now()}},
		DecidedOn:   calendar.On(2026, 1, 2), Decision: "d", Meeting: "m", JoinedOn: calendar.On(2026, 1, 3), EndedOn: calendar.On(2026, 3, 3),
		EndReasons: []string{"other"}, EndNote: "n", Reviews: []member.Review{{Year: 2025, Result: member.Partly, Comment: "c", On: calendar.On(2026, 1, 5)}},
		AppliedAt: now.Now(),
		Organisation: organisation.Organisation{
			ID: orgID, Name: name, NameEN: "E", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000012L", DivisionCode: "652824", Industry: "new_energy",
			IndustryCode: "C3011", SpecialisedSME: true, StaffCount: 320, Contact: "C", Phone: "13800000000", Sample: true,
		},
	}
}

func TestMembershipsAreKeptWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, twin := memberdb.New(d), dbtest.Ctx(dbtest.Twin)
		for _, c := range []struct {
			ctx  context.Context
			name string
		}{{ctx, "Home"}, {twin, "TWIN"}} {
			if err := store.Save(c.ctx, membership(now, c.name), change.By(secretary, now.Now())); err != nil {
				t.Fatal(err)
			}
		}
		got, err := store.Find(ctx, membershipID)
		if err != nil {
			t.Fatal(err)
		}
		ignore := cmpopts.IgnoreFields(organisation.Organisation{}, "Version", "CreatedAt", "UpdatedAt")
		if diff := cmp.Diff(membership(now, "Home"), got, ignore, cmpopts.IgnoreFields(member.Membership{}, "Version", "UpdatedAt")); diff != "" {
			t.Errorf("what was written and what was read (-wrote +read):\n%s", diff)
		}
		got.Organisation.Name, got.Tier = "Changed", member.President
		if err := store.Save(ctx, got, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		for _, look := range []record.ID{membershipID, orgID} {
			other, err := store.Find(twin, look)
			if err != nil || other.Organisation.Name != "TWIN" || other.Tier != member.Council || other.Version != 1 {
				t.Errorf("the twin changed: %+v, %v", other, err)
			}
		}
		byCode, err := store.ByCreditCodes(ctx, []string{"91652824QQ0000012L", "none"})
		if err != nil || len(byCode) != 1 || byCode["91652824QQ0000012L"].Organisation.Name != "Changed" {
			t.Errorf("by code: %v, %v", byCode, err)
		}
	})
}

func TestAnOrganisationWithoutMembershipIsKnown(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, o := memberdb.New(d), membership(now, "Home").Organisation
		if err := d.Write(ctx, func(tx *db.Tx) error { return organisationdb.Save(tx, o) }); err != nil {
			t.Fatal(err)
		}
		got, err := store.Of(ctx, orgID)
		if err != nil || got.ID != "" || got.Organisation.Name != "Home" || got.Organisation.Version != 1 {
			t.Errorf("without membership: %+v, %v", got, err)
		}
		if _, err := store.Of(dbtest.Ctx(dbtest.Twin), orgID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the twin finds it: %v", err)
		}
		m := membership(now, "Home")
		m.Organisation = got.Organisation
		if err := store.Save(ctx, m, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		if got, err = store.Of(ctx, orgID); err != nil || got.ID != membershipID {
			t.Errorf("with membership: %+v, %v", got, err)
		}
	})
}

func TestOfTwoAtOnceOneWins(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := memberdb.New(d)
		if err := store.Save(ctx, membership(now, "Home"), change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		seen, err := store.Find(ctx, membershipID)
		if err != nil {
			t.Fatal(err)
		}
		const people = 8
		errs := make([]error, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				m := seen
				m.Purpose = string(rune('a' + i))
				c := change.By(secretary, now.Now())
				c.Log(m.Ref(), member.VerbAmend)
				errs[i] = store.Save(ctx, m, c)
			})
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, fault.Stale):
				t.Errorf("a loser got %v, want a stale fault", err)
			}
		}
		story, err := store.Timeline(ctx, seen)
		if won != 1 || len(story) != 1 || err != nil {
			t.Errorf("%d won, %d entries, %v; want one of each", won, len(story), err)
		}
	})
}

func TestListKeepsToReachAndFilters(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := memberdb.New(d)
		applicant := membership(now, "Applicant")
		applicant.ID, applicant.Organisation.ID, applicant.Organisation.CreditCode, applicant.State = record.NewID(), record.NewID(), "91620100QQ00000475", member.Applied
		applicant.Organisation.StaffCount = 10
		if err := store.SaveAll(ctx, []member.Membership{membership(now, "Home"), applicant}, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		if err := store.Save(dbtest.Ctx(dbtest.Twin), membership(now, "TWIN"), change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		stranger := access.Actor{Role: access.Enterprise, Organisation: "01900000-0000-7000-8000-0000000000ff"}
		own := access.Actor{Role: access.Enterprise, Organisation: applicant.Organisation.ID}
		for name, c := range map[string]struct {
			q     listing.Query
			reach access.Relation
			a     access.Actor
			want  []string
		}{
			"all by name":         {listing.Query{Sort: "name", Size: 20}, access.Any, secretary, []string{"Applicant", "Home"}},
			"all by staff, down":  {listing.Query{Sort: "staff", Desc: true, Size: 20}, access.Any, secretary, []string{"Home", "Applicant"}},
			"second page":         {listing.Query{Sort: "name", Size: 1, Page: 2}, access.Any, secretary, []string{"Home"}},
			"members only":        {listing.Query{Filter: map[string][]string{"state": {"member"}}, Size: 20}, access.Any, secretary, []string{"Home"}},
			"words, any case":     {listing.Query{Text: "APPLI", Size: 20}, access.Any, secretary, []string{"Applicant"}},
			"a percent is plain":  {listing.Query{Text: "%", Size: 20}, access.Any, secretary, nil},
			"a stranger":          {listing.Query{Size: 20}, access.Own | access.Shown, stranger, []string{"Home"}},
			"the applicant":       {listing.Query{Sort: "name", Size: 20}, access.Own | access.Shown, own, []string{"Applicant", "Home"}},
			"nobody's enterprise": {listing.Query{Size: 20}, access.Own | access.Shown, access.Actor{}, []string{"Home"}},
		} {
			page, err := store.List(ctx, c.q, c.reach, c.a)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var got []string
			for _, m := range page.Rows {
				got = append(got, m.Organisation.Name)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func TestAssessorsAreThosePresent(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := memberdb.New(d)
		if err := store.Save(ctx, membership(now, "Home"), change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		today := calendar.DateOf(now.Now())
		for name, until := range map[string]calendar.Date{"Present": {}, "Gone": today.AddDays(-1), "Leaving": today} {
			err := d.Write(ctx, func(tx *db.Tx) error {
				p := identity.Person{ID: record.Derived("", name), Name: name, KeptBy: dbtest.Home}
				if err := identitydb.SavePerson(tx, p); err != nil {
					return err
				}
				return identitydb.SaveAssignment(tx, identity.Assignment{
					ID: record.Derived("", "a"+name), Person: p.ID, Role: access.Expert, Organisation: orgID, From: today.AddDays(-30), To: until,
				})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		got, err := store.Assessors(ctx)
		if err != nil {
			t.Fatal(err)
		}
		want := []member.Assessor{
			{Person: record.Derived("", "Leaving"), Name: "Leaving", Employer: orgID, EmployerName: "Home"},
			{Person: record.Derived("", "Present"), Name: "Present", Employer: orgID, EmployerName: "Home"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
