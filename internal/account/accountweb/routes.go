// Package accountweb holds the pages of signing in, of the own account, and of
// the people of a consortium; and the middleware that knows who asks.
package accountweb

import (
	"embed"
	"io/fs"

	"tongpin/internal/account"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages and of core/identity, for i18n.Load.
func Texts() fs.FS { return texts }

// Options are what the pages need.
type Options struct {
	Door       *account.Door
	Service    *account.Service
	HTTPS      bool // people reach the program by https
	TrustProxy bool // X-Forwarded-For says who asks
}

// Pages are the pages of accounts.
type Pages struct {
	door    *account.Door
	service *account.Service
	https   bool
	proxy   bool
}

// New makes the pages.
func New(o Options) *Pages { return &Pages{o.Door, o.Service, o.HTTPS, o.TrustProxy} }

// The addresses.
const (
	SignInPath   = "/sign-in"
	DemoPath     = "/sign-in/demo"
	SignOutPath  = "/sign-out"
	SwitchPath   = "/switch"
	AccountPath  = "/account"
	PasswordPath = "/account/password"
	PeoplePath   = "/people"
)

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		web.Get(SignInPath, web.Public, p.signInForm),
		web.Post(SignInPath, web.Public, p.signIn),
		web.Post(SignOutPath, web.Public, p.signOut),
		web.Post(SwitchPath, web.SignedIn, p.switchSeat),
		web.Get(AccountPath, web.SignedIn, p.own),
		web.Get(PasswordPath, web.SignedIn, p.passwordForm),
		web.Post(PasswordPath, web.SignedIn, p.changePassword),
		web.Post(AccountPath+"/sessions/{id}/end", web.SignedIn, p.endSession),
		web.Post(AccountPath+"/sessions/end-others", web.SignedIn, p.endOthers),
		web.Get(PeoplePath, account.ActList, p.list),
		web.Get(PeoplePath+"/new", account.ActCreate, p.createForm),
		web.Post(PeoplePath, account.ActCreate, p.create),
		web.Get(PeoplePath+"/assign", account.ActAssign, p.assignForm),
		web.Post(PeoplePath+"/assign", account.ActAssign, p.assign),
		web.Get(PeoplePath+"/{id}", account.ActList, p.show),
	}
	if p.door.Demo() {
		routes = append(routes, web.Post(DemoPath, web.Public, p.signInDemo))
	}
	for _, s := range steps() {
		routes = append(
			routes,
			web.Get(PeoplePath+"/{id}/"+s.name, s.act, p.stepForm(s)),
			web.Post(PeoplePath+"/{id}/"+s.name, s.act, p.takeStep(s)),
		)
	}
	return routes
}
