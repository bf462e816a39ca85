package orderweb_test

import (
	"context"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/webtest"
	"tongpin/internal/order"
	"tongpin/internal/order/orderdb"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/dbtest"
)

const (
	plantID   = record.ID("01900000-0000-7000-8000-0000000000a1")
	collegeID = record.ID("01900000-0000-7000-8000-0000000000b1")
	academyID = record.ID("01900000-0000-7000-8000-0000000000b2")
	offered   = "01900000-0000-7000-8000-0000000000d1"
)

func actor(role access.Role, org record.ID, kind organisation.Kind, name string) access.Actor {
	return access.Actor{
		Consortium: dbtest.Home, Person: record.Derived(org, string(role)), Name: name, Role: role,
		Organisation: org, OrganisationName: name, OrganisationKind: kind,
	}
}

var (
	hr      = actor(access.Enterprise, plantID, organisation.Enterprise, "Plant")
	dean    = actor(access.Dean, collegeID, organisation.School, "College")
	rival   = actor(access.Dean, academyID, organisation.School, "Academy")
	clerk   = actor(access.Secretariat, "", organisation.Association, "Office")
	student = actor(access.Student, collegeID, organisation.School, "College")
	auditor = actor(access.Auditor, "", organisation.Government, "Audit")
)

// one is a single programme that every school offers, and no past.
type one struct{}

func (one) Supplies(_ context.Context, a access.Actor, school record.ID) ([]order.Supply, error) {
	var s order.Supply
	s.Programme.ID, s.Programme.School, s.Programme.SchoolName, s.Programme.Code, s.Programme.Name = offered, collegeID, "College", "660105", "Welding class"
	return []order.Supply{s}, nil
}

func (one) Suiting(ctx context.Context, a access.Actor, school record.ID, _ order.Need) ([]order.Supply, error) {
	return one{}.Supplies(ctx, a, school)
}

func (one) Cooperation(context.Context, record.ID) (order.Cooperation, error) { return nil, nil }

// house is the pages of orders around a small program.
type house struct{ *webtest.House }

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{webtest.New(t, order.Grants(), orderweb.Texts())}
	for id, kind := range map[record.ID]organisation.Kind{plantID: organisation.Enterprise, collegeID: organisation.School, academyID: organisation.School} {
		h.Keep(organisation.Organisation{ID: id, Name: "Org " + string(id[34:]), Kind: kind, Industry: "new_energy"})
	}
	book, err := rule.Load(order.Rules())
	if err != nil {
		t.Fatal(err)
	}
	h.Serve(orderweb.New(order.NewService(orderdb.New(h.DB), h.Table, h.Now, book, one{}, one{}), orderweb.Options{Intake: h.Files}))
	return h
}

// attach sends one file to an order and returns where that leads, or the page.
func (h *house) attach(path, name, content string, status int, holds ...string) string {
	h.Helper()
	return h.Upload(path, nil, []webtest.File{{Field: "file", Name: name, Content: []byte(content)}}, status, holds...)
}
