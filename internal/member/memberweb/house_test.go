package memberweb_test

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

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/texts"
	"tongpin/internal/member"
	"tongpin/internal/member/memberdb"
	"tongpin/internal/member/memberweb"
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
	expertA record.ID = "01900000-0000-7000-8000-0000000000e1"
	expertB record.ID = "01900000-0000-7000-8000-0000000000e2"
)

// actor is somebody of the Home consortium.
func actor(person record.ID, name string, role access.Role, o organisation.Organisation) access.Actor {
	return access.Actor{
		Consortium: dbtest.Home, Person: person, Name: name, Role: role,
		Organisation: o.ID, OrganisationName: o.Name, OrganisationKind: o.Kind,
	}
}

var (
	// firms take part already, as organisations with accounts; none is a member.
	firms = []organisation.Organisation{
		{ID: plant, Name: "Plant", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000012L"},
		{ID: mill, Name: "Mill", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000020D"},
		{ID: college, Name: "College", Kind: organisation.School, CreditCode: "91620100QQ00000475"},
		{ID: body, Name: "Body", Kind: organisation.Association, CreditCode: "51652824QQ00010159"},
	}
	boss    = actor("01900000-0000-7000-8000-0000000000c1", "Boss", access.Enterprise, firms[0])
	rival   = actor("01900000-0000-7000-8000-0000000000c2", "Rival", access.Enterprise, firms[1])
	student = actor("01900000-0000-7000-8000-0000000000c3", "Student", access.Student, firms[2])
	clerk   = actor("01900000-0000-7000-8000-0000000000c4", "Clerk", access.Secretariat, firms[3])
	auditor = actor("01900000-0000-7000-8000-0000000000c5", "Auditor", access.Auditor, firms[3])
	first   = actor(expertA, "Expert A", access.Expert, firms[2])
	second  = actor(expertB, "Expert B", access.Leader, firms[3])
	table   = access.NewTable(member.Grants())
)

// house is a small program around the pages. Without an actor nobody is signed
// in.
type house struct {
	t         testing.TB
	store     *memberdb.Store
	catalogue *i18n.Catalogue
	handler   http.Handler
	actor     *access.Actor
	lang      i18n.Language
	now       *clock.Set
}

func catalogue(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(web.Texts(), texts.FS, file.Texts(), memberweb.Texts(),
		os.DirFS("../../core/sheet"), os.DirFS("../../core/code"), os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newHouse(t testing.TB) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	people(t, d)
	blobs, err := file.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	book, err := rule.Load(member.Rules())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, store: memberdb.New(d), catalogue: catalogue(t), actor: &boss, lang: i18n.English, now: now}
	mux := web.NewMux(slog.New(slog.DiscardHandler), "/sign-in", mayEnter)
	pages := memberweb.New(member.NewService(h.store, table, now, book), file.Intake{Blobs: blobs, Limit: file.DefaultLimit, Clock: now})
	mux.Add(pages.Routes()...)
	h.handler = web.Shell{Catalogue: h.catalogue, Clock: now, Log: slog.New(slog.DiscardHandler), Secret: []byte("x")}.Wrap(h.seat(mux))
	return h
}

// people are the organisations and the two assessors.
func people(t testing.TB, d *db.DB) {
	t.Helper()
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		for _, o := range firms {
			if err := organisationdb.Save(tx, o); err != nil {
				return err
			}
		}
		for _, a := range []access.Actor{first, second} {
			if err := identitydb.SavePerson(tx, identity.Person{ID: a.Person, Name: a.Name, KeptBy: dbtest.Home}); err != nil {
				return err
			}
			err := identitydb.SaveAssignment(tx, identity.Assignment{
				ID: record.Derived(a.Person, "role"), Person: a.Person, Role: a.Role, Organisation: a.Organisation, From: calendar.DateOf(tx.Now()),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// mayEnter is the check of the routes, as the app does it.
func mayEnter(r *http.Request, action string) error {
	a, ok := access.From(r.Context())
	switch {
	case !ok:
		return web.ErrSignIn
	case table.Reach(a, access.Action(action)) == access.None:
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	return nil
}

// seat signs the actor in.
func (h *house) seat(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := recordweb.WithLinks(r.Context(), func(ref record.Ref) string { return "/members/" + string(ref.ID) })
		if h.actor != nil {
			ctx = access.With(db.In(ctx, dbtest.Home), *h.actor)
			ctx = web.WithFrame(ctx, web.Frame{Consortium: "Home", Person: h.actor.Name, Role: "R", Organisation: h.actor.OrganisationName})
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// bare finds a key of the catalogues where a text should stand.
var bare = regexp.MustCompile(`[>"][^<"/]*\b(member|membership|did|enum|unit|record|rule|web|fact|todo|code)\.[a-z_]+(\.[a-z_]+)*[^<"/]*[<"]`)

// attributes are those that hold names of fields and not texts.
var attributes = regexp.MustCompile(` (name|id|for|href|action|value|aria-describedby|data-[a-z-]+|list|accept|hx-[a-z]+)="[^"]*"`)

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

// upload sends a form with a small PDF in each of the named fields.
func (h *house) upload(path string, v url.Values, want int, fields ...string) string {
	h.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for key, values := range v {
		_ = m.WriteField(key, values[0])
	}
	for _, field := range fields {
		part, err := m.CreateFormFile(field, field+".pdf")
		if err != nil {
			h.t.Fatal(err)
		}
		_, _ = part.Write([]byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"))
	}
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

// form opens the form of a step and returns its hidden fields with more values.
func (h *house) form(path string, more url.Values) url.Values {
	h.t.Helper()
	v := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([a-z_.0-9]+)" value="([^"]*)"`).FindAllStringSubmatch(h.get(path, 200), -1) {
		v.Set(m[1], m[2])
	}
	for key, values := range more {
		v[key] = values
	}
	return v
}

// take opens the form of a step and sends it.
func (h *house) take(page, step string, more url.Values, want int) string {
	h.t.Helper()
	return h.post(page+"/"+step, h.form(page+"/"+step, more), want)
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

// lacks fails if the page shows one of the texts.
func (h *house) lacks(page string, private ...string) {
	h.t.Helper()
	for _, s := range private {
		if strings.Contains(page, s) {
			h.t.Errorf("the page shows %q:\n%s", s, brief(page))
		}
	}
}
