package orderdb_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/search"
	"tongpin/internal/order"
	"tongpin/internal/order/orderdb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

const rival = record.ID("01900000-0000-7000-8000-0000000000a2")

// many are orders of two enterprises with every visibility, every third not
// opened, every fifth of training, some of the same quantity.
func many(now *clock.Set) (list []order.Order) {
	for i := range 60 {
		o := full(now, fmt.Sprintf("Order %02d", 59-i))
		o.ID, o.Reference, o.Enterprise = record.NewID(), fmt.Sprint("M", i), []record.ID{plant, rival}[i%2]
		o.Visibility, o.Quantity, o.ShownTo = order.Visibilities[i/2%3], int64(i%7), nil
		if o.Visibility == order.Chosen {
			o.ShownTo = [][]record.ID{{college}, {academy}, {college, academy}}[i%3]
		}
		if i%5 == 0 {
			o.Kind = order.Training
		}
		if i%3 == 0 {
			o.State, o.OpenedAt, o.ConfirmedAt = order.Submitted, time.Time{}, time.Time{}
		}
		list = append(list, o)
	}
	return list
}

// The pages of a list, put together, hold exactly the orders that the actor may
// see one by one, in the order that was asked for; so do count and export.
func TestListsAreWhatOneMaySeeOneByOne(t *testing.T) {
	actors := map[string]order.Reach{
		"enterprise": {Actor: access.Actor{Role: access.Enterprise, Organisation: plant, OrganisationKind: organisation.Enterprise}, View: access.Own | access.Shown},
		"school":     dean(college),
		"student":    {Actor: access.Actor{Role: access.Student, Organisation: academy, OrganisationKind: organisation.School}, View: access.Shown},
		"provider":   {Actor: access.Actor{Role: access.Provider, Organisation: rival, OrganisationKind: organisation.Enterprise}, View: access.Shown},
		"expert":     {Actor: access.Actor{Role: access.Expert}, View: access.Shown},
		"nobody":     {Actor: access.Actor{Role: access.Enterprise}, View: access.Own},
		"own alone":  {Actor: access.Actor{Role: access.Enterprise, Organisation: plant, OrganisationKind: organisation.Enterprise}, View: access.Own},
	}
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		if err := d.Write(ctx, func(tx *db.Tx) error {
			return organisationdb.Save(tx, organisation.Organisation{ID: rival, Name: "Rival", Kind: organisation.Enterprise, CreditCode: "R"})
		}); err != nil {
			t.Fatal(err)
		}
		orders := many(now)
		if err := store.Save(ctx, order.Batch{Orders: orders}, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		orders = append(orders, full(now, "Home"))
		for name, reach := range actors {
			for _, filter := range []map[string][]string{{}, {"kind": {"people"}, "state": {"open"}}} {
				q := listing.Query{Size: 4, Filter: filter, Sort: "quantity", Desc: true}
				want := visible(orders, reach, filter)
				if got := pages(t, ctx, store, q, reach, len(want)); !slices.Equal(got, want) {
					t.Errorf("%s, %v: listed %d %v\nmay see %d %v", name, filter, len(got), got, len(want), want)
				}
			}
		}
	})
}

// Whose turn it is: the lists by turn hold exactly the orders of which the row
// says so, however they are counted.
func TestListsByTurnAreAsTheRowsSay(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		b := order.Batch{Orders: many(now)}
		for i := range b.Orders {
			o := &b.Orders[i]
			o.Enterprise, o.State = plant, order.States[i%len(order.States)]
			if o.State != order.Open || i%2 == 0 {
				continue
			}
			r := response(now, "")
			r.ID, r.Order = order.ResponseID(o.ID, college), o.ID
			r.Turn.With = []record.ID{plant, college}[i/2%2]
			b.Responses = append(b.Responses, r)
		}
		if err := store.Save(ctx, b, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		q := listing.Query{Size: 100, Sort: "quantity", Desc: true}
		page, err := store.List(ctx, q, all)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string][]record.ID{}
		for _, r := range page.Rows {
			want[r.Waits()] = append(want[r.Waits()], r.ID)
		}
		for _, whose := range order.Waits {
			if len(want[whose]) == 0 {
				t.Errorf("no order waits for %s", whose)
			}
			q.Size, q.Filter = 4, map[string][]string{"waits": {whose}}
			if got := pages(t, ctx, store, q, all, len(want[whose])); !slices.Equal(got, want[whose]) {
				t.Errorf("waits for %s: listed %v, rows say %v", whose, got, want[whose])
			}
		}
	})
}

// Orders are found by words along the index as without it, also by the new name
// of an enterprise that was renamed, and in the reach of each.
func TestOrdersAreFoundByWords(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		if err := search.Keep(ctx, d, orderdb.Words); err != nil {
			t.Fatal(err)
		}
		orders := many(now)[:30]
		for i := range orders {
			orders[i].Enterprise = plant
		}
		if err := store.Save(ctx, order.Batch{Orders: orders}, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error {
			o, err := organisationdb.Find(tx, plant)
			o.Name = "Cement works"
			if err == nil {
				err = organisationdb.Save(tx, o)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		own := order.Reach{Actor: access.Actor{Role: access.Enterprise, Organisation: plant, OrganisationKind: organisation.Enterprise}, View: access.Own | access.Shown}
		for range 2 { // before and after the index knows the new name
			for words, want := range map[string]int{"cement order 45": 1, "works": 31, "homea1": 0, "XQ-2026-0003": 1} {
				for _, reach := range []order.Reach{all, own} {
					q := query()
					q.Text = words
					if page, err := store.Brief(ctx, q, reach); err != nil || page.Total != want {
						t.Errorf("%q: %d found by %s, want %d: %v", words, page.Total, reach.Actor.Role, want, err)
					}
				}
			}
			if err := search.Keep(ctx, d, orderdb.Words); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// visible are the ids that the actor may see, as the list has them.
func visible(orders []order.Order, reach order.Reach, filter map[string][]string) (ids []record.ID) {
	var seen []order.Order
	for _, o := range orders {
		s := o.Subject(reach.Actor)
		own := reach.View&access.Own != 0 && reach.Actor.Organisation != "" && s.Owner == reach.Actor.Organisation
		if (own || reach.View&access.Shown != 0 && s.Shown) && (len(filter) == 0 || o.Kind == order.People && o.State == order.Open) {
			seen = append(seen, o)
		}
	}
	slices.SortFunc(seen, func(a, b order.Order) int {
		return cmp.Or(cmp.Compare(b.Quantity, a.Quantity), cmp.Compare(b.ID, a.ID))
	})
	for _, o := range seen {
		ids = append(ids, o.ID)
	}
	return ids
}

func pages(t *testing.T, ctx context.Context, store order.Store, q listing.Query, reach order.Reach, count int) (ids []record.ID) {
	t.Helper()
	for q.Page = 1; q.Page <= 20; q.Page++ {
		page, err := store.List(ctx, q, reach)
		if err != nil || page.Total != count {
			t.Fatalf("page %d counts %d, want %d: %v", q.Page, page.Total, count, err)
		}
		brief, err := store.Brief(ctx, q, reach)
		if err != nil || len(brief.Rows) != len(page.Rows) || brief.Total != count {
			t.Fatalf("in brief %d of %d rows: %v", len(brief.Rows), len(page.Rows), err)
		}
		for i, r := range page.Rows {
			ids = append(ids, r.ID)
			if b := brief.Rows[i]; b.ID != r.ID || b.Title != r.Title || b.Number != r.Number || b.Details.Mode != r.Details.Mode || b.State != r.State ||
				b.Quantity != r.Quantity || b.Agreed != r.Agreed || b.ValidUntil != r.ValidUntil || b.ConfirmedAt != r.ConfirmedAt || b.EnterpriseName != r.EnterpriseName {
				t.Errorf("in brief %+v, whole %+v", b, r)
			}
		}
	}
	var exported []record.ID
	if err := store.Each(ctx, q, reach, func(o order.Order) error {
		exported = append(exported, o.ID)
		return nil
	}); err != nil || !slices.Equal(ids, exported) {
		t.Errorf("exported %v, %v", exported, err)
	}
	return ids
}
