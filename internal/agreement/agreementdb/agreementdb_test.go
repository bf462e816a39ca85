package agreementdb_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementdb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

const (
	agreementID record.ID = "01900000-0000-7000-8000-0000000000c1"
	otherID     record.ID = "01900000-0000-7000-8000-0000000000c2"
	plant       record.ID = "01900000-0000-7000-8000-0000000000a1"
	college     record.ID = "01900000-0000-7000-8000-0000000000b1"
	body        record.ID = "00000000-0000-7000-8000-000000000001" // of the Home consortium, see dbtest
	someID      record.ID = "01900000-0000-7000-8000-0000000000f1"
)

var (
	table     = access.NewTable(agreement.Grants())
	hr        = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "H", Role: access.Enterprise, Organisation: plant}
	dean      = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "D", Role: access.Dean, Organisation: college}
	rival     = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "R", Role: access.Enterprise, Organisation: "01900000-0000-7000-8000-0000000000a9"}
	secretary = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "S", Role: access.Secretariat, Organisation: body}
	today     = calendar.DateOf(dbtest.Start)
	firms     = []organisation.Organisation{
		{ID: plant, Name: "Plant", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000012L", Industry: "new_materials"},
		{ID: college, Name: "College", Kind: organisation.School, CreditCode: "91620100QQ00000475"},
		{ID: body, Name: "Body", Kind: organisation.Association, CreditCode: "51652824QQ00010159"},
	}
)

// house is a store with its organisations, and a service over it.
func house(t testing.TB, d *db.DB, now *clock.Set) (*agreementdb.Store, *agreement.Service) {
	t.Helper()
	for _, id := range []int64{dbtest.Home, dbtest.Twin} {
		err := d.Write(dbtest.Ctx(id), func(tx *db.Tx) error {
			for _, o := range firms {
				if err := organisationdb.Save(tx, o); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	store := agreementdb.New(d)
	return store, agreement.NewService(store, table, now)
}

func parties() []agreement.Party {
	return []agreement.Party{agreement.PartyOf(firms[0], "H"), agreement.PartyOf(firms[1], "D")}
}

func content() agreement.Content {
	return agreement.Content{
		Title: "T", Type: "cooperation", Topics: []string{"teacher_base", "student_base"}, Parties: parties(),
		FromOn: today, ToOn: today.AddDays(365), Purpose: "p", Clauses: "c",
		Obligations: []agreement.Obligation{
			{ID: plant, Party: plant, Text: "o", Measure: "posts", Quantity: 20, DueOn: today.AddDays(20)},
			{ID: college, Party: college, Text: "o", Measure: "students", Quantity: 20, DueOn: today.AddDays(40)},
		},
	}
}

// whole is an agreement with every column filled.
func whole(title string) agreement.Agreement {
	x := content()
	x.Obligations[0].Delivered = 5
	return agreement.Agreement{
		ID: agreementID, Number: "P-1", Title: title, Type: x.Type, Topics: x.Topics, Parties: x.Parties, FromOn: x.FromOn, ToOn: x.ToOn,
		Purpose: "p", Clauses: "c", Obligations: x.Obligations, Order: someID, Response: plant, Renews: otherID, State: agreement.Active,
		Turn: turn.Begin([]record.ID{plant, college}, plant), Code: "Home", SignedOn: today, SignedFile: someID, EndedOn: today, EndReason: "r",
		Registered: true, DueTold: today, EndTold: true, Sample: true,
	}
}

func TestAgreementsAreKeptWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, _ := house(t, d, now)
		twin := dbtest.Ctx(dbtest.Twin)
		for title, where := range map[string]context.Context{"Home": ctx, "TWIN": twin} {
			g := whole(title)
			g.Code = title
			if err := store.Save(where, g, change.By(secretary, now.Now())); err != nil {
				t.Fatal(err)
			}
			if found, err := store.FindCode(context.Background(), title); err != nil || found.Agreement.Title != title || found.Consortium.Name == "" {
				t.Errorf("by code %s: %+v, %v", title, found, err)
			}
		}
		if _, err := store.FindCode(context.Background(), "none"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a code that nobody has: %v", err)
		}
		stamps := cmpopts.IgnoreFields(agreement.Agreement{}, "Version", "CreatedAt", "UpdatedAt")
		got, err := store.Find(ctx, agreementID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole("Home"), got, stamps); diff != "" {
			t.Errorf("what was inserted and what was read (-in +out):\n%s", diff)
		}
		got.Title, got.State, got.Parties = "Changed", agreement.Ended, parties()[:1]
		if err := store.Save(ctx, got, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		again, err := store.Find(ctx, agreementID)
		if diff := cmp.Diff(got, again, stamps); diff != "" || err != nil {
			t.Errorf("what was updated and what was read, %v (-in +out):\n%s", err, diff)
		}
		for name, look := range map[string]func(context.Context) (agreement.Agreement, error){
			"by id":     func(ctx context.Context) (agreement.Agreement, error) { return store.Find(ctx, agreementID) },
			"successor": func(ctx context.Context) (agreement.Agreement, error) { return store.Successor(ctx, otherID) },
			"by number": func(ctx context.Context) (agreement.Agreement, error) {
				found, err := store.ByNumbers(ctx, []string{"P-1", "none"})
				return found["P-1"], err
			},
		} {
			home, err := look(ctx)
			if err != nil || home.Title != "Changed" {
				t.Errorf("%s: %q, %v", name, home.Title, err)
			}
			if other, err := look(twin); err != nil || other.Title != "TWIN" || other.Version != 1 || len(other.Parties) != 2 {
				t.Errorf("%s: the twin changed: %+v, %v", name, other, err)
			}
		}
	})
}

// TestTwoApproveAtOnce: of people who approve at the same moment one has the
// effect, the others are told that somebody was faster.
func TestTwoApproveAtOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		g, err := service.Start(ctx, hr, agreement.DraftCommand{ID: agreementID, Content: content()})
		if err != nil {
			t.Fatal(err)
		}
		if g, err = service.Approve(ctx, hr, step.Target{ID: g.ID}, ""); err != nil {
			t.Fatal(err)
		}
		seen, err := store.Find(ctx, agreementID)
		if err != nil {
			t.Fatal(err)
		}
		const people = 6
		errs := make([]error, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				next, c, err := agreement.Approve(seen, agreement.ApproveCommand{Code: code.NewVerification()}, dean, now.Now())
				if err == nil {
					err = store.Save(ctx, next, c)
				}
				errs[i] = err
			})
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !fault.Is(err, fault.Stale) {
				t.Errorf("a loser got %v, want a stale fault", err)
			}
		}
		got, err := store.Find(ctx, agreementID)
		story, _ := store.Timeline(ctx, got)
		completed := slices.IndexFunc(story, func(e timeline.Entry) bool { return e.Verb == agreement.VerbComplete }) >= 0
		if won != 1 || err != nil || got.State != agreement.Approved || !completed || len(story) != 4 {
			t.Errorf("%d won, state %s, %d entries, %v", won, got.State, len(story), err)
		}
		if _, err := service.Approve(ctx, dean, step.Target{ID: g.ID, Version: seen.Version}, ""); !fault.Is(err, fault.Stale) {
			t.Errorf("an approval of a former version: %v, want a stale fault", err)
		}
	})
}

func TestNumbersHaveNoGapsAndNoDoubles(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		var numbers []string
		for range 3 {
			g, err := service.Start(ctx, hr, agreement.DraftCommand{ID: record.NewID(), Content: content()})
			if err != nil {
				t.Fatal(err)
			}
			if g, err = store.Find(ctx, g.ID); err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, g.Number)
		}
		if diff := cmp.Diff([]string{"XY-2026-0001", "XY-2026-0002", "XY-2026-0003"}, numbers); diff != "" {
			t.Errorf("numbers (-want +got):\n%s", diff)
		}
		paper := agreement.RegisterCommand{ID: record.NewID(), Number: numbers[1], Content: content(), SignedOn: today}
		if _, err := service.Register(ctx, secretary, paper); !fault.Is(err, fault.Conflict) {
			t.Errorf("a number twice: %v, want a conflict", err)
		}
	})
}

func TestListKeepsToTheParties(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		_, service := house(t, d, now)
		if _, err := service.Start(ctx, hr, agreement.DraftCommand{ID: agreementID, Content: content()}); err != nil {
			t.Fatal(err)
		}
		if page, err := service.List(ctx, dean, listing.Query{Size: 20}); err != nil || len(page.Rows) > 0 {
			t.Errorf("the other party sees the draft: %v, %v", page.Rows, err)
		}
		if _, err := service.Send(ctx, hr, step.Target{ID: agreementID}, agreement.SendCommand{To: college}); err != nil {
			t.Fatal(err)
		}
		paper := content()
		paper.Title, paper.Type, paper.Topics, paper.ToOn = "Paper", "research", []string{"research"}, today.AddDays(20)
		paper.Parties = []agreement.Party{agreement.PartyOf(firms[2], ""), agreement.PartyOf(firms[0], "")}
		paper.Obligations = nil
		if _, err := service.Register(ctx, secretary, agreement.RegisterCommand{ID: otherID, Number: "P-9", Content: paper, SignedOn: today}); err != nil {
			t.Fatal(err)
		}
		only := func(key, value string) listing.Query {
			return listing.Query{Filter: map[string][]string{key: {value}}, Size: 20}
		}
		for name, c := range map[string]struct {
			q    listing.Query
			a    access.Actor
			want []string
		}{
			"secretariat":         {listing.Query{Size: 20, Sort: "number"}, secretary, []string{"Paper", "T"}},
			"a party of both":     {listing.Query{Size: 20, Sort: "number"}, hr, []string{"Paper", "T"}},
			"a party of one":      {listing.Query{Size: 20}, dean, []string{"T"}},
			"a rival":             {listing.Query{Size: 20}, rival, nil},
			"words":               {listing.Query{Text: "PAPER", Size: 20}, secretary, []string{"Paper"}},
			"a party's name":      {listing.Query{Text: "college", Size: 20}, secretary, []string{"T"}},
			"no word of ours":     {listing.Query{Text: "credit_code", Size: 20}, secretary, nil},
			"type":                {only("type", "research"), secretary, []string{"Paper"}},
			"state":               {only("state", "negotiating"), secretary, []string{"T"}},
			"my turn":             {only("turn", "mine"), dean, []string{"T"}},
			"not my turn":         {only("turn", "mine"), hr, nil},
			"party":               {only("party", string(college)), secretary, []string{"T"}},
			"part of a name":      {only("party", "OLLEG"), secretary, []string{"T"}},
			"nobody's name":       {only("party", "x"), secretary, nil},
			"topic":               {only("topic", "teacher_base"), secretary, []string{"T"}},
			"ends within 30 days": {only("within", "30"), secretary, []string{"Paper"}},
			"ends within 10 days": {only("within", "10"), secretary, nil},
		} {
			page, err := service.List(ctx, c.a, c.q)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var got []string
			for _, g := range page.Rows {
				got = append(got, g.Title)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || page.Total != len(c.want) {
				t.Errorf("%s, total %d (-want +got):\n%s", name, page.Total, diff)
			}
		}
		if _, err := service.Find(ctx, rival, agreementID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a rival opens it: %v", err)
		}
	})
}
