package deskweb_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/intake/intakedb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/texts"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/worker"
	"tongpin/internal/desk"
	"tongpin/internal/desk/deskdb"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
)

var layout = sheet.Layout{Kind: "firm", Columns: []sheet.Column{
	{Key: "code", Required: true, Match: true, Sample: "C1"},
	{Key: "name", Required: true},
	{Key: "phone", Sensitive: true, Sample: "13800000000"},
}}

var table = access.NewTable(intake.Grants(), []access.Grant{
	access.Allow("firm.import", access.Any, access.Secretariat),
	access.Allow("firm.export", access.Any, access.Secretariat),
})

// firms is a kind whose rows are new until they were saved once.
func firms(d *db.DB) intake.Kind {
	saved := map[string]bool{}
	return intake.Kind{
		Name: "firms", Layout: layout, Import: "firm.import", Export: "firm.export", Filters: []string{"state"},
		Decide: func(_ context.Context, _ access.Actor, rows []*sheet.Row) (intake.Batch, error) {
			b := intake.Batch{Outcomes: make([]intake.Outcome, len(rows))}
			for i, r := range rows {
				b.Outcomes[i].Result = intake.Created
				if saved[r.Text("code")] {
					b.Outcomes[i].Result = intake.Unchanged
				}
			}
			b.Save = func(ctx context.Context, tail change.Change) error {
				for _, r := range rows {
					saved[r.Text("code")] = r.Err() == nil
				}
				return d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, tail) })
			}
			return b, nil
		},
		Rows: func(_ context.Context, _ access.Actor, q listing.Query, yield func(sheet.Values) error) error {
			return yield(sheet.Values{"C1", "Firm " + q.First("state") + strings.Join(q.Chosen, "+"), "13900000001"})
		},
	}
}

// house is a small program around the pages.
type house struct {
	t         testing.TB
	db        *db.DB
	clock     *clock.Set
	intake    *intake.Service
	catalogue *i18n.Catalogue
	handler   http.Handler
	actor     access.Actor
	lang      i18n.Language
}

var clerk = access.Actor{Consortium: dbtest.Home, Person: "01900000-0000-7000-8000-0000000000bb", Name: "Clerk", Role: access.Secretariat, OrganisationName: "Office"}

func newHouse(t testing.TB) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	blobs, err := file.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c, err := i18n.Load(web.Texts(), texts.FS, deskweb.Texts(), file.Texts(), os.DirFS("../../core/sheet"), os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: d, clock: now, catalogue: c, actor: clerk, lang: i18n.English}
	h.intake = intake.NewService(intake.Options{
		Kinds: intake.NewKinds([]intake.Kind{firms(d)}), Store: intakedb.New(d), Table: table, Clock: now,
		Files: file.Intake{Blobs: blobs, Limit: file.DefaultLimit, Clock: now},
		Texts: func(l i18n.Language) sheet.Texts { return known{c.In(l)} },
	})
	pages := deskweb.New(desk.NewService(deskdb.New(d), now), h.intake, func(kind string) string { return "/" + kind })
	mux := web.NewMux(slog.New(slog.DiscardHandler), "/sign-in", func(*http.Request, string) error { return nil })
	mux.Add(pages.Routes()...)
	h.handler = web.Shell{Catalogue: c, Clock: now, Log: slog.New(slog.DiscardHandler), Secret: []byte("x")}.Wrap(h.seat(mux))
	return h
}

// known asks for optional texts without remembering that they are missing.
type known struct{ *i18n.Localizer }

func (k known) T(key string, args ...any) string {
	if !k.Has(key) {
		return key
	}
	return k.Localizer.T(key, args...)
}

// seat signs the actor in.
func (h *house) seat(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := recordweb.WithLinks(access.With(db.In(r.Context(), dbtest.Home), h.actor), func(ref record.Ref) string {
			if ref.Kind == "firm" {
				return "/firms/" + string(ref.ID)
			}
			return deskweb.Link(ref)
		})
		next.ServeHTTP(w, r.WithContext(web.WithFrame(ctx, web.Frame{
			Consortium: "Home", Person: h.actor.Name, Role: "Secretariat", Organisation: "Office",
			Groups: []web.NavGroup{{Items: []web.NavItem{{Key: "nav.todos", Path: "/todos", Badge: 3}, {Key: "nav.notices", Path: "/notices"}, {Key: "nav.imports", Path: "/imports"}, {Key: "nav.jobs", Path: "/jobs"}}}},
		})))
	})
}

func (h *house) do(r *http.Request) *httptest.ResponseRecorder {
	h.t.Helper()
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: string(h.lang)})
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

func (h *house) get(path string) *httptest.ResponseRecorder {
	h.t.Helper()
	return h.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *house) post(path string, v url.Values) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.do(r)
}

// upload sends a file; an empty name sends none. It returns the answer.
func (h *house) upload(once, name, content string) *httptest.ResponseRecorder {
	h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("once", once)
	if name != "" {
		part, err := m.CreateFormFile("file", name)
		if err != nil {
			h.t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, "/imports/firms", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return h.do(r)
}

// work lets a worker do all that is due.
func (h *house) work() {
	h.t.Helper()
	w := worker.New(h.db, h.intake.Handlers(), func(context.Context) ([]int64, error) { return []int64{dbtest.Home}, nil })
	if err := w.Drain(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

// rows is a file of n rows, every tenth without a name.
func rows(n int) string {
	var b strings.Builder
	b.WriteString("code,name,phone\n")
	for i := range n {
		name := fmt.Sprintf("Firm %d", i)
		if i%10 == 3 {
			name = ""
		}
		fmt.Fprintf(&b, "C%03d,%s,139%08d\n", i, name, i)
	}
	return b.String()
}

// furnish puts to-dos and notices on the clerk's desk.
func (h *house) furnish() {
	h.t.Helper()
	c := change.By(clerk, h.clock.Now())
	today := c.Today()
	for n, due := range []int{-4, 0, 2, 30} {
		ref := record.Ref{Kind: "firm", ID: record.NewID()}
		c.Open(todo.Item{Record: ref, Step: "check", Args: map[string]string{"name": fmt.Sprintf("Firm %d", n)}, Role: access.Secretariat, DueOn: today.AddDays(due), EscalateTo: access.Secretariat})
		c.Tell(notify.Notice{Record: ref, Key: "firm.joined", Args: map[string]string{"name": fmt.Sprintf("Firm %d", n)}, Role: access.Secretariat})
	}
	c.Open(todo.Item{Record: record.Ref{Kind: "firm", ID: record.NewID()}, Step: "check", Args: map[string]string{"name": "Undated"}, Role: access.Secretariat})
	err := h.db.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error { return ledger.Commit(tx, c) })
	if err == nil {
		err = desk.NewService(deskdb.New(h.db), h.clock).Daily(dbtest.Ctx(dbtest.Home))
	}
	if err != nil {
		h.t.Fatal(err)
	}
}
