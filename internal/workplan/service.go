package workplan

import (
	"context"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Service is everything that people and jobs do with work plans.
type Service struct {
	store   Store
	table   *access.Table
	clock   clock.Clock
	book    *rule.Book
	figures Figures
}

// NewService makes the service.
func NewService(store Store, table *access.Table, c clock.Clock, book *rule.Book, figures Figures) *Service {
	return &Service{store, table, c, book, figures}
}

// take is one step on one plan.
func (s *Service) take(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(p Plan, now time.Time) (Plan, change.Change, error),
) (Plan, error) {
	return step.Take(ctx, s.store, step.Gate{Table: s.table, View: ActView, Act: act}, a, t, func(p Plan) (Plan, change.Change, error) {
		return decide(p, s.clock.Now())
	})
}

// Today is the civil date, where forms begin.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// Year is the current year.
func (s *Service) Year() int { return s.Today().Year }

// Find returns a plan that the actor may see.
func (s *Service) Find(ctx context.Context, a access.Actor, id record.ID) (Plan, error) {
	p, err := s.store.Find(ctx, id)
	if err != nil {
		return p, err
	}
	return p, step.Gate{Table: s.table, View: ActView, Act: ActView}.Check(a, p.Subject(a))
}

// FindItem returns the plan of an item and the item as it counts now.
func (s *Service) FindItem(ctx context.Context, a access.Actor, id record.ID) (Plan, Item, error) {
	of, err := s.store.PlanOf(ctx, id)
	if err != nil {
		return Plan{}, Item{}, err
	}
	p, err := s.Find(ctx, a, of)
	if err != nil {
		return p, Item{}, err
	}
	i, ok := p.Item(id)
	if !ok && s.table.Can(a, ActKeep, p.Subject(a)) {
		i, ok = p.Drafted(id) // written, but not adopted yet
	}
	if !ok {
		return p, i, fault.New(fault.NotFound, "record.not_found")
	}
	return p, i, nil
}

// May tells whether the actor may do an action to the plan, for buttons.
func (s *Service) May(a access.Actor, act access.Action, p Plan) bool {
	return s.table.Can(a, act, p.Subject(a))
}

// MayProgress tells whether the actor may report on an item and explain it.
func (s *Service) MayProgress(a access.Actor, p Plan, i Item) bool {
	return s.table.Can(a, ActProgress, i.Subject(p))
}

// Reaches tells whether the actor may do an action to any plan at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

// List answers a query with what the actor may see.
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Plan], error) {
	reach := s.table.Reach(a, ActView)
	if reach == access.None {
		return listing.Page[Plan]{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.List(ctx, q, reach&access.Any == 0)
}

// Start makes the draft of a plan; a year has one.
func (s *Service) Start(ctx context.Context, a access.Actor, cmd DraftCommand) (Plan, error) {
	if !s.table.Can(a, ActKeep, access.Subject{}) {
		return Plan{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	if err := s.complete(ctx, cmd.Items); err != nil {
		return Plan{}, err
	}
	p, c, err := Start(cmd, a, s.clock.Now())
	if err != nil {
		return p, err
	}
	return p, s.store.Save(ctx, p, c)
}

// complete fills in the names of owners, and refuses owners and metrics that
// nobody knows.
func (s *Service) complete(ctx context.Context, items []Item) error {
	all, err := s.store.Organisations(ctx)
	if err != nil {
		return err
	}
	names := map[record.ID]string{"": ""}
	for _, o := range all {
		names[o.ID] = o.Name
	}
	var l fault.List
	for n := range items {
		i := &items[n]
		name, ok := names[i.Owner]
		if !ok {
			l.Add("owner", string(i.Owner), "workplan.owner")
		}
		i.OwnerName = name
		if i.Meter.Metric != "" && !s.known(i.Meter) {
			l.Add("metric", i.Meter.Metric, "workplan.metric")
		}
	}
	return l.Err()
}

func (s *Service) known(m Meter) bool {
	for _, d := range s.figures.Definitions() {
		if d.Key == m.Metric {
			for _, scope := range d.Scopes {
				if scope == m.Slice.Scope {
					return true
				}
			}
		}
	}
	return false
}

// Metrics lists the metrics that an item can be linked to.
func (s *Service) Metrics() []metric.Definition { return s.figures.Definitions() }

// Rename changes the title.
func (s *Service) Rename(ctx context.Context, a access.Actor, t step.Target, title string) (Plan, error) {
	return s.take(ctx, a, t, ActKeep, func(p Plan, now time.Time) (Plan, change.Change, error) { return Rename(p, title, a, now) })
}

// Put adds or changes an item of the text that is being written.
func (s *Service) Put(ctx context.Context, a access.Actor, t step.Target, i Item) (Plan, error) {
	one := []Item{i}
	if err := s.complete(ctx, one); err != nil {
		return Plan{}, err
	}
	return s.take(ctx, a, t, ActKeep, func(p Plan, now time.Time) (Plan, change.Change, error) { return Put(p, one[0], a, now) })
}

// Remove takes an item out, with all below it.
func (s *Service) Remove(ctx context.Context, a access.Actor, t step.Target, item record.ID) (Plan, error) {
	return s.take(ctx, a, t, ActKeep, func(p Plan, now time.Time) (Plan, change.Change, error) { return Remove(p, item, a, now) })
}

// Adopt records the decision that puts the text in force.
func (s *Service) Adopt(ctx context.Context, a access.Actor, t step.Target, cmd AdoptCommand) (Plan, error) {
	return s.take(ctx, a, t, ActDecide, func(p Plan, now time.Time) (Plan, change.Change, error) { return Adopt(p, cmd, a, now) })
}

// Revise opens an adopted plan for writing.
func (s *Service) Revise(ctx context.Context, a access.Actor, t step.Target, reason string) (Plan, error) {
	return s.take(ctx, a, t, ActKeep, func(p Plan, now time.Time) (Plan, change.Change, error) { return Revise(p, reason, a, now) })
}

// Drop gives a revision up.
func (s *Service) Drop(ctx context.Context, a access.Actor, t step.Target) (Plan, error) {
	return s.take(ctx, a, t, ActKeep, func(p Plan, now time.Time) (Plan, change.Change, error) { return Drop(p, a, now) })
}

// Conclude records the results of the year.
func (s *Service) Conclude(ctx context.Context, a access.Actor, t step.Target, cmd ConcludeCommand) (Plan, error) {
	return s.take(ctx, a, t, ActDecide, func(p Plan, now time.Time) (Plan, change.Change, error) { return Conclude(p, cmd, a, now) })
}

// Organisations lists those that can answer for an item, for choices in forms.
func (s *Service) Organisations(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.Organisations(ctx)
}

// Story is the timeline of a plan or an item, the newest first.
func (s *Service) Story(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return s.store.Timeline(ctx, ref)
}
