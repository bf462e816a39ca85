// Package job holds work that is done after the commit that asked for it:
// imports, exports, expiry, reminders. A job is a row with a lease; a worker
// that dies leaves it to the next.
package job

import (
	"context"
	"encoding/json"
	"time"

	"tongpin/internal/core/record"
)

// State of a job.
type State string

// The states: waiting, running (leased), done, failed (given up).
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// Job is one piece of work of a consortium.
type Job struct {
	ID        record.ID
	Kind      string
	Args      json.RawMessage
	State     State
	Attempt   int64
	RunAt     time.Time
	Unique    string    // at most one waiting or running job with this key; empty for none
	Person    record.ID // who asked for it; sees its progress
	Done      int64     // progress: units done
	Total     int64     // progress: units in all; 0 if not known
	Cursor    string    // where to go on after a stop; the handler's own form
	Problem   string    // what went wrong in the last attempt
	CreatedAt time.Time
	EndedAt   time.Time
}

// New is a job to be put in the queue by a commit. Args is stored as JSON.
type New struct {
	Kind   string
	Args   any
	RunAt  time.Time // zero: at once
	Unique string
	ID     record.ID // empty: made at commit
}

// Progress moves a running job on, in the transaction of the work that it
// counts, so that a stop between the two can't happen.
type Progress struct {
	Job    record.ID
	Done   int64
	Total  int64
	Cursor string
}

// Handler does one kind of job for the consortium in ctx. An error makes the
// runner try again later; after the last attempt the job is Failed.
type Handler func(ctx context.Context, j Job) error

// MaxAttempts is how often a job is tried.
const MaxAttempts = 5

// Backoff is how long to wait before attempt n (from 1): 2, 8, 32, 128 seconds.
func Backoff(n int64) time.Duration {
	return 2 * time.Second << (2 * (n - 1))
}
