package internship

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

// The longest texts, in characters.
const (
	MaxName = 60
	MaxText = 100
)

// longest is how many days an internship can take; more is a slip of the pen.
const longest = 2 * 366

// PersonData is what is entered about a student.
type PersonData struct{ Name, IDNumber string }

// read brings the data to its usual form and finds all that is wrong.
func (p PersonData) read(today calendar.Date) (Identity, error) {
	var wrong fault.List
	id := Identity{Name: code.Name(p.Name)}
	if id.Name == "" || len([]rune(id.Name)) > MaxName {
		wrong.Add("name", p.Name, "internship.name")
	}
	r, err := code.ParseIdentity("id_number", p.IDNumber, today)
	wrong.Append(err)
	id.IDNumber, id.BirthOn, id.Sex = r.Number, r.Born, "male"
	if r.Female {
		id.Sex = "female"
	}
	return id, wrong.Err()
}

// read brings what was entered to its usual form and finds all that is wrong.
func (x Content) read() (Content, error) {
	var wrong fault.List
	if x.Host == "" {
		wrong.Add("host", "", "internship.required")
	}
	if x.Nature == "" {
		x.Nature = AtPost
	}
	if !slices.Contains(Natures, x.Nature) {
		wrong.Add("nature", x.Nature, "internship.nature")
	}
	for _, f := range []struct {
		name     string
		text     *string
		required bool
	}{{"post", &x.Post, true}, {"class", &x.Class, false}, {"agreement", &x.Agreement, false}, {"exception", &x.Exception, false}} {
		*f.text = strings.TrimSpace(*f.text)
		if f.required && *f.text == "" {
			wrong.Add(f.name, "", "internship.required")
		}
		if len([]rune(*f.text)) > MaxText {
			wrong.Add(f.name, *f.text, "internship.long", "max", MaxText)
		}
	}
	x.times(&wrong)
	return x, wrong.Err()
}

// times finds what is wrong with days and hours, and puts the days in order.
func (x *Content) times(wrong *fault.List) {
	switch {
	case x.From.Zero():
		wrong.Add("from", "", "internship.required")
	case x.Until.Zero():
		wrong.Add("until", "", "internship.required")
	case x.Until.Before(x.From) || x.From.DaysUntil(x.Until) > longest:
		wrong.Add("until", x.Until.String(), "internship.until", "days", longest)
	}
	said := x.Days
	x.Days = slices.DeleteFunc(slices.Clone(Weekdays), func(d string) bool { return !slices.Contains(said, d) })
	if len(x.Days) == 0 {
		wrong.Add("days", "", "internship.required")
	}
	if x.Starts < 0 || x.Ends > 24*60 || x.Ends <= x.Starts {
		wrong.Add("ends", calendar.Clock(x.Ends), "internship.times")
	}
	if x.Hours < 1 || 60*x.Hours > x.Ends-x.Starts {
		wrong.Add("hours", "", "internship.hours")
	}
}

// RegisterCommand registers an internship. The ids are made by the caller; a
// student who is known keeps the own id.
type RegisterCommand struct {
	ID      record.ID
	Student record.ID
	School  record.ID
	PersonData
	Content
	Sample bool
}

// Known is what is known of a student before the step: the person, and the
// internships that were not called off; nothing of a new one.
type Known struct {
	Student Student
	Places  []Internship
}

// Register enters an internship, and counts at once what of it is over.
func Register(cmd RegisterCommand, n Known, a access.Actor, now time.Time, book *rule.Book) (Internship, change.Change, error) {
	c := change.By(a, now)
	var wrong fault.List
	id, err := cmd.PersonData.read(c.Today())
	wrong.Append(err)
	content, err := cmd.Content.read()
	wrong.Append(err)
	if n.Student.ID != "" && err == nil && id.Name != n.Student.Name {
		wrong.Add("name", cmd.Name, "internship.other_name")
	}
	if err := wrong.Err(); err != nil {
		return Internship{}, c, err
	}
	x := Internship{ID: cmd.ID, Content: content, Student: n.Student, School: cmd.School, State: Flow.Start, Sample: cmd.Sample, CreatedAt: now}
	if x.Student.ID == "" {
		x.Student = Student{ID: cmd.Student, Sample: cmd.Sample, CreatedAt: now}
	}
	x.Student.Identity = id
	if err := x.judge(n, book, now); err != nil {
		return x, c, err
	}
	c.Log(x.Ref(), VerbRegister)
	x.pass(&c)
	return x, c, nil
}

// judge tests an internship against the rules, and against the others of the
// student: nobody is in two places at once.
func (x *Internship) judge(n Known, book *rule.Book, now time.Time) error {
	for _, other := range n.Places {
		if other.ID != x.ID && other.Shift().Clashes(x.Shift()) {
			return fault.Wrong("from", x.From.String(), "internship.clash", "host", other.HostName, "from", other.From.String(), "until", other.Shift().To.String())
		}
	}
	x.Findings, x.UpdatedAt = Findings(x.Content, x.Student.BirthOn, book), now
	return rule.Barred(x.Findings, x.Exception)
}

// Edit changes what was entered. Of one that is under way the first day and the
// nature stay: they are counted.
func Edit(x Internship, content Content, n Known, a access.Actor, now time.Time, book *rule.Book) (Internship, change.Change, error) {
	c := change.By(a, now)
	if _, err := Flow.Next(x.State, VerbEdit); err != nil {
		return x, c, err
	}
	content, err := content.read()
	if err != nil {
		return x, c, err
	}
	if x.State == UnderWay && (content.From != x.From || content.Nature != x.Nature) {
		return x, c, fault.Wrong("from", content.From.String(), "internship.counted", "from", x.From.String())
	}
	next := x
	next.Content = content
	if err := next.judge(n, book, now); err != nil {
		return x, c, err
	}
	c.Log(x.Ref(), VerbEdit)
	next.pass(&c)
	return next, c, nil
}
