package training_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/training"
)

var (
	lawNow   = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	lawToday = calendar.DateOf(lawNow)
	teacher  = access.Actor{Person: "p1", Role: access.Provider, Organisation: "college"}
	office   = access.Actor{Person: "p0", Role: access.Secretariat}
)

func book(t rapid.TB) *rule.Book {
	b, err := rule.Load(training.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// someone is the n-th invented person; the division 659999 was never issued.
func someone(n int) training.PersonData {
	number, err := code.CompleteIdentity(fmt.Sprintf("65999919900101%03d", n))
	if err != nil {
		panic(err)
	}
	return training.PersonData{Name: fmt.Sprintf("Person %d", n), IDNumber: number, Group: "farmer"}
}

func id(n int) record.ID { return record.ID(fmt.Sprintf("00000000-0000-7000-8000-%012d", n)) }

// town is every class with its roster, every person, and all facts: a naive
// account of the same, kept beside the decisions.
type town struct {
	t       *rapid.T
	book    *rule.Book
	classes []training.Dossier
	people  map[int]training.Trainee
	facts   []fact.Fact
	next    int
}

// note keeps the facts of a step as the ledger does.
func (w *town) note(c change.Change) {
	for _, f := range c.Facts {
		if f.ID == "" {
			w.next++
			f.ID = id(1_000_000 + w.next)
		}
		w.facts = append(w.facts, f)
	}
}

// dossier is a class as its keeper would find it.
func (w *town) dossier(i int) training.Dossier {
	d := w.classes[i]
	mine := map[record.ID]bool{d.ID: true}
	for _, e := range d.Roster {
		mine[e.ID] = true
	}
	d.Facts = nil
	for _, f := range fact.Standing(w.facts) {
		if mine[f.Record.ID] {
			d.Facts = append(d.Facts, f)
		}
	}
	return d
}

func (w *town) open() {
	n := len(w.classes)
	x := training.Content{
		Name: "C", Category: training.BasicQuality, Subsidised: n%2 == 0, Fund: "other", Hours: 8,
		Opens: lawToday.AddDays(-10 * (n + 1)), Closes: lawToday.AddDays(-10*(n+1) + rapid.IntRange(0, 8).Draw(w.t, "days")),
	}
	k, c, err := training.Register(training.RegisterCommand{ID: id(n), Number: fmt.Sprint(n), Provider: "college", Content: x}, office, lawNow)
	if err != nil {
		w.t.Fatal(err)
	}
	if rapid.Bool().Draw(w.t, "running") { // as if it had been filed here: results come later
		k.State, k.Registered, k.CompletedOn = training.Closing, false, calendar.Date{}
	}
	w.note(c)
	w.classes = append(w.classes, training.Dossier{Class: k})
}

// known is what the store would say of a person.
func (w *town) known(n int) training.Known {
	known := training.Known{Trainee: w.people[n]}
	for _, d := range w.classes {
		for _, e := range d.Roster {
			if e.Trainee == known.Trainee.ID {
				known.Places = append(known.Places, training.Place{Enrolment: e, In: d.Class})
			}
		}
	}
	return known
}

// join records a person in a registered class, or puts one on the roster of a
// class that waits for its results.
func (w *town) join(i, n int) {
	d := w.classes[i]
	w.next++
	cmd := training.EnrolCommand{ID: id(1000 + w.next), TraineeID: id(500 + n), PersonData: someone(n)}
	var e training.Enrolment
	var person training.Trainee
	var c change.Change
	var err error
	if d.State == training.Closing {
		running := d.Class
		running.State = training.Open
		e, person, c, err = training.Enrol(running, cmd, w.known(n), teacher, lawNow, w.book)
	} else {
		said := training.Outcome{Score: training.Unknown, Result: rapid.SampledFrom(append([]training.EnrolmentState{""}, training.Results...)).Draw(w.t, "result")}
		if said.Result == training.Passed && rapid.Bool().Draw(w.t, "paper") {
			said.CertificateNo = fmt.Sprint("Z", w.next)
		}
		var j training.Joined
		j, c, err = training.Record(d.Class, cmd, said, w.known(n), office, lawNow, w.book)
		e, person = j.Enrolment, j.Person
	}
	if err != nil || d.State != training.Closing && d.State != training.Completed {
		return
	}
	w.note(c)
	w.people[n] = person
	for at := range d.Roster {
		if d.Roster[at].ID == e.ID { // somebody is back
			d.Roster[at] = e
			w.classes[i] = d
			return
		}
	}
	d.Roster = append(d.Roster, e)
	d.Enrolled++
	w.classes[i] = d
}

// move takes a step of a class; what its state refuses leaves everything as it is.
func (w *town) move(i int) {
	d := w.dossier(i)
	var next training.Dossier
	var c change.Change
	var err error
	switch rapid.SampledFrom([]string{"grade", "complete", "certify", "reopen", "reverse", "cancel", "strike"}).Draw(w.t, "step") {
	case "grade":
		var grades []training.Grade
		for _, e := range d.Roster {
			if e.State != training.Withdrawn {
				grades = append(grades, training.Grade{Enrolment: e.ID, Result: rapid.SampledFrom(training.Results).Draw(w.t, "grade"), Score: 70, Hours: 8})
			}
		}
		next, c, err = training.EnterResults(d, grades, teacher, lawNow, w.book)
	case "complete":
		next, c, err = training.Complete(d, teacher, lawNow)
	case "certify":
		next, c, err = training.Certify(d, func() string { w.next++; return fmt.Sprint("code", w.next) }, teacher, lawNow)
	case "reopen":
		next, c, err = training.Reopen(d, "r", office, lawNow)
	case "reverse":
		next, c, err = training.Reverse(d, "r", office, lawNow)
	case "cancel":
		next, c, err = training.Cancel(d, "r", teacher, lawNow)
	case "strike":
		next, c, err = w.strike(d)
	}
	if err == nil {
		w.note(c)
		w.classes[i] = next
	}
}

// strike takes somebody off the roster of a class that is not cancelled.
func (w *town) strike(d training.Dossier) (training.Dossier, change.Change, error) {
	if len(d.Roster) == 0 || d.State == training.Cancelled {
		return d, change.Change{}, fmt.Errorf("nobody to strike off")
	}
	at := rapid.IntRange(0, len(d.Roster)-1).Draw(w.t, "who")
	p := training.Place{Enrolment: d.Roster[at], In: d.Class}
	e, c, err := training.Strike(p, d.Facts, "r", office, lawNow)
	if err != nil {
		return d, c, err
	}
	d.Roster = append([]training.Enrolment(nil), d.Roster...)
	d.Roster[at] = e
	d.Enrolled--
	return d, c, nil
}

// recount counts the records, without a look at any fact.
func (w *town) recount() map[string]int64 {
	got, persons := map[string]int64{}, map[record.ID]bool{}
	for _, d := range w.classes {
		if d.State == training.Cancelled {
			continue
		}
		got["training.classes"]++
		for _, e := range d.Roster {
			if !e.OnRoster() {
				continue
			}
			if e.Certified() {
				got["training.certificates"]++
			}
			if d.State != training.Completed {
				continue
			}
			got["training.person_times"]++
			persons[e.Trainee] = true
			if d.Subsidised {
				got["training.person_times.subsidised"]++
			} else {
				got["training.person_times.unsubsidised"]++
			}
		}
	}
	got["training.persons"] = int64(len(persons))
	return got
}

// TestFiguresEqualANaiveRecount walks through random histories with corrections.
func TestFiguresEqualANaiveRecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &town{t: t, book: book(t), people: map[int]training.Trainee{}}
		w.open()
		for range rapid.IntRange(5, 60).Draw(t, "steps") {
			i := rapid.IntRange(0, len(w.classes)-1).Draw(t, "class")
			switch rapid.SampledFrom([]string{"open", "join", "join", "join", "move", "move"}).Draw(t, "what") {
			case "open":
				w.open()
			case "join":
				w.join(i, rapid.IntRange(0, 9).Draw(t, "person"))
			case "move":
				w.move(i)
			}
			w.compare()
		}
	})
}

func (w *town) compare() {
	var groups []metric.Group
	for _, f := range w.facts {
		groups = append(groups, metric.Group{Kind: f.Kind, Scope: f.Scope, Owner: f.Owner, Subject: f.Subject, Dims: f.Dims, Quantity: f.Quantity, Facts: 1})
	}
	want := w.recount()
	for _, m := range training.Metrics() {
		if got := m.Compute(groups, metric.Slice{Scope: fact.ScopeConsortium}, calendar.Period{}).Value; got != want[m.Key] {
			w.t.Fatalf("%s is %d by the facts, %d by the records", m.Key, got, want[m.Key])
		}
	}
}
