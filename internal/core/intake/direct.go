package intake

import (
	"context"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/record"
)

// handover is after how long a worker takes up a direct import that was killed.
const handover = 10 * time.Minute

// Direct is an import that the caller waits for: the command line, the loader
// of the demonstration.
type Direct struct {
	Upload
	DryRun bool
	// Progress is called after every batch; nil for nobody.
	Progress func(Counts)
}

// Run imports a file at once, without a dry run before it, or only judges it.
// It is the same work as that of the job: if the caller is killed, a worker
// goes on with it later. A file that is refused as a whole comes back as an
// error; rows that failed are counted and kept.
func (s *Service) Run(ctx context.Context, a access.Actor, d Direct) (Import, error) {
	if d.ID == "" {
		d.ID = record.NewID()
	}
	i, f, err := s.receive(a, d.Upload)
	if err != nil {
		return i, err
	}
	verb, kind := VerbConfirm, jobImport
	if d.DryRun {
		verb, kind = VerbCheck, jobCheck
	}
	if i.State, err = Flow.Next(i.State, verb); err != nil {
		return i, err
	}
	c := change.By(a, i.CreatedAt)
	c.Log(i.Ref(), VerbUpload, "file", i.FileName, "kind", i.Kind)
	c.Attach(f)
	i = s.queue(&c, i, kind, args{Import: i.ID, Actor: a, Lang: d.Lang, RunAt: i.CreatedAt.Add(handover)})
	if err := s.o.Store.Add(ctx, i, c); err != nil {
		return i, err
	}
	return s.finishNow(ctx, i, d)
}

func (s *Service) finishNow(ctx context.Context, i Import, d Direct) (Import, error) {
	j, err := s.o.Store.Job(ctx, i.Job)
	if err != nil {
		return i, err
	}
	j.State = job.Running
	if err := s.work(ctx, j, !d.DryRun, d.Progress); err != nil {
		return i, err
	}
	if err := s.o.Store.EndJob(ctx, j.ID); err != nil {
		return i, err
	}
	if i, err = s.o.Store.Find(ctx, i.ID); err != nil {
		return i, err
	}
	return i, i.Problems.Err()
}
