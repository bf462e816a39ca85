package offerweb_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/texts"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerdb"
	"tongpin/internal/offer/offerweb"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
)

const (
	collegeID = record.ID("01900000-0000-7000-8000-0000000000b1")
	academyID = record.ID("01900000-0000-7000-8000-0000000000b2")
)

func actor(role access.Role, org record.ID) access.Actor {
	return access.Actor{Consortium: dbtest.Home, Person: record.Derived(org, string(role)), Name: "Somebody", Role: role, Organisation: org, OrganisationKind: organisation.School}
}

var dean, rival, clerk, hr = actor(access.Dean, collegeID), actor(access.Dean, academyID), actor(access.Secretariat, ""), actor(access.Enterprise, "")

// house is the pages behind their real shell, on a real database.
type house struct {
	*testing.T
	handler http.Handler
	actor   access.Actor
	lang    i18n.Language
}

func catalogue(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(offerweb.Texts(), web.Texts(), texts.FS, code.Texts, sheet.Catalogues())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newHouse(t *testing.T) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		for _, id := range []record.ID{collegeID, academyID} {
			if err := organisationdb.Save(tx, organisation.Organisation{ID: id, Name: "School " + string(id[34:]), Kind: organisation.School}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h, table, log := &house{T: t, lang: i18n.English}, access.NewTable(offer.Grants()), slog.New(slog.DiscardHandler)
	mux := web.NewMux(log, "/signin", func(r *http.Request, action string) error {
		if table.Reach(access.Must(r.Context()), access.Action(action)) == access.None {
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return nil
	})
	mux.Add(offerweb.New(offer.NewService(offerdb.New(d), table, now)).Routes()...)
	seated := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(access.With(db.In(r.Context(), dbtest.Home), h.actor)))
	})
	h.handler = web.Shell{Catalogue: catalogue(t), Clock: now, Log: log, Secret: []byte("secret")}.Wrap(seated)
	return h
}

func (h *house) as(a access.Actor) *house {
	h.actor = a
	return h
}

var visible = regexp.MustCompile(`>[^<]*\b(offer|programme|cohort|enum|did|unit|nav)\.[a-z_]+\.?[a-z_.]*[^<]*<`)

func (h *house) send(method, path string, v url.Values, status int, holds ...string) *httptest.ResponseRecorder {
	h.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(v.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: string(h.lang)})
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
	if key := visible.FindString(body); key != "" {
		h.Errorf("%s shows a key without text: %s", path, key)
	}
	return w
}

func (h *house) get(path string, status int, holds ...string) {
	h.Helper()
	h.send(http.MethodGet, path, nil, status, holds...)
}

func (h *house) post(path string, v url.Values, status int, holds ...string) string {
	h.Helper()
	return h.send(http.MethodPost, path, v, status, holds...).Header().Get("Location")
}

func welding() url.Values {
	return url.Values{"once": {"k1"}, "code": {"660105"}, "name": {"Welding"}, "years": {"3"}, "occupations": {"6-18-02-04"}, "skills": {"arc, gas"}}
}

func class() url.Values {
	return url.Values{"once": {"k2"}, "name": {"2024"}, "start_on": {"2024-09-01"}, "graduate_on": {"2027-06-30"}, "students": {"40"}, "available": {"30"}}
}

func TestASchoolKeepsItsOffers(t *testing.T) {
	h := newHouse(t).as(dean)
	h.post("/programmes", url.Values{"code": {"123"}}, http.StatusUnprocessableEntity, `href="#f-code"`, `href="#f-name"`)
	p := h.post("/programmes", welding(), http.StatusSeeOther)
	if again := h.post("/programmes", welding(), http.StatusSeeOther); again != p {
		t.Errorf("a double click leads to %s, not to %s", again, p)
	}
	twin := welding()
	twin.Set("once", "k3")
	h.post("/programmes", twin, http.StatusUnprocessableEntity, `href="#f-code"`)
	c := h.post(p+"/cohorts", class(), http.StatusSeeOther)
	h.get(c, http.StatusOK, "30", "Jun 2027")
	h.get(p, http.StatusOK, "30 of 40 available", "Secondary vocational")
	h.post(p+"/close", url.Values{"version": {"1"}, "reason": {"ends"}}, http.StatusUnprocessableEntity)

	v := class()
	v.Set("version", "1")
	v.Set("available", "41")
	h.post(c+"/edit", v, http.StatusUnprocessableEntity, `href="#f-available"`)
	v.Set("available", "12")
	h.post(c+"/edit", v, http.StatusSeeOther)
	h.post(c+"/confirm", url.Values{"version": {"2"}}, http.StatusSeeOther)
	h.post(c+"/close", url.Values{"version": {"3"}}, http.StatusUnprocessableEntity, `href="#f-reason"`)
	h.post(c+"/close", url.Values{"version": {"3"}, "reason": {"placed"}}, http.StatusSeeOther)
	h.get(c, http.StatusOK, "placed", "Reopen")
	h.post(c+"/reopen", url.Values{"version": {"4"}}, http.StatusSeeOther)

	h.as(rival).get(c, http.StatusOK, "Welding")
	h.get(c+"/edit", http.StatusForbidden)
	h.post(c+"/close", url.Values{"version": {"5"}, "reason": {"envy"}}, http.StatusForbidden)
	h.as(hr).get("/cohorts?q=weld", http.StatusOK, "Welding")
	h.get("/programmes/new", http.StatusForbidden)
}

func TestPagesInBothLanguages(t *testing.T) {
	h := newHouse(t).as(dean)
	p := h.post("/programmes", welding(), http.StatusSeeOther)
	c := h.post(p+"/cohorts", class(), http.StatusSeeOther)
	for _, h.lang = range i18n.Languages {
		h.as(dean)
		for _, path := range []string{
			"/programmes", "/programmes?level=secondary&category=6&sort=-name", "/programmes/new", p, p + "/edit", p + "/close", p + "/confirm", p + "/cohorts/new",
			"/cohorts", "/cohorts?state=active", c, c + "/edit", c + "/close",
		} {
			h.get(path, http.StatusOK)
		}
		h.as(clerk).get("/programmes/new", http.StatusOK, "School b1")
	}
	h.post("/programmes", url.Values{"code": {"660103"}, "name": {"x"}, "years": {"3"}}, http.StatusUnprocessableEntity, `href="#f-school"`)
}

// What is put together at run time from declared values must have its text.
func TestEveryValueHasItsText(t *testing.T) {
	for _, lang := range i18n.Languages {
		l := catalogue(t).In(lang)
		var keys []string
		for _, m := range offer.Metrics() {
			keys = append(keys, "metric."+m.Key, "metric."+m.Key+".wording", "unit."+m.Unit)
		}
		for _, tr := range offer.CohortFlow.Transitions {
			keys = append(keys, "did.cohort."+tr.Verb, "did.programme."+tr.Verb)
		}
		for _, s := range offer.CohortFlow.States() {
			keys = append(keys, "cohort.state."+string(s), "programme.state."+string(s), "enum.offer_state."+string(s))
		}
		for _, key := range keys {
			if !l.Has(key) {
				t.Errorf("%s: no text for %s", lang, key)
			}
		}
		for _, layout := range []sheet.Layout{offer.ProgrammeLayout, offer.CohortLayout} {
			if err := layout.Check(l); err != nil {
				t.Errorf("%s: %v", lang, err)
			}
		}
	}
}
