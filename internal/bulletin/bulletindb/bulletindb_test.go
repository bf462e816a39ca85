package bulletindb_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletindb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

const (
	paperID record.ID = "01900000-0000-7000-8000-0000000000d1"
	otherID record.ID = "01900000-0000-7000-8000-0000000000d2"
	classID record.ID = "01900000-0000-7000-8000-0000000000c1"
	someID  record.ID = "01900000-0000-7000-8000-0000000000f1"
)

var (
	clerk   = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "C", Role: access.Secretariat}
	quarter = calendar.QuarterOf(calendar.On(2026, 1, 1))
	total   = metric.Figure{Key: "training.classes", Slice: metric.Slice{Scope: "consortium"}, Period: quarter, Value: 16, Unit: "class", Facts: 17}
	part    = metric.Figure{Key: "training.classes", Slice: metric.Slice{Scope: "consortium", Dimension: "occupation", Value: "x"}, Period: quarter, Value: 2, Unit: "class", Facts: 2}
)

// whole is a bulletin with every column filled.
func whole(title string) bulletin.Bulletin {
	return bulletin.Bulletin{
		ID: paperID, Series: bulletin.Quarterly, Period: quarter, Issue: 1, State: bulletin.Published, HeadSize: 99, PublishedOn: calendar.On(2026, 4, 9), Reason: "r", Sample: true,
		Turn: turn.Begin([]record.ID{bulletin.OfficeSecretariat, bulletin.OfficeLeader}, bulletin.OfficeLeader),
		Content: bulletin.Content{
			Language: "zh", Title: title, Editor: "e", Checks: []string{"{{a}} = {{b}}"},
			Sections: []bulletin.Section{{Heading: "h", Text: "a\nb"}},
			Events:   []bulletin.Event{{On: calendar.On(2026, 2, 3), Text: "t", Record: record.Ref{Kind: "class", ID: classID}}},
		},
		Numbers: bulletin.Numbers{List: []bulletin.Number{{Figure: total}, {Figure: part, Part: true}}},
	}
}

func TestPapersAreKeptWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, twin := bulletindb.New(d), dbtest.Ctx(dbtest.Twin)
		archive := bulletin.Archive{Document: []byte(`{"a": 1}`), Proof: json.RawMessage(`{"b": 2}`)}
		for title, where := range map[string]context.Context{"Home": ctx, "TWIN": twin} {
			if err := store.Publish(where, whole(title), archive, change.By(clerk, now.Now())); err != nil {
				t.Fatal(err)
			}
		}
		got, err := store.Find(ctx, paperID)
		if err != nil {
			t.Fatal(err)
		}
		stamps := cmpopts.IgnoreFields(bulletin.Bulletin{}, "Version", "CreatedAt", "UpdatedAt")
		if diff := cmp.Diff(whole("Home"), got, stamps); diff != "" || got.Version != 1 || got.CreatedAt.IsZero() {
			t.Errorf("version %d, want 1; %s", got.Version, diff)
		}
		if x, err := store.Archive(ctx, paperID); err != nil || !cmp.Equal(x, archive) {
			t.Errorf("archive is %+v, %v", x, err)
		}
		got.Content.Title = "Changed"
		if err := store.Save(ctx, got, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		if err := store.Save(ctx, got, change.By(clerk, now.Now())); !fault.Is(err, fault.Stale) {
			t.Errorf("a stale save: %v", err)
		}
		if other, err := store.Find(twin, paperID); err != nil || other.Content.Title != "TWIN" || other.Version != 1 {
			t.Errorf("the twin's is %q of version %d, %v", other.Content.Title, other.Version, err)
		}
	})
}

func TestPublishedFiguresAreFound(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := bulletindb.New(d)
		if err := store.Publish(ctx, whole("Home"), bulletin.Archive{}, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		stated := func(f metric.Figure) bulletin.Stated {
			return bulletin.Stated{Paper: paperID, Number: "2026-1", Key: f.Key, Slice: f.Slice, Period: f.Period, Value: f.Value}
		}
		want := []bulletin.Stated{stated(total), stated(part)}
		if got, err := store.Stated(ctx, []string{"x", total.Key}); err != nil || !cmp.Equal(got, want) {
			t.Errorf("published is %+v, %v, want %+v", got, err, want)
		}
		for name, ask := range map[string]func() ([]bulletin.Stated, error){
			"of another metric": func() ([]bulletin.Stated, error) { return store.Stated(ctx, []string{"x"}) },
			"of the twin":       func() ([]bulletin.Stated, error) { return store.Stated(dbtest.Ctx(dbtest.Twin), []string{total.Key}) },
		} {
			if got, err := ask(); err != nil || len(got) != 0 {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		}
	})
}

// TestOneOfEachPeriodAndNumber: the database itself refuses a second paper of a
// period, unless the first was withdrawn, and a number that is taken.
func TestOneOfEachPeriodAndNumber(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := bulletindb.New(d)
		if n, err := store.NextIssue(ctx, bulletin.Quarterly, 2026); err != nil || n != 1 {
			t.Errorf("the first number is %d, %v", n, err)
		}
		first, second := whole("one"), whole("two")
		second.ID = otherID
		if err := store.Save(ctx, first, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		if n, err := store.NextIssue(ctx, bulletin.Quarterly, 2026); err != nil || n != 2 {
			t.Errorf("the next number is %d, %v", n, err)
		}
		if err := store.Save(ctx, second, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second paper of the quarter: %v", err)
		}
		second.Period, second.Series = calendar.YearOf(calendar.On(2026, 1, 1)), bulletin.Quarterly
		if err := store.Save(ctx, second, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("a number twice: %v", err)
		}
		first, _ = store.Find(ctx, paperID)
		first.State, first.Issue = bulletin.Withdrawn, 0
		if err := store.Save(ctx, first, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Of(ctx, bulletin.Quarterly, quarter.Name); !fault.Is(err, fault.NotFound) {
			t.Errorf("a withdrawn paper is found: %v", err)
		}
		if err := store.Save(ctx, second, change.By(clerk, now.Now())); err != nil {
			t.Errorf("after the first was withdrawn: %v", err)
		}
	})
}

// TestOnlyOneIsFaster: of several who save at once one has the effect.
func TestOnlyOneIsFaster(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := bulletindb.New(d)
		if err := store.Save(ctx, whole("Home"), change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		b, err := store.Find(ctx, paperID)
		if err != nil {
			t.Fatal(err)
		}
		var won, lost int
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				err := store.Save(ctx, b, change.By(clerk, now.Now()))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					won++
				case fault.Is(err, fault.Stale):
					lost++
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won != 1 || lost != 5 {
			t.Errorf("%d had the effect and %d were told", won, lost)
		}
	})
}

func TestListsAndLapses(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := bulletindb.New(d)
		c := change.By(clerk, now.Now())
		b := whole("Spring")
		b.State = bulletin.Review
		b.Turn.LapsesOn = calendar.On(2026, 4, 20)
		c.Pass(b.Ref(), b.Turn)
		c.Log(b.Ref(), bulletin.VerbDraft)
		if err := store.Save(ctx, b, c); err != nil {
			t.Fatal(err)
		}
		for name, x := range map[string]struct {
			q    listing.Query
			want int
		}{
			"all":     {listing.Query{Page: 1, Size: 20}, 1},
			"state":   {listing.Query{Page: 1, Size: 20, Filter: map[string][]string{"state": {"review"}, "series": {"quarterly"}}}, 1},
			"other":   {listing.Query{Page: 1, Size: 20, Filter: map[string][]string{"state": {"published"}}, Sort: "period", Desc: true}, 0},
			"words":   {listing.Query{Page: 1, Size: 20, Text: "prin", Sort: "published"}, 1},
			"nothing": {listing.Query{Page: 1, Size: 20, Text: "autumn"}, 0},
		} {
			if p, err := store.List(ctx, x.q); err != nil || len(p.Rows) != x.want || p.Total != x.want {
				t.Errorf("%s: %d of %d, %v", name, len(p.Rows), p.Total, err)
			}
			n := 0
			if err := store.Each(ctx, x.q, func(bulletin.Bulletin) error { n++; return nil }); err != nil || n != x.want {
				t.Errorf("%s: %d go out, %v", name, n, err)
			}
		}
		for day, want := range map[int]int{19: 0, 20: 1} {
			if ids, err := store.Lapsed(ctx, calendar.On(2026, 4, day)); err != nil || len(ids) != want {
				t.Errorf("on the %dth %v lapse, %v", day, ids, err)
			}
		}
		if story, err := store.Timeline(ctx, b); err != nil || len(story) != 1 {
			t.Errorf("the story is %v, %v", story, err)
		}
	})
}

// TestCountable: only steps that left a fact in the period are offered.
func TestCountable(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := bulletindb.New(d)
		ref := record.Ref{Kind: "class", ID: classID}
		for i, verb := range []string{"open", "talk"} {
			now.Move(dbtest.Start.AddDate(0, 0, i))
			c := change.By(clerk, now.Now())
			c.Log(ref, verb, "name", fmt.Sprint(i))
			if verb == "open" {
				for range 2 {
					c.Count(fact.Fact{Kind: "training.class_opened", On: calendar.On(2026, 2, 3), Quantity: 1, Unit: "class", Scope: fact.ScopeConsortium, Subject: classID, Record: ref})
				}
			}
			if err := d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) }); err != nil {
				t.Fatal(err)
			}
		}
		kinds := []fact.Kind{"training.class_opened", "training.attended"}
		got, err := store.Countable(ctx, kinds, quarter, 10)
		if err != nil || len(got) != 1 || got[0].Verb != "open" || got[0].Args["name"] != "0" || got[0].Record != ref {
			t.Errorf("offered is %+v, %v", got, err)
		}
		if got, err := store.Countable(dbtest.Ctx(dbtest.Twin), kinds, quarter, 10); err != nil || len(got) != 0 {
			t.Errorf("of the twin: %+v, %v", got, err)
		}
	})
}

func TestConsortiaByKey(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		store := bulletindb.New(d)
		c, inside, err := store.Keyed(context.Background(), "twin")
		if id, _ := db.Consortium(inside); err != nil || c.ID != dbtest.Twin || id != dbtest.Twin {
			t.Errorf("twin is %+v in %d, %v", c, id, err)
		}
		if _, _, err := store.Keyed(context.Background(), "nowhere"); !fault.Is(err, fault.NotFound) {
			t.Errorf("nowhere: %v", err)
		}
		if c, err := store.Consortium(ctx); err != nil || c.Key != "home" {
			t.Errorf("here is %+v, %v", c, err)
		}
	})
}
