package demo

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/workplan"
)

// plans adds the work plans with their targets, their adoption, and what was
// reported of them.
func (s *stage) plans() {
	items := map[string][]workplan.Item{}
	for _, r := range s.in.rows("work_plan_items.csv") {
		items[r.text("plan")] = append(items[r.text("plan")], s.planItem(r))
	}
	for _, r := range s.in.rows("work_plans.csv") {
		target := step.Target{ID: s.id("plan", r.text("year"))}
		cmd := workplan.DraftCommand{ID: target.ID, Year: int(r.int("year")), Title: r.text("title"), Items: items[r.text("year")], Sample: true}
		s.on(r, r.date("drafted_on"), placing, func(ctx context.Context) error {
			_, err := s.Plans.Start(ctx, s.secretary(), cmd)
			return err
		})
		decision := workplan.Decision{Body: r.text("body"), On: r.date("adopted_on"), Minutes: r.text("minutes")}
		s.on(r, decision.On, signing, func(ctx context.Context) error {
			f, err := s.take(r.text("minutes")+".pdf", record.Ref{Kind: workplan.Kind, ID: target.ID}, s.secretary())
			if err != nil {
				return err
			}
			_, err = s.Plans.Adopt(ctx, s.secretary(), target, workplan.AdoptCommand{Decision: decision, File: f})
			return err
		})
	}
	for _, r := range s.in.rows("work_plan_reports.csv") {
		s.planReport(r)
	}
}

func (s *stage) planItem(r row) workplan.Item {
	year := int(r.int("plan"))
	i := workplan.Item{
		ID: s.planItemID(r.text("plan"), r.text("number")), Number: r.text("number"), Title: r.text("title"), Text: r.text("text"),
		FromOn: calendar.On(year, 1, 1), ToOn: calendar.On(year, 12, 31), Unit: r.text("unit"), Aim: r.text("operator") != "",
		Target: workplan.Target{Operator: workplan.Operator(r.text("operator")), Low: r.int("low"), High: r.int("high")},
	}
	if r.text("owner") != "" {
		i.Owner = s.org(r, "owner").id
	}
	if key := r.text("metric"); key != "" {
		i.Meter = workplan.Meter{Metric: key, Slice: metric.Slice{Scope: r.text("scope")}}
	}
	return i
}

func (s *stage) planItemID(plan, number string) record.ID {
	return s.id("plan item", plan+"/"+number)
}

func (s *stage) planReport(r row) {
	id := s.planItemID(r.text("plan"), r.text("number"))
	cmd := workplan.ReportCommand{ID: record.Derived(id, r.text("on")), Item: id, On: r.date("on"), Value: r.int("value"), Note: r.text("note")}
	s.on(r, cmd.On, delivering, func(ctx context.Context) (err error) {
		by := s.secretary()
		if name := r.text("by"); name != "" {
			by = s.actorOf(name)
		}
		if cmd.File, err = s.take(r.text("number")+".pdf", record.Ref{Kind: workplan.ItemKind, ID: id}, by); err != nil {
			return err
		}
		return s.Plans.Report(ctx, by, cmd)
	})
}
