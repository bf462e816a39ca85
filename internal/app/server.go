package app

import (
	"net/http"
	"slices"

	"tongpin/internal/account"
	"tongpin/internal/account/accountweb"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/app/panels"
	"tongpin/internal/attendance/attendanceweb"
	"tongpin/internal/board/boardweb"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/document"
	"tongpin/internal/core/file"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/internship/internshipweb"
	"tongpin/internal/member/memberweb"
	"tongpin/internal/offer/offerweb"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/web"
	"tongpin/internal/sealing/sealingweb"
	"tongpin/internal/subsidy/subsidyweb"
	"tongpin/internal/training/trainingweb"
	"tongpin/internal/workplan/workplanweb"
)

// site is the program as people see it.
type site struct {
	*House
	settings config.Settings
	intake   file.Intake
	door     *account.Door
	accounts *accountweb.Pages
}

// SiteOptions say how the pages are served.
type SiteOptions struct {
	Settings config.Settings
	Secret   []byte // signs confirmations; the same on every node
	Demo     bool   // lets anybody in as the accounts of the demonstration
}

// Site makes the handler of all pages, and the mux that knows their routes.
func (h *House) Site(o SiteOptions) (http.Handler, *web.Mux) {
	s := &site{House: h, settings: o.Settings, intake: h.uploads(o.Settings)}
	s.door = account.NewDoor(account.DoorOptions{
		Store: identitydb.New(h.DB), Hasher: h.Hasher, Clock: h.Clock, Log: h.log, Demo: o.Demo,
		Lifetime: identity.Lifetime{Idle: o.Settings.SessionIdle, Max: o.Settings.SessionMax},
	})
	s.accounts = accountweb.New(accountweb.Options{Door: s.door, Service: h.Accounts, HTTPS: o.Settings.Secure(), TrustProxy: o.Settings.TrustProxy})
	mux := web.NewMux(h.log, accountweb.SignInPath, accountweb.Gate(h.Table))
	mux.Add(s.routes()...)
	shell := web.Shell{Catalogue: h.Catalogue, Clock: h.Clock, Log: h.log, Secret: o.Secret, HTTPS: o.Settings.Secure(), MaxBody: int64(o.Settings.UploadLimit) + 1<<20}
	return shell.Wrap(s.accounts.Session(s.surround(mux))), mux
}

// routes are the addresses of all pages.
func (s *site) routes() []web.Route {
	lists := [][]web.Route{
		s.accounts.Routes(),
		agreementweb.New(s.Agreements, agreementweb.Options{Intake: s.intake, Template: s.agreementTemplate, Origin: s.origin, Address: s.settings.PublicURL}).Routes(),
		attendanceweb.New(s.Attendance, attendanceweb.Options{Intake: s.intake, Clock: s.Clock, Address: s.settings.PublicURL, TrustProxy: s.settings.TrustProxy, Class: classPage}).Routes(),
		boardweb.New(s.Boards, boardweb.Options{Figure: insightweb.FigurePath}).Routes(),
		bulletinweb.New(s.Bulletins, bulletinweb.Options{Template: s.bulletinTemplate, Figure: insightweb.FigurePath, Texts: s.Catalogue.In}).Routes(),
		deskweb.New(s.Desk, s.Intake, listOf).Routes(),
		insightweb.New(s.Insight, s.insightOptions()).Routes(),
		internshipweb.New(s.Internships).Routes(),
		memberweb.New(s.Members, s.intake).Routes(),
		offerweb.New(s.Offers).Routes(),
		orderweb.New(s.Orders, orderweb.Options{Agreement: s.agreementForm, Intake: s.intake}).Routes(),
		s.own(),
		sealingweb.New(s.Sealing, s.settings.PublicURL).Routes(),
		subsidyweb.New(s.Subsidies, s.intake).Routes(),
		trainingweb.New(s.Training, trainingweb.Options{Filing: document.Filing, Certificate: document.Certificate, Address: s.settings.PublicURL, Links: s.besides}).Routes(),
		web.PreferenceRoutes(),
		workplanweb.New(s.Plans, workplanweb.Options{Intake: s.intake, Figure: insightweb.FigurePath}).Routes(),
	}
	return slices.Concat(lists...)
}

// insightOptions are what the home page and the figures show of other features.
func (s *site) insightOptions() insightweb.Options {
	return insightweb.Options{
		Todos:   deskweb.TodosPath,
		Front:   panels.Board{Orders: s.Orders, Agreements: s.Agreements, Training: s.Training, Plans: s.Plans}.For,
		Actions: s.actions,
		Groups:  panels.Groups{Training: s.Training}.Of,
		Titles:  panels.Titles{Members: s.Members, Orders: s.Orders, Agreements: s.Agreements, Training: s.Training, Internships: s.Internships}.Of,
	}
}

// surround puts the frame and the addresses of records into the context.
func (s *site) surround(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := recordweb.WithLinks(r.Context(), link)
		next.ServeHTTP(w, r.WithContext(web.LazyFrame(ctx, func() web.Frame {
			frame := accountweb.Frame(ctx)
			if a, ok := access.From(ctx); ok {
				frame = s.furnish(ctx, frame, a)
			}
			return frame
		})))
	})
}
