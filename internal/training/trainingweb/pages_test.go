package trainingweb_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/document"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingdb"
	"tongpin/internal/training/trainingweb"
)

const (
	college record.ID = "01900000-0000-7000-8000-0000000000b1"
	body    record.ID = "00000000-0000-7000-8000-000000000001" // of the Home consortium, see dbtest
)

func actor(n int, name string, role access.Role, o record.ID) access.Actor {
	return access.Actor{Consortium: dbtest.Home, Person: record.ID(fmt.Sprintf("01900000-0000-7000-8000-0000000000c%d", n)), Name: name, Role: role, Organisation: o, OrganisationName: "O"}
}

var (
	provider = actor(1, "Provider", access.Provider, college)
	clerk    = actor(2, "Clerk", access.Secretariat, body)
	leader   = actor(3, "Leader", access.Leader, body)
	rival    = actor(4, "Rival", access.Provider, body)
	trainee  = actor(5, "Trainee", access.Trainee, body)
)

// house is the pages of training around a small program.
type house struct{ *webtest.House }

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{webtest.New(t, training.Grants(), trainingweb.Texts())}
	for id, name := range map[record.ID]string{college: "College", body: "Body"} {
		h.Keep(organisation.Organisation{ID: id, Name: name, Kind: organisation.School})
	}
	book, err := rule.Load(training.Rules())
	if err != nil {
		t.Fatal(err)
	}
	service := training.NewService(training.Options{Store: trainingdb.New(h.DB), Table: h.Table, Clock: h.Now, Book: book})
	h.Serve(trainingweb.New(service, trainingweb.Options{Filing: document.Filing, Certificate: document.Certificate}))
	h.As(provider)
	return h
}

func number(n int) string {
	s, err := code.CompleteIdentity(fmt.Sprintf("65999919900101%03d", n))
	if err != nil {
		panic(err)
	}
	return s
}

var idForm = regexp.MustCompile(`/(classes|places|providers)/[0-9a-f-]{36}`)

// TestFromFilingToCertificate goes the way of a class through its pages, like a
// browser without scripts.
func TestFromFilingToCertificate(t *testing.T) {
	h := newHouse(t)
	today := calendar.DateOf(h.Now.Now())
	h.As(clerk).Send("/providers/new", webtest.Fields(
		"organisation", "College", "document", "D-1", "from", today.AddDays(-9).String(), "permit.0.occupation", "6-30-05-05", "permit.0.levels", "junior",
	), http.StatusSeeOther)
	opens := today.AddDays(10)
	class := strings.TrimSuffix(h.As(provider).Send("/classes/new", webtest.Fields(
		"name", "Diggers", "category", "occupation", "occupation", "6-30-05-05", "level", "junior", "subsidised", "on", "fund", "employment_fund",
		"opens", opens.String(), "closes", opens.AddDays(1).String(), "hours", "16", "seats", "2", "place", "Base", "plan", "Plan",
	), http.StatusSeeOther), "/timetable")
	h.Send(class+"/file", nil, http.StatusUnprocessableEntity) // no timetable yet
	table := url.Values{}
	for i := range 2 {
		row := fmt.Sprintf("session.%d.", i)
		maps.Copy(table, webtest.Fields(row+"on", opens.AddDays(i).String(), row+"from", "10:00", row+"to", "16:30", row+"hours", "8", row+"topic", "T"))
	}
	h.Send(class+"/timetable", table, http.StatusSeeOther)
	for n := range 2 {
		h.Send(class+"/people", webtest.Fields("name", fmt.Sprint("Person ", n), "id_number", number(n), "phone", "13800001234"), http.StatusSeeOther)
	}
	h.Get(class+"/people", http.StatusOK)
	h.Send(class+"/people", webtest.Fields("name", "Late", "id_number", number(3)), http.StatusUnprocessableEntity) // full
	h.Send(class+"/file", nil, http.StatusSeeOther)
	h.Get(class+"/approve", http.StatusForbidden)
	h.As(clerk).Send(class+"/check", nil, http.StatusSeeOther)
	h.As(leader).Send(class+"/approve", nil, http.StatusSeeOther)
	h.As(provider).Send(class+"/begin", nil, http.StatusUnprocessableEntity) // not its day
	h.Now.Advance(12 * 24 * time.Hour)
	h.Send(class+"/begin", nil, http.StatusSeeOther)
	h.Send(class+"/end", nil, http.StatusSeeOther)
	page := h.Get(class+"?tab=roster", http.StatusOK)
	if strings.Contains(page, number(0)) || !strings.Contains(page, code.MaskIdentity(number(0))) {
		t.Error("the roster is not masked")
	}
	places := idForm.FindAllString(page[strings.Index(page, "<tbody"):], -1)
	grades := url.Values{}
	for _, p := range places[:2] {
		field := "grade." + strings.TrimPrefix(p, "/places/") + "."
		maps.Copy(grades, webtest.Fields(field+"result", "passed", field+"score", "80", field+"hours", "5"))
	}
	h.Send(class+"/results", grades, http.StatusUnprocessableEntity) // five hours of sixteen are too few
	for name := range grades {
		if strings.HasSuffix(name, "hours") {
			grades.Set(name, "16")
		}
	}
	h.Send(class+"/results", grades, http.StatusSeeOther)
	h.Send(class+"/complete", nil, http.StatusSeeOther)
	h.Send(class+"/certify", nil, http.StatusSeeOther)
	h.papers(class, places[0])
	for _, path := range []string{class, places[0]} {
		h.As(rival)
		if path == class {
			if strings.Contains(h.Get(path+"?tab=roster", http.StatusOK), "659999") {
				t.Error("a rival sees the roster")
			}
		} else {
			h.Get(path, http.StatusNotFound)
		}
	}
	h.As(trainee).Get(places[0], http.StatusNotFound)
}

// papers looks at what leaves the house.
func (h *house) papers(class, place string) {
	h.Helper()
	h.As(provider)
	certificate := h.Get(place+"/certificate", http.StatusOK)
	if !strings.Contains(certificate, number(0)) && !strings.Contains(certificate, number(1)) {
		h.Error("the certificate does not say whose it is")
	}
	verification := regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`).FindString(certificate)
	proof := h.Get("/certificates/"+verification, http.StatusOK)
	if !strings.Contains(proof, "JY-2026-") || strings.Contains(proof, "Person 0") || strings.Contains(proof, "659999") {
		h.Error("the proof lacks the number, or tells who it is")
	}
	h.Get("/certificates/AAAA-AAAA-AAAA-AAAU", http.StatusUnprocessableEntity)
	for _, path := range []string{class + "/word", place + "/word"} {
		h.Has(h.Word(path), "Diggers")
	}
	h.Get(class+"/print", http.StatusOK)
	story := h.Get(class, http.StatusOK)
	if strings.Count(story, "Looked at the personal data of one person in clear") != 2 {
		h.Error("the printed certificates are not recorded")
	}
	if page := h.Post(class+"/reveal", webtest.Fields("purpose", "check"), http.StatusOK); !strings.Contains(page, number(0)) {
		h.Error("the roster is not shown in clear")
	}
	if !strings.Contains(h.Get(class, http.StatusOK), "Looked at the roster in clear") {
		h.Error("that somebody looked is not recorded")
	}
}

// TestOccupationsAreFoundByUsualWords in the form and in the list.
func TestOccupationsAreFoundByUsualWords(t *testing.T) {
	h := newHouse(t)
	alias := "\u6316\u6398\u673a\u9a7e\u9a76\u5458" // the usual word for who drives an excavator
	if answer := h.Get("/classes/occupation?occupation="+url.QueryEscape(alias), http.StatusOK); !strings.Contains(answer, "6-30-05-05") {
		t.Errorf("the word is answered with %s", answer)
	}
	today := calendar.DateOf(h.Now.Now())
	h.Send("/classes/new", webtest.Fields(
		"name", "Diggers", "category", "occupation", "occupation", alias, "level", "junior", "opens", today.String(), "closes", today.String(), "hours", "8", "seats", "2",
	), http.StatusSeeOther)
	for word, want := range map[string]bool{alias: true, "6-30-05-05": true, "4-07-05-01": false} {
		if page := h.Get("/classes?occupation="+url.QueryEscape(word), http.StatusOK); strings.Contains(page, "Diggers") != want {
			t.Errorf("the list by %q finds the class: %v, want %v", word, !want, want)
		}
	}
}
