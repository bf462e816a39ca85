package training

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

// Timetable replaces the sessions. After the approval it logs the change, so
// that who inspects knows the hours.
func Timetable(d Dossier, sessions []Session, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbTable); err != nil {
		return d, change.Change{}, err
	}
	for i := range sessions {
		sessions[i].Class = d.ID
	}
	if err := checkTable(d.Class, sessions, false).Err(); err != nil {
		return d, change.Change{}, err
	}
	d.Sessions = sessions
	slices.SortFunc(d.Sessions, func(a, b Session) int {
		if a.On != b.On {
			return b.On.DaysUntil(a.On)
		}
		return int(a.From - b.From)
	})
	c := change.By(a, now)
	c.Log(d.Ref(), VerbTable, "n", fmt.Sprint(len(sessions)))
	return d, c, nil
}

// checkTable finds what is wrong with a timetable; a whole one holds the hours
// of the class.
func checkTable(k Class, sessions []Session, whole bool) (wrong fault.List) {
	var hours int64
	for i, s := range sessions {
		field := func(name string) string { return fmt.Sprintf("session.%d.%s", i, name) }
		hours += s.Hours
		switch {
		case s.On.Zero():
			wrong.Add(field("on"), "", "training.date.missing")
		case s.On.Before(k.Opens) || s.On.After(k.Closes):
			wrong.Add(field("on"), s.On.String(), "training.session.outside", "from", k.Opens.String(), "to", k.Closes.String())
		}
		if s.From < 0 || s.To > 24*60 || s.To <= s.From {
			wrong.Add(field("to"), "", "training.session.times")
		}
		if s.Hours < 1 || s.Hours > 24 {
			wrong.Add(field("hours"), "", "training.session.hours")
		}
		clash := func(o Session) bool { return o.On == s.On && o.From < s.To && s.From < o.To }
		if slices.ContainsFunc(sessions[:i], clash) {
			wrong.Add(field("from"), s.On.String(), "training.session.clash", "on", s.On.String())
		}
	}
	if whole && hours != k.Hours {
		wrong.Add("sessions", "", "training.session.sum", "sum", hours, "hours", k.Hours)
	}
	return wrong
}

// Begin opens an approved class on its day of opening or later; the class is
// counted on its day of opening.
func Begin(d Dossier, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if calendar.DateOf(now).Before(d.Opens) {
		return d, change.Change{}, fault.Refuse("training.begin.early", "on", d.Opens.String())
	}
	if d.Enrolled == 0 {
		return d, change.Change{}, fault.Refuse("training.begin.nobody")
	}
	return d.decided(VerbBegin, "", false, a, now, func(d *Dossier, c *change.Change) {
		d.countOpened(c)
		c.Open(d.todo("end", "", d.Provider, d.Closes))
	})
}

// End closes the lessons: exam and results follow.
func End(d Dossier, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if calendar.DateOf(now).Before(d.Closes) {
		return d, change.Change{}, fault.Refuse("training.end.early", "on", d.Closes.String())
	}
	return d.decided(VerbEnd, "", false, a, now, func(d *Dossier, c *change.Change) {
		c.Open(d.todo("complete", "", d.Provider, c.Today().AddDays(15)))
	})
}

// Grade is the result of one person. Score is 0 to 100, or Unknown.
type Grade struct {
	Enrolment record.ID
	Result    EnrolmentState // of Results
	Score     int64
	Hours     int64 // class hours attended; Unknown leaves what attendance says
}

// verbs lead to the results.
var verbs = map[EnrolmentState]string{Passed: VerbPass, Failed: VerbFail, Finished: VerbFinish}

// EnterResults enters results while the class is closing. Nobody passes who attended
// too little (rule TRN-018).
func EnterResults(d Dossier, grades []Grade, a access.Actor, now time.Time, book *rule.Book) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbGrade); err != nil {
		return d, change.Change{}, err
	}
	var wrong fault.List
	c := change.By(a, now)
	d.Roster = slices.Clone(d.Roster)
	for _, g := range grades {
		at := slices.IndexFunc(d.Roster, func(e Enrolment) bool { return e.ID == g.Enrolment })
		if at < 0 {
			wrong.Append(fault.New(fault.NotFound, "record.not_found"))
			continue
		}
		e, err := g.onto(d.Roster[at], d.Class, book)
		wrong.Append(err)
		d.Roster[at] = e
	}
	if err := wrong.Err(); err != nil {
		return d, change.Change{}, err
	}
	c.Log(d.Ref(), VerbGrade, "n", fmt.Sprint(len(grades)))
	return d, c, nil
}

func (g Grade) onto(e Enrolment, k Class, book *rule.Book) (Enrolment, error) {
	field := "result." + string(e.ID)
	verb, ok := verbs[g.Result]
	if !ok {
		return e, fault.Wrong(field, string(g.Result), "training.result.unknown")
	}
	next, err := EnrolmentFlow.Next(e.State, verb)
	if err != nil {
		return e, err
	}
	if g.Score < Unknown || g.Score > 100 {
		return e, fault.Wrong(field, fmt.Sprint(g.Score), "training.score.range")
	}
	if g.Hours > k.Hours {
		return e, fault.Wrong(field, fmt.Sprint(g.Hours), "training.hours.more", "hours", k.Hours)
	}
	if g.Hours != Unknown {
		e.Hours = g.Hours
	}
	if g.Result != Passed && e.Certified() {
		return e, fault.Wrong(field, string(g.Result), "training.certificate.stands", "number", e.CertificateNo)
	}
	if g.Result == Passed {
		for _, f := range HoursFindings(k, e, book) {
			breach := f.Fault()
			breach.Field = field
			return e, breach
		}
	}
	e.State, e.Score, e.Touched = next, g.Score, true
	return e, nil
}

// Complete ends the class: everybody on the roster has a result and is counted
// on the day of closing.
func Complete(d Dossier, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	open := slices.IndexFunc(d.Roster, func(e Enrolment) bool { return e.State == Enrolled }) >= 0
	if open {
		return d, change.Change{}, fault.Refuse("training.complete.results")
	}
	if d.Enrolled == 0 {
		return d, change.Change{}, fault.Refuse("training.begin.nobody")
	}
	return d.decided(VerbComplete, "", false, a, now, func(d *Dossier, c *change.Change) {
		d.CompletedOn = c.Today()
		for _, e := range d.Roster {
			if e.OnRoster() {
				d.countAttended(c, e)
			}
		}
		c.Open(d.todo("certify", "", d.Provider, c.Today().AddDays(10)))
		c.Tell(d.notice("training.completed"))
	})
}

// Certify issues a certificate to everybody who passed and has none. NewCode
// makes the code that verifies one; numbers are allotted by the store.
func Certify(d Dossier, newCode func() string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	d.Roster = slices.Clone(d.Roster)
	return d.decided(VerbCertify, "", false, a, now, func(d *Dossier, c *change.Change) {
		n := 0
		for i, e := range d.Roster {
			if e.State != Passed || e.Certified() {
				continue
			}
			e.CertificateCode, e.CertifiedOn, e.Touched = newCode(), c.Today(), true
			d.Roster[i] = e
			d.countCertified(c, e)
			n++
		}
		c.Entries[0].Args = change.Pairs("n", fmt.Sprint(n))
	})
}

// Cancel gives up a class that is not completed; if it was counted as opened,
// that is taken back.
func Cancel(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	reason = strings.TrimSpace(reason)
	return d.decided(VerbCancel, reason, true, a, now, func(d *Dossier, c *change.Change) {
		d.EndReason = reason
		c.TakeBack(d.Facts, reason, func(fact.Fact) bool { return true })
		c.Tell(d.notice("training.cancelled"))
	})
}

// Reverse takes a completed class out of every figure: it did not take place as
// it was told.
func Reverse(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	reason = strings.TrimSpace(reason)
	return d.decided(VerbReverse, reason, true, a, now, func(d *Dossier, c *change.Change) {
		d.EndReason = reason
		c.TakeBack(d.Facts, reason, func(fact.Fact) bool { return true })
		c.Tell(d.notice("training.reversed"))
	})
}

// Reopen leads a completed class back to its results; person-times are taken
// back until it is completed again, certificates stay.
func Reopen(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	reason = strings.TrimSpace(reason)
	return d.decided(VerbReopen, reason, true, a, now, func(d *Dossier, c *change.Change) {
		d.CompletedOn = calendar.Date{}
		c.TakeBack(d.Facts, reason, func(f fact.Fact) bool { return f.Kind == FactAttended })
		c.Open(d.todo("complete", "", d.Provider, c.Today().AddDays(15)))
		c.Tell(d.notice("training.reopened"))
	})
}
