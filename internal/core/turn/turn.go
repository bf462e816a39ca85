// Package turn decides whose turn it is on a record that several parties must
// agree on. Only the party with the turn may edit, approve or send; an edit
// takes back all approvals; a record that lies silent for too long goes back to
// the party that sent it. The behaviour follows what works in apprenticeship
// commitments (see peers.md 3.1).
package turn

import (
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// Turn is the state of the agreement between parties. The zero Turn is with
// nobody and has no parties.
type Turn struct {
	Parties  []record.ID   `json:"parties"`   // organisations, in the order in which they are asked
	With     record.ID     `json:"with"`      // whose turn it is; empty once all approved
	From     record.ID     `json:"from"`      // who handed it over; empty at the start
	Approved []record.ID   `json:"approved"`  // who has approved the present content
	LapsesOn calendar.Date `json:"lapses_on"` // goes back to From on this day; zero if never
}

// SilenceDays is the usual number of days after which a silent turn goes back
// (peers.md 3.1: 14 days in the UK apprenticeship service). A default, not law.
const SilenceDays = 14

// Begin gives the turn to the first party that has to act.
func Begin(parties []record.ID, first record.ID) Turn {
	return Turn{Parties: slices.Clone(parties), With: first}
}

// Complete tells whether every party approved.
func (t Turn) Complete() bool { return len(t.Parties) > 0 && len(t.Approved) == len(t.Parties) }

// check refuses a step by anybody but the party whose turn it is.
func (t Turn) check(by record.ID) error {
	switch {
	case !slices.Contains(t.Parties, by):
		return fault.New(fault.Forbidden, "turn.not_party")
	case t.Complete():
		return fault.Refuse("turn.complete")
	case t.With != by:
		return fault.Refuse("turn.not_yours")
	}
	return nil
}

// Edit is a change of content by the party with the turn: all approvals are
// lost.
func (t Turn) Edit(by record.ID) (Turn, error) {
	if err := t.check(by); err != nil {
		return t, err
	}
	t.Approved = nil
	return t, nil
}

// Send hands the turn to another party without approval; silent days count
// from today.
func (t Turn) Send(by, to record.ID, today calendar.Date, silence int) (Turn, error) {
	if err := t.check(by); err != nil {
		return t, err
	}
	if to == by || !slices.Contains(t.Parties, to) {
		return t, fault.Refuse("turn.no_such_party")
	}
	return t.hand(by, to, today, silence), nil
}

// Approve records the approval of the party with the turn and passes the turn
// to the next party, in order, that has not approved; nobody when complete.
func (t Turn) Approve(by record.ID, today calendar.Date, silence int) (Turn, error) {
	if err := t.check(by); err != nil {
		return t, err
	}
	if !slices.Contains(t.Approved, by) {
		t.Approved = append(slices.Clone(t.Approved), by)
	}
	if t.Complete() {
		t.With, t.From, t.LapsesOn = "", "", calendar.Date{}
		return t, nil
	}
	return t.hand(by, t.next(by), today, silence), nil
}

// Lapse gives a silent turn back to the party that sent it. It returns false
// if nothing has lapsed by today.
func (t Turn) Lapse(today calendar.Date) (Turn, bool) {
	if t.With == "" || t.From == "" || t.LapsesOn.Zero() || today.Before(t.LapsesOn) {
		return t, false
	}
	t.With, t.From, t.LapsesOn = t.From, "", calendar.Date{}
	return t, true
}

func (t Turn) hand(from, to record.ID, today calendar.Date, silence int) Turn {
	t.With, t.From, t.LapsesOn = to, from, calendar.Date{}
	if silence > 0 {
		t.LapsesOn = today.AddDays(silence)
	}
	return t
}

// next returns the first party after by, going round, that has not approved.
func (t Turn) next(by record.ID) record.ID {
	at := slices.Index(t.Parties, by)
	for i := 1; i <= len(t.Parties); i++ {
		p := t.Parties[(at+i)%len(t.Parties)]
		if !slices.Contains(t.Approved, p) {
			return p
		}
	}
	return ""
}
