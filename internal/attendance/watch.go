package attendance

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/training"
)

// Inspect records an unannounced visit.
func (s *Service) Inspect(ctx context.Context, a access.Actor, id record.ID, cmd InspectCommand) (Inspection, error) {
	k, err := s.class(ctx, a, id, ActInspect)
	if err != nil {
		return Inspection{}, err
	}
	sessions, err := s.training.Sessions(ctx, a, id)
	if err != nil {
		return Inspection{}, err
	}
	x, c, err := Inspect(k, Slots(sessions), cmd, a, s.clock.Now())
	if err != nil {
		return x, err
	}
	return x, s.store.AddInspection(ctx, x, c)
}

// Visit is an inspection as its page shows it.
type Visit struct {
	Inspection
	Class   training.Class
	Present int64 // by roll and code in the same slot
	Files   []file.File
}

// Visit returns an inspection that the actor may see.
func (s *Service) Visit(ctx context.Context, a access.Actor, id record.ID) (v Visit, err error) {
	if v.Inspection, err = s.store.FindInspection(ctx, id); err != nil {
		return v, err
	}
	x, err := s.Open(ctx, a, v.Inspection.Class)
	if err != nil {
		return Visit{}, err
	}
	v.Class, v.Present = x.Class, Compare(v.Inspection, x.Roster, x.Book)
	v.Files, err = s.store.Files(ctx, v.Inspection.Ref())
	return v, err
}

// Review looks for signals in a class now.
func (s *Service) Review(ctx context.Context, a access.Actor, id record.ID) (found int, err error) {
	k, err := s.class(ctx, a, id, ActWatch)
	if err != nil {
		return 0, err
	}
	return s.review(ctx, robot(ctx), k)
}

// review gathers the case as the program itself, which may read it in clear and
// shows nobody what it read.
func (s *Service) review(ctx context.Context, a access.Actor, k training.Class) (int, error) {
	x, err := s.gather(ctx, a, k)
	if err != nil {
		return 0, err
	}
	known, err := s.store.Signals(ctx, k.ID)
	if err != nil {
		return 0, err
	}
	save, c := Merge(k, known, Detect(x, s.book), a, s.clock.Now())
	if len(save) == 0 {
		return 0, nil
	}
	return len(save), s.store.SaveSignals(ctx, save, c)
}

func (s *Service) gather(ctx context.Context, a access.Actor, k training.Class) (x Case, err error) {
	x = Case{Class: k, Now: s.clock.Now()}
	if x.Sessions, err = s.training.Sessions(ctx, a, k.ID); err != nil {
		return x, err
	}
	if x.Roster, err = s.training.RosterInClear(ctx, a, k.ID, ""); err != nil {
		return x, err
	}
	if x.Marks, err = s.store.Marks(ctx, k.ID); err != nil {
		return x, err
	}
	if x.Inspections, err = s.store.Inspections(ctx, k.ID); err != nil {
		return x, err
	}
	if x.Elsewhere, err = s.training.Elsewhere(ctx, a, k.ID); err != nil {
		return x, err
	}
	if x.Sharers, err = s.training.Sharers(ctx, a, k.ID); err != nil {
		return x, err
	}
	teachers, err := s.training.Teachers(ctx, a, k.Provider)
	for _, t := range teachers {
		if t.Phone != "" {
			x.Phones = append(x.Phones, t.Phone)
		}
	}
	return x, err
}

// Signals are those of a class that the actor may watch.
func (s *Service) Signals(ctx context.Context, a access.Actor, id record.ID) (training.Class, []Signal, error) {
	k, err := s.class(ctx, a, id, ActWatch)
	if err != nil {
		return k, nil, err
	}
	list, err := s.store.Signals(ctx, id)
	return k, list, err
}

// AllSignals are those of all classes.
func (s *Service) AllSignals(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Signal], error) {
	if s.table.Reach(a, ActWatch)&access.Any == 0 {
		return listing.Page[Signal]{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.AllSignals(ctx, q)
}

// Proof is a signal with what its page shows.
type Proof struct {
	Signal
	In     training.Class
	People map[record.ID]training.Trainee // by enrolment, masked
	Story  []timeline.Entry
}

// Signal returns a signal that the actor may watch.
func (s *Service) Signal(ctx context.Context, a access.Actor, id record.ID) (p Proof, err error) {
	if p.Signal, err = s.store.FindSignal(ctx, id); err != nil {
		return p, err
	}
	if p.In, err = s.class(ctx, a, p.Signal.Class, ActWatch); err != nil {
		return Proof{}, err
	}
	roster, err := s.training.Roster(ctx, a, p.In.ID)
	if err != nil {
		return Proof{}, err
	}
	p.People = map[record.ID]training.Trainee{}
	for _, e := range roster {
		p.People[e.ID] = e.Person
	}
	p.Story, err = s.store.Timeline(ctx, p.Signal.Ref())
	return p, err
}

// Judge dismisses or upholds a signal.
func (s *Service) Judge(ctx context.Context, a access.Actor, t step.Target, verb, why string) (Signal, error) {
	x, err := s.store.FindSignal(ctx, t.ID)
	if err != nil {
		return x, err
	}
	if _, err := s.class(ctx, a, x.Class, ActJudge); err != nil {
		return Signal{}, err
	}
	if t.Version != 0 && t.Version != x.Version {
		return x, fault.New(fault.Stale, "record.stale", "version", x.Version)
	}
	next, c, err := Judge(x, verb, why, a, s.clock.Now())
	if err != nil {
		return x, err
	}
	return next, s.store.SaveSignals(ctx, []Signal{next}, c)
}

// Leave returns a leave of a class whose roll the actor may see, with the masked
// person and the story.
func (s *Service) Leave(ctx context.Context, a access.Actor, id record.ID) (l Leave, p training.Place, who training.Trainee, err error) {
	if l, err = s.store.FindLeave(ctx, id); err != nil {
		return l, p, who, err
	}
	if _, err = s.class(ctx, a, l.Class, ActView); err != nil {
		return Leave{}, p, who, err
	}
	if p, err = s.training.Place(ctx, a, l.Enrolment); err != nil {
		return Leave{}, p, who, err
	}
	roster, err := s.training.Roster(ctx, a, l.Class)
	for _, e := range roster {
		if e.ID == l.Enrolment {
			who = e.Person
		}
	}
	return l, p, who, err
}

// DecideLeave grants or refuses a leave.
func (s *Service) DecideLeave(ctx context.Context, a access.Actor, t step.Target, verb, answer string) (Leave, error) {
	l, err := s.store.FindLeave(ctx, t.ID)
	if err != nil {
		return l, err
	}
	if _, err := s.class(ctx, a, l.Class, ActKeep); err != nil {
		return Leave{}, err
	}
	if t.Version != 0 && t.Version != l.Version {
		return l, fault.New(fault.Stale, "record.stale", "version", l.Version)
	}
	var c change.Change
	if l, c, err = Decide(l, verb, answer, a, s.clock.Now()); err != nil {
		return l, err
	}
	return l, s.store.SaveLeave(ctx, l, c)
}
