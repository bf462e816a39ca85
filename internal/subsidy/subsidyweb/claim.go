package subsidyweb

import (
	"context"
	"net/http"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

// claimForm is what the form of a claim shows besides what was typed.
type claimForm struct {
	action   string
	class    record.ID // chosen; empty before
	name     string    // of the class
	classes  []ui.Option
	policies []ui.Option
}

// formMeta is the head of a form page below the list of claims.
func formMeta(ctx context.Context, key string, crumbs ...ui.Link) web.Meta {
	return web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, key+".lead"), Narrow: true, Nav: Path,
		Crumbs: append(append([]ui.Link{{Text: i18n.T(ctx, "nav.subsidies"), Path: Path}}, crumbs...), ui.Link{Text: i18n.T(ctx, key)}),
	}
}

// newForm asks for the class first, then for the rest.
func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.renderNew(w, r, http.StatusOK, form.New().Set("class", r.URL.Query().Get("class")))
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, status int, v *form.Values) error {
	ctx, a := r.Context(), access.Must(r.Context())
	x := claimForm{action: Path}
	id, ok := record.ParseID(v.Text("class"))
	if !ok {
		free, err := p.service.Claimable(ctx, a)
		if err != nil {
			return err
		}
		for _, k := range free {
			x.classes = append(x.classes, ui.Option{Value: string(k.ID), Text: k.Name, Note: k.Number})
		}
		return web.Render(w, r, status, choosePage(formMeta(ctx, "subsidy.new.title"), v, x))
	}
	if err := p.fill(ctx, a, &x, id); err != nil {
		return err
	}
	if v.Text("policy") == "" && len(x.policies) > 0 {
		v.Set("policy", x.policies[0].Value)
	}
	return web.Render(w, r, status, claimPage(formMeta(ctx, "subsidy.new.title"), v, x))
}

// fill reads the class and the policies that pay for it.
func (p *Pages) fill(ctx context.Context, a access.Actor, x *claimForm, class record.ID) error {
	k, err := p.service.ClassOf(ctx, a, class)
	if err != nil {
		return err
	}
	x.class, x.name = k.ID, k.Name
	fit, err := p.service.Fitting(ctx, k)
	for _, y := range fit {
		x.policies = append(x.policies, ui.Option{Value: string(y.ID), Text: y.Name, Note: i18n.From(ctx).Word("enum.subsidy_shape", string(y.Shape)) + " \u00b7 " + y.Source})
	}
	return err
}

// command reads the form of a claim, but for its class.
func (p *Pages) command(a access.Actor, v *form.Values, claim record.ID) subsidy.StartCommand {
	policy, _ := record.ParseID(v.Text("policy"))
	cmd := subsidy.StartCommand{Policy: policy, Payment: subsidy.Payment{Account: v.Text("account"), Bank: v.Text("bank")}}
	if f, ok := recordweb.Upload(p.intake, a, v, "file", record.Ref{Kind: subsidy.Kind, ID: claim}); ok {
		cmd.Files = append(cmd.Files, f)
	}
	return cmd
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	v.Required("class")
	class, _ := record.ParseID(v.Text("class"))
	cmd := p.command(a, v, subsidy.ClaimID(class))
	cmd.Class = class
	var m subsidy.Claim
	if err = v.Err(); err == nil {
		m, err = p.service.Start(ctx, a, cmd)
	}
	if v.Mend(err) {
		return p.renderNew(w, r, http.StatusUnprocessableEntity, v)
	}
	if fault.Is(err, fault.Conflict) { // a double click, or somebody was faster: there it is
		return web.Redirect(w, r, Path+"/"+string(subsidy.ClaimID(class)), "subsidy.started", "name", "")
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(m), "subsidy.started", "name", m.ClassName)
}

// editable is the claim in the address if the actor may edit it now.
func (p *Pages) editable(r *http.Request) (view, error) {
	v, err := p.view(r)
	if err != nil {
		return v, err
	}
	if !p.service.May(v.actor, subsidy.ActClaim, v.d.Claim) {
		return v, fault.New(fault.Forbidden, "record.forbidden")
	}
	_, err = subsidy.Flow.Next(v.d.State, subsidy.VerbEdit)
	return v, err
}

// filledClaim is the form of a claim as it opens.
func filledClaim(m subsidy.Claim) *form.Values {
	return form.New().Set("policy", string(m.Policy)).Set("account", m.Account).Set("bank", m.Bank).SetInt(form.VersionField, m.Version)
}

// edit changes what a claim says while it is a draft.
func (p *Pages) edit() recordweb.Step[view] {
	return recordweb.Step[view]{
		Ready: func(r *http.Request) (view, *form.Values, error) {
			x, err := p.editable(r)
			return x, filledClaim(x.d.Claim), err
		},
		Again: p.editable,
		Now:   func(x view) *form.Values { return filledClaim(x.d.Claim) },
		Render: func(w http.ResponseWriter, r *http.Request, status int, x view, v *form.Values) error {
			ctx, f := r.Context(), claimForm{action: path(x.d.Claim) + "/edit"}
			if err := p.fill(ctx, x.actor, &f, x.d.Class); err != nil {
				return err
			}
			return web.Render(w, r, status, claimPage(formMeta(ctx, "subsidy.edit.title", ui.Link{Text: x.d.ClassName, Path: path(x.d.Claim)}), v, f))
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			cmd := p.command(a, v, t.ID)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			m, err := p.service.Edit(ctx, a, t, cmd)
			return recordweb.Done{Path: path(m), Message: "subsidy.edited"}, err
		},
	}
}

// accepted are the endings of files that are taken.
func accepted() string { return strings.Join(file.Extensions(), ",") }
