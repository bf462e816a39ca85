package orderdb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/turn"
	"tongpin/internal/order"
	"tongpin/internal/order/orderdb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

const (
	plant   = record.ID("01900000-0000-7000-8000-0000000000a1")
	college = record.ID("01900000-0000-7000-8000-0000000000b1")
	academy = record.ID("01900000-0000-7000-8000-0000000000b2")
	orderID = record.ID("01900000-0000-7000-8000-0000000000c1")
)

var (
	clerk = access.Actor{Consortium: dbtest.Home, Name: "S", Role: access.Secretariat}
	all   = order.Reach{Actor: clerk, View: access.Any, Responses: access.Any}
)

func dean(school record.ID) order.Reach {
	a := access.Actor{Role: access.Dean, Organisation: school, OrganisationKind: organisation.School}
	return order.Reach{Actor: a, View: access.Shown, Responses: access.Party}
}

func query() listing.Query { return listing.Query{Size: 20, Page: 1, Filter: map[string][]string{}} }

// world puts the same organisations, order and response into both consortia;
// only the names differ.
func world(t *testing.T, d *db.DB, now *clock.Set) *orderdb.Store {
	t.Helper()
	store := orderdb.New(d)
	for consortium, name := range map[int64]string{dbtest.Home: "Home", dbtest.Twin: "TWIN"} {
		ctx := dbtest.Ctx(consortium)
		err := d.Write(ctx, func(tx *db.Tx) error {
			for id, kind := range map[record.ID]organisation.Kind{plant: organisation.Enterprise, college: organisation.School, academy: organisation.School} {
				if err := organisationdb.Save(tx, organisation.Organisation{ID: id, Name: name + string(id[len(id)-2:]), Kind: kind, CreditCode: string(id[20:])}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		b := order.Batch{Orders: []order.Order{full(now, name)}, Responses: []order.Response{response(now, name)}}
		if err := store.Save(ctx, b, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// full is an order with every column filled.
func full(now *clock.Set, title string) order.Order {
	return order.Order{
		ID: orderID, Enterprise: plant, Industry: "new_energy", IndustryCode: "C3011", State: order.Open, Reason: "r", Agreed: 2,
		Data: order.Data{
			Kind: order.People, Reference: "R1", Title: title, Quantity: 10, StartOn: calendar.On(2026, 6, 1), EndOn: calendar.On(2026, 12, 1),
			Deadline: calendar.On(2026, 5, 1), ValidUntil: calendar.On(2026, 7, 1), Visibility: order.Chosen, ShownTo: []record.ID{college},
			Details: order.Details{Mode: order.Internship, Post: "Welder", PayFrom: 480_000, Programmes: []string{"660105"}},
		},
		Findings:    []rule.Finding{{Rule: "INT-020", Edition: "2021-4", Severity: rule.Should, Mark: "M", Field: "end_on"}},
		SubmittedAt: now.Now(), OpenedAt: now.Now(), ConfirmedAt: now.Now(), CreatedAt: now.Now(), UpdatedAt: now.Now(),
	}
}

func response(now *clock.Set, note string) order.Response {
	return order.Response{
		ID: order.ResponseID(orderID, college), Order: orderID, Enterprise: plant, School: college, Answer: order.Maybe, Category: "dates", Reason: "r",
		Terms: order.Terms{ProgrammeCode: "660105", Quantity: 3, StartOn: calendar.On(2026, 6, 1), Note: note},
		Turn:  turn.Turn{Parties: []record.ID{plant, college}, With: plant, From: college, LapsesOn: calendar.On(2026, 4, 24)},
		State: order.Answered, EndedBy: college, Findings: []rule.Finding{{Rule: "INT-012"}}, CreatedAt: now.Now(), UpdatedAt: now.Now(),
	}
}

var read = cmpopts.IgnoreFields(order.Order{}, "Version", "Number", "EnterpriseName", "EnterpriseCredit")

func TestOrdersAreKeptWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, twin := world(t, d, now), dbtest.Ctx(dbtest.Twin)
		got, err := store.Find(ctx, orderID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(full(now, "Home"), got, read); diff != "" {
			t.Errorf("what was written and what was read (-wrote +read):\n%s", diff)
		}
		if got.Number != "XQ-2026-0001" || got.EnterpriseName != "Homea1" {
			t.Errorf("number %s, enterprise %s", got.Number, got.EnterpriseName)
		}
		r, err := store.FindResponse(ctx, order.ResponseID(orderID, college))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(response(now, "Home"), r, cmpopts.IgnoreFields(order.Response{}, "Version", "SchoolName")); diff != "" {
			t.Errorf("response (-wrote +read):\n%s", diff)
		}
		got.Title, got.ShownTo, r.Terms.Note = "Changed", []record.ID{academy}, "Changed"
		if err := store.Save(ctx, order.Batch{Orders: []order.Order{got}, Responses: []order.Response{r}}, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		if err := store.Save(ctx, order.Batch{Responses: []order.Response{r}}, change.By(clerk, now.Now())); !fault.Is(err, fault.Stale) {
			t.Errorf("the old version again: %v", err)
		}
		other, err := store.Find(twin, orderID)
		others, err2 := store.Responses(twin, orderID)
		if err != nil || err2 != nil || other.Title != "TWIN" || len(other.ShownTo) != 1 || other.ShownTo[0] != college || len(others) != 1 || others[0].Terms.Note != "TWIN" {
			t.Errorf("the twin changed: %+v %+v, %v %v", other, others, err, err2)
		}
	})
}

func TestListsShowWhatMayBeSeen(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		for name, c := range map[string]struct {
			reach  order.Reach
			filter map[string][]string
			want   int
		}{
			"secretariat":             {all, nil, 1},
			"waits for enterprise":    {all, map[string][]string{"waits": {order.WaitsEnterprise}}, 1},
			"waits for a school":      {all, map[string][]string{"waits": {order.WaitsSchool}}, 0},
			"waits for nobody":        {all, map[string][]string{"waits": {order.WaitsNobody}}, 0},
			"other kind":              {all, map[string][]string{"kind": {"training"}}, 0},
			"chosen school":           {dean(college), nil, 1},
			"its own answers":         {dean(college), map[string][]string{"mine": {order.MineAnswered}}, 1},
			"what it has to answer":   {dean(college), map[string][]string{"mine": {order.MineOpen}}, 0},
			"another school":          {dean(academy), nil, 0},
			"everything at one time":  {all, map[string][]string{"state": {"open"}, "mode": {"internship"}, "industry": {"new_energy"}, "enterprise": {string(plant)}}, 1},
			"a rival, by whose turn":  {dean(academy), map[string][]string{"waits": {order.WaitsEnterprise}}, 0},
			"nobody who is signed in": {order.Reach{View: access.Shown}, nil, 0},
		} {
			q := query()
			if c.filter != nil {
				q.Filter = c.filter
			}
			page, err := store.List(ctx, q, c.reach)
			if err != nil || len(page.Rows) != c.want || page.Total != c.want {
				t.Errorf("%s: %d rows of %d, %v; want %d", name, len(page.Rows), page.Total, err, c.want)
			}
		}
		page, _ := store.List(ctx, query(), all)
		if tally := page.Rows[0].Tally; tally.Maybe != 1 || !tally.Enterprise || page.Rows[0].Waits() != order.WaitsEnterprise {
			t.Errorf("tally %+v", tally)
		}
		for _, sort := range order.Sorts {
			q := query()
			q.Sort, q.Desc, q.Text = sort, true, "home"
			if page, err := store.List(ctx, q, all); err != nil || len(page.Rows) != 1 {
				t.Errorf("sorted by %s: %v", sort, err)
			}
		}
	})
}

// TestCountsAreThoseOfTheList: what a short page counts is what a long one shows,
// whatever is asked and whoever asks; counting goes by other indexes.
func TestCountsAreThoseOfTheList(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		var b order.Batch
		for i, industry := range []string{"new_energy", "green_mining", "", "new_energy", "new_energy"} {
			o := full(now, fmt.Sprint(i))
			o.ID, o.Reference, o.Industry = record.NewID(), fmt.Sprint("N", i), industry
			o.Visibility = []order.Visibility{order.Public, order.Members, order.Public, order.Chosen, order.Public}[i]
			b.Orders = append(b.Orders, o)
		}
		if err := store.Save(ctx, b, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		for _, filter := range []map[string][]string{
			nil, {"industry": {"new_energy"}}, {"industry": {"new_energy", "green_mining"}}, {"industry": {"green_mining", ""}}, {"industry": {""}},
			{"industry": {"new_energy"}, "state": {"open"}}, {"industry": {"new_energy"}, "waits": {order.WaitsEnterprise}}, {"industry": {"nothing"}},
		} {
			for who, reach := range map[string]order.Reach{"all": all, "a school": dean(college), "another": dean(academy)} {
				long, short := query(), query()
				long.Filter, short.Filter, short.Size = filter, filter, 1
				whole, err := store.List(ctx, long, reach)
				if err != nil {
					t.Fatal(err)
				}
				first, err := store.List(ctx, short, reach)
				if err != nil || first.Total != len(whole.Rows) {
					t.Errorf("%v, seen by %s: %d rows, counted as %d, %v", filter, who, len(whole.Rows), first.Total, err)
				}
			}
		}
	})
}

func TestNumbersHaveNoDoublesAndNoGaps(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		const people = 8
		errs := make([]error, people)
		var wait sync.WaitGroup
		for i := range people {
			wait.Go(func() {
				o := full(now, fmt.Sprint(i))
				o.ID, o.Reference = record.NewID(), fmt.Sprint("N", i)
				c := change.By(clerk, now.Now())
				c.Open(todo.Item{Record: o.Ref(), Step: order.StepCheck, Args: map[string]string{"number": ""}, Role: access.Secretariat})
				errs[i] = store.Save(ctx, order.Batch{Orders: []order.Order{o}}, c)
				if c.Opened[0].Args["number"] == "" && errs[i] == nil {
					errs[i] = fmt.Errorf("the to-do does not know the number")
				}
			})
		}
		wait.Wait()
		for _, err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		q := query()
		q.Sort = "number"
		page, err := store.List(ctx, q, all)
		if err != nil || len(page.Rows) != people+1 {
			t.Fatalf("%d orders, %v", len(page.Rows), err)
		}
		for i, r := range page.Rows {
			if want := fmt.Sprintf("XQ-2026-%04d", i+1); r.Number != want {
				t.Errorf("number %s, want %s", r.Number, want)
			}
		}
	})
}

func TestTheSameTwiceIsRefused(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		o := full(now, "again")
		o.ID = record.NewID()
		if err := store.Save(ctx, order.Batch{Orders: []order.Order{o}}, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same reference: %v", err)
		}
		if err := store.Save(ctx, order.Batch{Responses: []order.Response{response(now, "again")}}, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same school again: %v", err)
		}
		found, err := store.Matching(ctx, []record.ID{plant}, []string{"#R1", "none"})
		if err != nil || len(found) != 1 {
			t.Errorf("by reference: %v, %v", found, err)
		}
	})
}

func TestWhatIsDue(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		for day, want := range map[calendar.Date]int{calendar.On(2026, 7, 1): 0, calendar.On(2026, 7, 2): 1} {
			if ids, err := store.Expired(ctx, day, 10); err != nil || len(ids) != want {
				t.Errorf("expired on %s: %v, %v", day, ids, err)
			}
		}
		today := calendar.DateOf(now.Now())
		if ids, err := store.Unconfirmed(ctx, today.AddDays(-1), 10); err != nil || len(ids) != 0 {
			t.Errorf("unconfirmed: %v, %v", ids, err)
		}
		if ids, err := store.Unconfirmed(ctx, today, 10); err != nil || len(ids) != 1 {
			t.Errorf("unconfirmed today: %v, %v", ids, err)
		}
		o, _ := store.Find(ctx, orderID)
		c := change.By(clerk, now.Now())
		c.Open(todo.Item{Record: o.Ref(), Step: order.StepConfirm, Organisation: plant})
		c.Pass(record.Ref{Kind: order.ResponseKind, ID: order.ResponseID(orderID, college)}, response(now, "").Turn)
		if err := store.Save(ctx, order.Batch{}, c); err != nil {
			t.Fatal(err)
		}
		if ids, err := store.Unconfirmed(ctx, today, 10); err != nil || len(ids) != 0 {
			t.Errorf("reminded already: %v, %v", ids, err)
		}
		if ids, err := store.Lapsed(ctx, calendar.On(2026, 4, 24)); err != nil || len(ids) != 1 {
			t.Errorf("lapsed: %v, %v", ids, err)
		}
	})
}

func TestProducts(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		p := order.Product{ID: orderID, Enterprise: plant, CreatedAt: now.Now(), UpdatedAt: now.Now(), ProductData: order.ProductData{
			Name: "Cement", IndustryCode: "C3011", Position: "midstream", Output: 100, Processes: "p", Programmes: []string{"630701"}, Occupations: []string{"6-15-01-02"}, Year: 2026,
		}}
		for _, c := range []context.Context{ctx, dbtest.Ctx(dbtest.Twin)} {
			if err := store.SaveProducts(c, []order.Product{p}, change.By(clerk, now.Now())); err != nil {
				t.Fatal(err)
			}
		}
		got, err := store.FindProduct(ctx, orderID)
		if diff := cmp.Diff(p, got, cmpopts.IgnoreFields(order.Product{}, "Version", "EnterpriseName", "EnterpriseCredit")); diff != "" || err != nil {
			t.Errorf("%v, (-wrote +read):\n%s", err, diff)
		}
		got.Output = 200
		if err := store.SaveProducts(ctx, []order.Product{got}, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		p.ID = academy
		if err := store.SaveProducts(ctx, []order.Product{p}, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same name and year: %v", err)
		}
		q := query()
		q.Filter = map[string][]string{"year": {"2026"}, "position": {"midstream"}}
		page, err := store.Products(ctx, q, all)
		if err != nil || page.Total != 1 || page.Rows[0].Output != 200 {
			t.Errorf("list: %+v, %v", page, err)
		}
		if page, err := store.Products(ctx, query(), dean(college)); err != nil || page.Total != 0 {
			t.Errorf("products in the reach of somebody without them: %+v, %v", page, err)
		}
	})
}
