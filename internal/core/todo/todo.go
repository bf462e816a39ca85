// Package todo holds open steps: each is on somebody's list with a due date,
// reminders and an escalation, and is done by doing the step, not by ticking.
package todo

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
)

// Item is one open step. Step names it within its record, so that the decision
// that does the step closes it by (Record, Step). The catalogues hold its text
// under "todo.<kind>.<step>".
type Item struct {
	ID           record.ID
	Record       record.Ref
	Step         string
	Args         map[string]string // for the text, for example the title of the record
	Organisation record.ID         // on whose list; empty: by role in the whole consortium
	Role         access.Role       // which role in it; empty: every role of the organisation
	Person       record.ID         // one person; empty: all who fit
	DueOn        calendar.Date
	EscalateTo   access.Role // told when overdue; empty for none
	OpenedAt     time.Time
	Escalated    bool
}

// Done names steps that a decision has done; an empty Step means all steps of
// the record.
type Done struct {
	Record record.Ref
	Step   string
}

// Overdue tells whether the step should have been done before today.
func (i Item) Overdue(today calendar.Date) bool {
	return !i.DueOn.Zero() && i.DueOn.Before(today)
}
