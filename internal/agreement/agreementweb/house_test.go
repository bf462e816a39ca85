package agreementweb_test

import (
	"io/fs"
	"os"
	"testing"

	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementdb"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/document"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/dbtest"
)

const (
	plant   record.ID = "01900000-0000-7000-8000-0000000000a1"
	mill    record.ID = "01900000-0000-7000-8000-0000000000a2"
	college record.ID = "01900000-0000-7000-8000-0000000000b1"
	body    record.ID = "00000000-0000-7000-8000-000000000001" // of the Home consortium, see dbtest
	person  record.ID = "01900000-0000-7000-8000-0000000000bb"
)

var (
	hr    = access.Actor{Consortium: dbtest.Home, Person: person, Name: "Hr", Role: access.Enterprise, Organisation: plant, OrganisationName: "Plant"}
	dean  = access.Actor{Consortium: dbtest.Home, Person: person, Name: "Dean", Role: access.Dean, Organisation: college, OrganisationName: "College"}
	rival = access.Actor{Consortium: dbtest.Home, Person: person, Name: "Rival", Role: access.Enterprise, Organisation: mill, OrganisationName: "Mill"}
	clerk = access.Actor{Consortium: dbtest.Home, Person: person, Name: "Clerk", Role: access.Secretariat, Organisation: body, OrganisationName: "Body"}
	firms = []organisation.Organisation{
		{ID: plant, Name: "Plant", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000012L", Industry: "new_materials"},
		{ID: mill, Name: "Mill", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000020D"},
		{ID: college, Name: "College", Kind: organisation.School, CreditCode: "91620100QQ00000475"},
		{ID: body, Name: "Body", Kind: organisation.Association, CreditCode: "51652824QQ00010159"},
	}
)

// house is the pages of agreements around a small program.
type house struct {
	*webtest.House
	store   *agreementdb.Store
	service *agreement.Service
	options agreementweb.Options
}

// own are the texts of these pages, and the kind of another feature's record.
func own() []fs.FS { return []fs.FS{agreementweb.Texts(), os.DirFS("testdata")} }

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{House: webtest.New(t, agreement.Grants(), own()...)}
	h.Keep(firms...)
	h.store = agreementdb.New(h.DB)
	h.service = agreement.NewService(h.store, h.Table, h.Now)
	h.options = agreementweb.Options{Template: document.Agreement, Intake: h.Files, Address: "https://example.org"}
	h.serve()
	h.As(hr)
	return h
}

// serve makes the pages with the present options.
func (h *house) serve() { h.Serve(agreementweb.New(h.service, h.options)) }
