package memberweb

import (
	"context"
	"net/http"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/timeline"
	"tongpin/internal/member"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

var tones = map[member.State]ui.Tone{
	member.Applied: ui.Saffron, member.Returned: ui.Saffron, member.Assessing: ui.River, member.Assessed: ui.Saffron,
	member.Member: ui.Jade, member.Rejected: ui.Plain, member.Withdrawn: ui.Plain, member.Left: ui.Plain, member.Removed: ui.Brick,
}

// view is all that the page of a membership shows.
type view struct {
	m        member.Membership
	actor    access.Actor
	tab      string
	story    []timeline.Entry
	facts    []fact.Fact
	files    []file.File
	findings []rule.Finding
	inside   bool        // more than any member may see
	judged   bool        // there are opinions that this person may not read
	steps    []ui.Action // what this person can do now; the first is the main one
	phone    string      // masked unless it may be seen
	reveal   bool        // it may be shown on request
}

// tabs of the page.
var tabs = []string{"content", "materials", "opinions", "record"}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	v.tab = tabs[0]
	if t := r.URL.Query().Get("tab"); v.inside && slices.Contains(tabs, t) {
		v.tab = t
	}
	return web.Render(w, r, http.StatusOK, showPage(meta(r.Context(), v), v))
}

func (p *Pages) view(r *http.Request) (view, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	d, err := recordweb.Find(r, p.service.Open)
	if err != nil {
		return view{}, err
	}
	v := view{m: d.Membership, actor: a, story: d.Story, facts: d.Facts, files: d.Files, findings: d.Findings, inside: d.Inside, judged: d.Judged}
	v.phone, v.reveal = p.service.Phone(a, d.Membership)
	v.steps = p.possible(ctx, a, d.Membership)
	return v, nil
}

func meta(ctx context.Context, v view) web.Meta {
	o := v.m.Organisation
	m := web.Meta{
		Title:   o.Name,
		Lead:    i18n.T(ctx, "member.show.lead", "kind", i18n.From(ctx).Word("enum.organisation_kind", string(o.Kind)), "tier", i18n.From(ctx).Word("enum.tier", string(v.m.Tier))),
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "nav.members"), Path: Path}, {Text: o.Name}},
		Actions: v.steps,
	}
	return m
}

// possible lists the steps that the state and the person allow, as buttons.
func (p *Pages) possible(ctx context.Context, a access.Actor, m member.Membership) []ui.Action {
	var list []ui.Action
	for _, s := range p.steps() {
		if s.verb != "" && !member.Flow.Can(m.State, s.verb) || !p.service.May(a, s.act, m) || (s.when != nil && !s.when(a, m)) {
			continue
		}
		list = append(list, ui.Action{Text: i18n.T(ctx, "member.step."+s.name), Path: path(m) + "/" + s.name, Primary: s.main, Danger: s.danger})
	}
	if member.Flow.Can(m.State, member.VerbApply) && p.service.May(a, member.ActApply, m) {
		list = append(list, ui.Action{Text: i18n.T(ctx, "member.apply.again"), Path: Path + "/apply?of=" + string(m.ID), Primary: true})
	}
	if member.Flow.Can(m.State, member.VerbAmend) && p.service.May(a, member.ActAmend, m) {
		list = append(list, ui.Action{Text: i18n.T(ctx, "member.action.edit"), Path: path(m) + "/edit", Icon: "edit"})
	}
	return list
}

// contact shows the telephone number in clear once, and records that it did.
func (p *Pages) contact(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	ctx := r.Context()
	m, err := p.service.Reveal(ctx, access.Must(ctx), t.ID)
	if err != nil {
		return err
	}
	page, err := p.view(r)
	if err != nil {
		return err
	}
	page.tab, page.phone, page.reveal = tabs[0], m.Organisation.Phone, false
	return web.Render(w, r, http.StatusOK, showPage(meta(ctx, page), page))
}
