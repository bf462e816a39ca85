// Package subsidyweb holds the pages of subsidies: claims with every step,
// policies, rounds of sampling, and the public notices.
package subsidyweb

import (
	"embed"
	"io/fs"

	"tongpin/internal/core/access"
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
	get := func(pattern string, act access.Action, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: pattern, Action: string(act), Handle: h}
	}
	post := func(pattern string, act access.Action, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: pattern, Action: string(act), Handle: h}
	}
	routes := []web.Route{
		get(Path, subsidy.ActView, p.list),
		get(Path+"/new", subsidy.ActClaim, p.newForm),
		post(Path, subsidy.ActClaim, p.create),
		get(Path+"/{id}", subsidy.ActView, p.show),
		get(Path+"/{id}/edit", subsidy.ActClaim, p.editForm),
		post(Path+"/{id}/edit", subsidy.ActClaim, p.edit),
		post(Path+"/{id}/payment-file", subsidy.ActPay, p.payFile),
		get(PoliciesPath, subsidy.ActPolicies, p.policies),
		get(PoliciesPath+"/new", subsidy.ActKeep, p.newPolicy),
		post(PoliciesPath, subsidy.ActKeep, p.createPolicy),
		get(PoliciesPath+"/{id}", subsidy.ActPolicies, p.policy),
		get(PoliciesPath+"/{id}/edit", subsidy.ActKeep, p.editPolicyForm),
		post(PoliciesPath+"/{id}/edit", subsidy.ActKeep, p.editPolicy),
		get(RoundsPath, subsidy.ActRounds, p.rounds),
		post(RoundsPath, subsidy.ActCommit, p.commit),
		get(RoundsPath+"/{id}", subsidy.ActRounds, p.round),
		get("/c/{consortium}/subsidies", web.Public, p.notices),
		get("/c/{consortium}/subsidies/{code}", web.Public, p.notice),
		get("/c/{consortium}/subsidy-rounds/{code}", web.Public, p.publicRound),
		get("/c/{consortium}/subsidy-rounds/{code}/frame", web.Public, p.frame),
	}
	return append(append(append(routes, p.stepRoutes()...), p.policySteps()...), p.roundSteps()...)
}

// path is the address of a claim's page.
func path(m subsidy.Claim) string { return Path + "/" + string(m.ID) }
