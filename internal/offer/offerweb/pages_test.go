package offerweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/webtest"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerdb"
	"tongpin/internal/offer/offerweb"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
)

const (
	collegeID = record.ID("01900000-0000-7000-8000-0000000000b1")
	academyID = record.ID("01900000-0000-7000-8000-0000000000b2")
)

func actor(role access.Role, org record.ID) access.Actor {
	return access.Actor{Consortium: dbtest.Home, Person: record.Derived(org, string(role)), Name: "Somebody", Role: role, Organisation: org, OrganisationKind: organisation.School}
}

var dean, rival, clerk, hr = actor(access.Dean, collegeID), actor(access.Dean, academyID), actor(access.Secretariat, ""), actor(access.Enterprise, "")

func newHouse(t *testing.T) *webtest.House {
	t.Helper()
	h := webtest.New(t, offer.Grants(), offerweb.Texts())
	for _, id := range []record.ID{collegeID, academyID} {
		h.Keep(organisation.Organisation{ID: id, Name: "School " + string(id[34:]), Kind: organisation.School})
	}
	h.Serve(offerweb.New(offer.NewService(offerdb.New(h.DB), h.Table, h.Now)))
	return h
}

func welding() url.Values {
	return url.Values{"once": {"k1"}, "code": {"660105"}, "name": {"Welding"}, "years": {"3"}, "occupations": {"6-18-02-04"}, "skills": {"arc, gas"}}
}

func class() url.Values {
	return url.Values{"once": {"k2"}, "name": {"2024"}, "start_on": {"2024-09-01"}, "graduate_on": {"2027-06-30"}, "students": {"40"}, "available": {"30"}}
}

func TestASchoolKeepsItsOffers(t *testing.T) {
	h := newHouse(t).As(dean)
	h.Post("/programmes", url.Values{"code": {"123"}}, http.StatusUnprocessableEntity, `href="#f-code"`, `href="#f-name"`)
	p := h.Post("/programmes", welding(), http.StatusSeeOther)
	if again := h.Post("/programmes", welding(), http.StatusSeeOther); again != p {
		t.Errorf("a double click leads to %s, not to %s", again, p)
	}
	twin := welding()
	twin.Set("once", "k3")
	h.Post("/programmes", twin, http.StatusUnprocessableEntity, `href="#f-code"`)
	c := h.Post(p+"/cohorts", class(), http.StatusSeeOther)
	h.Get(c, http.StatusOK, "30", "Jun 2027")
	h.Get(p, http.StatusOK, "30 of 40 available", "Secondary vocational")
	h.Post(p+"/close", url.Values{"version": {"1"}, "reason": {"ends"}}, http.StatusUnprocessableEntity)

	v := class()
	v.Set("version", "1")
	v.Set("available", "41")
	h.Post(c+"/edit", v, http.StatusUnprocessableEntity, `href="#f-available"`)
	v.Set("available", "12")
	h.Post(c+"/edit", v, http.StatusSeeOther)
	h.Post(c+"/confirm", url.Values{"version": {"2"}}, http.StatusSeeOther)
	h.Post(c+"/close", url.Values{"version": {"3"}}, http.StatusUnprocessableEntity, `href="#f-reason"`)
	h.Post(c+"/close", url.Values{"version": {"3"}, "reason": {"placed"}}, http.StatusSeeOther)
	h.Get(c, http.StatusOK, "placed", "Reopen")
	h.Post(c+"/reopen", url.Values{"version": {"4"}}, http.StatusSeeOther)

	h.As(rival).Get(c, http.StatusOK, "Welding")
	h.Get(c+"/edit", http.StatusForbidden)
	h.Post(c+"/close", url.Values{"version": {"5"}, "reason": {"envy"}}, http.StatusForbidden)
	h.As(hr).Get("/cohorts?q=weld", http.StatusOK, "Welding")
	h.Get("/programmes/new", http.StatusForbidden)
}

func TestPagesInBothLanguages(t *testing.T) {
	h := newHouse(t).As(dean)
	p := h.Post("/programmes", welding(), http.StatusSeeOther)
	c := h.Post(p+"/cohorts", class(), http.StatusSeeOther)
	for _, h.Language = range i18n.Languages {
		h.As(dean)
		for _, path := range []string{
			"/programmes", "/programmes?level=secondary&category=6&sort=-name", "/programmes/new", p, p + "/edit", p + "/close", p + "/confirm", p + "/cohorts/new",
			"/cohorts", "/cohorts?state=active", c, c + "/edit", c + "/close",
		} {
			h.Get(path, http.StatusOK)
		}
		h.As(clerk).Get("/programmes/new", http.StatusOK, "School b1")
	}
	h.Post("/programmes", url.Values{"code": {"660103"}, "name": {"x"}, "years": {"3"}}, http.StatusUnprocessableEntity, `href="#f-school"`)
}

// What is put together at run time from declared values must have its text.
func TestEveryValueHasItsText(t *testing.T) {
	texts := newHouse(t).Catalogue
	for _, lang := range i18n.Languages {
		l := texts.In(lang)
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
