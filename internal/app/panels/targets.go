package panels

import (
	"context"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/workplan"
)

// overseers see how the targets of the year stand.
var overseers = []access.Role{access.Secretariat, access.Leader, access.Auditor}

// targets shows how the plan of this year stands, what is behind first, and what
// the figures of the year are measured against; nothing if the year has no plan
// in force.
func (b Board) targets(ctx context.Context, a access.Actor, f *insightweb.Front) error {
	plan, aims, err := b.Plans.Aims(ctx, a, b.Plans.Year())
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	l := i18n.From(ctx)
	q := ask{title: "panel.targets", none: "panel.targets.none", next: "panel.targets.none_next", more: "/plans/" + string(plan.ID)}
	p := q.panel(ctx, insightweb.Column{Text: "panel.column.target"}, insightweb.Column{Text: "panel.column.aim"}, insightweb.Column{Text: "panel.column.reached"}, insightweb.Column{Text: "panel.column.state"})
	year := calendar.YearOf(calendar.On(b.Plans.Year(), 1, 1))
	f.Targets = map[insight.Pick]ui.Target{}
	for i, s := range aims {
		reached := ui.Text("")
		if s.Actual.Known {
			reached = ui.Number(s.Actual.Value)
		}
		if i < listed {
			p.Rows = append(p.Rows, []templ.Component{
				ui.Titled(ui.Link{Text: s.Item.Number + " " + s.Item.Title, Path: "/plan-items/" + string(s.Item.ID)}, s.Item.OwnerName),
				ui.Text(aim(l, s.Item)), reached, ui.Tag(ui.Light(string(s.Light)), l.Word("enum.workplan_light", string(s.Light))),
			})
		}
		if s.Item.Meter.Metric != "" && s.Item.Period() == year {
			f.Targets[insight.Pick{Key: s.Item.Meter.Metric, Slice: s.Item.Meter.Slice}] = ui.Target{
				Text: l.T("panel.target", "target", aim(l, s.Item)), Share: s.Share(), Late: s.Light.Late(),
			}
		}
	}
	f.Panels = append(f.Panels, p)
	return nil
}

// aim is the target of an item in words.
func aim(l *i18n.Localizer, i workplan.Item) string {
	return l.T("enum.workplan_target."+string(i.Target.Operator), "low", l.Number(i.Target.Low), "high", l.Number(i.Target.High), "unit", i.Unit)
}
