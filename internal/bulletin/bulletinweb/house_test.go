package bulletinweb_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletindb"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/document"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/texts"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
)

const someID record.ID = "01900000-0000-7000-8000-0000000000f1"

var (
	clerk  = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Clerk", Role: access.Secretariat, OrganisationName: "Body"}
	leader = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Leader", Role: access.Leader, OrganisationName: "Office"}
	dean   = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Dean", Role: access.Dean, OrganisationName: "College"}
	table  = access.NewTable(bulletin.Grants())
)

// ledger computes figures of what the test counts, by the definitions.
type ledger struct {
	groups []metric.Group
	list   []metric.Definition
}

func newLedger() *ledger {
	consortium := []string{fact.ScopeConsortium}
	l := &ledger{list: []metric.Definition{
		{Key: "training.classes", Kinds: []fact.Kind{"training.class_opened"}, Measure: metric.Sum, Scopes: consortium, Dimensions: []string{"occupation"}, Unit: "class"},
		{Key: "training.person_times", Kinds: []fact.Kind{"training.attended"}, Measure: metric.Sum, Scopes: consortium, Dimensions: []string{"subsidised"}, Unit: "person_time"},
	}}
	l.count("training.class_opened", "occupation", "x", 2)
	l.count("training.class_opened", "occupation", "y", 3)
	l.count("training.attended", "subsidised", "yes", 1074)
	return l
}

func (l *ledger) count(kind fact.Kind, dimension, value string, n int64) {
	l.groups = append(l.groups, metric.Group{Kind: kind, Scope: fact.ScopeConsortium, Dims: map[string]string{dimension: value}, Quantity: n, Facts: n})
}

func (l *ledger) Definitions() []metric.Definition { return l.list }

func (l *ledger) Definition(key string) (metric.Definition, error) {
	for _, d := range l.list {
		if d.Key == key {
			return d, nil
		}
	}
	return metric.Definition{}, fault.New(fault.NotFound, "figure.unknown")
}

func (l *ledger) Picked(_ context.Context, _ access.Actor, picks []bulletin.Pick, p calendar.Period) (list []metric.Figure, err error) {
	for _, pick := range picks {
		d, err := l.Definition(pick.Key)
		if err != nil {
			return nil, err
		}
		list = append(list, d.Compute(l.groups, pick.Slice, p))
	}
	return list, nil
}

func (l *ledger) Breakdown(_ context.Context, _ access.Actor, key string, p calendar.Period) (list []metric.Figure, err error) {
	d, err := l.Definition(key)
	for _, g := range l.groups {
		for name, value := range g.Dims {
			if d.Kinds[0] == g.Kind {
				list = append(list, d.Compute(l.groups, metric.Slice{Scope: g.Scope, Dimension: name, Value: value}, p))
			}
		}
	}
	return list, err
}

// notary proves by saying so; skew is by how much its log differs.
type notary struct {
	papers [][]byte
	skew   int64
}

func (n *notary) Prove(_ context.Context, asks []bulletin.Ask, paper []byte) (bulletin.Proof, error) {
	n.papers = append(n.papers, paper)
	var doc struct{ Figures []struct{ Value int64 } }
	err := json.Unmarshal(paper, &doc)
	p := bulletin.Proof{HeadSize: 42, Bundle: json.RawMessage(`{"leaves":[]}`)}
	for _, f := range doc.Figures[:len(asks)] {
		p.Values = append(p.Values, f.Value+n.skew)
	}
	return p, err
}

// house is a small program around the pages.
type house struct {
	t       *testing.T
	ledger  *ledger
	notary  *notary
	service *bulletin.Service
	handler http.Handler
	actor   *access.Actor
	now     *clock.Set
}

func newHouse(t *testing.T) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	catalogue, err := i18n.Load(web.Texts(), texts.FS, document.Catalogues(), bulletinweb.Texts(), os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, ledger: newLedger(), notary: &notary{}, actor: &clerk, now: now}
	h.service = bulletin.NewService(bulletin.Options{Store: bulletindb.New(d), Figures: h.ledger, Prover: h.notary, Table: table, Clock: now, Texts: catalogue.In})
	mux := web.NewMux(slog.New(slog.DiscardHandler), "/sign-in", func(r *http.Request, action string) error {
		a, ok := access.From(r.Context())
		switch {
		case !ok:
			return web.ErrSignIn
		case table.Reach(a, access.Action(action)) == access.None:
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return nil
	})
	mux.Add(bulletinweb.New(h.service, bulletinweb.Options{
		Template: document.Bulletin, Texts: catalogue.In, Figure: func(key, period string) string { return "/figures/" + key + "?period=" + period },
	}).Routes()...)
	h.handler = web.Shell{Catalogue: catalogue, Clock: now, Log: slog.New(slog.DiscardHandler), Secret: []byte("x")}.Wrap(h.seat(mux))
	return h
}

// seat signs the actor in.
func (h *house) seat(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := recordweb.WithLinks(r.Context(), func(ref record.Ref) string { return "/" + string(ref.Kind) + "s/" + string(ref.ID) })
		if h.actor != nil {
			ctx = access.With(db.In(ctx, dbtest.Home), *h.actor)
			ctx = web.WithFrame(ctx, web.Frame{Consortium: "Home", Person: h.actor.Name, Role: "R"})
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// bare finds a key of the catalogues where a text should stand; tokens and
// addresses are no texts.
var (
	bare       = regexp.MustCompile(`[>"][^<"/{]*\b(bulletin|did|enum|unit|record|web|metric|todo)\.[a-z_]+(\.[a-z_]+)*[^<"/]*[<"]`)
	attributes = regexp.MustCompile(`(?s)<textarea.*?</textarea>|<code.*?</code>| (name|id|for|href|action|formaction|value|aria-describedby|data-[a-z-]+)="[^"]*"`)
)

func (h *house) do(r *http.Request, want int) *httptest.ResponseRecorder {
	h.t.Helper()
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: "en"})
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	if w.Code != want {
		h.t.Fatalf("%s %s: %d, want %d\n%s", r.Method, r.URL, w.Code, want, brief(w.Body.String()))
	}
	if page := w.Body.String(); strings.Contains(page, "<html") {
		if key := bare.FindString(attributes.ReplaceAllString(page, "")); key != "" {
			h.t.Errorf("%s %s shows the key %s", r.Method, r.URL, key)
		}
		if n := strings.Count(page, "<h1"); n != 1 {
			h.t.Errorf("%s %s has %d headings of the first level", r.Method, r.URL, n)
		}
	}
	return w
}

// brief is the main part of a page without marks, for messages.
func brief(page string) string {
	if _, main, ok := strings.Cut(page, "<main"); ok {
		page = main
	}
	text := regexp.MustCompile(`(<[^>]*>|\s)+`).ReplaceAllString(page, " ")
	return text[:min(len(text), 1500)]
}

func (h *house) as(a *access.Actor) *house { h.actor = a; return h }

func (h *house) get(path string, want int) string {
	h.t.Helper()
	return h.do(httptest.NewRequest(http.MethodGet, path, nil), want).Body.String()
}

// post sends a form and returns the page, or the address that it leads to.
func (h *house) post(path string, v url.Values, want int) string {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := h.do(r, want)
	if to := w.Header().Get("Location"); to != "" {
		return to
	}
	return w.Body.String()
}

var fields = regexp.MustCompile(`<input[^>]* name="([a-z_.0-9]+)"[^>]* value="([^"]*)"|<textarea[^>]* name="([a-z_.0-9]+)"[^>]*>([^<]*)</textarea>`)

// form reads what the form of a page holds, as a browser without scripts does.
func (h *house) form(path string) url.Values {
	h.t.Helper()
	v := url.Values{}
	for _, m := range fields.FindAllStringSubmatch(h.get(path, 200), -1) {
		if m[1] != "" && m[1] != "back" && m[1] != "step" {
			v.Set(m[1], m[2])
		} else if m[3] != "" {
			v.Set(m[3], m[4])
		}
	}
	return v
}

// has fails unless the page shows all texts.
func (h *house) has(page string, want ...string) {
	h.t.Helper()
	for _, s := range want {
		if !strings.Contains(page, s) {
			h.t.Errorf("the page lacks %q:\n%s", s, brief(page))
		}
	}
}
