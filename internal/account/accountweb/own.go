package accountweb

import (
	"context"
	"net/http"

	"tongpin/internal/account"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, _ := VisitOf(ctx)
	sessions, err := p.door.Sessions(ctx, v)
	if err != nil {
		return err
	}
	m := web.Meta{
		Title: i18n.T(ctx, "account.own.title"), Lead: i18n.T(ctx, "account.own.lead"),
		Actions: []ui.Action{{Text: i18n.T(ctx, "account.action.change_password"), Path: PasswordPath, Primary: true}},
	}
	return web.Render(w, r, http.StatusOK, ownPage(m, v, sessions))
}

func ownSummary(ctx context.Context, v account.Visit) []ui.Item {
	l := i18n.From(ctx)
	return []ui.Item{
		ui.Field(l.T("account.field.name"), v.Person.Name),
		ui.Field(l.T("account.field.login"), v.Account.Login),
		ui.Field(l.T("account.field.phone"), identity.MaskPhone(v.Person.Phone)),
		ui.Field(l.T("account.field.email"), identity.MaskEmail(v.Person.Email)),
	}
}

func (p *Pages) passwordMeta(r *http.Request) web.Meta {
	ctx := r.Context()
	m := web.Meta{Title: i18n.T(ctx, "account.password.title"), Lead: i18n.T(ctx, "account.password.lead"), Narrow: true}
	if v, _ := VisitOf(ctx); v.Account.MustChange {
		m.Lead = i18n.T(ctx, "account.password.must")
		return m
	}
	m.Crumbs = []ui.Link{{Text: i18n.T(ctx, "account.own.title"), Path: AccountPath}, {Text: m.Title}}
	return m
}

func (p *Pages) passwordForm(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, passwordPage(p.passwordMeta(r), form.New()))
}

func (p *Pages) changePassword(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	v.Required("old", "new", "again")
	if v.Raw("new") != v.Raw("again") {
		v.Wrong("again", "password.differs")
	}
	if err = v.Err(); err == nil {
		visit, _ := VisitOf(r.Context())
		err = p.door.ChangePassword(r.Context(), visit, v.Raw("old"), v.Raw("new"))
	}
	if v.Mend(err) {
		return web.Render(w, r, http.StatusUnprocessableEntity, passwordPage(p.passwordMeta(r), v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, AccountPath, "account.password.changed")
}

func (p *Pages) endSession(w http.ResponseWriter, r *http.Request) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	v, _ := VisitOf(r.Context())
	if id == v.Session.ID {
		return p.signOut(w, r)
	}
	if err := p.door.End(r.Context(), v, id); err != nil {
		return err
	}
	return web.Redirect(w, r, AccountPath, "account.session.ended")
}

func (p *Pages) endOthers(w http.ResponseWriter, r *http.Request) error {
	v, _ := VisitOf(r.Context())
	if err := p.door.EndOthers(r.Context(), v); err != nil {
		return err
	}
	return web.Redirect(w, r, AccountPath, "account.session.others_ended")
}
