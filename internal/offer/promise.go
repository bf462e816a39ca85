package offer

import (
	"strconv"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
)

// JobPromise is the job that takes promised students off a cohort; its
// arguments are a Promise. A response that is agreed starts it in its commit.
const JobPromise = "offer.promise"

// VerbPromise is the entry that a promise leaves in the story of a cohort.
const VerbPromise = "promise"

// Promise says that students of a cohort are promised to the party of a record.
// The same promise is kept once, however often its job runs.
type Promise struct {
	Cohort   record.ID   `json:"cohort"`
	Quantity int64       `json:"quantity"`
	Kind     record.Kind `json:"kind"` // of the record behind it
	Behind   record.ID   `json:"behind"`
	Name     string      `json:"name"` // of that record, for the story
}

// Keep takes the promised students off the cohort, at most those that it has.
func Keep(c Cohort, p Promise, a access.Actor, now time.Time) (Cohort, change.Change, error) {
	taken := min(p.Quantity, c.Available)
	c.Available -= taken
	c.UpdatedAt = now
	ch := change.By(a, now)
	ch.Once = JobPromise + "/" + string(p.Behind)
	ch.Log(c.Ref(), VerbPromise, "name", p.Name, "quantity", strconv.FormatInt(p.Quantity, 10), "left", strconv.FormatInt(c.Available, 10))
	if c.State == Active {
		countCapacity(&ch, c, -taken)
	}
	return c, ch, nil
}
