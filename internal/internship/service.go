package internship

import (
	"context"
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Forgetter makes meaningless what was published about people without naming
// them: the sealed log does.
type Forgetter interface {
	// Forget does so for ids and returns how many traces there were.
	Forget(ctx context.Context, ids ...record.ID) (int64, error)
}

// Service is everything that people and jobs do with internships.
type Service struct {
	store     Store
	table     *access.Table
	clock     clock.Clock
	book      *rule.Book
	forgetter Forgetter // nil where nothing is sealed
}

// NewService makes the service.
func NewService(store Store, table *access.Table, c clock.Clock, book *rule.Book, f Forgetter) *Service {
	return &Service{store, table, c, book, f}
}

func (s *Service) gate(act access.Action) step.Gate {
	return step.Gate{Table: s.table, View: ActView, Act: act}
}

// keeper adapts the store to step.Keeper.
type keeper struct{ Store }

func (k keeper) Save(ctx context.Context, x Internship, c change.Change) error {
	return k.Store.Save(ctx, []Internship{x}, c)
}

// Today is the present day, where forms begin.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// May tells whether the actor may do an action to the internship, for buttons.
func (s *Service) May(a access.Actor, act access.Action, x Internship) bool {
	return s.table.Can(a, act, x.Subject(a))
}

// Reaches tells whether the actor may do an action to any internship at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

// KeepsAll tells whether the actor registers for every school.
func (s *Service) KeepsAll(a access.Actor) bool {
	return s.table.Reach(a, ActKeep)&access.Any != 0
}

// Find returns an internship that the actor may see, the student masked.
func (s *Service) Find(ctx context.Context, a access.Actor, id record.ID) (Internship, error) {
	x, err := s.store.Find(ctx, id)
	if err == nil {
		err = s.gate(ActView).Check(a, x.Subject(a))
	}
	if err != nil {
		return Internship{}, err
	}
	x.Student = x.Student.Masked()
	return x, nil
}

// Story is the timeline of an internship that the actor may see.
func (s *Service) Story(ctx context.Context, a access.Actor, id record.ID) ([]timeline.Entry, error) {
	x, err := s.Find(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return s.store.Timeline(ctx, x.Ref())
}

// List answers a query with the internships that the actor may see, masked.
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Internship], error) {
	page, err := s.store.List(ctx, q, s.table.Reach(a, ActView), a)
	for i := range page.Rows {
		page.Rows[i].Student = page.Rows[i].Student.Masked()
	}
	return page, err
}

// Hosts are the organisations where students can be.
func (s *Service) Hosts(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.Organisations(ctx)
}

// Schools lists the schools, for choices in forms and filters.
func (s *Service) Schools(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.Organisations(ctx, organisation.School)
}

// tries is how often a registration is decided anew because the student was
// registered somewhere else at the same moment.
const tries = 5

// Register enters the internship of a student; the same id again is refused
// with record.once.
func (s *Service) Register(ctx context.Context, a access.Actor, cmd RegisterCommand) (Internship, error) {
	if cmd.School == "" {
		cmd.School = a.Organisation
	}
	if !s.table.Can(a, ActKeep, access.Subject{Owner: cmd.School}) {
		return Internship{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	for try := 1; ; try++ {
		x, err := s.register(ctx, a, cmd)
		if try < tries && (fault.Is(err, fault.Stale) || isTaken(err)) {
			continue
		}
		return x, err
	}
}

// isTaken tells that somebody with the same identity number was entered between
// look and write.
func isTaken(err error) bool {
	return slices.ContainsFunc(fault.All(err), func(f *fault.Fault) bool { return f.Key == "record.exists" })
}

func (s *Service) register(ctx context.Context, a access.Actor, cmd RegisterCommand) (Internship, error) {
	var n Known
	if r, err := code.ParseIdentity("id_number", cmd.IDNumber, s.Today()); err == nil {
		known, err := s.store.Known(ctx, []string{r.Number})
		if err != nil {
			return Internship{}, err
		}
		n = known[r.Number]
	}
	x, c, err := Register(cmd, n, a, s.clock.Now(), s.book)
	if err != nil {
		return x, err
	}
	c.Once = string(Kind) + "/" + string(cmd.ID)
	return x, s.store.Save(ctx, []Internship{x}, c)
}

// Edit changes what was entered.
func (s *Service) Edit(ctx context.Context, a access.Actor, t step.Target, content Content) (Internship, error) {
	x, err := s.store.Find(ctx, t.ID)
	if err != nil {
		return x, err
	}
	places, err := s.store.PlacesOf(ctx, x.Student.ID)
	if err != nil {
		return x, err
	}
	return s.take(ctx, a, t, func(x Internship, now time.Time) (Internship, change.Change, error) {
		return Edit(x, content, Known{x.Student, places}, a, now, s.book)
	})
}

// EndEarly ends an internship before its last day.
func (s *Service) EndEarly(ctx context.Context, a access.Actor, t step.Target, cmd EndCommand) (Internship, error) {
	return s.take(ctx, a, t, func(x Internship, now time.Time) (Internship, change.Change, error) { return EndEarly(x, cmd, a, now) })
}

// CallOff gives up an internship and takes back what was counted.
func (s *Service) CallOff(ctx context.Context, a access.Actor, t step.Target, reason string) (Internship, error) {
	facts, err := s.store.Standing(ctx, t.ID)
	if err != nil {
		return Internship{}, err
	}
	return s.take(ctx, a, t, func(x Internship, now time.Time) (Internship, change.Change, error) {
		return CallOff(x, facts, reason, a, now)
	})
}

func (s *Service) take(ctx context.Context, a access.Actor, t step.Target,
	decide func(Internship, time.Time) (Internship, change.Change, error),
) (Internship, error) {
	return step.Take(ctx, keeper{s.store}, s.gate(ActKeep), a, t, func(x Internship) (Internship, change.Change, error) {
		return decide(x, s.clock.Now())
	})
}

// Reveal shows the student of an internship in clear. That somebody looked, and
// what for, stands in the timeline.
func (s *Service) Reveal(ctx context.Context, a access.Actor, id record.ID, purpose string) (Student, error) {
	x, err := s.store.Find(ctx, id)
	if err == nil {
		err = s.gate(ActReveal).Check(a, x.Subject(a))
	}
	if err != nil {
		return Student{}, err
	}
	if purpose = strings.TrimSpace(purpose); purpose == "" {
		return Student{}, fault.Wrong("purpose", "", "internship.required")
	}
	c := change.By(a, s.clock.Now())
	c.Log(x.Ref(), VerbReveal).Message = purpose
	return x.Student, s.store.Commit(ctx, c)
}

// Erase removes what identifies the student of an internship, and makes
// meaningless what was sealed about the student. Should it fail half way, the
// student is still there to be erased again: the seal forgets first.
func (s *Service) Erase(ctx context.Context, a access.Actor, id record.ID, reason string) error {
	x, err := s.store.Find(ctx, id)
	if err == nil {
		err = s.gate(ActErase).Check(a, x.Subject(a))
	}
	if err != nil {
		return err
	}
	student, c, err := Erase(x.Student, reason, a, s.clock.Now())
	if err != nil {
		return err
	}
	c.Log(x.Ref(), VerbErase).Message = reason
	if s.forgetter != nil {
		if _, err := s.forgetter.Forget(ctx, student.ID); err != nil {
			return err
		}
	}
	return s.store.SaveStudent(ctx, student, c)
}

// atOnce is how many internships one round looks at together.
const atOnce = 200

// Daily begins the internships whose first day has come, and ends those whose
// last day is over.
func (s *Service) Daily(ctx context.Context) error {
	a, ok := access.From(ctx)
	if !ok {
		a = access.Actor{Role: access.System}
	}
	for {
		due, err := s.store.Due(ctx, s.Today(), atOnce)
		if err != nil || len(due) == 0 {
			return err
		}
		moved := false
		for _, x := range due {
			next, c, ok := Round(x, a, s.clock.Now())
			if !ok {
				continue
			}
			moved = true
			if err := s.store.Save(ctx, []Internship{next}, c); err != nil && !fault.Is(err, fault.Stale) {
				return err
			}
		}
		if !moved {
			return nil
		}
	}
}

// Shifts returns the hours of the internships of the people with these identity
// numbers that touch the span (the zero one: all), by number.
func (s *Service) Shifts(ctx context.Context, idNumbers []string, span calendar.Period) (map[string][]calendar.Shift, error) {
	known, err := s.store.Known(ctx, idNumbers)
	shifts := map[string][]calendar.Shift{}
	for number, n := range known {
		for _, x := range n.Places {
			shift := x.Shift()
			if (span.To.Zero() || !shift.From.After(span.To)) && (span.From.Zero() || !shift.To.Before(span.From)) {
				shifts[number] = append(shifts[number], shift)
			}
		}
	}
	return shifts, err
}
