package training

import (
	"context"
	"maps"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Interns tells who is an intern, and when: the internships are no business of
// this feature, only that nobody is in two places at once (rule TRN-017).
type Interns interface {
	// Shifts returns the hours of the internships of the people with these
	// identity numbers that touch the span (the zero one: all), by number.
	Shifts(ctx context.Context, idNumbers []string, span calendar.Period) (map[string][]calendar.Shift, error)
}

// Forgetter makes meaningless what was published about people without naming
// them: the sealed log does.
type Forgetter interface {
	// Forget does so for ids and returns how many traces there were. To forget
	// twice is no fault.
	Forget(ctx context.Context, ids ...record.ID) (int64, error)
}

// Options are what the service is made of. Interns and Forgetter may be nil
// in tests.
type Options struct {
	Store     Store
	Table     *access.Table
	Clock     clock.Clock
	Book      *rule.Book
	Interns   Interns
	Forgetter Forgetter
}

// Service is everything that people and jobs do with training.
type Service struct {
	store     Store
	table     *access.Table
	clock     clock.Clock
	book      *rule.Book
	interns   Interns
	forgetter Forgetter
}

// NewService makes the service.
func NewService(o Options) *Service {
	return &Service{o.Store, o.Table, o.Clock, o.Book, o.Interns, o.Forgetter}
}

func (s *Service) gate(act access.Action) step.Gate {
	return step.Gate{Table: s.table, View: ActView, Act: act}
}

// dossiers is the keeper of classes for steps that change more than the class.
type dossiers struct{ Store }

func (k dossiers) Find(ctx context.Context, id record.ID) (Dossier, error) {
	return k.FindDossier(ctx, id)
}

func (k dossiers) Save(ctx context.Context, d Dossier, c change.Change) error {
	return k.SaveDossier(ctx, d, c)
}

// take is one step on one class.
func (s *Service) take(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(d Dossier, now time.Time) (Dossier, change.Change, error),
) (Class, error) {
	d, err := step.Take(ctx, dossiers{s.store}, s.gate(act), a, t, func(d Dossier) (Dossier, change.Change, error) {
		return decide(d, s.clock.Now())
	})
	return d.Class, err
}

// Today is the present day, where forms begin.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// Class returns a class that the actor may see.
func (s *Service) Class(ctx context.Context, a access.Actor, id record.ID) (Class, error) {
	k, err := s.store.FindClass(ctx, id)
	if err != nil {
		return k, err
	}
	if err := s.gate(ActView).Check(a, k.Subject(a)); err != nil {
		return Class{}, err
	}
	return k, nil
}

// May tells whether the actor may do an action to the class, for buttons.
func (s *Service) May(a access.Actor, act access.Action, k Class) bool {
	return s.table.Can(a, act, k.Subject(a))
}

// Reaches tells whether the actor may do an action to any class at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

// ClassesOf answers a query with the classes that the actor may see. The filter
// by occupation takes a code, a title, or any usual word for it.
func (s *Service) ClassesOf(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Class], error) {
	q.Filter = withOccupations(q.Filter)
	return s.store.List(ctx, q, s.table.Reach(a, ActView), a)
}

// Details are what the page of a class shows. The roster (masked) and the story
// are only for who may read the roster.
type Details struct {
	Class    Class
	Sessions []Session
	Roster   []Entry
	Story    []timeline.Entry
	Inside   bool // may read the roster
}

// Open returns a class with all that its page shows.
func (s *Service) Open(ctx context.Context, a access.Actor, id record.ID) (d Details, err error) {
	if d.Class, err = s.Class(ctx, a, id); err != nil {
		return d, err
	}
	if d.Sessions, err = s.store.Sessions(ctx, id); err != nil {
		return d, err
	}
	if d.Inside = s.May(a, ActRoster, d.Class); !d.Inside {
		d.Class.Findings, d.Class.Exception, d.Class.EndReason = nil, "", ""
		return d, nil
	}
	if d.Roster, err = s.Roster(ctx, a, id); err != nil {
		return d, err
	}
	d.Story, err = s.store.Timeline(ctx, d.Class.Ref())
	return d, err
}

// Ready returns a class for the form of a step: a fault if the actor or the
// state does not allow it.
func (s *Service) Ready(ctx context.Context, a access.Actor, id record.ID, act access.Action, verb string) (Class, error) {
	k, err := s.store.FindClass(ctx, id)
	if err != nil {
		return k, err
	}
	if err := s.gate(act).Check(a, k.Subject(a)); err != nil {
		return Class{}, err
	}
	_, err = Flow.Next(k.State, verb)
	return k, err
}

// Sessions are the timetable of a class that the actor may see.
func (s *Service) Sessions(ctx context.Context, a access.Actor, class record.ID) ([]Session, error) {
	if _, err := s.Class(ctx, a, class); err != nil {
		return nil, err
	}
	return s.store.Sessions(ctx, class)
}

// mostOccupations is how many occupations a word in the filter may mean.
const mostOccupations = 5

// withOccupations turns words into the codes of occupations; words that mean
// none stay, and find nothing.
func withOccupations(filter map[string][]string) map[string][]string {
	words := filter["occupation"]
	if len(words) == 0 {
		return filter
	}
	filter, codes := maps.Clone(filter), []string(nil)
	for _, w := range words {
		if o, err := code.ParseOccupation("occupation", w); err == nil {
			codes = append(codes, o.Code)
			continue
		}
		for _, o := range code.SearchOccupations(w, mostOccupations) {
			codes = append(codes, o.Code)
		}
	}
	if len(codes) > 0 {
		filter["occupation"] = codes
	}
	return filter
}

// Start drafts a class of the actor's organisation.
func (s *Service) Start(ctx context.Context, a access.Actor, cmd DraftCommand) (Class, error) {
	cmd.Provider = a.Organisation
	if !s.table.Can(a, ActFile, access.Subject{Owner: a.Organisation}) {
		return Class{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	d, c, err := Start(cmd, a, s.clock.Now())
	if err != nil {
		return d.Class, err
	}
	c.Once = string(ClassKind) + "/" + string(cmd.ID)
	return d.Class, s.store.SaveDossier(ctx, d, c)
}

// Edit changes what was entered about a class that is not filed.
func (s *Service) Edit(ctx context.Context, a access.Actor, t step.Target, x Content) (Class, error) {
	return s.take(ctx, a, t, ActFile, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Edit(d, x, a, now) })
}

// Timetable replaces the sessions of a class.
func (s *Service) Timetable(ctx context.Context, a access.Actor, t step.Target, sessions []Session) (Class, error) {
	return s.take(ctx, a, t, ActKeep, func(d Dossier, now time.Time) (Dossier, change.Change, error) {
		return Timetable(d, sessions, a, now)
	})
}

// File hands a class in for the check.
func (s *Service) File(ctx context.Context, a access.Actor, t step.Target, cmd FileCommand) (Class, error) {
	k, err := s.Class(ctx, a, t.ID)
	if err != nil {
		return k, err
	}
	p, err := s.store.ProviderOf(ctx, k.Provider)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return k, err
	}
	return s.take(ctx, a, t, ActFile, func(d Dossier, now time.Time) (Dossier, change.Change, error) {
		return File(d, cmd, p, a, now, s.book)
	})
}

// Return sends a class back to its provider: the secretariat what is filed, the
// government what is checked.
func (s *Service) Return(ctx context.Context, a access.Actor, t step.Target, reason string) (Class, error) {
	act := ActCheck
	if k, err := s.Class(ctx, a, t.ID); err == nil && k.State == Checked {
		act = ActApprove
	}
	return s.take(ctx, a, t, act, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Return(d, reason, a, now) })
}

// Check finds a filing in order.
func (s *Service) Check(ctx context.Context, a access.Actor, t step.Target, message string) (Class, error) {
	return s.take(ctx, a, t, ActCheck, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Check(d, message, a, now) })
}

// Approve lets a class open.
func (s *Service) Approve(ctx context.Context, a access.Actor, t step.Target, message string) (Class, error) {
	return s.take(ctx, a, t, ActApprove, func(d Dossier, now time.Time) (Dossier, change.Change, error) {
		return Approve(d, ApproveCommand{Message: message, Code: code.NewVerification()}, a, now)
	})
}

// Recall takes a class back to change it.
func (s *Service) Recall(ctx context.Context, a access.Actor, t step.Target, reason string) (Class, error) {
	return s.take(ctx, a, t, ActFile, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Recall(d, reason, a, now) })
}

// Begin opens an approved class.
func (s *Service) Begin(ctx context.Context, a access.Actor, t step.Target) (Class, error) {
	return s.take(ctx, a, t, ActKeep, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Begin(d, a, now) })
}

// End closes the lessons.
func (s *Service) End(ctx context.Context, a access.Actor, t step.Target) (Class, error) {
	return s.take(ctx, a, t, ActKeep, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return End(d, a, now) })
}

// Results enters results of the exam.
func (s *Service) Results(ctx context.Context, a access.Actor, t step.Target, grades []Grade) (Class, error) {
	return s.take(ctx, a, t, ActKeep, func(d Dossier, now time.Time) (Dossier, change.Change, error) {
		return EnterResults(d, grades, a, now, s.book)
	})
}

// Complete ends a class and counts who took part.
func (s *Service) Complete(ctx context.Context, a access.Actor, t step.Target) (Class, error) {
	return s.take(ctx, a, t, ActKeep, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Complete(d, a, now) })
}

// Certify issues the certificates that are due.
func (s *Service) Certify(ctx context.Context, a access.Actor, t step.Target) (Class, error) {
	return s.take(ctx, a, t, ActKeep, func(d Dossier, now time.Time) (Dossier, change.Change, error) {
		return Certify(d, code.NewVerification, a, now)
	})
}

// Cancel gives up a class that is not completed.
func (s *Service) Cancel(ctx context.Context, a access.Actor, t step.Target, reason string) (Class, error) {
	return s.take(ctx, a, t, ActKeep, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Cancel(d, reason, a, now) })
}

// Reopen leads a completed class back to its results.
func (s *Service) Reopen(ctx context.Context, a access.Actor, t step.Target, reason string) (Class, error) {
	return s.take(ctx, a, t, ActCorrect, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Reopen(d, reason, a, now) })
}

// Reverse takes a completed class out of every figure.
func (s *Service) Reverse(ctx context.Context, a access.Actor, t step.Target, reason string) (Class, error) {
	return s.take(ctx, a, t, ActCorrect, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Reverse(d, reason, a, now) })
}
