package workplanweb_test

import (
	"bytes"
	"context"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/texts"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
	"tongpin/internal/workplan"
	"tongpin/internal/workplan/workplandb"
	"tongpin/internal/workplan/workplanweb"
)

const (
	school record.ID = "01900000-0000-7000-8000-0000000000b1"
	someID record.ID = "01900000-0000-7000-8000-0000000000f1"
)

var (
	clerk = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Clerk", Role: access.Secretariat, OrganisationName: "Body"}
	dean  = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Dean", Role: access.Dean, Organisation: school, OrganisationName: "College"}
	rival = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Rival", Role: access.Dean, Organisation: someID, OrganisationName: "Academy"}
	table = access.NewTable(workplan.Grants())
)

// meter stands for the figures of the program.
type meter int64

func (m *meter) Figure(_ context.Context, _ access.Actor, key string, _ metric.Slice, p calendar.Period) (metric.Figure, error) {
	return metric.Figure{Key: key, Period: p, Value: int64(*m), Facts: int64(*m)}, nil
}

func (*meter) Definitions() []metric.Definition {
	return []metric.Definition{{Key: "workplan.items", Scopes: []string{fact.ScopeConsortium}}}
}

// house is the pages behind their real shell, on a real database.
type house struct {
	*testing.T
	handler http.Handler
	actor   access.Actor
	now     *clock.Set
	value   meter
}

func newHouse(t *testing.T) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	now.Move(time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC))
	if err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		return organisationdb.Save(tx, organisation.Organisation{ID: school, Name: "College", Kind: organisation.School})
	}); err != nil {
		t.Fatal(err)
	}
	catalogue, err := i18n.Load(web.Texts(), texts.FS, file.Texts(), sheet.Catalogues(), workplanweb.Texts())
	if err != nil {
		t.Fatal(err)
	}
	book, err := rule.Load(workplan.Rules())
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := file.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, actor: clerk, now: now}
	mux := web.NewMux(slog.New(slog.DiscardHandler), "/sign-in", func(r *http.Request, action string) error {
		if table.Reach(access.Must(r.Context()), access.Action(action)) == access.None {
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return nil
	})
	mux.Add(workplanweb.New(workplan.NewService(workplandb.New(d), table, now, book, &h.value), workplanweb.Options{
		Intake: file.Intake{Blobs: blobs, Limit: 1 << 20, Clock: now}, Figure: func(key, period string) string { return "/figures/" + key + "?period=" + period },
	}).Routes()...)
	seated := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := access.With(db.In(r.Context(), dbtest.Home), h.actor)
		mux.ServeHTTP(w, r.WithContext(web.WithFrame(ctx, web.Frame{Consortium: "Home", Person: h.actor.Name, Role: "R"})))
	})
	h.handler = web.Shell{Catalogue: catalogue, Clock: now, Log: slog.New(slog.DiscardHandler), Secret: []byte("x"), MaxBody: 2 << 20}.Wrap(seated)
	return h
}

// bare finds a key of the catalogues where a text should stand.
var bare = regexp.MustCompile(`>[^<]*\b(workplan|did|enum|todo|rule)\.[a-z_]+(\.[a-z_]+)*[^<]*<`)

func (h *house) do(r *http.Request, want int) string {
	h.Helper()
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: "en"})
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	page := w.Body.String()
	if w.Code != want {
		h.Fatalf("%s %s: %d, want %d\n%s", r.Method, r.URL, w.Code, want, regexp.MustCompile(`(<[^>]*>|\s)+`).ReplaceAllString(page, " "))
	}
	if key := bare.FindString(page); key != "" {
		h.Errorf("%s %s shows the key %s", r.Method, r.URL, key)
	}
	if to := w.Header().Get("Location"); to != "" {
		return to
	}
	return page
}

func (h *house) get(path string, want int) string {
	h.Helper()
	return h.do(httptest.NewRequest(http.MethodGet, path, nil), want)
}

func (h *house) has(page string, texts ...string) {
	h.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			h.Errorf("the page lacks %q:\n%s", text, regexp.MustCompile(`(<[^>]*>|\s)+`).ReplaceAllString(page, " "))
		}
	}
}

var hidden = regexp.MustCompile(`name="(once|version)" value="([^"]*)"`)

// send fills the form of a page as a browser without scripts does, and sends it
// with files.
func (h *house) send(path, to string, want int, files []string, pairs ...string) string {
	h.Helper()
	v := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(h.get(path, 200), -1) {
		v.Set(m[1], m[2])
	}
	for n := 0; n+1 < len(pairs); n += 2 {
		v.Set(pairs[n], pairs[n+1])
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name := range v {
		_ = form.WriteField(name, v.Get(name))
	}
	for _, name := range files {
		part, _ := form.CreateFormFile(name, "evidence.txt")
		_, _ = part.Write([]byte("seen and counted\n"))
	}
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, to, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return h.do(r, want)
}

// TestTheWayOfAPlan goes from the draft over its adoption, reports and a
// revision to the results of the year, through forms.
func TestTheWayOfAPlan(t *testing.T) {
	h := newHouse(t)
	plan, _, _ := strings.Cut(h.send("/plans/new", "/plans", 303, nil, "year", "2026", "title", "Plan of 2026"), "?")
	h.has(h.send("/plans/new", "/plans", 422, nil, "year", "2026", "title", "Again"), "has a plan already")
	target := []string{"number", "1", "title", "Train people", "from_on", "2026-01-01", "to_on", "2026-12-31", "operator", "at_least", "low", "100", "unit", "people", "owner", string(school)}
	h.has(h.send(plan+"/items/new", plan+"/items/new", 422, nil, append(target, "milestones", "soon")...), "parted by semicolons")
	h.send(plan+"/items/new", plan+"/items/new", 303, nil, append(target, "milestones", "2026-02-28 40")...)
	h.send(plan+"/items/new", plan+"/items/new", 303, nil, "number", "2", "title", "Count items", "from_on", "2026-01-01", "to_on", "2026-12-31", "operator", "more", "low", "9", "unit", "items", "metric", "workplan.items@consortium")
	h.has(h.send(plan+"/adopt", plan+"/adopt", 422, nil, "body", "council", "on", "2026-03-02", "minutes", "1"), "not after today")
	h.send(plan+"/adopt", plan+"/adopt", 303, []string{"file"}, "body", "council", "on", "2026-01-20", "minutes", "2026-1")
	page := h.get(plan, 200)
	h.has(page, "edition 1", "No report is due yet", "≥ 100 people", "&gt; 9 items")
	item := regexp.MustCompile(`/plan-items/[0-9a-f-]{36}`).FindString(page)

	h.actor = rival
	h.get(item+"/report", 403)
	h.actor = dean
	h.get(plan+"/revise", 403)
	h.has(h.send(item+"/report", item+"/report", 422, nil, "on", "2026-02-28", "value", "30"), "Attach the evidence")
	h.send(item+"/report", item+"/report", 303, []string{"file"}, "on", "2026-02-28", "value", "30", "note", "two classes")
	h.has(h.get(item, 200), "30 people", "Behind", "two classes", "WP-001", "evidence D")
	h.send(item+"/explain", item+"/explain", 303, nil, "explanation", "The machines came late.")
	h.has(h.get(item, 200), "The machines came late.", "Explained by Dean")

	h.actor, h.value = clerk, 10
	h.has(h.get(plan, 200), "10 items", "The target is met.")
	h.send(plan+"/revise", plan+"/revise", 303, nil, "reason", "The park grew.")
	h.has(h.get(plan, 200), "Being revised", "The park grew.")
	edit := regexp.MustCompile(`/plans/[0-9a-f-]{36}/items/edit\?item=[0-9a-f-]{36}`).FindString(h.get(plan+"?tab=draft", 200))
	h.send(edit, edit, 303, nil, append(target, "low", "120")...)
	h.has(h.get(plan, 200), "≥ 100 people")
	h.send(plan+"/adopt", plan+"/adopt", 303, nil, "body", "standing_council", "on", "2026-02-20", "minutes", "2026-2")
	h.has(h.get(plan, 200), "≥ 120 people", "edition 2")
	h.has(h.get(plan+"/edition?no=1", 200), "≥ 100 people")
	h.get(plan+"/edition?no=3", 404)

	h.now.Move(time.Date(2027, 1, 5, 2, 0, 0, 0, time.UTC))
	h.has(h.send(plan+"/conclude", plan+"/conclude", 422, nil, "body", "council", "on", "2026-06-01", "minutes", "3"), "before 2026-11-30", "Choose a result")
	results := []string{"body", "council", "on", "2027-01-04", "minutes", "2027-1", "result", "not_fulfilled"}
	for _, m := range regexp.MustCompile(`name="(result\.[0-9a-f-]{36})"`).FindAllStringSubmatch(h.get(plan+"/conclude", 200), -1) {
		results = append(results, m[1], "not_fulfilled")
	}
	h.send(plan+"/conclude", plan+"/conclude", 303, nil, results...)
	h.has(h.get(plan, 200), "Not fulfilled")
	h.get(plan+"/revise", 409)
}
