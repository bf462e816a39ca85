// Package sealingweb holds the public pages of the sealed log: its last head,
// earlier heads, the public key, and proofs that the log only ever grew. They
// need no sign-in: whoever doubts a figure must be able to fetch them.
package sealingweb

import (
	"embed"
	"io/fs"

	"tongpin/internal/platform/web"
	"tongpin/internal/sealing"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Pages are the pages of the sealed log.
type Pages struct {
	service *sealing.Service
	address string
}

// New makes the pages. address is where people reach the program
// ("https://example.org"), for the commands that the page shows; empty for the
// address of the request.
func New(service *sealing.Service, address string) *Pages { return &Pages{service, address} }

// OwnPath leads to the log of one's own consortium.
const OwnPath = "/seal"

// Path is the public page of a consortium's log.
func Path(consortium string) string { return "/c/" + consortium + "/seal" }

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		web.Get("/c/{consortium}/seal", web.Public, p.show),
		web.Get("/c/{consortium}/seal/head", web.Public, p.head),
		web.Get("/c/{consortium}/seal/key", web.Public, p.key),
		web.Get("/c/{consortium}/seal/consistency", web.Public, p.consistency),
		web.Get(OwnPath, web.SignedIn, p.own),
	}
}
