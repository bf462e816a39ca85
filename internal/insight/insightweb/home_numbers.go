package insightweb

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/insight"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// stages are the flow for those who oversee the consortium.
func (p *Pages) stages(ctx context.Context, a access.Actor, period calendar.Period) ([]ui.Stage, error) {
	if !p.service.Oversees(a) {
		return nil, nil
	}
	picks := make([]insight.Pick, len(insight.Way))
	texts := map[string]string{}
	for i, s := range insight.Way {
		picks[i] = insight.Pick{Key: s.Key, Slice: metric.Slice{Scope: s.Scope}}
		texts[s.Key] = s.Text
	}
	figures, err := p.service.Picked(ctx, a, picks, period)
	if err != nil {
		return nil, err
	}
	l := i18n.From(ctx)
	list := make([]ui.Stage, len(figures))
	for i, f := range figures {
		list[i] = ui.Stage{Text: l.T(texts[f.Key]), Figure: l.Number(f.Value), Note: l.Word("unit", f.Unit), Path: figurePath(f.Key, period)}
		// Agreements made without an order let a stage be larger than the one
		// before it: then there is no share to speak of.
		if i > 0 && f.Value > 0 && f.Value <= figures[i-1].Value {
			list[i].Note = l.T("home.stage.share", "percent", 100*f.Value/figures[i-1].Value)
		}
	}
	return list, nil
}

// highlight is a figure that a role sees first; own is that of the actor's
// organisation alone.
type highlight struct {
	key, scope string
	own        bool
}

var overview = []highlight{
	{"order.count", fact.ScopeConsortium, false},
	{"training.person_times", fact.ScopeConsortium, false},
	{"agreement.enterprises", fact.ScopeConsortium, false},
	{"agreement.enterprises", fact.ScopeSchools, false},
	{"member.members", fact.ScopeConsortium, false},
	{"demand.open", fact.ScopeConsortium, false},
	{"offer.students_available", fact.ScopeSchools, false},
	{"training.classes", fact.ScopeConsortium, false},
}

var ofSchool = []highlight{
	{"offer.programmes", fact.ScopeSchools, true},
	{"offer.students_available", fact.ScopeSchools, true},
	{"order.people_matched", fact.ScopeConsortium, true},
	{"agreement.count", fact.ScopeSchools, true},
}

var highlights = map[access.Role][]highlight{
	access.Secretariat: overview,
	access.Leader:      overview,
	access.Auditor:     overview,
	access.Enterprise: {
		{"order.count", fact.ScopeConsortium, true},
		{"order.people_wanted", fact.ScopeConsortium, true},
		{"demand.open", fact.ScopeConsortium, true},
	},
	access.Dean:        ofSchool,
	access.Teacher:     ofSchool,
	access.Provider:    {{"order.count", fact.ScopeConsortium, false}},
	access.BaseManager: {{"order.count", fact.ScopeConsortium, false}},
}

// kpis are the numbers that the role sees first, with the targets that others
// know for them.
func (p *Pages) kpis(ctx context.Context, a access.Actor, period calendar.Period, targets map[insight.Pick]ui.Target) ([]ui.KPI, error) {
	chosen := highlights[a.Role]
	picks := make([]insight.Pick, len(chosen))
	for i, h := range chosen {
		picks[i] = insight.Pick{Key: h.key, Slice: metric.Slice{Scope: h.scope}}
		if h.own {
			picks[i].Slice.Owner = a.Organisation
		}
	}
	figures, err := p.service.Picked(ctx, a, picks, period)
	if err != nil {
		return nil, err
	}
	l := i18n.From(ctx)
	list := make([]ui.KPI, len(figures))
	for i, f := range figures {
		d, err := p.service.Definition(f.Key)
		if err != nil {
			return nil, err
		}
		number, unit := amount(ctx, f.Value, f.Unit)
		list[i] = ui.KPI{
			Text: metricName(ctx, f.Key), Figure: number, Unit: unit, Path: figurePath(f.Key, period),
			Note: l.T("home.kpi.note", "scope", scopeName(ctx, f.Slice.Scope), "span", p.spanText(ctx, d, period)), Wording: l.Word("metric", f.Key+".wording"),
		}
		if t, ok := targets[insight.Pick{Key: f.Key, Slice: f.Slice}]; ok {
			list[i].Target = &t
		}
		if f.Slice.Owner != "" {
			list[i].Note = l.T("home.kpi.note", "scope", l.T("home.kpi.own"), "span", p.spanText(ctx, d, period))
			list[i].Path = factsPath(f.Key, f.Slice, period)
		}
	}
	return list, nil
}
