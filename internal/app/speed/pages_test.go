package speed_test

import (
	"fmt"
	"net/url"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/order"
	"tongpin/internal/order/orderdb"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

const rows = 30

// questions are what people ask a list: as it opens, with a filter and another
// order, with words, far down.
var questions = []struct{ name, query string }{
	{"plain", ""},
	{"filter-sort", "&kind=people&state=open&sort=-quantity"},
	{"state-confirmed", "&state=open&sort=confirmed"},
	{"industry-valid", "&industry=new_energy&sort=valid"},
	{"waits-school", "&waits=school&sort=-confirmed"},
	{"waits-enterprise", "&waits=enterprise"},
	{"title", "&sort=title"},
	{"words", "&q=12"},
	{"words-1020", "&q=" + url.QueryEscape("\u7b2c98\u6279")}, // of every hundredth order
	{"words-few", "&q=XQ-2026-0500"},
	{"page-20", "&page=20"},
}

// BenchmarkOrderQuery is the list of 30 orders as data: two statements for rows
// and number, one for the responses.
func BenchmarkOrderQuery(b *testing.B) {
	w := open(b)
	reach := order.Reach{Actor: access.Robot(w.id), View: access.Any, Responses: access.Any}
	store := orderdb.New(w.DB)
	for _, q := range []struct {
		name string
		listing.Query
	}{
		{"plain", listing.Query{}},
		{"filter-sort", listing.Query{Filter: map[string][]string{"kind": {"people"}, "state": {"open"}}, Sort: "quantity", Desc: true}},
	} {
		q.Page, q.Size = 1, rows
		b.Run(q.name, func(b *testing.B) {
			measure(b, func() {
				page, err := store.List(w.ctx, q.Query, reach)
				if err != nil || len(page.Rows) != rows {
					b.Fatal(len(page.Rows), err)
				}
			})
		})
	}
}

// BenchmarkOrderList is the same list as a page: session, permission, frame,
// query, text, all.
func BenchmarkOrderList(b *testing.B) {
	w := open(b)
	sizes := listing.Sizes
	listing.Sizes = append([]int{rows}, sizes...) // people choose among others; measured are 30
	defer func() { listing.Sizes = sizes }()
	for _, role := range []access.Role{access.Secretariat, access.Enterprise, access.Dean} {
		c := w.signIn(b, role)
		for _, q := range questions {
			if role != access.Secretariat && q.name != "plain" && q.name != "filter-sort" {
				continue
			}
			b.Run(string(role)+"/"+q.name, func(b *testing.B) { w.page(b, c, fmt.Sprintf("%s?size=%d%s", orderweb.Path, rows, q.query), false) })
		}
	}
	c := w.signIn(b, access.Secretariat)
	b.Run("packed", func(b *testing.B) {
		w.page(b, c, fmt.Sprintf("%s?size=%d%s", orderweb.Path, rows, questions[1].query), true)
	})
}

// BenchmarkOrder is the page of one order that a school has answered.
func BenchmarkOrder(b *testing.B) {
	w := open(b)
	var id record.ID
	err := w.DB.Read(w.ctx, func(tx *db.Tx) (err error) {
		id, err = db.Value[record.ID](tx, `SELECT order_id FROM responses WHERE consortium_id = $1 ORDER BY order_id LIMIT 1`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	w.page(b, w.signIn(b, access.Secretariat), orderweb.Path+"/"+string(id), false)
}

// BenchmarkPages are the first page and the lists of the others.
func BenchmarkPages(b *testing.B) {
	w := open(b)
	c := w.signIn(b, access.Secretariat)
	for _, path := range []string{"/", "/todos", "/members", "/notices", "/imports", "/people"} {
		b.Run(path[1:], func(b *testing.B) { w.page(b, c, path, false) })
	}
}

// BenchmarkFigures is the page of figures: from the rollups, and as it is where
// a program that does not know them wrote a fact, by adding up all facts.
func BenchmarkFigures(b *testing.B) {
	w := open(b)
	c := w.signIn(b, access.Secretariat)
	var facts int64
	err := w.DB.Read(w.ctx, func(tx *db.Tx) (err error) {
		facts, err = db.Value[int64](tx, `SELECT count(*) FROM facts WHERE consortium_id = $1`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range []string{"/figures", "/figures?period=2026-Q1", "/figures/order.count", "/"} {
		b.Run("rolled"+path, func(b *testing.B) {
			w.page(b, c, path, false)
			b.ReportMetric(float64(facts), "facts")
		})
	}
	b.Run("added-up", func(b *testing.B) {
		w.behind(b)
		w.page(b, c, "/figures", false)
		b.ReportMetric(float64(facts), "facts")
		if err := w.Insight.Daily(w.ctx); err != nil {
			b.Fatal(err)
		}
	})
}

// behind leaves the rollups behind the facts.
func (w *world) behind(b *testing.B) {
	err := w.DB.Write(w.ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE numbers SET last = last + 1 WHERE consortium_id = $1 AND series = 'fact'`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
