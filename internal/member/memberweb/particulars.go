package memberweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/member"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// particulars reads the fields that all three forms share.
func particulars(v *form.Values) member.Particulars {
	return member.Particulars{
		Name: v.Text("name"), NameEN: v.Text("name_en"), Kind: organisation.Kind(v.Text("kind")), CreditCode: v.Text("credit_code"),
		DivisionCode: v.Text("division_code"), Industry: v.Text("industry"), IndustryCode: v.Text("industry_code"),
		SpecialisedSME: v.Bool("specialised_sme"), StaffCount: int64(v.Int("staff_count")), Contact: v.Text("contact"), Phone: v.Text("phone"),
	}
}

// filled is the form with what is known of an organisation.
func filled(o organisation.Organisation) *form.Values {
	return form.New().Set("name", o.Name).Set("name_en", o.NameEN).Set("kind", string(o.Kind)).Set("credit_code", o.CreditCode).
		Set("division_code", o.DivisionCode).Set("industry", o.Industry).Set("industry_code", o.IndustryCode).
		SetBool("specialised_sme", o.SpecialisedSME).SetInt("staff_count", o.StaffCount).Set("contact", o.Contact).Set("phone", o.Phone)
}

// formMeta is the head of a form page.
func formMeta(ctx context.Context, key string, crumbs ...ui.Link) web.Meta {
	return web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, key+".lead"), Narrow: true,
		Crumbs: append(append([]ui.Link{{Text: i18n.T(ctx, "nav.members"), Path: Path}}, crumbs...), ui.Link{Text: i18n.T(ctx, key)}),
	}
}

func (p *Pages) registerForm(w http.ResponseWriter, r *http.Request) error {
	v := form.New().Set("kind", string(organisation.Enterprise)).Set("tier", string(member.Ordinary))
	return web.Render(w, r, http.StatusOK, registerPage(formMeta(r.Context(), "member.register.title"), v))
}

func (p *Pages) register(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	cmd := member.RegisterCommand{
		ID: recordweb.NewID(v, "membership"), OrganisationID: recordweb.NewID(v, "organisation"), Particulars: particulars(v),
		Tier: member.Tier(v.Text("tier")), JoinedOn: form.Read(v, "joined_on", "web.fault.date", calendar.ParseDate),
	}
	var m member.Membership
	if err = v.Err(); err == nil {
		m, err = p.service.Register(ctx, access.Must(ctx), cmd)
	}
	if v.Mend(err) {
		return web.Render(w, r, http.StatusUnprocessableEntity, registerPage(formMeta(ctx, "member.register.title"), v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(m), "member.registered", "name", m.Organisation.Name)
}

func (p *Pages) applyForm(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	v := form.New().Set("kind", string(a.OrganisationKind)).Set("name", a.OrganisationName)
	if m, err := p.service.Own(ctx, a); err == nil {
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
		ID: recordweb.NewID(v, "membership"), OrganisationID: a.Organisation, Particulars: particulars(v), Purpose: v.Text("purpose"),
	}
	if cmd.OrganisationID == "" {
		cmd.OrganisationID = recordweb.NewID(v, "organisation")
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

func (p *Pages) amendForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	values := filled(v.m.Organisation).SetInt(form.VersionField, v.m.Version)
	return web.Render(w, r, http.StatusOK, amendPage(formMeta(r.Context(), "member.amend.title", ui.Link{Text: v.m.Organisation.Name, Path: path(v.m)}), values, v.m))
}

func (p *Pages) amend(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	cmd := member.AmendCommand{Particulars: particulars(v)}
	cmd.Materials, cmd.Files = p.uploads(a, v, t.ID)
	var m member.Membership
	if err = v.Err(); err == nil {
		m, err = p.service.Amend(ctx, a, t, cmd)
	}
	if v.Mend(err) {
		m, err := p.service.Find(ctx, a, t.ID)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, amendPage(formMeta(ctx, "member.amend.title", ui.Link{Text: m.Organisation.Name, Path: path(m)}), v, m))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(m), "member.amended")
}
