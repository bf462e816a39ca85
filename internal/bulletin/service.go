package bulletin

import (
	"context"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

// Service is everything that people and commands do with bulletins.
type Service struct {
	store   Store
	figures Figures
	prover  Prover // nil: papers are published without a proof
	table   *access.Table
	clock   clock.Clock
	texts   func(i18n.Language) *i18n.Localizer
	private []fact.Kind
}

// Options are what the service needs of the program.
type Options struct {
	Store   Store
	Figures Figures
	Prover  Prover
	Table   *access.Table
	Clock   clock.Clock
	Texts   func(i18n.Language) *i18n.Localizer
	// Private are the kinds of facts that a step leaves about one person: it counts,
	// and is no event for a paper that everybody reads.
	Private []fact.Kind
}

// NewService makes the service.
func NewService(o Options) *Service {
	return &Service{o.Store, o.Figures, o.Prover, o.Table, o.Clock, o.Texts, o.Private}
}

func (s *Service) gate(act access.Action) step.Gate {
	return step.Gate{Table: s.table, View: ActView, Act: act}
}

// find is the metrics of the program.
func (s *Service) find(key string) (metric.Definition, bool) {
	d, err := s.figures.Definition(key)
	return d, err == nil
}

// units are those in which the metrics count.
func (s *Service) units() []string {
	var list []string
	for _, d := range s.figures.Definitions() {
		if !slices.Contains(list, d.Unit) {
			list = append(list, d.Unit)
		}
	}
	return list
}

// Definitions lists the metrics that a text can be bound to.
func (s *Service) Definitions() []metric.Definition { return s.figures.Definitions() }

func (s *Service) take(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(b Bulletin, now time.Time) (Bulletin, change.Change, error),
) (Bulletin, error) {
	return step.Take(ctx, s.store, s.gate(act), a, t, func(b Bulletin) (Bulletin, change.Change, error) {
		return decide(b, s.clock.Now())
	})
}

// Find returns a bulletin that the actor may see.
func (s *Service) Find(ctx context.Context, a access.Actor, id record.ID) (Bulletin, error) {
	b, err := s.store.Find(ctx, id)
	if err != nil {
		return b, err
	}
	return b, s.gate(ActView).Check(a, b.Subject(a))
}

// May tells whether the actor may do an action, for buttons.
func (s *Service) May(a access.Actor, act access.Action) bool {
	return s.table.Can(a, act, access.Subject{})
}

// List answers a query.
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Bulletin], error) {
	if !s.May(a, ActView) {
		return listing.Page[Bulletin]{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.List(ctx, q)
}

// Timeline is the story of a bulletin, the newest first.
func (s *Service) Timeline(ctx context.Context, b Bulletin) ([]timeline.Entry, error) {
	return s.store.Timeline(ctx, b)
}

// Today is the civil date.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// Compose is the usual content of a paper about a period, in a language.
func (s *Service) Compose(ctx context.Context, a access.Actor, p calendar.Period, lang i18n.Language) (Content, error) {
	series, ok := SeriesOf(p)
	if !ok {
		return Content{}, fault.Wrong("period", p.Name, "bulletin.period")
	}
	l := s.texts(lang)
	tokens, err := sampleTokens(l, series)
	if err != nil {
		return Content{}, err
	}
	n, err := compute(ctx, s.figures, a, tokens, p)
	if err != nil {
		return Content{}, err
	}
	c, err := s.store.Consortium(ctx)
	if err != nil {
		return Content{}, err
	}
	return Compose(l, series, p, c.NameIn(string(lang)), s.find, n)
}

// Start drafts a paper. There is one of each period.
func (s *Service) Start(ctx context.Context, a access.Actor, cmd DraftCommand) (Bulletin, error) {
	if !s.May(a, ActKeep) {
		return Bulletin{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	b, c, err := Start(cmd, a, s.clock.Now(), s.find)
	if err != nil {
		return b, err
	}
	switch other, err := s.store.Of(ctx, b.Series, b.Period.Name); {
	case err == nil && other.ID != b.ID:
		return other, fault.Wrong("period", b.Period.Name, "bulletin.exists", "title", other.Content.Title)
	case err != nil && !fault.Is(err, fault.NotFound):
		return b, err
	}
	return b, s.store.Save(ctx, b, c)
}

// Edit changes the content.
func (s *Service) Edit(ctx context.Context, a access.Actor, t step.Target, x Content) (Bulletin, error) {
	return s.take(ctx, a, t, ActKeep, func(b Bulletin, now time.Time) (Bulletin, change.Change, error) { return Edit(b, x, a, now, s.find) })
}

// Submit hands the text to the leading group.
func (s *Service) Submit(ctx context.Context, a access.Actor, t step.Target, message string) (Bulletin, error) {
	b, err := s.Find(ctx, a, t.ID)
	if err != nil {
		return b, err
	}
	n, err := s.numbers(ctx, a, b)
	if err != nil {
		return b, err
	}
	return s.take(ctx, a, t, ActKeep, func(b Bulletin, now time.Time) (Bulletin, change.Change, error) {
		return Submit(b, message, n, a, now, s.find)
	})
}

// Approve approves the text for the leading group.
func (s *Service) Approve(ctx context.Context, a access.Actor, t step.Target, message string) (Bulletin, error) {
	return s.take(ctx, a, t, ActApprove, func(b Bulletin, now time.Time) (Bulletin, change.Change, error) { return Approve(b, message, a, now) })
}

// Return gives the text back.
func (s *Service) Return(ctx context.Context, a access.Actor, t step.Target, message string) (Bulletin, error) {
	return s.take(ctx, a, t, ActApprove, func(b Bulletin, now time.Time) (Bulletin, change.Change, error) { return Return(b, message, a, now) })
}

// Withdraw gives up a paper that is not published.
func (s *Service) Withdraw(ctx context.Context, a access.Actor, t step.Target, reason string) (Bulletin, error) {
	return s.take(ctx, a, t, ActKeep, func(b Bulletin, now time.Time) (Bulletin, change.Change, error) { return Withdraw(b, reason, a, now) })
}

// Countable lists steps of a period that counted, to choose events from; not those
// about one person.
func (s *Service) Countable(ctx context.Context, a access.Actor, p calendar.Period, limit int) ([]timeline.Entry, error) {
	if !s.May(a, ActKeep) {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	var kinds []fact.Kind
	for _, d := range s.figures.Definitions() {
		for _, k := range d.Kinds {
			if !slices.Contains(kinds, k) && !slices.Contains(s.private, k) {
				kinds = append(kinds, k)
			}
		}
	}
	return s.store.Countable(ctx, kinds, p, limit)
}

// Daily is the round of the day: a review that lay silent goes back.
func (s *Service) Daily(ctx context.Context) error {
	robot := access.Must(ctx)
	ids, err := s.store.Lapsed(ctx, s.Today())
	if err != nil {
		return err
	}
	for _, id := range ids {
		b, err := s.store.Find(ctx, id)
		if err != nil {
			return err
		}
		next, c, changed := Lapse(b, robot, s.clock.Now())
		if !changed {
			continue
		}
		if err := s.store.Save(ctx, next, c); err != nil && !fault.Is(err, fault.Stale) {
			return err
		}
	}
	return nil
}
