package trainingweb_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/document"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/texts"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
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
	table    = access.NewTable(training.Grants())
)

// house is a small program around the pages.
type house struct {
	t       *testing.T
	handler http.Handler
	actor   access.Actor
	now     *clock.Set
}

func newHouse(t *testing.T) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		for id, name := range map[record.ID]string{college: "College", body: "Body"} {
			if err := organisationdb.Save(tx, organisation.Organisation{ID: id, Name: name, Kind: organisation.School}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := i18n.Load(web.Texts(), texts.FS, trainingweb.Texts(), document.Catalogues(), os.DirFS("../../core/sheet"), os.DirFS("../../core/code"))
	if err != nil {
		t.Fatal(err)
	}
	book, err := rule.Load(training.Rules())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, actor: provider, now: now}
	mux := web.NewMux(slog.New(slog.DiscardHandler), "/sign-in", func(r *http.Request, action string) error {
		if a := access.Must(r.Context()); table.Reach(a, access.Action(action)) == access.None {
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return nil
	})
	service := training.NewService(training.Options{Store: trainingdb.New(d), Table: table, Clock: now, Book: book})
	mux.Add(trainingweb.New(service, trainingweb.Options{Filing: document.Filing, Certificate: document.Certificate}).Routes()...)
	seat := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := recordweb.WithLinks(access.With(db.In(r.Context(), dbtest.Home), h.actor), func(record.Ref) string { return "/" })
		mux.ServeHTTP(w, r.WithContext(web.WithFrame(ctx, web.Frame{Consortium: "Home", Person: h.actor.Name})))
	})
	h.handler = web.Shell{Catalogue: catalogue, Clock: now, Log: slog.New(slog.DiscardHandler), Secret: []byte("x")}.Wrap(seat)
	return h
}

func (h *house) do(r *http.Request, want int) *httptest.ResponseRecorder {
	h.t.Helper()
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: "en"})
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	if w.Code != want {
		text := regexp.MustCompile(`(<[^>]*>|\s)+`).ReplaceAllString(w.Body.String(), " ")
		h.t.Fatalf("%s %s as %s: %d, want %d\n%s", r.Method, r.URL, h.actor.Name, w.Code, want, text[:min(len(text), 1500)])
	}
	return w
}

func (h *house) get(path string, want int) string {
	h.t.Helper()
	return h.do(httptest.NewRequest(http.MethodGet, path, nil), want).Body.String()
}

// hidden finds the hidden fields and set values of the form on a page.
var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// send opens a form, fills it in and sends it; it returns where that leads.
func (h *house) send(path string, fields map[string]string, want int) string {
	h.t.Helper()
	values := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(h.get(path, http.StatusOK), -1) {
		values.Set(m[1], m[2])
	}
	for name, value := range fields {
		values.Set(name, value)
	}
	r := httptest.NewRequest(http.MethodPost, strings.TrimSuffix(path, "/new"), strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.do(r, want).Header().Get("Location")
}

func (h *house) as(a access.Actor) *house { h.actor = a; return h }

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
	today := calendar.DateOf(h.now.Now())
	h.as(clerk).send("/providers/new", map[string]string{
		"organisation": "College", "document": "D-1", "from": today.AddDays(-9).String(), "permit.0.occupation": "6-30-05-05", "permit.0.levels": "junior",
	}, http.StatusSeeOther)
	opens := today.AddDays(10)
	class := strings.TrimSuffix(h.as(provider).send("/classes/new", map[string]string{
		"name": "Diggers", "category": "occupation", "occupation": "6-30-05-05", "level": "junior", "subsidised": "on", "fund": "employment_fund",
		"opens": opens.String(), "closes": opens.AddDays(1).String(), "hours": "16", "seats": "2", "place": "Base", "plan": "Plan",
	}, http.StatusSeeOther), "/timetable")
	h.send(class+"/file", nil, http.StatusUnprocessableEntity) // no timetable yet
	table := map[string]string{}
	for i := range 2 {
		row := fmt.Sprintf("session.%d.", i)
		table[row+"on"], table[row+"from"], table[row+"to"], table[row+"hours"], table[row+"topic"] = opens.AddDays(i).String(), "10:00", "16:30", "8", "T"
	}
	h.send(class+"/timetable", table, http.StatusSeeOther)
	for n := range 2 {
		h.send(class+"/people", map[string]string{"name": fmt.Sprint("Person ", n), "id_number": number(n), "phone": "13800001234"}, http.StatusSeeOther)
	}
	h.get(class+"/people", http.StatusOK)
	h.send(class+"/people", map[string]string{"name": "Late", "id_number": number(3)}, http.StatusUnprocessableEntity) // full
	h.send(class+"/file", nil, http.StatusSeeOther)
	h.get(class+"/approve", http.StatusForbidden)
	h.as(clerk).send(class+"/check", nil, http.StatusSeeOther)
	h.as(leader).send(class+"/approve", nil, http.StatusSeeOther)
	h.as(provider).send(class+"/begin", nil, http.StatusUnprocessableEntity) // not its day
	h.now.Advance(12 * 24 * time.Hour)
	h.send(class+"/begin", nil, http.StatusSeeOther)
	h.send(class+"/end", nil, http.StatusSeeOther)
	page := h.get(class+"?tab=roster", http.StatusOK)
	if strings.Contains(page, number(0)) || !strings.Contains(page, code.MaskIdentity(number(0))) {
		t.Error("the roster is not masked")
	}
	places := idForm.FindAllString(page[strings.Index(page, "<tbody"):], -1)
	grades := map[string]string{}
	for _, p := range places[:2] {
		field := "grade." + strings.TrimPrefix(p, "/places/") + "."
		grades[field+"result"], grades[field+"score"], grades[field+"hours"] = "passed", "80", "5"
	}
	h.send(class+"/results", grades, http.StatusUnprocessableEntity) // five hours of sixteen are too few
	for name := range grades {
		if strings.HasSuffix(name, "hours") {
			grades[name] = "16"
		}
	}
	h.send(class+"/results", grades, http.StatusSeeOther)
	h.send(class+"/complete", nil, http.StatusSeeOther)
	h.send(class+"/certify", nil, http.StatusSeeOther)
	h.papers(class, places[0])
	for _, path := range []string{class, places[0]} {
		h.as(rival)
		if path == class {
			if strings.Contains(h.get(path+"?tab=roster", http.StatusOK), "659999") {
				t.Error("a rival sees the roster")
			}
		} else {
			h.get(path, http.StatusNotFound)
		}
	}
	h.as(trainee).get(places[0], http.StatusNotFound)
}

// papers looks at what leaves the house.
func (h *house) papers(class, place string) {
	h.t.Helper()
	h.as(provider)
	certificate := h.get(place+"/certificate", http.StatusOK)
	if !strings.Contains(certificate, number(0)) && !strings.Contains(certificate, number(1)) {
		h.t.Error("the certificate does not say whose it is")
	}
	verification := regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`).FindString(certificate)
	proof := h.get("/certificates/"+verification, http.StatusOK)
	if !strings.Contains(proof, "JY-2026-") || strings.Contains(proof, "Person 0") || strings.Contains(proof, "659999") {
		h.t.Error("the proof lacks the number, or tells who it is")
	}
	h.get("/certificates/AAAA-AAAA-AAAA-AAAU", http.StatusUnprocessableEntity)
	for _, path := range []string{class + "/word", place + "/word"} {
		if word := h.get(path, http.StatusOK); !bytes.HasPrefix([]byte(word), []byte("PK")) {
			h.t.Errorf("%s is no Word document", path)
		}
	}
	h.get(class+"/print", http.StatusOK)
	story := h.get(class, http.StatusOK)
	if strings.Count(story, "Looked at the personal data of one person in clear") != 2 {
		h.t.Error("the printed certificates are not recorded")
	}
	r := httptest.NewRequest(http.MethodPost, class+"/reveal", strings.NewReader("purpose=check"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if page := h.do(r, http.StatusOK).Body.String(); !strings.Contains(page, number(0)) {
		h.t.Error("the roster is not shown in clear")
	}
	if !strings.Contains(h.get(class, http.StatusOK), "Looked at the roster in clear") {
		h.t.Error("that somebody looked is not recorded")
	}
}

// TestOccupationsAreFoundByUsualWords in the form and in the list.
func TestOccupationsAreFoundByUsualWords(t *testing.T) {
	h := newHouse(t)
	alias := "\u6316\u6398\u673a\u9a7e\u9a76\u5458" // the usual word for who drives an excavator
	if answer := h.get("/classes/occupation?occupation="+url.QueryEscape(alias), http.StatusOK); !strings.Contains(answer, "6-30-05-05") {
		t.Errorf("the word is answered with %s", answer)
	}
	today := calendar.DateOf(h.now.Now())
	h.send("/classes/new", map[string]string{
		"name": "Diggers", "category": "occupation", "occupation": alias, "level": "junior", "opens": today.String(), "closes": today.String(), "hours": "8", "seats": "2",
	}, http.StatusSeeOther)
	for word, want := range map[string]bool{alias: true, "6-30-05-05": true, "4-07-05-01": false} {
		if page := h.get("/classes?occupation="+url.QueryEscape(word), http.StatusOK); strings.Contains(page, "Diggers") != want {
			t.Errorf("the list by %q finds the class: %v, want %v", word, !want, want)
		}
	}
}
