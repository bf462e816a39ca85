package workplan

import (
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
)

// The kinds of records of this package.
const (
	Kind     record.Kind = "workplan"
	ItemKind record.Kind = "workplan_item"
)

// State is where a plan stands.
type State string

// The states.
const (
	Draft     State = "draft"
	Adopted   State = "adopted"
	Revising  State = "revising" // the last edition stays in force
	Concluded State = "concluded"
)

// Result is what a year came to.
type Result string

// The results; empty is none yet.
const (
	Fulfilled    Result = "fulfilled"
	NotFulfilled Result = "not_fulfilled"
)

// Bodies are those who can decide on a plan (domain.md 1.2).
var Bodies = []string{"council", "standing_council", "leading_group"}

// Decision is a recorded decision of a body.
type Decision struct {
	Body    string        `json:"body"`
	On      calendar.Date `json:"on"`
	Minutes string        `json:"minutes"` // number of the minutes
	File    record.ID     `json:"file"`    // the minutes; may be empty
}

// Edition is the content of a plan as it was adopted.
type Edition struct {
	No       int64 // from 1
	Decision Decision
	Reason   string // of a revision; empty for the first
	Title    string
	Items    []Item
}

// Plan is the work plan of one year.
type Plan struct {
	ID        record.ID
	Version   int64
	Year      int
	Title     string
	Items     []Item // in the order of their numbers
	State     State
	Reason    string    // why it is being revised
	Editions  []Edition // the adopted ones, the oldest first
	Result    Result
	Concluded Decision
	Sample    bool
	CreatedAt time.Time
	UpdatedAt time.Time
}

// At returns the version.
func (p Plan) At() int64 { return p.Version }

// Ref points at the plan.
func (p Plan) Ref() record.Ref { return record.Ref{Kind: Kind, ID: p.ID} }

// Subject tells access who may see the plan: every member, once an edition is
// adopted.
func (p Plan) Subject(access.Actor) access.Subject {
	return access.Subject{Shown: len(p.Editions) > 0}
}

// InForce is the edition that holds: the last that was adopted; false if none.
func (p Plan) InForce() (Edition, bool) {
	if len(p.Editions) == 0 {
		return Edition{}, false
	}
	return p.Editions[len(p.Editions)-1], true
}

// Current lists the items that count now: those of the edition in force, with
// their results, or those of the draft if none was adopted yet.
func (p Plan) Current() []Item {
	if p.State == Revising {
		e, _ := p.InForce()
		return e.Items
	}
	return p.Items
}

// Item returns the item that counts now.
func (p Plan) Item(id record.ID) (Item, bool) {
	items := p.Current()
	at := slices.IndexFunc(items, func(i Item) bool { return i.ID == id })
	if at < 0 {
		return Item{}, false
	}
	return items[at], true
}

// Drafted returns an item of the text that is being written.
func (p Plan) Drafted(id record.ID) (Item, bool) {
	at := slices.IndexFunc(p.Items, func(i Item) bool { return i.ID == id })
	if at < 0 {
		return Item{}, false
	}
	return p.Items[at], true
}

// Aims counts the items that have a target.
func Aims(items []Item) (n int) {
	for _, i := range items {
		if i.Aim {
			n++
		}
	}
	return n
}
