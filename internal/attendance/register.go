package attendance

import (
	"context"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/training"
)

// Sheet is the attendance of a class: what the page of the roll shows.
type Sheet struct {
	Class       training.Class
	Slots       []Slot
	Roster      []training.Entry // on the roster, masked
	Book        Book
	Leaves      []Leave
	Inspections []Inspection
	Hours       map[record.ID]int64
	Findings    map[record.ID][]rule.Finding // too few hours for the exam, of a class whose lessons are over
	Now         Slot                         // running or next; zero if all are over
	Running     bool
	at          time.Time
}

// Taught tells whether the school can still say who was there.
func (x Sheet) Taught() bool { return training.Flow.Can(x.Class.State, training.VerbAttended) }

// HasBegun tells whether a slot can have a roll.
func (x Sheet) HasBegun(s Slot) bool { return s.Begun(x.at) }

// Begun are the slots that can have a roll.
func (x Sheet) Begun() []Slot {
	return slices.DeleteFunc(slices.Clone(x.Slots), func(s Slot) bool { return !s.Begun(x.at) })
}

// Inspectable are the slots of today in which somebody can come and count.
func (x Sheet) Inspectable() []Slot {
	return slices.DeleteFunc(x.Begun(), func(s Slot) bool { return s.On != calendar.DateOf(x.at) || x.Class.State != training.Open })
}

// Due are the class hours of the slots that are over.
func (x Sheet) Due() (n int64) {
	for _, s := range x.Slots {
		if s.Over(x.at) {
			n += s.Hours
		}
	}
	return n
}

// Away is in how many slots that are over somebody was not there.
func (x Sheet) Away(enrolment record.ID) (n int) {
	for _, s := range x.Slots {
		if s.Over(x.at) && !x.Book.Of(enrolment, s).Present() {
			n++
		}
	}
	return n
}

// LeavesOf is how many leaves of somebody were granted.
func (x Sheet) LeavesOf(enrolment record.ID) (n int) {
	for _, l := range x.Leaves {
		if l.Enrolment == enrolment && l.State == Granted {
			n++
		}
	}
	return n
}

// OnLeave tells whether somebody has leave in a slot.
func (x Sheet) OnLeave(enrolment record.ID, s Slot) bool {
	return slices.ContainsFunc(x.Leaves, func(l Leave) bool {
		return l.Enrolment == enrolment && l.On == s.On && l.Half == s.Half && l.State == Granted
	})
}

// NameOf is the masked name of somebody on the roster.
func (x Sheet) NameOf(enrolment record.ID) string {
	for _, e := range x.Roster {
		if e.ID == enrolment {
			return e.Person.Name
		}
	}
	return ""
}

// Tally counts the people of a slot.
type Tally struct {
	Code, School, Present int
	Rolled                bool // the school said anything
}

// Tally counts a slot.
func (x Sheet) Tally(s Slot) (t Tally) {
	for _, e := range x.Roster {
		said := x.Book.Of(e.ID, s)
		if said.Code != nil {
			t.Code++
		}
		if said.School != nil {
			t.Rolled = true
			if said.School.Present {
				t.School++
			}
		}
		if said.Present() {
			t.Present++
		}
	}
	return t
}

// PresentAt is how many people count as present in the slot of an inspection.
func (x Sheet) PresentAt(v Inspection) int64 { return Compare(v, x.Roster, x.Book) }

// Open returns the attendance of a class.
func (s *Service) Open(ctx context.Context, a access.Actor, id record.ID) (x Sheet, err error) {
	if x.Class, err = s.class(ctx, a, id, ActView); err != nil {
		return x, err
	}
	var sessions []training.Session
	if sessions, err = s.training.Sessions(ctx, a, id); err != nil {
		return x, err
	}
	if x.Roster, err = s.training.Roster(ctx, a, id); err != nil {
		return x, err
	}
	x.Roster = slices.DeleteFunc(x.Roster, func(e training.Entry) bool { return !e.OnRoster() })
	marks, err := s.store.Marks(ctx, id)
	if err != nil {
		return x, err
	}
	if x.Leaves, err = s.store.Leaves(ctx, id); err != nil {
		return x, err
	}
	if x.Inspections, err = s.store.Inspections(ctx, id); err != nil {
		return x, err
	}
	now := s.clock.Now()
	x.Slots, x.Book, x.at = Slots(sessions), BookOf(marks), now
	if x.Now, _ = Current(x.Slots, now); x.Now != (Slot{}) {
		x.Running = x.Now.Running(now)
	}
	x.count(s.book, s.Today())
	return x, nil
}

// count adds up the hours and, once the lessons are over, tests them against
// the share that the exam asks for (rule TRN-018).
func (x *Sheet) count(book *rule.Book, today calendar.Date) {
	x.Hours, x.Findings = map[record.ID]int64{}, map[record.ID][]rule.Finding{}
	for _, e := range x.Roster {
		x.Hours[e.ID] = x.Book.Hours(e.ID, x.Slots)
		if len(x.Book) > 0 && !today.Before(x.Class.Closes) {
			e.Hours = x.Hours[e.ID]
			if found := training.HoursFindings(x.Class, e.Enrolment, book); len(found) > 0 {
				x.Findings[e.ID] = found
			}
		}
	}
}
