package internshipweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/webtest"
	"tongpin/internal/internship"
	"tongpin/internal/internship/internshipdb"
	"tongpin/internal/internship/internshipweb"
	"tongpin/internal/platform/dbtest"
)

const (
	school record.ID = "01900000-0000-7000-8000-0000000000b1"
	host   record.ID = "01900000-0000-7000-8000-0000000000b2"
)

func actor(role access.Role, org record.ID) access.Actor {
	return access.Actor{Consortium: dbtest.Home, Person: record.Derived(org, string(role)), Name: "Somebody", Role: role, Organisation: org}
}

var dean, clerk, hr = actor(access.Dean, school), actor(access.Secretariat, ""), actor(access.Enterprise, host)

var today = calendar.DateOf(dbtest.Start)

func newHouse(t *testing.T) *webtest.House {
	t.Helper()
	h := webtest.New(t, internship.Grants(), internshipweb.Texts())
	for id, kind := range map[record.ID]organisation.Kind{school: organisation.School, host: organisation.Enterprise} {
		h.Keep(organisation.Organisation{ID: id, Name: "Unit " + string(kind), Kind: kind})
	}
	book, err := rule.Load(internship.Rules())
	if err != nil {
		t.Fatal(err)
	}
	h.Serve(internshipweb.New(internship.NewService(internshipdb.New(h.DB), h.Table, h.Now, book, nil)))
	return h
}

func entered() url.Values {
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
	h := newHouse(t).As(dean)
	const form = "/internships/new"
	wrong := entered()
	wrong.Set("hours", "12")
	wrong.Set("starts", "soon")
	h.Has(h.Send(form, wrong, http.StatusUnprocessableEntity), "Write the time like 9:30", `value="12"`)
	path := h.Send(form, entered(), http.StatusSeeOther)
	page := h.Get(path, http.StatusOK, "Fitter", "Under way", "Monday, Wednesday 09:30–18:00, 8 hours a day", "Registered the internship", "Began")
	h.Lacks(page, "Sample Student")
	h.Get("/internships", http.StatusOK, "Fitter", "Unit enterprise")
	longer, moved := entered(), entered()
	longer.Set("post", "Welder")
	h.Send(path+"/edit", longer, http.StatusSeeOther)
	moved.Set("from", today.String())
	h.Has(h.Send(path+"/edit", moved, http.StatusUnprocessableEntity), "the first day and the nature stay")
	h.Send(path+"/reveal", webtest.Fields("purpose", ""), http.StatusUnprocessableEntity)
	h.Has(h.Send(path+"/reveal", webtest.Fields("purpose", "contract"), http.StatusOK), "Sample Student", "contract")
	h.Send(path+"/end_early", webtest.Fields("on", today.String(), "reason", ""), http.StatusUnprocessableEntity)
	h.Send(path+"/end_early", webtest.Fields("on", today.String(), "reason", "ill"), http.StatusSeeOther)
	h.Get(path, http.StatusOK, "Ended early", "ill")
	h.Get(path+"/edit", http.StatusConflict)
	h.As(hr).Get(path, http.StatusOK, "Welder")
	h.Get(path+"/call_off", http.StatusForbidden)
	h.As(actor(access.Dean, host)).Get(path, http.StatusNotFound)
	h.As(clerk).Send(path+"/erase", webtest.Fields("reason", "asked"), http.StatusSeeOther)
	h.Get(path, http.StatusOK, "(personal data erased)")
	h.Send(path+"/call_off", webtest.Fields("reason", "never came"), http.StatusSeeOther)
	h.Get(path, http.StatusOK, "Called off", "never came")
}

func TestTheSecretariatNamesTheSchool(t *testing.T) {
	h := newHouse(t).As(clerk)
	h.Send("/internships/new", entered(), http.StatusUnprocessableEntity)
	v := entered()
	v.Set("school", string(school))
	h.Get(h.Send("/internships/new", v, http.StatusSeeOther), http.StatusOK, "Unit school")
}
