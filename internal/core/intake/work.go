package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/job"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// args are the arguments of the jobs. The job acts as the person who asked.
type args struct {
	Import record.ID
	Actor  access.Actor
	Lang   i18n.Language
	Total  int64     // rows in all; 0 if not known
	From   cursor    // where an earlier job stopped
	RunAt  time.Time // zero: at once
}

// cursor is how far a job has come: the last row that was decided, and what
// became of the rows up to it. It is saved in the transaction of those rows.
type cursor struct {
	Row    int    `json:"row"`
	Counts Counts `json:"counts"`
}

func (c cursor) text() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // numbers always encode
	}
	return string(b)
}

// readArgs returns the arguments of a job and how far it has come.
func readArgs(j job.Job) (args, cursor, error) {
	var with args
	if err := json.Unmarshal(j.Args, &with); err != nil {
		return with, cursor{}, fmt.Errorf("intake: arguments of job %s: %w", j.ID, err)
	}
	at := with.From
	if j.Cursor != "" {
		if err := json.Unmarshal([]byte(j.Cursor), &at); err != nil {
			return with, at, fmt.Errorf("intake: cursor of job %s: %w", j.ID, err)
		}
	}
	return with, at, nil
}

// worker is one run of a job over the rows of a file.
type worker struct {
	s     *Service
	job   job.Job
	with  args
	imp   Import
	kind  Kind
	at    cursor
	write bool // false: dry run
	told  func(Counts)
}

// errTakenOver says that another worker has committed the same batch: this one
// had lost its lease. It reads again how far the job has come.
var errTakenOver = errors.New("intake: another worker was faster")

// work checks (write false) or imports a file from where the job stopped.
func (s *Service) work(ctx context.Context, j job.Job, write bool, told func(Counts)) error {
	w := &worker{s: s, job: j, write: write, told: told}
	for {
		over, err := w.load(ctx)
		if over || err != nil {
			return err
		}
		ctx := access.With(ctx, w.with.Actor)
		err = w.rows(ctx)
		switch {
		case errors.Is(err, errTakenOver):
			if w.job, err = s.o.Store.Job(ctx, j.ID); err != nil {
				return err
			}
			continue
		case final(err):
			return w.refuse(ctx, err)
		case err != nil:
			return err
		}
		return w.finish(ctx)
	}
}

// final tells whether an error will be the same at the next attempt.
func final(err error) bool {
	return len(fault.All(err)) > 0 && !fault.Is(err, fault.Unavailable) && !fault.Is(err, fault.Internal)
}

// load finds where things stand; over means that nothing is left to do.
func (w *worker) load(ctx context.Context) (over bool, err error) {
	if w.with, w.at, err = readArgs(w.job); err != nil {
		return false, err
	}
	if w.imp, err = w.s.o.Store.Find(ctx, w.with.Import); err != nil {
		return false, err
	}
	want := Checking
	if w.write {
		want = Importing
	}
	if w.imp.State != want || w.imp.Job != w.job.ID {
		return true, nil // done already, or another job has it
	}
	if w.kind, err = w.s.o.Kinds.Find(w.imp.Kind); err != nil {
		return false, err
	}
	if !w.write && w.kind.Rehearse != nil {
		w.kind.Decide, w.at = w.kind.Rehearse(), w.with.From // what was remembered died with the run before
	}
	return false, w.s.o.Store.DropFailures(ctx, w.imp.ID, w.at.Row)
}

// rows reads the file in batches and decides each that lies behind the cursor.
func (w *worker) rows(ctx context.Context) error {
	file, err := w.s.o.Files.Blobs.Open(w.imp.Hash)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	reader, err := sheet.Open(w.imp.FileName, file, info.Size(), w.kind.Layout, w.s.languages(w.with.Lang)...)
	if err != nil {
		return err
	}
	defer reader.Close()
	batch := make([]*sheet.Row, 0, BatchRows)
	for row, err := range reader.Rows() {
		if err != nil {
			return err
		}
		if row.Number <= w.at.Row {
			continue
		}
		if batch = append(batch, row); len(batch) == BatchRows {
			if err := w.batch(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	if len(batch) == 0 {
		return ctx.Err()
	}
	return w.batch(ctx, batch)
}

// languages puts the person's language first.
func (s *Service) languages(first i18n.Language) []sheet.Texts {
	list := []sheet.Texts{s.o.Texts(first)}
	for _, l := range i18n.Languages {
		if l != first {
			list = append(list, s.o.Texts(l))
		}
	}
	return list
}
