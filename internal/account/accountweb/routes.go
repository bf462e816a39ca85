// Package accountweb holds the pages of signing in, of the own account, and of
// the people of a consortium; and the middleware that knows who asks.
package accountweb

import (
	"embed"
	"io/fs"
	"net/http"

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
	const get, post = http.MethodGet, http.MethodPost
	routes := []web.Route{
		{Method: get, Pattern: SignInPath, Action: web.Public, Handle: p.signInForm},
		{Method: post, Pattern: SignInPath, Action: web.Public, Handle: p.signIn},
		{Method: post, Pattern: SignOutPath, Action: web.Public, Handle: p.signOut},
		{Method: post, Pattern: SwitchPath, Action: web.SignedIn, Handle: p.switchSeat},
		{Method: get, Pattern: AccountPath, Action: web.SignedIn, Handle: p.own},
		{Method: get, Pattern: PasswordPath, Action: web.SignedIn, Handle: p.passwordForm},
		{Method: post, Pattern: PasswordPath, Action: web.SignedIn, Handle: p.changePassword},
		{Method: post, Pattern: AccountPath + "/sessions/{id}/end", Action: web.SignedIn, Handle: p.endSession},
		{Method: post, Pattern: AccountPath + "/sessions/end-others", Action: web.SignedIn, Handle: p.endOthers},
		{Method: get, Pattern: PeoplePath, Action: string(account.ActList), Handle: p.list},
		{Method: get, Pattern: PeoplePath + "/new", Action: string(account.ActCreate), Handle: p.createForm},
		{Method: post, Pattern: PeoplePath, Action: string(account.ActCreate), Handle: p.create},
		{Method: get, Pattern: PeoplePath + "/assign", Action: string(account.ActAssign), Handle: p.assignForm},
		{Method: post, Pattern: PeoplePath + "/assign", Action: string(account.ActAssign), Handle: p.assign},
		{Method: get, Pattern: PeoplePath + "/{id}", Action: string(account.ActList), Handle: p.show},
	}
	if p.door.Demo() {
		routes = append(routes, web.Route{Method: post, Pattern: DemoPath, Action: web.Public, Handle: p.signInDemo})
	}
	for _, s := range steps() {
		routes = append(
			routes,
			web.Route{Method: get, Pattern: PeoplePath + "/{id}/" + s.name, Action: string(s.act), Handle: p.stepForm(s)},
			web.Route{Method: post, Pattern: PeoplePath + "/{id}/" + s.name, Action: string(s.act), Handle: p.takeStep(s)},
		)
	}
	return routes
}
