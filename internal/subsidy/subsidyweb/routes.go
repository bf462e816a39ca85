// Package subsidyweb holds the pages of subsidies: claims with every step,
// policies, rounds of sampling, and the public notices.
package subsidyweb

import (
	"embed"
	"io/fs"
	"slices"

	"tongpin/internal/core/file"
	"tongpin/internal/platform/web"
	"tongpin/internal/subsidy"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Pages are the pages of subsidies.
type Pages struct {
	service *subsidy.Service
	intake  file.Intake
}

// New makes the pages; the intake takes attachments in.
func New(service *subsidy.Service, intake file.Intake) *Pages { return &Pages{service, intake} }

// The addresses of the pages.
const (
	Path         = "/subsidies"
	PoliciesPath = "/subsidy-policies"
	RoundsPath   = "/subsidy-rounds"
)

// PublicPath is the public page of a consortium's notices.
func PublicPath(consortium string) string { return "/c/" + consortium + "/subsidies" }

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		web.Get(Path, subsidy.ActView, p.list),
		web.Get(Path+"/new", subsidy.ActClaim, p.newForm),
		web.Post(Path, subsidy.ActClaim, p.create),
		web.Get(Path+"/{id}", subsidy.ActView, p.show),
		web.Post(Path+"/{id}/payment-file", subsidy.ActPay, p.payFile),
		web.Get(PoliciesPath, subsidy.ActPolicies, p.policies),
		web.Get(PoliciesPath+"/new", subsidy.ActKeep, p.newPolicy),
		web.Post(PoliciesPath, subsidy.ActKeep, p.createPolicy),
		web.Get(PoliciesPath+"/{id}", subsidy.ActPolicies, p.policy),
		web.Get(RoundsPath, subsidy.ActRounds, p.rounds),
		web.Post(RoundsPath, subsidy.ActCommit, p.commit),
		web.Get(RoundsPath+"/{id}", subsidy.ActRounds, p.round),
		web.Get("/c/{consortium}/subsidies", web.Public, p.notices),
		web.Get("/c/{consortium}/subsidies/{code}", web.Public, p.notice),
		web.Get("/c/{consortium}/subsidy-rounds/{code}", web.Public, p.publicRound),
		web.Get("/c/{consortium}/subsidy-rounds/{code}/frame", web.Public, p.frame),
	}
	return slices.Concat(routes, p.edit().Routes(Path+"/{id}/edit", subsidy.ActClaim), p.policyEdit().Routes(PoliciesPath+"/{id}/edit", subsidy.ActKeep), p.stepRoutes(), p.policySteps(), p.roundSteps())
}

// path is the address of a claim's page.
func path(m subsidy.Claim) string { return Path + "/" + string(m.ID) }
