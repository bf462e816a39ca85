package insightweb_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/webtest"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightdb"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
)

const (
	enterprise record.ID = "01900000-0000-7000-8000-0000000000a1"
	orderID    record.ID = "01900000-0000-7000-8000-0000000000b1"
	factID     record.ID = "01900000-0000-7000-8000-0000000000f1"
)

var (
	scopes      = []string{fact.ScopeConsortium}
	definitions = []metric.Definition{
		{Key: "order.count", Kinds: []fact.Kind{"a"}, Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: []string{"kind"}, Unit: "x"},
		{Key: "order.people_wanted", Kinds: []fact.Kind{"b"}, Measure: metric.Sum, Stock: true, Scopes: scopes, Unit: "x"},
		{Key: "order.people_matched", Kinds: []fact.Kind{"b"}, Measure: metric.Subjects, Scopes: scopes, Unit: "x"},
	}
	secretariat = actor(access.Secretariat, "01900000-0000-7000-8000-0000000000a2")
)

func actor(role access.Role, organisation record.ID) access.Actor {
	return access.Actor{Consortium: dbtest.Home, Person: "01900000-0000-7000-8000-0000000000c1", Name: "P", Role: role, Organisation: organisation}
}

// open makes the pages around a database with two facts, an open step and an
// organisation.
func open(t *testing.T) *webtest.House {
	t.Helper()
	h := webtest.New(t, insight.Grants(), insightweb.Texts(), os.DirFS("testdata"))
	ref := record.Ref{Kind: "order", ID: orderID}
	c := change.By(secretariat, h.Now.Now())
	dims := map[string]string{"kind": "people"}
	c.Count(fact.Fact{ID: factID, Kind: "a", Quantity: 3, Unit: "x", Scope: fact.ScopeConsortium, Owner: enterprise, Subject: enterprise, Dims: dims, Record: ref})
	c.Count(fact.Fact{Kind: "b", Quantity: 8, Unit: "x", Scope: fact.ScopeConsortium, Subject: enterprise, Record: ref})
	c.Open(todo.Item{Record: ref, Step: "check", Args: change.Pairs("title", "the order"), Role: access.Secretariat, DueOn: calendar.On(2026, 4, 8)})
	h.Write(func(tx *db.Tx) error { return ledger.Commit(tx, c) })
	h.Keep(organisation.Organisation{ID: enterprise, Name: "Cement Works", Kind: organisation.Enterprise})
	service := insight.NewService(insightdb.New(h.DB), definitions, h.Table, h.Now)
	service.Heed(paper{})
	h.Serve(insightweb.New(service, insightweb.Options{
		Todos: "/todos",
		Titles: func(_ context.Context, _ access.Actor, refs []record.Ref) (map[record.Ref]string, error) {
			return map[record.Ref]string{refs[0]: "the order itself"}, nil
		},
	}))
	return h.As(secretariat)
}

// paper is a bulletin that stated 5 for the quarter of the fact of 3.
type paper struct{}

// Published lists its values.
func (paper) Published(context.Context, []string) ([]insight.Published, error) {
	return []insight.Published{{Key: "order.count", Slice: metric.Slice{Scope: fact.ScopeConsortium}, Period: calendar.Quarter.Of(calendar.On(2026, 4, 10)), Value: 5, In: "2026-7"}}, nil
}

var (
	tags  = regexp.MustCompile(`<[^>]*>`)
	space = regexp.MustCompile(`\s+`)
)

// words is what a person reads on a page.
func words(body string) string {
	return space.ReplaceAllString(tags.ReplaceAllString(body, " "), " ")
}

func TestPagesLeadFromNumberToRecord(t *testing.T) {
	h := open(t)
	cases := []struct {
		path  string
		holds []string
	}{
		{"/", []string{`href="/orders/` + string(orderID) + `"`, "check the order", "is-brick", `href="/figures/order.people_wanted"`}},
		{"/figures", []string{`href="/figures/order.count"`, "wording of order.count en", "/exports/figures", `<option value="2026-Q2"`}},
		{"/figures?period=2026-Q1", []string{`href="/figures/order.count?period=2026-Q1"`, `<option value="2026-Q1" selected`}},
		{"/figures/order.count", []string{"Cement Works", "people of en", "owner=" + string(enterprise), "part=kind%3Apeople", "is-jade"}},
		{"/figures/order.count/facts", []string{`href="/facts/` + string(factID) + `"`, `href="/orders/` + string(orderID) + `"`, "+3", "Cement Works"}},
		{"/figures/order.count/facts?part=kind:training", []string{`class="empty"`}},
		{"/figures/order.count/facts?record=order:" + string(orderID), []string{"+3", "the order itself"}},
		{"/figures/order.count/records", []string{"the order itself", `href="/orders/` + string(orderID) + `"`, "record=order%3A" + string(orderID), "+3"}},
		{"/figures/order.count/records?after=2026-04-10.1", []string{`class="empty"`}},
		{"/figures?period=to-2026-04-10", []string{`<option value="to-2026-04-10" selected`, "<optgroup", `type="date"`}},
		{"/figures?period=year-to-2026-04-09&until=2026-03-01", []string{`<option value="year-to-2026-03-01" selected`}},
		{"/figures?period=2026-Q2", []string{"2026-7"}},
		{"/figures/order.count?period=2026-Q2", []string{"2026-7", "is-saffron"}},
		{"/figures/order.count?period=2025-2026-2", []string{`<option value="2025-2026-2" selected`}},
		{"/facts/" + string(factID), []string{`action="/facts/` + string(factID) + `/reverse"`, `href="/figures/order.count"`}},
	}
	for _, c := range cases {
		h.Get(c.path, http.StatusOK, c.holds...)
	}
	if missing := h.Catalogue.Missing(); len(missing) > 0 {
		t.Errorf("texts are missing: %v", missing)
	}
}

func TestACorrectionChangesTheFigure(t *testing.T) {
	h := open(t)
	reverse := "/facts/" + string(factID) + "/reverse"
	h.Post(reverse, url.Values{"reason": {""}}, http.StatusUnprocessableEntity, `href="#f-reason"`)
	h.Post(reverse, url.Values{"reason": {"entered twice"}}, http.StatusSeeOther)
	body := h.Get("/facts/"+string(factID), http.StatusOK)
	if strings.Contains(body, reverse) {
		t.Error("a fact that was taken back can be taken back again")
	}
	body = h.Get("/figures/order.count/facts?reversals=yes", http.StatusOK)
	if !strings.Contains(body, "-3") || strings.Contains(body, "+3") {
		t.Error("the list of corrections does not hold the reversal alone")
	}
	body = h.Get("/figures/order.count", http.StatusOK)
	if !strings.Contains(words(body), " 0 x ") {
		t.Errorf("the figure is not 0 after the correction: %s", words(body))
	}
}

func TestRolesSeeWhatIsTheirs(t *testing.T) {
	h := open(t)
	cases := []struct {
		role access.Role
		path string
		code int
	}{
		{access.Student, "/", http.StatusOK},
		{access.Admin, "/", http.StatusOK},
		{access.Enterprise, "/", http.StatusOK},
		{access.Student, "/figures", http.StatusForbidden},
		{access.Enterprise, "/figures", http.StatusOK},
		{access.Enterprise, "/figures/order.count", http.StatusOK},
		{access.Enterprise, "/figures/order.count/facts", http.StatusOK},
		{access.Enterprise, "/figures/order.count/facts?owner=" + string(secretariat.Organisation), http.StatusForbidden},
		{access.Enterprise, "/figures/order.count/facts?owner=" + string(enterprise), http.StatusOK},
		{access.Dean, "/facts/" + string(factID), http.StatusNotFound},
		{access.Enterprise, "/facts/" + string(factID), http.StatusOK},
		{access.Enterprise, "/figures/order.count/records", http.StatusOK},
		{access.Enterprise, "/figures/order.count/records?owner=" + string(secretariat.Organisation), http.StatusForbidden},
		{access.Student, "/figures/order.count/records", http.StatusForbidden},
		{access.Secretariat, "/figures/order.count/facts?record=order:me", http.StatusNotFound},
		{access.Secretariat, "/figures?until=soon", http.StatusUnprocessableEntity},
		{access.Secretariat, "/figures/no.such", http.StatusNotFound},
		{access.Secretariat, "/figures?period=2026-Q9", http.StatusUnprocessableEntity},
		{access.Secretariat, "/figures/order.count/facts?scope=moon", http.StatusNotFound},
		{access.Secretariat, "/figures/order.count/facts?owner=me", http.StatusNotFound},
	}
	for _, c := range cases {
		at := enterprise
		if c.role == access.Dean {
			at = secretariat.Organisation
		}
		h.As(actor(c.role, at)).Get(c.path, c.code)
	}
	h.As(actor(access.Dean, secretariat.Organisation))
	if body := h.Get("/figures/order.count/facts", http.StatusOK); strings.Contains(body, string(factID)) {
		t.Error("a dean sees the facts of an enterprise")
	}
	if body := h.Get("/figures/order.count", http.StatusOK); strings.Contains(body, "/facts?") {
		t.Error("a figure leads a dean to facts that are not the own school's")
	}
	h.As(actor(access.Enterprise, enterprise))
	h.Post("/facts/"+string(factID)+"/reverse", url.Values{"reason": {"mine"}}, http.StatusForbidden)
}

// TestSheets proves the declarations: every column has its own title in both
// languages.
func TestSheets(t *testing.T) {
	h := open(t)
	for _, kind := range insight.NewService(nil, nil, access.NewTable(insight.Grants()), nil).Sheets() {
		var langs []sheet.Texts
		for _, lang := range i18n.Languages {
			langs = append(langs, h.Catalogue.In(lang))
		}
		if err := kind.Layout.Check(langs...); err != nil {
			t.Error(err)
		}
		for _, c := range kind.Layout.Columns {
			for _, l := range langs {
				if title := kind.Layout.Title(c, l); strings.Contains(title, ".") {
					t.Errorf("the column %s of %s has no title", c.Key, kind.Name)
				}
			}
		}
	}
}
