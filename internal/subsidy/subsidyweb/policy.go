package subsidyweb

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

func policyPath(p subsidy.Policy) string { return PoliciesPath + "/" + string(p.ID) }

func policyMeta(ctx context.Context, key string, crumbs ...ui.Link) web.Meta {
	return formMeta(ctx, key, append([]ui.Link{{Text: i18n.T(ctx, "subsidy.policies.title"), Path: PoliciesPath}}, crumbs...)...)
}

func (p *Pages) policies(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	all, err := p.service.Policies(ctx, a)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: i18n.T(ctx, "subsidy.policies.title"), Lead: i18n.T(ctx, "subsidy.policies.lead"), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.subsidies"), Path: Path}, {Text: i18n.T(ctx, "subsidy.policies.title")}},
	}
	if p.service.Reaches(a, subsidy.ActKeep) {
		meta.Actions = []ui.Action{{Text: i18n.T(ctx, "subsidy.policy.new.title"), Path: PoliciesPath + "/new", Icon: "plus", Primary: true}}
	}
	return web.Render(w, r, http.StatusOK, policiesPage(meta, all))
}

// policyView is what the page of a policy shows.
type policyView struct {
	p     subsidy.Policy
	actor access.Actor
	story []timeline.Entry
}

func (p *Pages) policyView(r *http.Request) (policyView, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return policyView{}, err
	}
	v := policyView{actor: a}
	if v.p, err = p.service.Policy(ctx, a, id); err != nil {
		return v, err
	}
	v.story, err = p.service.Story(ctx, v.p.Ref())
	return v, err
}

func (p *Pages) policy(w http.ResponseWriter, r *http.Request) error {
	v, err := p.policyView(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	meta := web.Meta{
		Title: v.p.Name, Lead: i18n.T(ctx, "subsidy.policy.lead", "source", v.p.Source, "edition", v.p.Edition), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.subsidies"), Path: Path}, {Text: i18n.T(ctx, "subsidy.policies.title"), Path: PoliciesPath}, {Text: v.p.Name}},
	}
	if subsidy.PolicyFlow.Can(v.p.State, subsidy.VerbEdit) && p.service.Reaches(v.actor, subsidy.ActKeep) {
		meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "subsidy.action.edit"), Path: policyPath(v.p) + "/edit", Icon: "edit"})
	}
	for _, s := range p.policyStepPages() {
		if subsidy.PolicyFlow.Can(v.p.State, s.verb) && p.service.Reaches(v.actor, s.act) {
			meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "subsidy.policy."+s.name), Path: policyPath(v.p) + "/" + s.name, Primary: s.main, Danger: !s.main})
		}
	}
	return web.Render(w, r, http.StatusOK, policyPage(meta, v))
}

// levels are the levels that the form asks an amount for; "none" stands for a
// certificate without a level.
func levels() []string {
	list := []string{"none"}
	for _, l := range code.SkillLevels {
		list = append(list, string(l))
	}
	return list
}

// content reads the form of a policy.
func content(v *form.Values) subsidy.Content {
	fen := func(name string) money.Fen { return form.Read(v, name, "web.fault.money", money.Parse) }
	day := func(name string) calendar.Date { return form.Read(v, name, "web.fault.date", calendar.ParseDate) }
	t := subsidy.Terms{
		Categories: v.All("categories"), Funds: v.All("funds"), Hour: fen("hour"), Least: fen("least"), Most: fen("most"), Yearly: fen("yearly"),
		Finished: int64(v.Int("finished")) * 10, NoticeDays: int64(v.Int("notice_days")), Permille: int64(v.Int("permille")) * 10, Above: fen("above"),
		Strata: v.All("strata"), Payee: v.Text("payee"), Levels: map[string]money.Fen{}, Occupations: rates(v),
	}
	for _, level := range levels() {
		if v.Text("level."+level) != "" {
			t.Levels[strings.TrimSuffix(level, "none")] = fen("level." + level)
		}
	}
	return subsidy.Content{
		Name: v.Text("name"), Source: v.Text("source"), Edition: v.Text("edition"), Article: v.Text("article"), Mark: v.Text("mark"),
		From: day("from"), Until: day("until"), Shape: subsidy.Shape(v.Text("shape")), Terms: t,
	}
}

// rates reads "occupation, hours, yuan", one a line.
func rates(v *form.Values) []subsidy.Rate {
	var list []subsidy.Rate
	for line := range strings.Lines(v.Raw("rates")) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		parts := strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(",\uff0c;\uff1b\t", c) })
		var hours int64
		var amount money.Fen
		err := fmt.Errorf("%d parts", len(parts))
		if len(parts) == 3 {
			if _, err = fmt.Sscan(parts[1], &hours); err == nil {
				amount, err = money.Parse(strings.TrimSpace(parts[2]))
			}
		}
		if err != nil {
			v.Wrong("rates", "subsidy.rates.line", "line", line)
			continue
		}
		list = append(list, subsidy.Rate{Occupation: strings.TrimSpace(parts[0]), Hours: hours, Amount: amount})
	}
	return list
}

// filledPolicy is the form with what is known of a policy.
func filledPolicy(x subsidy.Content) *form.Values {
	t := x.Terms
	v := form.New().Set("name", x.Name).Set("source", x.Source).Set("edition", x.Edition).Set("article", x.Article).Set("mark", x.Mark).
		Set("from", x.From.String()).Set("until", x.Until.String()).Set("shape", string(x.Shape)).
		Set("categories", t.Categories...).Set("funds", t.Funds...).Set("strata", t.Strata...).Set("payee", t.Payee).
		SetInt("finished", t.Finished/10).SetInt("notice_days", t.NoticeDays).SetInt("permille", t.Permille/10)
	for name, amount := range map[string]money.Fen{"hour": t.Hour, "least": t.Least, "most": t.Most, "yearly": t.Yearly, "above": t.Above} {
		if amount > 0 {
			v.Set(name, amount.Yuan())
		}
	}
	for level, amount := range t.Levels {
		if level == "" {
			level = "none"
		}
		v.Set("level."+level, amount.Yuan())
	}
	var lines []string
	for _, r := range t.Occupations {
		lines = append(lines, fmt.Sprintf("%s, %d, %s", r.Occupation, r.Hours, strings.ReplaceAll(r.Amount.Yuan(), ",", "")))
	}
	return v.Set("rates", strings.Join(lines, "\n"))
}

// proposed are the numbers that a new policy begins with (domain.md 4.2).
func proposed() *form.Values {
	return filledPolicy(subsidy.Content{Mark: "M", Shape: subsidy.ByLevel, Terms: subsidy.Terms{
		Categories: []string{"occupation"}, Finished: subsidy.Whole, NoticeDays: 5, Permille: 100, Strata: []string{"provider", "category"}, Payee: subsidy.PayProvider,
	}})
}

func (p *Pages) newPolicy(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, policyForm(policyMeta(r.Context(), "subsidy.policy.new.title"), proposed(), PoliciesPath))
}

func (p *Pages) createPolicy(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	cmd := subsidy.PolicyCommand{ID: recordweb.NewID(v, "policy"), Content: content(v)}
	var x subsidy.Policy
	if err = v.Err(); err == nil {
		x, err = p.service.StartPolicy(ctx, access.Must(ctx), cmd)
	}
	if v.Mend(err) {
		return web.Render(w, r, http.StatusUnprocessableEntity, policyForm(policyMeta(ctx, "subsidy.policy.new.title"), v, PoliciesPath))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, policyPath(x), "subsidy.policy.drafted")
}

func (p *Pages) editablePolicy(r *http.Request) (policyView, error) {
	v, err := p.policyView(r)
	if err != nil {
		return v, err
	}
	_, err = subsidy.PolicyFlow.Next(v.p.State, subsidy.VerbEdit)
	return v, err
}

// policyEdit changes what a policy says.
func (p *Pages) policyEdit() recordweb.Step[policyView] {
	now := func(x policyView) *form.Values {
		return filledPolicy(x.p.Content).SetInt(form.VersionField, x.p.Version)
	}
	return recordweb.Step[policyView]{
		Ready: func(r *http.Request) (policyView, *form.Values, error) {
			x, err := p.editablePolicy(r)
			return x, now(x), err
		},
		Again: p.policyView,
		Now:   now,
		Render: func(w http.ResponseWriter, r *http.Request, status int, x policyView, v *form.Values) error {
			m := policyMeta(r.Context(), "subsidy.policy.edit.title", ui.Link{Text: x.p.Name, Path: policyPath(x.p)})
			return web.Render(w, r, status, policyForm(m, v, policyPath(x.p)+"/edit"))
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			given := content(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			x, err := p.service.EditPolicy(ctx, a, t, given)
			return recordweb.Done{Path: policyPath(x), Message: "subsidy.edited"}, err
		},
	}
}

// policyStep is one step of a policy.
type policyStep struct {
	name, verb string
	act        access.Action
	main       bool
	fields     func(policyView) templ.Component
	take       func(context.Context, access.Actor, step.Target, *form.Values) (subsidy.Policy, error)
}

func (p *Pages) policyStepPages() []policyStep {
	return []policyStep{
		{name: "adopt", verb: subsidy.VerbAdopt, act: subsidy.ActAdopt, main: true, fields: adoptFields, take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (subsidy.Policy, error) {
			return p.service.Adopt(ctx, a, t)
		}},
		{name: "end", verb: subsidy.VerbEnd, act: subsidy.ActKeep, fields: endFields, take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Policy, error) {
			last := form.Read(v, "until", "web.fault.date", calendar.ParseDate)
			if err := v.Err(); err != nil {
				return subsidy.Policy{}, err
			}
			return p.service.EndPolicy(ctx, a, t, last)
		}},
	}
}

// policySteps are the addresses of the steps of policies.
func (p *Pages) policySteps() (routes []web.Route) {
	for _, s := range p.policyStepPages() {
		routes = append(routes, recordweb.Step[policyView]{
			Ready: func(r *http.Request) (policyView, *form.Values, error) {
				v, err := p.policyView(r)
				if err == nil {
					_, err = subsidy.PolicyFlow.Next(v.p.State, s.verb)
				}
				if err == nil && !p.service.Reaches(v.actor, s.act) {
					err = fault.New(fault.Forbidden, "record.forbidden")
				}
				return v, form.New().SetInt(form.VersionField, v.p.Version), err
			},
			Again: p.policyView,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x policyView, v *form.Values) error {
				meta := policyMeta(r.Context(), "subsidy.policy."+s.name, ui.Link{Text: x.p.Name, Path: policyPath(x.p)})
				spec := form.Spec{Action: policyPath(x.p) + "/" + s.name, Values: v, Submit: "subsidy.policy." + s.name, Cancel: policyPath(x.p)}
				return web.Render(w, r, status, recordweb.StepPage(meta, spec, s.fields(x)))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				x, err := s.take(ctx, a, t, v)
				return recordweb.Done{Path: policyPath(x), Message: "subsidy.edited"}, err
			},
		}.Routes(PoliciesPath+"/{id}/"+s.name, s.act)...)
	}
	return routes
}
