// Package change carries everything that one step causes besides the record
// itself. A decision is a pure function (record, command, who, now, rule
// edition) -> (new record, Change); the ledger commits both in one transaction.
package change

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/job"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/turn"
)

// Change is what a step causes. Build it with By and its methods.
type Change struct {
	Actor    access.Actor
	At       time.Time
	Facts    []fact.Fact
	Entries  []timeline.Entry
	Opened   []todo.Item
	Closed   []todo.Done
	Notices  []notify.Notice
	Jobs     []job.New
	Turns    []Turn
	Files    []file.File // uploaded with the step; their content is kept already
	Removed  []file.File // taken off their record; content that nothing needs is swept later
	Progress *job.Progress
	// Once makes the commit happen at most once for this key (a double click,
	// a repeated create). Empty: no such guard.
	Once string
}

// Turn is the next turn of a record.
type Turn struct {
	Record record.Ref
	Turn   turn.Turn
}

// By starts the change of a step by an actor at an instant.
func By(a access.Actor, now time.Time) Change { return Change{Actor: a, At: now} }

// Today is the civil date of the step.
func (c *Change) Today() calendar.Date { return calendar.DateOf(c.At) }

// Log adds a timeline entry; args are name, value pairs for the text of the verb.
func (c *Change) Log(ref record.Ref, verb string, args ...string) *timeline.Entry {
	c.Entries = append(c.Entries, timeline.Entry{
		Record: ref, At: c.At, Verb: verb, Args: Pairs(args...),
		Person: c.Actor.Person, PersonName: c.Actor.Name, Role: string(c.Actor.Role), Organisation: c.Actor.OrganisationName,
	})
	return &c.Entries[len(c.Entries)-1]
}

// Count adds a fact; the day defaults to the day of the step.
func (c *Change) Count(f fact.Fact) {
	if f.On.Zero() {
		f.On = c.Today()
	}
	c.Facts = append(c.Facts, f)
}

// TakeBack reverses the facts that match, on the days on which they counted, so
// that a period which is over gets the figure that is true. Give it facts that
// stand (fact.Standing).
func (c *Change) TakeBack(facts []fact.Fact, reason string, match func(fact.Fact) bool) {
	for _, f := range facts {
		if match(f) {
			back := f.Reverse(f.On, reason)
			back.ID = record.Derived(f.ID, "reversal")
			c.Count(back)
		}
	}
}

// Open puts a step on somebody's list.
func (c *Change) Open(item todo.Item) { c.Opened = append(c.Opened, item) }

// Close takes done steps off the list; no step named means all of the record.
func (c *Change) Close(ref record.Ref, steps ...string) {
	if len(steps) == 0 {
		c.Closed = append(c.Closed, todo.Done{Record: ref})
	}
	for _, s := range steps {
		c.Closed = append(c.Closed, todo.Done{Record: ref, Step: s})
	}
}

// Attach adds files that were uploaded with the step.
func (c *Change) Attach(files ...file.File) { c.Files = append(c.Files, files...) }

// Detach takes files off their record.
func (c *Change) Detach(files ...file.File) { c.Removed = append(c.Removed, files...) }

// Tell sends a notice.
func (c *Change) Tell(n notify.Notice) { c.Notices = append(c.Notices, n) }

// Start queues a job.
func (c *Change) Start(j job.New) { c.Jobs = append(c.Jobs, j) }

// Pass sets the next turn of a record.
func (c *Change) Pass(ref record.Ref, t turn.Turn) { c.Turns = append(c.Turns, Turn{ref, t}) }

// Join takes over what another change causes; the actor and time stay.
func (c *Change) Join(o Change) {
	c.Facts = append(c.Facts, o.Facts...)
	c.Entries = append(c.Entries, o.Entries...)
	c.Opened = append(c.Opened, o.Opened...)
	c.Closed = append(c.Closed, o.Closed...)
	c.Notices = append(c.Notices, o.Notices...)
	c.Jobs = append(c.Jobs, o.Jobs...)
	c.Turns = append(c.Turns, o.Turns...)
	c.Files = append(c.Files, o.Files...)
	c.Removed = append(c.Removed, o.Removed...)
	if o.Progress != nil {
		c.Progress = o.Progress
	}
}

// Pairs makes a map of name, value pairs; an odd last name is dropped.
func Pairs(args ...string) map[string]string {
	if len(args) < 2 {
		return nil
	}
	m := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i]] = args[i+1]
	}
	return m
}
