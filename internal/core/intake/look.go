package intake

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/job"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
)

// Find returns an import that the actor may see.
func (s *Service) Find(ctx context.Context, a access.Actor, id record.ID) (Import, error) {
	i, _, err := s.find(ctx, a, id)
	return i, err
}

func (s *Service) find(ctx context.Context, a access.Actor, id record.ID) (Import, Kind, error) {
	i, err := s.o.Store.Find(ctx, id)
	if err != nil {
		return i, Kind{}, err
	}
	if !s.sees(a, i) {
		return Import{}, Kind{}, fault.New(fault.NotFound, "record.not_found")
	}
	kind, err := s.o.Kinds.Find(i.Kind)
	return i, kind, err
}

// ImportKind returns a kind of sheet that the actor may import.
func (s *Service) ImportKind(a access.Actor, name string) (Kind, error) {
	kind, err := s.o.Kinds.Find(name)
	if err == nil {
		err = s.may(a, kind.Import)
	}
	return kind, err
}

// ExportKind returns a kind of sheet that the actor may export.
func (s *Service) ExportKind(a access.Actor, name string) (Kind, error) {
	kind, err := s.o.Kinds.Find(name)
	if err == nil {
		err = s.may(a, kind.Export)
	}
	return kind, err
}

// Importable lists the kinds that the actor may import.
func (s *Service) Importable(a access.Actor) []Kind {
	var list []Kind
	for _, k := range s.o.Kinds.list {
		if k.Import != "" && s.may(a, k.Import) == nil {
			list = append(list, k)
		}
	}
	return list
}

// List returns the newest imports: the actor's own, or everybody's if all is
// set and the actor oversees them.
func (s *Service) List(ctx context.Context, a access.Actor, all bool, limit int) ([]Import, error) {
	person := a.Person
	if all {
		if err := s.may(a, ActOversee); err != nil {
			return nil, err
		}
		person = ""
	}
	if !all && person == "" {
		return nil, nil
	}
	return s.o.Store.List(ctx, person, limit)
}

// Detail is an import with what its page shows.
type Detail struct {
	Import
	Kind     Kind
	Counts   Counts // as far as the job has come
	Total    int64  // rows in all; 0 if not known yet
	Stopped  bool   // the job was given up; Resume takes it up again
	Failures []Failure
	Same     *Import // the same content was imported before
	Story    []timeline.Entry
}

// Detail returns an import with its progress, its first failed rows and its
// story.
func (s *Service) Detail(ctx context.Context, a access.Actor, id record.ID, failures int) (Detail, error) {
	i, kind, err := s.find(ctx, a, id)
	d := Detail{Import: i, Kind: kind, Counts: i.Counts}
	if err != nil {
		return d, err
	}
	if i.Running() {
		if err := s.progress(ctx, &d); err != nil {
			return d, err
		}
	}
	if d.Failures, err = s.o.Store.Failures(ctx, id, failures); err != nil {
		return d, err
	}
	same, found, err := s.o.Store.Same(ctx, i)
	if err != nil {
		return d, err
	}
	if found {
		d.Same = &same
	}
	d.Story, err = s.o.Store.Story(ctx, i.Ref())
	return d, err
}

func (s *Service) progress(ctx context.Context, d *Detail) error {
	j, err := s.o.Store.Job(ctx, d.Job)
	if err != nil {
		return err
	}
	_, at, err := readArgs(j)
	if err != nil {
		return err
	}
	d.Counts, d.Total = at.Counts, j.Total
	d.Stopped = j.State == job.Failed
	return nil
}

// ImportOf returns the import that a job works on; false if it is another kind
// of job.
func ImportOf(j job.Job) (record.ID, bool) {
	if j.Kind != jobCheck && j.Kind != jobImport {
		return "", false
	}
	with, _, err := readArgs(j)
	return with.Import, err == nil
}
