package internshipweb_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/texts"
	"tongpin/internal/internship"
	"tongpin/internal/internship/internshipdb"
	"tongpin/internal/internship/internshipweb"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
)

const (
	school record.ID = "01900000-0000-7000-8000-0000000000b1"
	host   record.ID = "01900000-0000-7000-8000-0000000000b2"
)

func actor(role access.Role, org record.ID) access.Actor {
	return access.Actor{Consortium: dbtest.Home, Person: record.Derived(org, string(role)), Name: "Somebody", Role: role, Organisation: org}
}

var dean, clerk, hr = actor(access.Dean, school), actor(access.Secretariat, ""), actor(access.Enterprise, host)

// house is the pages behind their real shell, on a real database.
type house struct {
	*testing.T
	handler http.Handler
	actor   access.Actor
}

func newHouse(t *testing.T) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		for id, kind := range map[record.ID]organisation.Kind{school: organisation.School, host: organisation.Enterprise} {
			if err := organisationdb.Save(tx, organisation.Organisation{ID: id, Name: "Unit " + string(kind), Kind: kind}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := i18n.Load(internshipweb.Texts(), web.Texts(), texts.FS, code.Texts, sheet.Catalogues())
	if err != nil {
		t.Fatal(err)
	}
	book, err := rule.Load(internship.Rules())
	if err != nil {
		t.Fatal(err)
	}
	h, table, log := &house{T: t}, access.NewTable(internship.Grants()), slog.New(slog.DiscardHandler)
	mux := web.NewMux(log, "/signin", func(r *http.Request, action string) error {
		if table.Reach(access.Must(r.Context()), access.Action(action)) == access.None {
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return nil
	})
	mux.Add(internshipweb.New(internship.NewService(internshipdb.New(d), table, now, book, nil)).Routes()...)
	seated := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(access.With(db.In(r.Context(), dbtest.Home), h.actor)))
	})
	h.handler = web.Shell{Catalogue: catalogue, Clock: now, Log: log, Secret: []byte("secret")}.Wrap(seated)
	return h
}

func (h *house) as(a access.Actor) *house {
	h.actor = a
	return h
}

// bare is a key that no catalogue translated.
var bare = regexp.MustCompile(`>[^<]*\b(internship|enum|did|unit|nav|rule|record)\.[a-z_]+\.?[a-z_.]*[^<]*<`)

func (h *house) send(method, path string, v url.Values, status int, holds ...string) *httptest.ResponseRecorder {
	h.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(v.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: string(i18n.English)})
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	body := w.Body.String()
	if w.Code != status {
		h.Fatalf("%s: status %d, want %d\n%s", path, w.Code, status, body)
	}
	for _, s := range holds {
		if !strings.Contains(body, s) {
			h.Errorf("%s does not hold %q:\n%s", path, s, body)
		}
	}
	if key := bare.FindString(body); key != "" {
		h.Errorf("%s shows a bare key: %s", path, key)
	}
	return w
}

func (h *house) get(path string, holds ...string) string {
	h.Helper()
	return h.send(http.MethodGet, path, nil, http.StatusOK, holds...).Body.String()
}

var hidden = regexp.MustCompile(`name="(once|version)" value="([^"]*)"`)

// fill opens a form and sends it with some fields.
func (h *house) fill(page, target string, v url.Values, status int, holds ...string) string {
	h.Helper()
	for _, m := range hidden.FindAllStringSubmatch(h.get(page), -1) {
		v.Set(m[1], m[2])
	}
	return h.send(http.MethodPost, target, v, status, holds...).Header().Get("Location")
}

func entered() url.Values {
	today := calendar.DateOf(dbtest.Start)
	number, err := code.CompleteIdentity("65999920060101001")
	if err != nil {
		panic(err)
	}
	return url.Values{
		"name": {"Sample Student"}, "id_number": {number}, "host": {string(host)}, "post": {"Fitter"}, "nature": {"at_post"}, "from": {today.AddDays(-5).String()},
		"until": {today.AddDays(170).String()}, "days": {"mon", "wed"}, "starts": {"09:30"}, "ends": {"18:00"}, "hours": {"8"}, "class": {"2024"},
	}
}

func TestAnInternshipOnThePages(t *testing.T) {
	h := newHouse(t).as(dean)
	wrong := entered()
	wrong.Set("hours", "12")
	wrong.Set("starts", "soon")
	h.fill("/internships/new", "/internships", wrong, http.StatusUnprocessableEntity, "Write the time like 9:30", `value="12"`)
	path := h.fill("/internships/new", "/internships", entered(), http.StatusSeeOther)
	page := h.get(path, "Fitter", "Under way", "Monday, Wednesday 09:30–18:00, 8 hours a day", "Registered the internship", "Began")
	if strings.Contains(page, "Sample Student") {
		t.Error("the student is named in clear")
	}
	h.get("/internships", "Fitter", "Unit enterprise")
	longer := entered()
	longer.Set("post", "Welder")
	longer.Del("name")
	h.fill(path+"/edit", path+"/edit", longer, http.StatusSeeOther)
	moved := entered()
	moved.Set("from", calendar.DateOf(dbtest.Start).String())
	h.fill(path+"/edit", path+"/edit", moved, http.StatusUnprocessableEntity, "the first day and the nature stay")
	h.fill(path+"/reveal", path+"/reveal", url.Values{"purpose": {""}}, http.StatusUnprocessableEntity)
	h.fill(path+"/reveal", path+"/reveal", url.Values{"purpose": {"contract"}}, http.StatusOK, "Sample Student", "contract")
	h.fill(path+"/end_early", path+"/end_early", url.Values{"on": {calendar.DateOf(dbtest.Start).String()}, "reason": {""}}, http.StatusUnprocessableEntity)
	h.fill(path+"/end_early", path+"/end_early", url.Values{"on": {calendar.DateOf(dbtest.Start).String()}, "reason": {"ill"}}, http.StatusSeeOther)
	h.get(path, "Ended early", "ill")
	h.send(http.MethodGet, path+"/edit", nil, http.StatusConflict)
	h.as(hr).get(path, "Welder")
	h.send(http.MethodGet, path+"/call_off", nil, http.StatusForbidden)
	h.as(actor(access.Dean, host)).send(http.MethodGet, path, nil, http.StatusNotFound)
	h.as(clerk).fill(path+"/erase", path+"/erase", url.Values{"reason": {"asked"}}, http.StatusSeeOther)
	h.get(path, "(personal data erased)")
	h.fill(path+"/call_off", path+"/call_off", url.Values{"reason": {"never came"}}, http.StatusSeeOther)
	h.get(path, "Called off", "never came")
}

func TestTheSecretariatNamesTheSchool(t *testing.T) {
	h := newHouse(t).as(clerk)
	h.fill("/internships/new", "/internships", entered(), http.StatusUnprocessableEntity)
	v := entered()
	v.Set("school", string(school))
	page := h.get(h.fill("/internships/new", "/internships", v, http.StatusSeeOther))
	if !strings.Contains(page, "Unit school") {
		t.Error(fmt.Sprint("the school is not named: ", page))
	}
}
