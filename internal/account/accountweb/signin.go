package accountweb

import (
	"context"
	"net/http"

	"tongpin/internal/account"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
)

// nextField carries the address that the person wanted before signing in.
const nextField = "next"

func (p *Pages) signInForm(w http.ResponseWriter, r *http.Request) error {
	next := web.Local(r.URL.Query().Get(nextField), "/")
	if _, ok := VisitOf(r.Context()); ok {
		return web.Redirect(w, r, next, "")
	}
	return p.showSignIn(w, r, http.StatusOK, form.New().Set(nextField, next))
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request, status int, v *form.Values) error {
	frame := web.FrameOf(r.Context())
	frame.Path.SignIn = "" // this is it
	ctx := web.WithFrame(r.Context(), frame)
	guests, err := p.door.Guests(ctx)
	if err != nil {
		return err
	}
	m := web.Meta{Title: i18n.T(ctx, "account.sign_in.title"), Lead: i18n.T(ctx, "account.sign_in.lead"), Narrow: !p.door.Demo()}
	if p.door.Demo() {
		m.Lead = i18n.T(ctx, "account.sign_in.lead.demo")
	}
	return web.Render(w, r.WithContext(ctx), status, signInPage(m, v, byConsortium(ctx, guests)))
}

func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	v.Required("login", "password")
	var token string
	if err = v.Err(); err == nil {
		token, err = p.door.SignIn(r.Context(), v.Text("login"), v.Raw("password"), p.caller(r))
	}
	if v.Mend(err) {
		return p.showSignIn(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return p.welcome(w, r, v, token)
}

func (p *Pages) signInDemo(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	id, ok := record.ParseID(v.Text("account"))
	if !ok {
		return fault.New(fault.NotFound, "record.not_found")
	}
	token, err := p.door.SignInDemo(r.Context(), id, p.caller(r))
	if err != nil {
		return err
	}
	return p.welcome(w, r, v, token)
}

// welcome ends the session that the browser had and begins the new one.
func (p *Pages) welcome(w http.ResponseWriter, r *http.Request, v *form.Values, token string) error {
	if old, ok := VisitOf(r.Context()); ok {
		if err := p.door.SignOut(r.Context(), old); err != nil {
			return err
		}
	}
	p.setCookie(w, token, 0)
	return web.Redirect(w, r, web.Local(v.Raw(nextField), "/"), "")
}

func (p *Pages) signOut(w http.ResponseWriter, r *http.Request) error {
	if v, ok := VisitOf(r.Context()); ok {
		if err := p.door.SignOut(r.Context(), v); err != nil {
			return err
		}
	}
	p.setCookie(w, "", -1)
	return web.Redirect(w, r, SignInPath, "account.signed_out")
}

func (p *Pages) switchSeat(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	id, _ := record.ParseID(v.Text("seat"))
	visit, _ := VisitOf(r.Context())
	if err := p.door.Switch(r.Context(), visit, id); err != nil {
		return err
	}
	return web.Redirect(w, r, "/", "account.switched")
}

// guestGroup are the demonstration accounts of one consortium.
type guestGroup struct {
	Name   string
	Guests []account.Guest
}

func byConsortium(ctx context.Context, guests []account.Guest) []guestGroup {
	var groups []guestGroup
	for _, g := range guests {
		name := consortiumName(ctx, g.Seat)
		if len(groups) == 0 || groups[len(groups)-1].Guests[0].Seat.Consortium != g.Seat.Consortium {
			groups = append(groups, guestGroup{Name: name})
		}
		last := &groups[len(groups)-1]
		last.Guests = append(last.Guests, g)
	}
	return groups
}
