package accountweb

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tongpin/internal/account"
	"tongpin/internal/account/accountdb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	coretexts "tongpin/internal/core/texts"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
)

const password = "correct horse battery"

// site is the pages behind their real middleware, on a real database.
type site struct {
	*testing.T
	handler http.Handler
	mux     *web.Mux
	people  *account.Service
	now     *clock.Set
	school  record.ID
	body    record.ID
}

func open(t *testing.T, https bool) *site {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	s := &site{T: t, now: now, school: record.NewID(), body: record.NewID()}
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		if err := organisationdb.Save(tx, organisation.Organisation{ID: s.body, Name: "Body", Kind: organisation.Association}); err != nil {
			return err
		}
		return organisationdb.Save(tx, organisation.Organisation{ID: s.school, Name: "School", Kind: organisation.School})
	})
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := i18n.Load(Texts(), coretexts.FS, web.Texts())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	table, hasher, logins := access.NewTable(account.Grants()), identity.NewHasher(2), identitydb.New(d)
	s.people = account.NewService(accountdb.New(d), logins, table, hasher, now)
	door := account.NewDoor(account.DoorOptions{Store: logins, Hasher: hasher, Clock: now, Lifetime: identity.Lifetime{Idle: time.Hour, Max: 9 * time.Hour}, Log: log, Demo: true})
	pages := New(Options{Door: door, Service: s.people, HTTPS: https})
	s.mux = web.NewMux(log, SignInPath, Gate(table))
	s.mux.Add(pages.Routes()...)
	s.mux.Add(web.Get("/{$}", web.SignedIn, func(w http.ResponseWriter, r *http.Request) error {
		_, err := io.WriteString(w, string(access.Must(r.Context()).Role))
		return err
	}))
	framed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mux.ServeHTTP(w, r.WithContext(web.WithFrame(r.Context(), Frame(r.Context()))))
	})
	s.handler = web.Shell{Catalogue: catalogue, Clock: now, Log: log, Secret: []byte("secret"), HTTPS: https}.Wrap(pages.Session(framed))
	return s
}

func (s *site) add(login string, role access.Role, org record.ID, demo bool) account.Card {
	s.Helper()
	cmd := account.CreateCommand{
		ID: record.NewID(), Contact: identity.Contact{Name: "Person " + login, Phone: "13812345678", Email: login + "@example.org"},
		Login: login, Role: role, Organisation: org, Demo: demo,
	}
	if !demo {
		cmd.Password = password
	}
	card, _, err := s.people.Create(dbtest.Ctx(dbtest.Home), access.Robot(dbtest.Home), cmd)
	if err != nil {
		s.Fatal(err)
	}
	return card
}

// browser keeps cookies as a browser does.
type browser struct {
	*site
	cookies map[string]*http.Cookie
}

func (s *site) browser() *browser {
	return &browser{s, map[string]*http.Cookie{"tp_lang": {Name: "tp_lang", Value: "en"}}}
}

func (b *browser) do(method, path string, fields url.Values) *httptest.ResponseRecorder {
	b.Helper()
	var body io.Reader
	if fields != nil {
		body = strings.NewReader(fields.Encode())
	}
	r := httptest.NewRequestWithContext(context.Background(), method, path, body)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
	if fields != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c
		}
	}
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder { return b.do(http.MethodGet, path, nil) }

func (b *browser) post(path string, pairs ...string) *httptest.ResponseRecorder {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return b.do(http.MethodPost, path, v)
}

func (b *browser) wants(w *httptest.ResponseRecorder, status int, texts ...string) {
	b.Helper()
	if w.Code != status {
		b.Fatalf("status %d, want %d: %s %s", w.Code, status, w.Header().Get("Location"), w.Body)
	}
	for _, text := range texts {
		if !strings.Contains(w.Body.String()+w.Header().Get("Location"), text) {
			b.Errorf("%q is missing in %s", text, w.Body)
		}
	}
}

func (b *browser) signIn(login string) {
	b.Helper()
	b.wants(b.post(SignInPath, "login", login, "password", password, "next", "/"), http.StatusSeeOther)
}

func TestSignInAndOut(t *testing.T) {
	s := open(t, false)
	s.add("li", access.Dean, s.school, false)
	b := s.browser()
	b.wants(b.get("/account"), http.StatusSeeOther, "/sign-in?next=%2Faccount")
	b.wants(b.get("/sign-in?next=%2Faccount"), http.StatusOK, `name="next" value="/account"`, "Login or e-mail")
	b.wants(b.post(SignInPath, "login", "li", "password", "wrong", "next", "/account"), http.StatusUnprocessableEntity, "Login and password do not fit", `value="li"`, `value="/account"`)
	b.wants(b.post(SignInPath, "login", "", "password", ""), http.StatusUnprocessableEntity)
	b.wants(b.post(SignInPath, "login", "li", "password", password, "next", "//evil.example"), http.StatusSeeOther)
	if to := b.post(SignInPath, "login", "li", "password", password, "next", "//evil.example").Header().Get("Location"); to != "/" {
		t.Errorf("led to %q", to)
	}
	c := b.cookies[plainCookie]
	if c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || len(c.Value) != 43 {
		t.Fatalf("cookie %+v", c)
	}
	b.wants(b.get("/"), http.StatusOK, "dean")
	b.wants(b.get("/account"), http.StatusOK, "138****5678", "l***@example.org", "Firefox, Windows", "This device", "Dean of practice")
	b.wants(b.post(SignOutPath), http.StatusSeeOther, SignInPath)
	stolen := s.browser()
	stolen.cookies[plainCookie] = c
	stolen.wants(stolen.get("/"), http.StatusSeeOther, SignInPath)
}

func TestCookieOverTLS(t *testing.T) {
	s := open(t, true)
	s.add("li", access.Dean, s.school, false)
	b := s.browser()
	b.signIn("li")
	if c := b.cookies[secureCookie]; c == nil || !c.Secure || c.Domain != "" || c.Path != "/" {
		t.Errorf("cookie %+v", c)
	}
}

func TestDemoAccounts(t *testing.T) {
	s := open(t, false)
	guest := s.add("guest", access.Teacher, s.school, true)
	secret := s.add("li", access.Dean, s.school, false)
	b := s.browser()
	b.wants(b.get(SignInPath), http.StatusOK, "home", "Enter as Teacher", string(guest.Account.ID))
	b.wants(b.post(DemoPath, "account", string(secret.Account.ID)), http.StatusNotFound)
	b.wants(b.post(DemoPath, "account", "x"), http.StatusNotFound)
	b.wants(b.post(DemoPath, "account", string(guest.Account.ID)), http.StatusSeeOther)
	b.wants(b.get("/"), http.StatusOK, "teacher")
}

func TestSessionsAndPassword(t *testing.T) {
	s := open(t, false)
	s.add("li", access.Dean, s.school, false)
	here, there := s.browser(), s.browser()
	here.signIn("li")
	there.signIn("li")
	page := here.get("/account").Body.String()
	m := regexp.MustCompile(`/account/sessions/([0-9a-f-]{36})/end`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no other session in %s", page)
	}
	here.wants(here.post(m[0]), http.StatusSeeOther, AccountPath)
	there.wants(there.get("/"), http.StatusSeeOther, SignInPath)
	here.wants(here.post(PasswordPath, "old", password, "new", "another good phrase", "again", "another good frase"), http.StatusUnprocessableEntity, "differ")
	here.wants(here.post(PasswordPath, "old", "wrong", "new", "another good phrase", "again", "another good phrase"), http.StatusUnprocessableEntity, "not your present password")
	w := here.post(PasswordPath, "old", password, "new", "another good phrase", "again", "another good phrase")
	here.wants(w, http.StatusSeeOther, AccountPath)
	if strings.Contains(here.get(PasswordPath).Body.String(), "another good phrase") {
		t.Error("a password is sent back")
	}
}

func TestPeople(t *testing.T) {
	s := open(t, false)
	s.add("boss", access.Admin, s.body, false)
	b := s.browser()
	b.signIn("boss")
	b.wants(b.get(PeoplePath), http.StatusOK, "Person boss", "Add a person")
	b.wants(b.get(PeoplePath+"/new"), http.StatusOK, "Account administrator", "School")
	b.wants(b.post(PeoplePath, "name", "", "role", "dean", "organisation", string(s.school), "phone", "12"), http.StatusUnprocessableEntity, "Enter the name", "is no telephone number")
	w := b.post(PeoplePath, "once", "k", "name", "Wang Fang", "phone", "13912345678", "login", "wang", "role", "dean", "organisation", string(s.school))
	b.wants(w, http.StatusOK, "wang", "shown only now")
	first := regexp.MustCompile(`<code>([a-z0-9-]{17})</code>`).FindStringSubmatch(w.Body.String())
	person := regexp.MustCompile(`/people/[0-9a-f-]{36}`).FindString(w.Body.String())
	if first == nil || person == "" {
		t.Fatalf("no password or no link in %s", w.Body)
	}
	// The new person must change the password before anything else.
	wang := s.browser()
	wang.wants(wang.post(SignInPath, "login", "wang", "password", first[1]), http.StatusSeeOther)
	wang.wants(wang.get("/"), http.StatusSeeOther, PasswordPath)
	wang.wants(wang.get(PasswordPath), http.StatusOK, "given to you by somebody else")
	wang.wants(wang.post(PasswordPath, "old", first[1], "new", password, "again", password), http.StatusSeeOther)
	wang.wants(wang.get("/"), http.StatusOK, "dean")
	wang.wants(wang.get(PeoplePath), http.StatusForbidden)
	b.wants(b.get(person), http.StatusOK, "139****5678", "added Wang Fang as Dean of practice for School")
	for _, st := range steps() {
		if st.name != "enable" {
			b.wants(b.get(person+"/"+st.name), http.StatusOK, "Wang Fang")
		}
	}
	b.wants(b.post(person+"/reveal", "reason", ""), http.StatusUnprocessableEntity, "Say why")
	b.wants(b.post(person+"/reveal", "reason", "to arrange the visit"), http.StatusOK, "13912345678", "to arrange the visit")
	b.wants(b.get(person), http.StatusOK, "139****5678")
	b.wants(b.post(person+"/assign", "once", "a", "role", "teacher", "organisation", string(s.school)), http.StatusSeeOther, person)
	b.wants(b.post(person+"/assign", "once", "b", "role", "enterprise", "organisation", string(s.school)), http.StatusUnprocessableEntity, "not held in an organisation of the kind School")
	end := regexp.MustCompile(`/end\?role=([0-9a-f-]{36})`).FindStringSubmatch(b.get(person).Body.String())
	b.wants(b.post(person+"/end", "role", end[1], "reason", "left"), http.StatusSeeOther, person)
	b.wants(b.post(person+"/reset"), http.StatusOK, "<code>")
	wang.wants(wang.get("/"), http.StatusSeeOther, SignInPath)
	b.wants(b.post(person+"/disable"), http.StatusSeeOther, person)
	b.wants(b.get(person), http.StatusOK, "Closed", "Open account again")
	b.wants(b.post(person+"/enable"), http.StatusSeeOther, person)
}

// TestEveryPageSpeaksBothLanguages finds keys without a text by rendering.
func TestEveryPageSpeaksBothLanguages(t *testing.T) {
	s := open(t, false)
	boss := s.add("boss", access.Admin, s.body, true)
	b := s.browser()
	pages := []string{SignInPath}
	b.wants(b.get(SignInPath), http.StatusOK)
	b.wants(b.post(DemoPath, "account", string(boss.Account.ID)), http.StatusSeeOther)
	for _, r := range s.mux.Routes() {
		if r.Method == http.MethodGet && r.Pattern != "/{$}" && r.Pattern != SignInPath {
			pages = append(pages, strings.Replace(r.Pattern, "{id}", string(boss.Person.ID), 1))
		}
	}
	key := regexp.MustCompile(`>\s*((account|person|password|identity|assignment|enum|web|did|record|nav)\.[a-z_.]+)\s*<`)
	for _, lang := range []string{"zh", "en"} {
		b.cookies["tp_lang"] = &http.Cookie{Name: "tp_lang", Value: lang}
		for _, page := range pages[1:] {
			w := b.get(page)
			b.wants(w, http.StatusOK, "<h1>")
			if m := key.FindStringSubmatch(w.Body.String()); m != nil && m[1] != "nav.people" {
				t.Errorf("%s in %s shows the key %s", page, lang, m[1])
			}
		}
	}
}
