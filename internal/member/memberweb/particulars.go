package memberweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
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

// filled is the form with what is known of an organisation. The telephone
// number is masked; sent back as it is, it stays.
func filled(o organisation.Organisation) *form.Values {
	return form.New().Set("name", o.Name).Set("name_en", o.NameEN).Set("kind", string(o.Kind)).Set("credit_code", o.CreditCode).
		Set("division_code", o.DivisionCode).Set("industry", o.Industry).Set("industry_code", o.IndustryCode).
		SetBool("specialised_sme", o.SpecialisedSME).SetInt("staff_count", o.StaffCount).Set("contact", o.Contact).Set("phone", code.MaskMobile(o.Phone))
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
