package memberweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/member"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

func (p *Pages) applyForm(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	of, _ := record.ParseID(r.URL.Query().Get("of"))
	m, err := p.service.Applicant(ctx, a, of)
	switch {
	case err != nil:
		return err
	case !member.MayApply(m): // it has applied, or is a member
		return web.Redirect(w, r, path(m), "member.apply.running", "state", string(m.State))
	}
	v := form.New().Set("kind", string(organisation.Enterprise))
	if m.Organisation.ID != "" {
		v = filled(m.Organisation)
	}
	return web.Render(w, r, http.StatusOK, applyPage(formMeta(ctx, "member.apply.title"), v))
}

func (p *Pages) apply(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	cmd := member.ApplyCommand{
		ID: recordweb.NewID(v, "membership"), OrganisationID: recordweb.NewID(v, "organisation"), Particulars: particulars(v), Purpose: v.Text("purpose"),
	}
	cmd.Materials, cmd.Files = p.uploads(a, v, cmd.ID)
	var m member.Membership
	if err = v.Err(); err == nil {
		m, err = p.service.Apply(ctx, a, cmd)
	}
	if v.Mend(err) {
		return web.Render(w, r, http.StatusUnprocessableEntity, applyPage(formMeta(ctx, "member.apply.title"), v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(m), "member.applied", "name", m.Organisation.Name)
}

// uploads takes in the materials that a form carries; a refused file is wrong
// at its field.
func (p *Pages) uploads(a access.Actor, v *form.Values, id record.ID) ([]member.Material, []file.File) {
	var materials []member.Material
	var files []file.File
	for _, kind := range member.Materials {
		f, ok := recordweb.Upload(p.intake, a, v, kind, record.Ref{Kind: member.Kind, ID: id})
		if ok {
			materials = append(materials, member.Material{Kind: kind, File: f.ID, Name: f.Name})
			files = append(files, f)
		}
	}
	return materials, files
}

// amend changes the particulars and the materials of an application.
func (p *Pages) amend() recordweb.Step[member.Membership] {
	now := func(m member.Membership) *form.Values {
		return filled(m.Organisation).SetInt(form.VersionField, m.Version)
	}
	return recordweb.Step[member.Membership]{
		Ready: func(r *http.Request) (member.Membership, *form.Values, error) {
			m, err := p.ready(r, member.ActAmend, member.VerbAmend)
			return m, now(m), err
		},
		Again: p.find,
		Now:   now,
		Render: func(w http.ResponseWriter, r *http.Request, status int, m member.Membership, v *form.Values) error {
			meta := formMeta(r.Context(), "member.amend.title", ui.Link{Text: m.Organisation.Name, Path: path(m)})
			return web.Render(w, r, status, amendPage(meta, v, m))
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			cmd := member.AmendCommand{Particulars: particulars(v)}
			cmd.Materials, cmd.Files = p.uploads(a, v, t.ID)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			m, err := p.service.Amend(ctx, a, t, cmd)
			return recordweb.Done{Path: path(m), Message: "member.amended"}, err
		},
	}
}
