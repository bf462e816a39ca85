package attendance

import (
	"fmt"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

// Half is one of the two parts of a day for which people sign in.
type Half string

// The halves. What begins before 14:00 is the morning: in the west of the
// country lessons of the morning end that late.
const (
	Morning   Half = "morning"
	Afternoon Half = "afternoon"
)

// Halves lists the halves in order.
var Halves = []Half{Morning, Afternoon}

// noon is where the afternoon begins, in minutes since midnight.
const noon = 14 * 60

// early is how long before its beginning people may sign in.
const early = time.Hour

// Slot is one half-day of a class: all its sessions that begin in it.
type Slot struct {
	On       calendar.Date
	Half     Half
	From, To int64 // minutes since midnight
	Hours    int64 // class hours
}

// halfOf is the half in which a session begins.
func halfOf(x training.Session) Half {
	if x.From < noon {
		return Morning
	}
	return Afternoon
}

// Slots are the half-days of a timetable, which is in order.
func Slots(sessions []training.Session) []Slot {
	var list []Slot
	for _, x := range sessions {
		half := halfOf(x)
		if n := len(list); n > 0 && list[n-1].On == x.On && list[n-1].Half == half {
			list[n-1].To, list[n-1].Hours = max(list[n-1].To, x.To), list[n-1].Hours+x.Hours
			continue
		}
		list = append(list, Slot{x.On, half, x.From, x.To, x.Hours})
	}
	return list
}

// at is an instant of the slot's day.
func (s Slot) at(minutes int64) time.Time {
	return s.On.Start().Add(time.Duration(minutes) * time.Minute)
}

// Opens is when people can begin to sign in.
func (s Slot) Opens() time.Time { return s.at(s.From).Add(-early) }

// Over tells whether the slot has ended.
func (s Slot) Over(now time.Time) bool { return !now.Before(s.at(s.To)) }

// Running tells whether people can sign in.
func (s Slot) Running(now time.Time) bool { return !now.Before(s.Opens()) && !s.Over(now) }

// Begun tells whether the slot can have a roll.
func (s Slot) Begun(now time.Time) bool { return !now.Before(s.Opens()) }

// Current is the slot in which people can sign in now, or else the next one;
// false if there is none of either.
func Current(slots []Slot, now time.Time) (Slot, bool) {
	for _, s := range slots {
		if !s.Over(now) {
			return s, true
		}
	}
	return Slot{}, false
}

// find returns the slot of a half-day.
func find(slots []Slot, on calendar.Date, half Half) (Slot, bool) {
	for _, s := range slots {
		if s.On == on && s.Half == half {
			return s, true
		}
	}
	return Slot{}, false
}

// Source is where a mark comes from.
type Source string

// The sources. A sheet is a roll that came in as a workbook.
const (
	ByCode  Source = "code"
	ByRoll  Source = "roll"
	BySheet Source = "sheet"
)

// Mark says that somebody was there, or was not, in one slot.
type Mark struct {
	Class      record.ID
	Enrolment  record.ID
	On         calendar.Date
	Half       Half
	Source     Source
	Present    bool
	Device     string // a random word that the browser keeps, hashed; empty unless by code
	At         time.Time
	Person     record.ID // who entered it; empty by code
	PersonName string
}

// key is what a mark is about.
type key struct {
	enrolment record.ID
	on        calendar.Date
	half      Half
}

func (m Mark) key() key { return key{m.Enrolment, m.On, m.Half} }

// School tells whether the school says so, and not the trainee.
func (m Mark) School() bool { return m.Source != ByCode }

// SignInCommand is what a trainee's phone sends.
type SignInCommand struct {
	Code   string
	Device string // see Mark
}

// SignIn marks a trainee as present in the slot that is running.
func SignIn(p training.Place, slots []Slot, s Secret, cmd SignInCommand, now time.Time) (Mark, error) {
	if p.In.State != training.Open || !p.OnRoster() {
		return Mark{}, fault.Refuse("attendance.sign.closed")
	}
	slot, ok := Current(slots, now)
	if !ok || !slot.Running(now) {
		return Mark{}, fault.Refuse("attendance.sign.no_lesson")
	}
	if !s.Accepts(slot, now, cmd.Code) {
		return Mark{}, fault.Wrong("code", "", "attendance.code.wrong")
	}
	return Mark{Class: p.In.ID, Enrolment: p.Enrolment.ID, On: slot.On, Half: slot.Half, Source: ByCode, Present: true, Device: cmd.Device, At: now}, nil
}

// RollCommand is the roll of one slot: who of the roster was there.
type RollCommand struct {
	On      calendar.Date
	Half    Half
	Present map[record.ID]bool // by enrolment; who is not in it was not there
}

// Roll marks everybody on the roster for a slot that has begun.
func Roll(k training.Class, roster []training.Entry, slots []Slot, cmd RollCommand, a access.Actor, now time.Time) ([]Mark, change.Change, error) {
	c := change.By(a, now)
	if err := markable(k, slots, cmd.On, cmd.Half, now); err != nil {
		return nil, c, err
	}
	var list []Mark
	there := 0
	for _, e := range roster {
		if !e.OnRoster() {
			continue
		}
		if cmd.Present[e.ID] {
			there++
		}
		list = append(list, marked(k.ID, e.ID, cmd.On, cmd.Half, ByRoll, cmd.Present[e.ID], a, now))
	}
	if len(list) == 0 {
		return nil, c, fault.Refuse("attendance.roll.nobody")
	}
	c.Log(k.Ref(), "roll", "on", cmd.On.String(), "half", string(cmd.Half), "present", fmt.Sprint(there), "of", fmt.Sprint(len(list)))
	return list, c, nil
}

func marked(class, enrolment record.ID, on calendar.Date, half Half, by Source, present bool, a access.Actor, now time.Time) Mark {
	return Mark{Class: class, Enrolment: enrolment, On: on, Half: half, Source: by, Present: present, At: now, Person: a.Person, PersonName: a.Name}
}

// markable tells whether the school can still say who was in a slot.
func markable(k training.Class, slots []Slot, on calendar.Date, half Half, now time.Time) error {
	if !training.Flow.Can(k.State, training.VerbAttended) {
		return fault.Refuse("attendance.roll.state")
	}
	slot, ok := find(slots, on, half)
	if !ok {
		return fault.Wrong("on", on.String(), "attendance.slot.none")
	}
	if !slot.Begun(now) {
		return fault.Wrong("on", on.String(), "attendance.slot.future")
	}
	return nil
}

// Said is what is known of one person in one slot.
type Said struct {
	Code, School *Mark // nil: nothing said
}

// Present is what counts: the school's word, or else the trainee's own.
func (s Said) Present() bool {
	if s.School != nil {
		return s.School.Present
	}
	return s.Code != nil && s.Code.Present
}

// Known tells whether anything was said.
func (s Said) Known() bool { return s.School != nil || s.Code != nil }

// Book is the marks of a class by person and slot.
type Book map[key]Said

// BookOf sorts marks. A later word of the school replaces an earlier one.
func BookOf(marks []Mark) Book {
	b := Book{}
	for _, m := range marks {
		x := b[m.key()]
		switch {
		case !m.School():
			x.Code = &m
		case x.School == nil || x.School.At.Before(m.At):
			x.School = &m
		}
		b[m.key()] = x
	}
	return b
}

// Of is what is known of one person in one slot.
func (b Book) Of(enrolment record.ID, s Slot) Said { return b[key{enrolment, s.On, s.Half}] }

// Hours are the class hours that somebody attended in the slots.
func (b Book) Hours(enrolment record.ID, slots []Slot) (n int64) {
	for _, s := range slots {
		if b.Of(enrolment, s).Present() {
			n += s.Hours
		}
	}
	return n
}
