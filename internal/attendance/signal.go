package attendance

import (
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/todo"
	"tongpin/internal/training"
)

// SignalKind is the record kind of signals.
const SignalKind record.Kind = "attendance_signal"

// SignalState is the state of a signal.
type SignalState string

// The states of a signal.
const (
	Open      SignalState = "open"
	Dismissed SignalState = "dismissed" // there is an explanation
	Upheld    SignalState = "upheld"    // it is as it looks
)

// SignalStates lists the states in the order in which people see them.
var SignalStates = []SignalState{Open, Upheld, Dismissed}

// The verbs of a signal.
const (
	VerbFind    = "find"
	VerbGrow    = "grow" // more evidence was found
	VerbDismiss = "dismiss"
	VerbUphold  = "uphold"
)

// SignalFlow is the table of all steps of a signal.
var SignalFlow = flow.Machine[SignalState]{
	Kind: SignalKind, Start: Open,
	Transitions: []flow.Transition[SignalState]{
		{Verb: VerbDismiss, From: []SignalState{Open, Upheld}, To: Dismissed},
		{Verb: VerbUphold, From: []SignalState{Open, Dismissed}, To: Upheld},
		{Verb: VerbGrow, From: []SignalState{Open, Dismissed, Upheld}, To: Open},
	},
}

// Evidence is one row that a signal rests on. It names no person: who an
// enrolment is, the roster tells, as long as the person is not erased.
type Evidence struct {
	Enrolment record.ID     `json:"enrolment,omitempty"`
	On        calendar.Date `json:"on"`
	Half      Half          `json:"half,omitempty"`
	At        time.Time     `json:"at"`
	Note      string        `json:"note,omitempty"` // a number, a class, a place
}

// Signal says that something does not fit, and why.
type Signal struct {
	ID         record.ID
	Version    int64
	Class      record.ID
	ClassName  string // read with the record
	Provider   string // name; read with the record
	Kind       string // of Kinds
	Finding    rule.Finding
	Evidence   []Evidence
	State      SignalState
	Reason     string
	FoundOn    calendar.Date
	DecidedAt  time.Time
	PersonName string // who decided
}

// Ref points at the signal.
func (s Signal) Ref() record.Ref { return record.Ref{Kind: SignalKind, ID: s.ID} }

// daysToJudge is how long the secretariat has to look at a signal. [D]
const daysToJudge = 5

// Merge brings what was found now together with what is known. A new signal
// opens; one with more evidence opens again; what is gone stays as it was, for
// a signal that a person has seen does not vanish.
func Merge(k training.Class, known, found []Signal, a access.Actor, now time.Time) ([]Signal, change.Change) {
	c := change.By(a, now)
	var save []Signal
	for _, f := range found {
		at := slices.IndexFunc(known, func(s Signal) bool { return s.ID == f.ID })
		if at < 0 {
			f.State, f.FoundOn = Open, c.Today()
			c.Log(f.Ref(), VerbFind)
			c.Open(f.todo(k, c.Today()))
			save = append(save, f)
			continue
		}
		s := known[at]
		if !grown(s.Evidence, f.Evidence) {
			continue
		}
		if s.State != Open {
			c.Open(f.todo(k, c.Today()))
		}
		s.Finding, s.Evidence, s.State = f.Finding, f.Evidence, Open
		c.Log(s.Ref(), VerbGrow)
		save = append(save, s)
	}
	return save, c
}

// grown tells whether there is evidence that was not there before.
func grown(before, now []Evidence) bool {
	return slices.ContainsFunc(now, func(e Evidence) bool {
		return !slices.ContainsFunc(before, func(o Evidence) bool { return o.same(e) })
	})
}

func (e Evidence) same(o Evidence) bool {
	return e.Enrolment == o.Enrolment && e.On == o.On && e.Half == o.Half && e.At.Equal(o.At) && e.Note == o.Note
}

func (s Signal) todo(k training.Class, today calendar.Date) todo.Item {
	return todo.Item{Record: s.Ref(), Step: "judge", Args: change.Pairs("name", k.Name, "kind", s.Kind), Role: access.Secretariat, DueOn: today.AddWorkingDays(daysToJudge)}
}

// Judge dismisses or upholds a signal; either way with a reason.
func Judge(s Signal, verb, why string, a access.Actor, now time.Time) (Signal, change.Change, error) {
	c := change.By(a, now)
	next, err := SignalFlow.Next(s.State, verb)
	if err != nil {
		return s, c, err
	}
	if err := reason(&why); err != nil {
		return s, c, err
	}
	s.State, s.Reason, s.DecidedAt, s.PersonName = next, why, now, a.Name
	c.Log(s.Ref(), verb).Message = why
	c.Log(record.Ref{Kind: training.ClassKind, ID: s.Class}, "signal_"+verb, "kind", s.Kind).Message = why
	c.Close(s.Ref(), "judge")
	return s, c, nil
}
