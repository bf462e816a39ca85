package attendance

import (
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

// LeaveKind is the record kind of leaves.
const LeaveKind record.Kind = "attendance_leave"

// LeaveState is the state of a leave.
type LeaveState string

// The states of a leave.
const (
	Asked   LeaveState = "asked"
	Granted LeaveState = "granted"
	Refused LeaveState = "refused"
)

// The verbs of a leave.
const (
	VerbAsk    = "ask"
	VerbGrant  = "grant"
	VerbRefuse = "refuse"
)

// LeaveFlow is the table of all steps of a leave. A teacher may think again.
var LeaveFlow = flow.Machine[LeaveState]{
	Kind: LeaveKind, Start: Asked,
	Transitions: []flow.Transition[LeaveState]{
		{Verb: VerbGrant, From: []LeaveState{Asked, Refused}, To: Granted},
		{Verb: VerbRefuse, From: []LeaveState{Asked, Granted}, To: Refused},
	},
}

// Leave is a slot that somebody asks not to attend.
type Leave struct {
	ID        record.ID
	Version   int64
	Class     record.ID
	Enrolment record.ID
	On        calendar.Date
	Half      Half
	Reason    string
	State     LeaveState
	Answer    string
	AskedAt   time.Time
	DecidedAt time.Time
}

// Ref points at the leave.
func (l Leave) Ref() record.Ref { return record.Ref{Kind: LeaveKind, ID: l.ID} }

// longest is how long a reason may be, in characters.
const longest = 300

// AskCommand asks for leave. ID is made by the caller.
type AskCommand struct {
	ID     record.ID
	On     calendar.Date
	Half   Half
	Reason string
}

// Ask asks for leave from a slot that is not over; the school gets a step.
func Ask(p training.Place, slots []Slot, cmd AskCommand, a access.Actor, now time.Time) (Leave, change.Change, error) {
	c := change.By(a, now)
	if p.In.State != training.Open && p.In.State != training.Approved || !p.OnRoster() {
		return Leave{}, c, fault.Refuse("attendance.sign.closed")
	}
	var wrong fault.List
	slot, ok := find(slots, cmd.On, cmd.Half)
	switch {
	case !ok:
		wrong.Add("slot", "", "attendance.slot.none")
	case slot.Over(now):
		wrong.Add("slot", "", "attendance.leave.late")
	}
	wrong.Append(reason(&cmd.Reason))
	if err := wrong.Err(); err != nil {
		return Leave{}, c, err
	}
	l := Leave{ID: cmd.ID, Class: p.In.ID, Enrolment: p.Enrolment.ID, On: cmd.On, Half: cmd.Half, Reason: cmd.Reason, State: Asked, AskedAt: now}
	c.Log(l.Ref(), VerbAsk).Message = l.Reason
	c.Open(todo.Item{Record: l.Ref(), Step: "decide", Args: change.Pairs("name", p.In.Name, "on", l.On.String()), Organisation: p.In.Provider, DueOn: l.On})
	return l, c, nil
}

// Decide grants or refuses a leave; a refusal has a reason.
func Decide(l Leave, verb, answer string, a access.Actor, now time.Time) (Leave, change.Change, error) {
	c := change.By(a, now)
	next, err := LeaveFlow.Next(l.State, verb)
	if err != nil {
		return l, c, err
	}
	answer = strings.TrimSpace(answer)
	if verb == VerbRefuse {
		if err := reason(&answer); err != nil {
			return l, c, err
		}
	}
	l.State, l.Answer, l.DecidedAt = next, answer, now
	c.Log(l.Ref(), verb).Message = answer
	c.Close(l.Ref(), "decide")
	return l, c, nil
}

// reason trims a reason that must be given and tells what is wrong with it.
func reason(text *string) error {
	*text = strings.TrimSpace(*text)
	switch n := len([]rune(*text)); {
	case n == 0:
		return fault.Wrong("reason", "", "attendance.reason.missing")
	case n > longest:
		return fault.Wrong("reason", "", "attendance.reason.long", "most", longest)
	}
	return nil
}
