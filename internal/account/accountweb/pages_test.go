package accountweb

import (
	"io"
	"log/slog"
	"net/http"
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
	"tongpin/internal/core/record"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
)

const password = "correct horse battery"

// site is the pages behind their real door.
type site struct {
	*webtest.House
	pages  *Pages
	people *account.Service
	school record.ID
	body   record.ID
}

func open(t *testing.T, https bool) *site {
	t.Helper()
	s := &site{House: webtest.New(t, account.Grants(), Texts()), school: record.NewID(), body: record.NewID()}
	s.Keep(
		organisation.Organisation{ID: s.body, Name: "Body", Kind: organisation.Association},
		organisation.Organisation{ID: s.school, Name: "School", Kind: organisation.School},
	)
	hasher, logins := identity.NewHasher(2), identitydb.New(s.DB)
	s.people = account.NewService(accountdb.New(s.DB), logins, s.Table, hasher, s.Now)
	door := account.NewDoor(account.DoorOptions{
		Store: logins, Hasher: hasher, Clock: s.Now, Lifetime: identity.Lifetime{Idle: time.Hour, Max: 9 * time.Hour}, Log: slog.New(slog.DiscardHandler), Demo: true,
	})
	s.pages = New(Options{Door: door, Service: s.people, HTTPS: https})
	seat := func(next http.Handler) http.Handler {
		return s.pages.Session(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r.WithContext(web.WithFrame(r.Context(), Frame(r.Context()))))
		}))
	}
	s.ServeBehind(webtest.Door{Gate: Gate(s.Table), Seat: seat, HTTPS: https}, s.pages, first{})
	return s
}

// first is a page that says in which role one is here.
type first struct{}

func (first) Routes() []web.Route {
	return []web.Route{web.Get("/{$}", web.SignedIn, func(w http.ResponseWriter, r *http.Request) error {
		_, err := io.WriteString(w, string(access.Must(r.Context()).Role))
		return err
	})}
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

func signIn(b *webtest.House, login string) {
	b.Helper()
	b.Post(SignInPath, webtest.Fields("login", login, "password", password, "next", "/"), http.StatusSeeOther)
}

func TestSignInAndOut(t *testing.T) {
	s := open(t, false)
	s.add("li", access.Dean, s.school, false)
	b := s.Browser()
	b.Get("/account", http.StatusSeeOther, "/sign-in?next=%2Faccount")
	b.Get("/sign-in?next=%2Faccount", http.StatusOK, `name="next" value="/account"`, "Login or e-mail")
	b.Post(SignInPath, webtest.Fields("login", "li", "password", "wrong", "next", "/account"), http.StatusUnprocessableEntity, "Login and password do not fit", `value="li"`, `value="/account"`)
	b.Post(SignInPath, webtest.Fields("login", "", "password", ""), http.StatusUnprocessableEntity)
	b.Post(SignInPath, webtest.Fields("login", "li", "password", password, "next", "//evil.example"), http.StatusSeeOther)
	if to := b.Post(SignInPath, webtest.Fields("login", "li", "password", password, "next", "//evil.example"), http.StatusSeeOther); to != "/" {
		t.Errorf("led to %q", to)
	}
	c := b.Cookie(plainCookie)
	if c == nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || len(c.Value) != 43 {
		t.Fatalf("cookie %+v", c)
	}
	b.Get("/", http.StatusOK, "dean")
	b.Get("/account", http.StatusOK, "138****5678", "l***@example.org", "Firefox, Windows", "This device", "Dean of practice")
	b.Post(SignOutPath, nil, http.StatusSeeOther, SignInPath)
	stolen := s.Browser(c)
	stolen.Get("/", http.StatusSeeOther, SignInPath)
}

func TestCookieOverTLS(t *testing.T) {
	s := open(t, true)
	s.add("li", access.Dean, s.school, false)
	b := s.Browser()
	signIn(b, "li")
	if c := b.Cookie(secureCookie); c == nil || !c.Secure || c.Domain != "" || c.Path != "/" {
		t.Errorf("cookie %+v", c)
	}
}

func TestDemoAccounts(t *testing.T) {
	s := open(t, false)
	guest := s.add("guest", access.Teacher, s.school, true)
	secret := s.add("li", access.Dean, s.school, false)
	b := s.Browser()
	b.Get(SignInPath, http.StatusOK, "home", "Enter as Teacher", string(guest.Account.ID))
	b.Post(DemoPath, webtest.Fields("account", string(secret.Account.ID)), http.StatusNotFound)
	b.Post(DemoPath, webtest.Fields("account", "x"), http.StatusNotFound)
	b.Post(DemoPath, webtest.Fields("account", string(guest.Account.ID)), http.StatusSeeOther)
	b.Get("/", http.StatusOK, "teacher")
}

func TestSessionsAndPassword(t *testing.T) {
	s := open(t, false)
	s.add("li", access.Dean, s.school, false)
	here, there := s.Browser(), s.Browser()
	signIn(here, "li")
	signIn(there, "li")
	page := here.Get("/account", http.StatusOK)
	m := regexp.MustCompile(`/account/sessions/([0-9a-f-]{36})/end`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no other session in %s", page)
	}
	here.Post(m[0], nil, http.StatusSeeOther, AccountPath)
	there.Get("/", http.StatusSeeOther, SignInPath)
	here.Post(PasswordPath, webtest.Fields("old", password, "new", "another good phrase", "again", "another good frase"), http.StatusUnprocessableEntity, "differ")
	here.Post(PasswordPath, webtest.Fields("old", "wrong", "new", "another good phrase", "again", "another good phrase"), http.StatusUnprocessableEntity, "not your present password")
	here.Post(PasswordPath, webtest.Fields("old", password, "new", "another good phrase", "again", "another good phrase"), http.StatusSeeOther, AccountPath)
	here.Lacks(here.Get(PasswordPath, http.StatusOK), "another good phrase")
}

func TestPeople(t *testing.T) {
	s := open(t, false)
	s.add("boss", access.Admin, s.body, false)
	b := s.Browser()
	signIn(b, "boss")
	b.Get(PeoplePath, http.StatusOK, "Person boss", "Add a person")
	b.Get(PeoplePath+"/new", http.StatusOK, "Account administrator", "School")
	b.Post(PeoplePath, webtest.Fields("name", "", "role", "dean", "organisation", string(s.school), "phone", "12"), http.StatusUnprocessableEntity, "Enter the name", "is no telephone number")
	made := b.Post(PeoplePath, webtest.Fields("once", "k", "name", "Wang Fang", "phone", "13912345678", "login", "wang", "role", "dean", "organisation", string(s.school)), http.StatusOK, "wang", "shown only now")
	first := regexp.MustCompile(`<code>([a-z0-9-]{17})</code>`).FindStringSubmatch(made)
	person := regexp.MustCompile(`/people/[0-9a-f-]{36}`).FindString(made)
	if first == nil || person == "" {
		t.Fatalf("no password or no link in %s", made)
	}
	// The new person must change the password before anything else.
	wang := s.Browser()
	wang.Post(SignInPath, webtest.Fields("login", "wang", "password", first[1]), http.StatusSeeOther)
	wang.Get("/", http.StatusSeeOther, PasswordPath)
	wang.Get(PasswordPath, http.StatusOK, "given to you by somebody else")
	wang.Post(PasswordPath, webtest.Fields("old", first[1], "new", password, "again", password), http.StatusSeeOther)
	wang.Get("/", http.StatusOK, "dean")
	wang.Get(PeoplePath, http.StatusForbidden)
	b.Get(person, http.StatusOK, "139****5678", "added Wang Fang as Dean of practice for School")
	for _, st := range steps() {
		if st.name != "enable" {
			b.Get(person+"/"+st.name, http.StatusOK, "Wang Fang")
		}
	}
	b.Post(person+"/reveal", webtest.Fields("reason", ""), http.StatusUnprocessableEntity, "Say why")
	b.Post(person+"/reveal", webtest.Fields("reason", "to arrange the visit"), http.StatusOK, "13912345678", "to arrange the visit")
	b.Get(person, http.StatusOK, "139****5678")
	b.Post(person+"/assign", webtest.Fields("once", "a", "role", "teacher", "organisation", string(s.school)), http.StatusSeeOther, person)
	b.Post(person+"/assign", webtest.Fields("once", "b", "role", "enterprise", "organisation", string(s.school)), http.StatusUnprocessableEntity, "not held in an organisation of the kind School")
	end := regexp.MustCompile(`/end\?role=([0-9a-f-]{36})`).FindStringSubmatch(b.Get(person, http.StatusOK))
	b.Post(person+"/end", webtest.Fields("role", end[1], "reason", "left"), http.StatusSeeOther, person)
	b.Post(person+"/reset", nil, http.StatusOK, "<code>")
	wang.Get("/", http.StatusSeeOther, SignInPath)
	b.Post(person+"/disable", nil, http.StatusSeeOther, person)
	b.Get(person, http.StatusOK, "Closed", "Open account again")
	b.Post(person+"/enable", nil, http.StatusSeeOther, person)
}

// TestEveryPageSpeaksBothLanguages finds keys without a text by rendering.
func TestEveryPageSpeaksBothLanguages(t *testing.T) {
	s := open(t, false)
	boss := s.add("boss", access.Admin, s.body, true)
	for _, s.Language = range i18n.Languages {
		b := s.Browser()
		b.Get(SignInPath, http.StatusOK, "<h1>")
		b.Post(DemoPath, webtest.Fields("account", string(boss.Account.ID)), http.StatusSeeOther)
		for _, r := range s.pages.Routes() {
			if r.Method == http.MethodGet && r.Pattern != SignInPath {
				b.Get(strings.Replace(r.Pattern, "{id}", string(boss.Person.ID), 1), http.StatusOK, "<h1>")
			}
		}
	}
}
