package agreementweb_test

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementdb"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/document"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
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

const (
	plant   record.ID = "01900000-0000-7000-8000-0000000000a1"
	mill    record.ID = "01900000-0000-7000-8000-0000000000a2"
	college record.ID = "01900000-0000-7000-8000-0000000000b1"
	body    record.ID = "00000000-0000-7000-8000-000000000001" // of the Home consortium, see dbtest
	person  record.ID = "01900000-0000-7000-8000-0000000000bb"
)

var (
	hr    = access.Actor{Consortium: dbtest.Home, Person: person, Name: "Hr", Role: access.Enterprise, Organisation: plant, OrganisationName: "Plant"}
	dean  = access.Actor{Consortium: dbtest.Home, Person: person, Name: "Dean", Role: access.Dean, Organisation: college, OrganisationName: "College"}
	rival = access.Actor{Consortium: dbtest.Home, Person: person, Name: "Rival", Role: access.Enterprise, Organisation: mill, OrganisationName: "Mill"}
	clerk = access.Actor{Consortium: dbtest.Home, Person: person, Name: "Clerk", Role: access.Secretariat, Organisation: body, OrganisationName: "Body"}
	firms = []organisation.Organisation{
		{ID: plant, Name: "Plant", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000012L", Industry: "new_materials"},
		{ID: mill, Name: "Mill", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000020D"},
		{ID: college, Name: "College", Kind: organisation.School, CreditCode: "91620100QQ00000475"},
		{ID: body, Name: "Body", Kind: organisation.Association, CreditCode: "51652824QQ00010159"},
	}
	table = access.NewTable(agreement.Grants())
)

// house is a small program around the pages. Without an actor nobody is signed
// in.
type house struct {
	t         testing.TB
	store     *agreementdb.Store
	service   *agreement.Service
	catalogue *i18n.Catalogue
	handler   http.Handler
	actor     *access.Actor
	lang      i18n.Language
	options   agreementweb.Options
	now       *clock.Set
}

func catalogue(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(web.Texts(), texts.FS, file.Texts(), agreementweb.Texts(),
		os.DirFS("../../core/sheet"), os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newHouse(t testing.TB) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
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
	blobs, err := file.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, store: agreementdb.New(d), catalogue: catalogue(t), actor: &hr, lang: i18n.English, now: now}
	h.service = agreement.NewService(h.store, table, now)
	h.options = agreementweb.Options{Template: document.Agreement, Intake: file.Intake{Blobs: blobs, Limit: file.DefaultLimit, Clock: now}, Address: "https://example.org"}
	h.serve()
	return h
}

// serve makes the handler of the pages with the present options.
func (h *house) serve() {
	mux := web.NewMux(slog.New(slog.DiscardHandler), "/sign-in", func(r *http.Request, action string) error {
		a, ok := access.From(r.Context())
		switch {
		case action == web.Public:
			return nil
		case !ok:
			return web.ErrSignIn
		case table.Reach(a, access.Action(action)) == access.None:
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return nil
	})
	mux.Add(agreementweb.New(h.service, h.options).Routes()...)
	h.handler = web.Shell{Catalogue: h.catalogue, Clock: h.now, Log: slog.New(slog.DiscardHandler), Secret: []byte("x")}.Wrap(h.seat(mux))
}

// seat signs the actor in.
func (h *house) seat(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := recordweb.WithLinks(r.Context(), func(ref record.Ref) string { return "/" + string(ref.Kind) + "s/" + string(ref.ID) })
		if h.actor != nil {
			ctx = access.With(db.In(ctx, dbtest.Home), *h.actor)
			ctx = web.WithFrame(ctx, web.Frame{Consortium: "Home", Person: h.actor.Name, Role: "R", Organisation: h.actor.OrganisationName})
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// bare finds a key of the catalogues where a text should stand.
var bare = regexp.MustCompile(`[>"][^<"/]*\b(agreement|did|enum|unit|record|web|fact|todo)\.[a-z_]+(\.[a-z_]+)*[^<"/]*[<"]`)

func (h *house) do(r *http.Request, want int) *httptest.ResponseRecorder {
	h.t.Helper()
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: string(h.lang)})
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	if w.Code != want {
		h.t.Fatalf("%s %s: %d, want %d\n%s", r.Method, r.URL, w.Code, want, brief(w.Body.String()))
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		page := attributes.ReplaceAllString(w.Body.String(), "")
		if key := bare.FindString(page); key != "" {
			h.t.Errorf("%s %s shows the key %s", r.Method, r.URL, key)
		}
		if n := strings.Count(page, "<h1"); n != 1 && (w.Code < 300 || w.Code >= 400) {
			h.t.Errorf("%s %s has %d headings of the first level", r.Method, r.URL, n)
		}
	}
	return w
}

// attributes are those that hold names of fields and not texts.
var attributes = regexp.MustCompile(` (name|id|for|href|action|value|aria-describedby|data-[a-z-]+|list)="[^"]*"`)

// brief is the main part of a page without marks, for messages.
func brief(page string) string {
	if _, main, ok := strings.Cut(page, "<main"); ok {
		page = main
	}
	text := regexp.MustCompile(`(<[^>]*>|\s)+`).ReplaceAllString(page, " ")
	return text[:min(len(text), 1500)]
}

func (h *house) as(a *access.Actor) *house {
	h.actor = a
	return h
}

func (h *house) get(path string, want int) string {
	h.t.Helper()
	return h.do(httptest.NewRequest(http.MethodGet, path, nil), want).Body.String()
}

// post sends a form and returns the page, or the address that it leads to.
func (h *house) post(path string, v url.Values, want int) string {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return answer(h.do(r, want))
}

// upload sends a form with one file.
func (h *house) upload(path string, v url.Values, field, name string, content []byte, want int) string {
	h.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for key, values := range v {
		_ = m.WriteField(key, values[0])
	}
	part, err := m.CreateFormFile(field, name)
	if err != nil {
		h.t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return answer(h.do(r, want))
}

func answer(w *httptest.ResponseRecorder) string {
	if to := w.Header().Get("Location"); to != "" {
		return to
	}
	return w.Body.String()
}

// scan is a small file that is taken for a PDF.
var scan = []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")

// has fails unless the page shows all texts.
func (h *house) has(page string, want ...string) {
	h.t.Helper()
	for _, s := range want {
		if !strings.Contains(page, s) {
			h.t.Errorf("the page lacks %q:\n%s", s, brief(page))
		}
	}
}
