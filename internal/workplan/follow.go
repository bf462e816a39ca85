package workplan

import (
	"context"
	"errors"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
)

// Progress is a plan as it stands today.
type Progress struct {
	Plan      Plan
	Standings []Standing // of the items that count now, in order
	Reports   []Report   // the latest day first
	Watches   map[record.ID]Watch
}

// Count tells how many items have a light.
func (g Progress) Count(l Light) (n int) {
	for _, s := range g.Standings {
		if s.Item.Aim && s.Light == l {
			n++
		}
	}
	return n
}

// Of is the standing of one item; false if it has none.
func (g Progress) Of(item record.ID) (Standing, bool) {
	for _, s := range g.Standings {
		if s.Item.ID == item {
			return s, true
		}
	}
	return Standing{}, false
}

// Progress computes how the items of a plan stand today.
func (s *Service) Progress(ctx context.Context, p Plan) (Progress, error) {
	reports, err := s.store.Reports(ctx, p.ID)
	if err != nil {
		return Progress{}, err
	}
	watches, err := s.store.Watches(ctx, p.ID)
	if err != nil {
		return Progress{}, err
	}
	g := Progress{Plan: p, Reports: reports, Watches: watches}
	today := s.Today()
	for _, i := range p.Current() {
		actual, err := s.actual(ctx, i, reports, today)
		if err != nil {
			return g, err
		}
		g.Standings = append(g.Standings, Stand(i, actual, today, s.book))
	}
	return g, nil
}

// actual is what an item has reached: by its metric within its period, whose
// totals every member may see, or by the report of the latest day.
func (s *Service) actual(ctx context.Context, i Item, reports []Report, today calendar.Date) (Actual, error) {
	if !i.Aim {
		return Actual{}, nil
	}
	if i.Meter.Metric == "" {
		return Latest(i.ID, reports), nil
	}
	f, err := s.figures.Figure(ctx, access.Robot(of(ctx).Consortium), i.Meter.Metric, i.Meter.Slice, i.Period())
	if fault.Is(err, fault.NotFound) { // the metric is no longer known
		return Actual{}, nil
	}
	return Actual{Known: err == nil, Value: f.Value, On: today, Facts: f.Facts}, err
}

// Latest is the actual by the report of the latest day, of several of one day
// the one that came last; reports come in that order.
func Latest(item record.ID, reports []Report) Actual {
	for _, r := range reports {
		if r.Item == item {
			return Actual{Known: true, Value: r.Value, On: r.On}
		}
	}
	return Actual{}
}

func of(ctx context.Context) access.Actor {
	if a, ok := access.From(ctx); ok {
		return a
	}
	return access.Actor{Role: access.System}
}

// Warning tells whether, and by which years, the rule on plans that were not
// fulfilled in a row threatens.
func (s *Service) Warning(ctx context.Context) (rule.Rule, []int, bool, error) {
	results, err := s.store.Results(ctx)
	if err != nil {
		return rule.Rule{}, nil, false, err
	}
	r, years, warned := Warned(results, s.Today(), s.book)
	return r, years, warned, nil
}

// Aims is the plan in force in a year and how its targets stand today, what is
// behind first. A plan that was never adopted has none: NotFound, as for a year
// without a plan.
func (s *Service) Aims(ctx context.Context, a access.Actor, year int) (Plan, []Standing, error) {
	p, err := s.store.ByYear(ctx, year)
	if err == nil {
		err = step.Gate{Table: s.table, View: ActView, Act: ActView}.Check(a, p.Subject(a))
	}
	if err == nil && len(p.Editions) == 0 {
		err = fault.New(fault.NotFound, "record.not_found")
	}
	if err != nil {
		return Plan{}, nil, err
	}
	g, err := s.Progress(ctx, p)
	return p, Urgent(g.Standings), err
}

// progressing is the plan of an item on which the actor may report.
func (s *Service) progressing(ctx context.Context, a access.Actor, item record.ID) (Plan, Item, error) {
	p, i, err := s.FindItem(ctx, a, item)
	if err == nil && !s.MayProgress(a, p, i) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	return p, i, err
}

// Report hands in an actual of an item.
func (s *Service) Report(ctx context.Context, a access.Actor, cmd ReportCommand) error {
	p, _, err := s.progressing(ctx, a, cmd.Item)
	if err != nil {
		return err
	}
	r, c, err := Hand(p, cmd, a, s.clock.Now())
	if err != nil {
		return err
	}
	if err := s.store.AddReport(ctx, r, c); err != nil {
		return err
	}
	return s.follow(ctx, p.ID, of(ctx))
}

// Explain records why an item stands as it does.
func (s *Service) Explain(ctx context.Context, a access.Actor, item record.ID, text string) error {
	p, _, err := s.progressing(ctx, a, item)
	if err != nil {
		return err
	}
	watches, err := s.store.Watches(ctx, p.ID)
	if err != nil {
		return err
	}
	w := watches[item]
	w.Item = item
	w, c, err := Explain(p, w, text, a, s.clock.Now())
	if err != nil {
		return err
	}
	return s.store.SaveWatch(ctx, w, c)
}

// Daily follows the items of all running plans, opens the plan of a year that
// has none, and reminds of the self-evaluation.
func (s *Service) Daily(ctx context.Context) error {
	a := of(ctx)
	running, err := s.store.Running(ctx)
	errs := []error{err}
	for _, p := range running {
		errs = append(errs, s.follow(ctx, p.ID, a), s.remind(ctx, p, a))
	}
	return errors.Join(append(errs, s.openYear(ctx, a))...)
}

// follow tells owners of items whose light has changed.
func (s *Service) follow(ctx context.Context, id record.ID, a access.Actor) error {
	p, err := s.store.Find(ctx, id)
	if err != nil {
		return err
	}
	g, err := s.Progress(ctx, p)
	if err != nil {
		return err
	}
	robot := access.Robot(a.Consortium)
	for _, standing := range g.Standings {
		if !standing.Item.Aim {
			continue
		}
		w, c, changed := Turn(p, standing, g.Watches[standing.Item.ID], robot, s.clock.Now())
		if !changed {
			continue
		}
		if err := s.store.SaveWatch(ctx, w, c); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remind(ctx context.Context, p Plan, a access.Actor) error {
	told, err := s.store.Waits(ctx, p.Ref(), StepConclude)
	if err != nil {
		return err
	}
	c, due := Due(p, told, s.Today(), s.book, a, s.clock.Now())
	if !due {
		return nil
	}
	return s.store.Commit(ctx, c)
}

func (s *Service) openYear(ctx context.Context, a access.Actor) error {
	today := s.Today()
	_, err := s.store.ByYear(ctx, today.Year)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return err
	}
	// A consortium that had no plan in force the year before is not urged.
	if before, err := s.store.ByYear(ctx, today.Year-1); fault.Is(err, fault.NotFound) || (err == nil && len(before.Editions) == 0) {
		return nil
	} else if err != nil {
		return err
	}
	year := strconv.Itoa(today.Year)
	p, c, open := Missing(record.Derived("", "workplan "+year), year, today, s.book, a, s.clock.Now())
	if !open {
		return nil
	}
	if err = s.store.Save(ctx, p, c); fault.Is(err, fault.Conflict) {
		return nil // another node was faster
	}
	return err
}
