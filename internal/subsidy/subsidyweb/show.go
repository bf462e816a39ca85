package subsidyweb

import (
	"context"
	"net/http"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

// view is all that the page of a claim shows.
type view struct {
	d       subsidy.Details
	actor   access.Actor
	tab     string
	steps   []ui.Action
	public  string // address of the public notice; empty if there is none
	may     map[access.Action]bool
	sampled []subsidy.Line // that wait for an answer
}

// tabs of the page.
var tabs = []string{"lines", "notice", "money", "files"}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	v.tab = recordweb.Tab(r, tabs)
	p.possible(r.Context(), &v)
	return web.Render(w, r, http.StatusOK, showPage(showMeta(r.Context(), v), v))
}

func (p *Pages) view(r *http.Request) (view, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return view{}, err
	}
	v := view{actor: a, tab: tabs[0], may: map[access.Action]bool{}}
	if v.d, err = p.service.Open(ctx, a, id); err != nil {
		return v, err
	}
	for _, act := range []access.Action{subsidy.ActCheck, subsidy.ActClaw, subsidy.ActPay} {
		v.may[act] = p.service.May(a, act, v.d.Claim)
	}
	for _, l := range v.d.Lines {
		if l.Sampled && l.Assured == "" && !l.Rejected {
			v.sampled = append(v.sampled, l)
		}
	}
	if v.d.Code != "" {
		key, err := p.service.Own(ctx)
		if err != nil {
			return v, err
		}
		v.public = PublicPath(key) + "/" + v.d.Code
	}
	return v, nil
}

func showMeta(ctx context.Context, v view) web.Meta {
	l, m := i18n.From(ctx), v.d.Claim
	return web.Meta{
		Title: m.ClassName, Nav: Path,
		Lead:    l.T("subsidy.show.lead", "number", m.Number, "provider", m.ProviderName, "sum", l.Yuan(int64(m.Due)), "n", v.d.Persons()),
		Crumbs:  []ui.Link{{Text: l.T("nav.subsidies"), Path: Path}, {Text: m.Number}},
		Actions: v.steps,
	}
}

// possible lists the steps that the state and the person allow.
func (p *Pages) possible(ctx context.Context, v *view) {
	m := v.d.Claim
	if subsidy.Flow.Can(m.State, subsidy.VerbEdit) && p.service.May(v.actor, subsidy.ActClaim, m) {
		v.steps = append(v.steps, ui.Action{Text: i18n.T(ctx, "subsidy.action.edit"), Path: path(m) + "/edit", Icon: "edit"})
	}
	for _, s := range p.steps() {
		if s.silent || !subsidy.Flow.Can(m.State, s.verb) || !p.service.May(v.actor, s.act, m) || s.when != nil && !s.when(*v) {
			continue
		}
		v.steps = append(v.steps, ui.Action{Text: i18n.T(ctx, "subsidy.step."+s.name), Path: path(m) + "/" + s.name, Primary: s.main, Danger: s.danger})
	}
	if subsidy.Flow.Can(m.State, subsidy.VerbPayFile) && v.may[subsidy.ActPay] {
		v.steps = append(v.steps, ui.Action{Text: i18n.T(ctx, "subsidy.action.payment_file"), Path: path(m) + "/payment-file", Post: true, Icon: "download", Fields: [][2]string{{form.VersionField, "0"}}})
	}
}

// way is how far the claim has come, in the words of the reader.
func way(ctx context.Context, v view) []ui.Step {
	order := []subsidy.State{subsidy.Draft, subsidy.Submitted, subsidy.Published, subsidy.Sampling, subsidy.Assured, subsidy.Confirmed, subsidy.Approved, subsidy.Paid}
	state := v.d.State
	if !subsidy.Insider(v.actor) {
		order = []subsidy.State{subsidy.Draft, subsidy.Reviewing, subsidy.Approved, subsidy.Paid}
		if state = v.d.Shown(v.actor); state == subsidy.Published {
			state = subsidy.Reviewing
		}
	}
	if state == subsidy.Returned {
		state = subsidy.Draft
	}
	now := slices.Index(order, state)
	if now < 0 {
		return nil
	}
	steps := make([]ui.Step, len(order))
	for i, s := range order {
		steps[i] = ui.Step{Text: i18n.From(ctx).Word("subsidy_claim.state", string(s)), Done: i < now || state == subsidy.Paid, Now: i == now && state != subsidy.Paid}
	}
	return steps
}

func tabLinks(ctx context.Context, v view) []ui.Tab {
	counts := map[string]int{"lines": len(v.d.Lines), "notice": len(v.d.Objections), "money": len(v.d.Clawbacks), "files": len(v.d.Files)}
	var list []ui.Tab
	for _, t := range tabs {
		link := path(v.d.Claim)
		if t != tabs[0] {
			link += "?tab=" + t
		}
		list = append(list, ui.Tab{Text: i18n.T(ctx, "subsidy.tab."+t), Path: link, Count: counts[t], On: v.tab == t})
	}
	return list
}

func summary(ctx context.Context, v view) []ui.Item {
	l, m := i18n.From(ctx), v.d.Claim
	items := []ui.Item{
		{Term: l.T("subsidy.field.state"), Value: stateTag(m.Shown(v.actor))},
		{Term: l.T("subsidy.field.class"), Value: ui.Anchor(ui.Link{Text: m.ClassNumber, Path: recordweb.Link(ctx, record.Ref{Kind: "training_class", ID: m.Class})})},
		{Term: l.T("subsidy.field.policy"), Value: ui.Titled(ui.Link{Text: m.Basis.Name, Path: PoliciesPath + "/" + string(m.Policy)}, m.Basis.Source+" "+m.Basis.Article)},
		{Term: l.T("subsidy.field.claimed"), Value: ui.Yuan(int64(m.Claimed))},
		{Term: l.T("subsidy.field.due"), Value: ui.Yuan(int64(m.Due))},
		ui.Field(l.T("subsidy.field.category"), l.Word("enum.training_category", m.Category)),
		ui.Field(l.T("subsidy.field.fund"), l.Word("enum.training_fund", m.Fund)),
	}
	if m.Basis.Terms.Payee == subsidy.PayProvider {
		items = append(items, ui.Item{Term: l.T("subsidy.field.payee"), Value: ui.Titled(ui.Link{Text: m.Holder}, m.Bank+" "+code.MaskAccount(m.Account))})
	} else {
		items = append(items, ui.Field(l.T("subsidy.field.payee"), l.T("enum.subsidy_payee.person")))
	}
	if m.EndReason != "" {
		items = append(items, ui.Item{Term: l.T("subsidy.field.reason"), Value: ui.Text(m.EndReason), Wide: true})
	}
	if m.Sample {
		items = append(items, ui.Item{Term: l.T("subsidy.field.source"), Value: ui.Tag(ui.Plain, l.T("record.sample"))})
	}
	return items
}
