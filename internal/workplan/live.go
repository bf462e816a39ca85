package workplan

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/fault"
)

// The steps on people's lists.
const (
	StepAdopt    = "adopt"    // the plan of a year, or its revision, waits for its decision
	StepConclude = "conclude" // the self-evaluation of a year is due
	StepExplain  = "explain"  // the light of an item is not green
	StepReport   = "report"   // an actual is due
)

// How long people have, in days [D].
const (
	explainDays  = 10
	reviseDays   = 30
	concludeDays = 31 // before the end of the year, from when on it can be concluded and people are reminded
	draftDays    = 45 // after the start of the year in which a missing plan is opened by itself
)

// Watch is what the program remembers of an item between two days: the light
// that its owner was last told of.
type Watch struct {
	Item  record.ID
	Plan  record.ID
	Light Light
	Why   string
	Since calendar.Date
	// The owner's explanation of this light; empty if none.
	Said   string
	SaidBy string
	SaidOn calendar.Date
}

// ReportCommand hands in an actual. ID is made by the caller.
type ReportCommand struct {
	ID    record.ID
	Item  record.ID
	On    calendar.Date
	Value int64
	Note  string
	File  file.File // the evidence
}

// Hand decides a report: the evidence is required, the day lies in the item's
// period and not in the future.
func Hand(p Plan, cmd ReportCommand, a access.Actor, now time.Time) (Report, change.Change, error) {
	c := change.By(a, now)
	i, err := p.reporting(cmd.Item, VerbReport)
	if err != nil {
		return Report{}, c, err
	}
	if i.Meter.Metric != "" {
		return Report{}, c, fault.Refuse("workplan.report.metric")
	}
	var l fault.List
	if cmd.On.After(c.Today()) || cmd.On.Before(i.FromOn) || cmd.On.After(i.ToOn) {
		l.Add("on", cmd.On.String(), "workplan.report.day", "from", i.FromOn.String(), "to", i.ToOn.String())
	}
	if cmd.Value < 0 || cmd.Value > MaxNumber {
		l.Add("value", strconv.FormatInt(cmd.Value, 10), "workplan.number", "max", int64(MaxNumber))
	}
	note := strings.TrimSpace(cmd.Note)
	if utf8.RuneCountInString(note) > MaxText {
		l.Add("note", note, "workplan.text", "least", 0, "most", MaxText)
	}
	if cmd.File.ID == "" {
		l.Add("file", "", "workplan.report.file")
	}
	if err := l.Err(); err != nil {
		return Report{}, c, err
	}
	c.Attach(cmd.File)
	c.Log(i.Ref(), VerbReport, "value", strconv.FormatInt(cmd.Value, 10), "unit", i.Unit, "on", cmd.On.String()).Message = note
	c.Close(i.Ref(), StepReport)
	return Report{ID: cmd.ID, Item: i.ID, On: cmd.On, Value: cmd.Value, Note: note, File: cmd.File.ID, By: a.Person, ByName: a.Name, At: now}, c, nil
}

// reporting is the item of the edition in force on which a step is taken.
func (p Plan) reporting(id record.ID, verb string) (Item, error) {
	if _, err := Flow.Next(p.State, verb); err != nil {
		return Item{}, err
	}
	i, ok := p.Item(id)
	if !ok || !i.Aim {
		return Item{}, fault.New(fault.NotFound, "record.not_found")
	}
	return i, nil
}

// Explain records why an item stands as it does.
func Explain(p Plan, w Watch, text string, a access.Actor, now time.Time) (Watch, change.Change, error) {
	c := change.By(a, now)
	i, err := p.reporting(w.Item, VerbExplain)
	if err != nil {
		return w, c, err
	}
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n < 1 || n > MaxText {
		return w, c, fault.Wrong("explanation", text, "workplan.text", "least", 1, "most", MaxText)
	}
	if w.Light != Amber && w.Light != Red {
		return w, c, fault.Refuse("workplan.explain.nothing")
	}
	w.Said, w.SaidBy, w.SaidOn = text, a.Name, c.Today()
	c.Log(i.Ref(), VerbExplain, "light", string(w.Light)).Message = text
	c.Close(i.Ref(), StepExplain)
	return w, c, nil
}

// Turn decides what a change of an item's light brings: the owner is asked to
// explain or to report, or is relieved. False if the light is what it was.
func Turn(p Plan, s Standing, w Watch, a access.Actor, now time.Time) (Watch, change.Change, bool) {
	c := change.By(a, now)
	if w.Light == s.Light && w.Why == s.Why {
		return w, c, false
	}
	i := s.Item
	next := Watch{Item: i.ID, Plan: p.ID, Light: s.Light, Why: s.Why, Since: c.Today()}
	if w.Light == s.Light && w.Said != "" { // the same light for another reason: what was said still holds
		next.Since, next.Said, next.SaidBy, next.SaidOn = w.Since, w.Said, w.SaidBy, w.SaidOn
	}
	if w.Light != s.Light && (w.Light != "" || s.Light != None) {
		c.Log(i.Ref(), VerbTurn, "light", string(s.Light), "why", s.Why)
	}
	c.Close(i.Ref(), StepExplain, StepReport)
	switch {
	case s.Light != Amber && s.Light != Red:
	case s.Why == whyUnreported || s.Why == whyOld:
		c.Open(i.todo(StepReport, c.Today().AddDays(explainDays)))
	case next.Said == "":
		c.Open(i.todo(StepExplain, c.Today().AddDays(explainDays)))
	}
	return next, c, true
}

func (i Item) todo(step string, due calendar.Date) todo.Item {
	t := todo.Item{Record: i.Ref(), Step: step, Args: change.Pairs("number", i.Number, "title", i.Title), Organisation: i.Owner, DueOn: due, EscalateTo: access.Secretariat}
	if i.Owner == "" {
		t.Role, t.EscalateTo = access.Secretariat, access.Leader
	}
	return t
}

// day reads the month and day of a rule in a year.
func day(r rule.Rule, year int) calendar.Date {
	return calendar.On(year, time.Month(r.Params["month"]), int(r.Params["day"]))
}

// Missing opens the plan of a year that has none, at its start, so that the
// step has a place; it is due on the day of WP-003.
func Missing(id record.ID, title string, today calendar.Date, book *rule.Book, a access.Actor, now time.Time) (Plan, change.Change, bool) {
	r, ok := book.On("WP-003", today)
	first := calendar.On(today.Year, 1, 1)
	if !ok || first.DaysUntil(today) > draftDays {
		return Plan{}, change.Change{}, false
	}
	p, c, err := Start(DraftCommand{ID: id, Year: today.Year, Title: title}, a, now)
	if err != nil {
		return Plan{}, change.Change{}, false
	}
	c.Open(p.due(StepAdopt, day(r, today.Year)))
	return p, c, true
}

func (p Plan) due(step string, on calendar.Date) todo.Item {
	return todo.Item{Record: p.Ref(), Step: step, Args: change.Pairs("year", strconv.Itoa(p.Year)), Role: access.Secretariat, DueOn: on, EscalateTo: access.Leader}
}

// Due reminds of the self-evaluation of an adopted plan, from a month before
// the day of WP-004 on. The step is opened once: told says whether it was.
func Due(p Plan, told bool, today calendar.Date, book *rule.Book, a access.Actor, now time.Time) (change.Change, bool) {
	r, ok := book.On("WP-004", today)
	c := change.By(a, now)
	if !ok || told || p.State == Draft || p.State == Concluded || today.Before(p.whole().To.AddDays(-concludeDays)) {
		return c, false
	}
	c.Open(p.due(StepConclude, day(r, p.Year)))
	return c, true
}
