package panels

import (
	"context"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// overseers see how the targets of the year stand.
var overseers = []access.Role{access.Secretariat, access.Leader, access.Auditor}

// targets shows how the plan of this year stands, what is behind first; nothing
// if the year has no plan in force.
func (b Board) targets(ctx context.Context, a access.Actor) ([]insightweb.Panel, error) {
	plan, aims, err := b.Plans.Aims(ctx, a, b.Plans.Year())
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l := i18n.From(ctx)
	q := ask{title: "panel.targets", none: "panel.targets.none", next: "panel.targets.none_next", more: "/plans/" + string(plan.ID)}
	p := q.panel(ctx, insightweb.Column{Text: "panel.column.target"}, insightweb.Column{Text: "panel.column.aim"}, insightweb.Column{Text: "panel.column.reached"}, insightweb.Column{Text: "panel.column.state"})
	for _, s := range aims[:min(len(aims), listed)] {
		t, reached := s.Item.Target, ui.Text("")
		if s.Actual.Known {
			reached = ui.Number(s.Actual.Value)
		}
		p.Rows = append(p.Rows, []templ.Component{
			ui.Titled(ui.Link{Text: s.Item.Number + " " + s.Item.Title, Path: "/plan-items/" + string(s.Item.ID)}, s.Item.OwnerName),
			ui.Text(l.T("enum.workplan_target."+string(t.Operator), "low", l.Number(t.Low), "high", l.Number(t.High), "unit", s.Item.Unit)),
			reached, ui.Tag(ui.Light(string(s.Light)), l.Word("enum.workplan_light", string(s.Light))),
		})
	}
	return []insightweb.Panel{p}, nil
}
