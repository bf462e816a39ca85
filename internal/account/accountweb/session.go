package accountweb

import (
	"context"
	"net/http"
	"strings"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/identity"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
)

// The cookie holds the session's token. The __Host- name makes browsers refuse
// it without TLS, from another path or from a sibling domain.
const (
	plainCookie  = "tongpin"
	secureCookie = "__Host-tongpin"
)

func (p *Pages) cookieName() string {
	if p.https {
		return secureCookie
	}
	return plainCookie
}

func (p *Pages) setCookie(w http.ResponseWriter, token string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: p.cookieName(), Value: token, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: p.https, SameSite: http.SameSiteLaxMode,
	})
}

type visitKey struct{}

// entered is what the middleware found out about a request.
type entered struct {
	visit account.Visit
	ok    bool
	err   error
}

// Session finds out who asks: it puts the visit, the actor and the consortium
// of the present seat into the context. Somebody whose password was given by
// another is led to change it before anything else.
func (p *Pages) Session(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var e entered
		if c, err := r.Cookie(p.cookieName()); err == nil && c.Value != "" {
			e.visit, e.ok, e.err = p.door.Enter(r.Context(), c.Value)
			if !e.ok && e.err == nil {
				p.setCookie(w, "", -1)
			}
		}
		ctx := context.WithValue(r.Context(), visitKey{}, e)
		if e.ok {
			a := e.visit.Actor()
			ctx = db.In(access.With(ctx, a), a.Consortium)
		}
		if e.ok && e.visit.Account.MustChange && !openBeforeChange(r.URL.Path) {
			http.Redirect(w, r, PasswordPath, http.StatusSeeOther)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func openBeforeChange(path string) bool {
	return path == PasswordPath || path == SignOutPath || path == web.PreferencePath
}

// VisitOf returns the visit of a request behind Session, and false if nobody is
// signed in.
func VisitOf(ctx context.Context) (account.Visit, bool) {
	e, _ := ctx.Value(visitKey{}).(entered)
	return e.visit, e.ok
}

// Gate is the gate of web.NewMux: a visit, then the permission table. A trouble
// of the middleware comes out here, where it becomes a page.
func Gate(table *access.Table) func(r *http.Request, action string) error {
	return func(r *http.Request, action string) error {
		e, _ := r.Context().Value(visitKey{}).(entered)
		switch {
		case e.err != nil:
			return e.err
		case !e.ok:
			return web.ErrSignIn
		case action != web.SignedIn && table.Reach(e.visit.Actor(), access.Action(action)) == access.None:
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return nil
	}
}

// Frame is what the frame of a page shows of the visit; the app adds navigation,
// notices and the other addresses.
func Frame(ctx context.Context) web.Frame {
	f := web.Frame{Path: web.Paths{Home: "/", SignIn: SignInPath}}
	v, ok := VisitOf(ctx)
	if !ok {
		return f
	}
	f.Path.Account, f.Path.Switch, f.Path.SignOut = AccountPath, SwitchPath, SignOutPath
	f.Consortium, f.Person, f.Organisation = consortiumName(ctx, v.Seat), v.Person.Name, v.Seat.OrganisationName
	f.Role = roleName(ctx, v.Seat.Role)
	for _, s := range v.Seats {
		f.Seats = append(f.Seats, web.Seat{
			ID: string(s.ID), Consortium: consortiumName(ctx, s), Role: roleName(ctx, s.Role),
			Organisation: s.OrganisationName, Current: s.ID == v.Seat.ID,
		})
	}
	return f
}

func consortiumName(ctx context.Context, a identity.Assignment) string {
	if i18n.From(ctx).Language() == i18n.English && a.ConsortiumNameEN != "" {
		return a.ConsortiumNameEN
	}
	return a.ConsortiumName
}

func roleName(ctx context.Context, r access.Role) string {
	return i18n.From(ctx).Word("enum.role", string(r))
}

// caller says who asks, for the list of sessions. Behind a trusted proxy the
// last address is the one that the proxy itself saw.
func (p *Pages) caller(r *http.Request) account.Caller {
	return account.Caller{Device: device(r.UserAgent()), Address: web.Address(r, p.proxy)}
}

// names of browsers and systems by what they call themselves, the special ones
// first: most also claim to be others.
var (
	browsers = [][2]string{{"MicroMessenger", "WeChat"}, {"DingTalk", "DingTalk"}, {"Edg", "Edge"}, {"QQBrowser", "QQ Browser"}, {"HuaweiBrowser", "Huawei Browser"}, {"Firefox", "Firefox"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}}
	systems  = [][2]string{{"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Macintosh", "macOS"}, {"Linux", "Linux"}}
)

// device names browser and system; what it doesn't know it leaves as it is.
func device(agent string) string {
	find := func(list [][2]string) string {
		for _, pair := range list {
			if strings.Contains(agent, pair[0]) {
				return pair[1]
			}
		}
		return ""
	}
	browser, system := find(browsers), find(systems)
	if browser == "" || system == "" {
		return agent
	}
	return browser + ", " + system
}
