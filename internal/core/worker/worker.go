// Package worker runs the jobs of all consortia: one loop a process, woken by a
// commit or by the clock, safe beside workers of other processes because a job
// is leased in the database.
package worker

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/platform/db"
)

const (
	lease = time.Minute     // renewed every third of it
	idle  = 2 * time.Second // between looks when nobody wakes the worker
)

// Worker runs jobs.
type Worker struct {
	db         *db.DB
	handlers   map[string]job.Handler
	consortia  func(context.Context) ([]int64, error)
	wake       chan struct{}
	everySoOft time.Duration
}

// New makes a worker; consortia lists the consortia whose queues it looks at.
func New(d *db.DB, handlers map[string]job.Handler, consortia func(context.Context) ([]int64, error)) *Worker {
	return &Worker{db: d, handlers: handlers, consortia: consortia, wake: make(chan struct{}, 1), everySoOft: idle}
}

// Wake makes the worker look at once.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends. A running job is told by its context; what it did
// not finish stays leased and is taken up by the next worker.
func (w *Worker) Run(ctx context.Context) {
	ticker := time.NewTicker(w.everySoOft)
	defer ticker.Stop()
	for {
		if err := w.Drain(ctx); err != nil && ctx.Err() == nil {
			slog.Error("jobs", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-w.wake:
		}
	}
}

// Drain does every job that is due now, in all consortia.
func (w *Worker) Drain(ctx context.Context) error {
	ids, err := w.consortia(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		for {
			more, err := w.one(db.In(access.With(ctx, access.Robot(id)), id))
			if err != nil {
				return err
			}
			if !more || ctx.Err() != nil {
				break
			}
		}
	}
	return nil
}

// one does one due job; false if there was none.
func (w *Worker) one(ctx context.Context) (bool, error) {
	var due bool // look with a reader first: an idle worker must not take the writer
	err := w.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = ledger.HasDueJob(tx)
		return err
	})
	if err != nil || !due {
		return false, err
	}
	var j job.Job
	var found bool
	err = w.db.Write(ctx, func(tx *db.Tx) (err error) {
		j, found, err = ledger.ClaimJob(tx, lease)
		return err
	})
	if err != nil || !found {
		return false, err
	}
	failure := w.do(ctx, j)
	if ctx.Err() != nil {
		return false, nil // stopped: the lease runs out, the next worker goes on
	}
	return true, w.db.Write(ctx, func(tx *db.Tx) error {
		if failure != nil {
			slog.Error("job failed", "kind", j.Kind, "id", j.ID, "attempt", j.Attempt, "error", failure)
			return ledger.RetryJob(tx, j, failure.Error())
		}
		return ledger.FinishJob(tx, j.ID)
	})
}

// do runs the handler, keeps its lease and turns a panic into an error.
func (w *Worker) do(ctx context.Context, j job.Job) (err error) {
	handler, ok := w.handlers[j.Kind]
	if !ok {
		return fmt.Errorf("worker: nobody handles jobs of kind %q", j.Kind)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("worker: %s panicked: %v", j.Kind, p)
		}
	}()
	inner, stop := context.WithCancel(ctx)
	defer stop()
	go w.keep(inner, j)
	return handler(inner, j)
}

func (w *Worker) keep(ctx context.Context, j job.Job) {
	ticker := time.NewTicker(lease / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			_ = w.db.Write(ctx, func(tx *db.Tx) error { return ledger.KeepJob(tx, j.ID, lease) })
		}
	}
}
