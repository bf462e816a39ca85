// Package fact holds what is counted. When something countable happens, the
// decision writes a fact beside the record; facts are appended, never edited,
// and a correction is a reversing fact with a reason. Metrics read nothing else.
package fact

import (
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
)

// Kind names what happened: "agreement.signed".
type Kind string

// The scopes that are told apart in every count.
const (
	ScopeConsortium = "consortium" // done by or with the consortium as such
	ScopeSchools    = "schools"    // done by member schools
)

// Fact is one countable event.
type Fact struct {
	ID       record.ID
	Kind     Kind
	On       calendar.Date // the day on which it counts
	At       time.Time     // when it was recorded
	Quantity int64         // positive for a gain, negative for a loss
	Unit     string        // key of the unit: "agreement", "person"
	Scope    string        // ScopeConsortium or ScopeSchools
	Owner    record.ID     // the organisation whose doing it is; empty if the consortium's
	Subject  record.ID     // what is counted once in a distinct count: an enterprise, a person
	Dims     map[string]string
	Record   record.Ref // the record behind it
	Evidence record.ID  // file that proves it; may be empty
	By       record.ID  // person who caused it; empty for the program
	Reverses record.ID  // the fact that this one takes back; empty for none
	Reason   string     // why it was taken back
}

// Reverse returns the fact that takes f back on a day; it moves the same
// dimensions by the opposite quantity. ID, At and By are set at commit.
func (f Fact) Reverse(on calendar.Date, reason string) Fact {
	r := f
	r.ID, r.At, r.By = "", time.Time{}, ""
	r.On, r.Quantity, r.Reverses, r.Reason = on, -f.Quantity, f.ID, reason
	return r
}

// Standing leaves out the facts that were taken back, and what took them back.
func Standing(all []Fact) []Fact {
	gone := map[record.ID]bool{}
	for _, f := range all {
		if f.Reverses != "" {
			gone[f.Reverses] = true
		}
	}
	var left []Fact
	for _, f := range all {
		if f.Reverses == "" && !gone[f.ID] {
			left = append(left, f)
		}
	}
	return left
}
