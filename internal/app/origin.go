package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/document"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// origin is what a new agreement takes over from a response on which enterprise
// and school have agreed: the parties, the term, who sends how many and who
// takes them.
func (s *site) origin(ctx context.Context, a access.Actor, response record.ID) (agreement.Origin, error) {
	d, err := s.Orders.OpenResponse(ctx, a, response)
	if err != nil {
		return agreement.Origin{}, err
	}
	if d.Response.State != order.Settled {
		return agreement.Origin{}, fault.Refuse("app.origin.not_agreed")
	}
	var parties map[record.ID]organisation.Organisation
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		parties, err = organisationdb.ByIDs(tx, []record.ID{d.Response.Enterprise, d.Response.School})
		return err
	})
	if err != nil {
		return agreement.Origin{}, err
	}
	enterprise, school := parties[d.Response.Enterprise], parties[d.Response.School]
	x := agreement.Content{
		Title: i18n.T(ctx, "app.origin.title", "school", school.Name, "enterprise", enterprise.Name, "order", d.Order.Title),
		Type:  typeOf(d.Order), Topics: topicsOf(d.Order), Purpose: i18n.T(ctx, "app.origin.purpose", "number", d.Order.Number, "title", d.Order.Title),
		Parties: []agreement.Party{agreement.PartyOf(enterprise, ""), agreement.PartyOf(school, "")},
		FromOn:  s.Insight.Today(), ToOn: d.Order.EndOn,
	}
	if d.Order.Kind.Counts() {
		n := d.Response.Terms.Quantity
		promise := func(party record.ID, text, measure string) {
			x.Obligations = append(x.Obligations, agreement.Obligation{Party: party, Text: i18n.T(ctx, text, "title", d.Order.Title), Measure: measure, Quantity: n})
		}
		promise(school.ID, "app.origin.school", "students")
		promise(enterprise.ID, "app.origin.enterprise", "posts")
	}
	return agreement.Origin{Order: d.Order.ID, Response: d.Response.ID, Content: x}, nil
}

// agreementForm is the address of the form that draws up an agreement on a
// settled response; "" for who may not draft one.
func (s *site) agreementForm(a access.Actor, response record.ID) string {
	if s.Table.Reach(a, agreement.ActDraft)&access.Party == 0 {
		return ""
	}
	return agreementweb.Path + "/new?response=" + string(response)
}

// typeOf is the type of agreement that usually follows from an order.
func typeOf(o order.Order) string {
	switch o.Kind {
	case order.Training:
		return "training"
	case order.Technology:
		return "research"
	case order.Services:
		return "service"
	}
	switch o.Details.Mode {
	case order.OrderClass, order.Apprenticeship, order.Internship:
		return string(o.Details.Mode)
	}
	return "cooperation"
}

func topicsOf(o order.Order) []string {
	switch {
	case o.Kind == order.Training:
		return []string{"training"}
	case o.Kind == order.Technology:
		return []string{"technology"}
	case o.Details.Mode == order.OrderClass:
		return []string{"order_class"}
	case o.Details.Mode == order.Internship:
		return []string{"student_base"}
	case o.Kind == order.People:
		return []string{"employment"}
	}
	return nil
}

// wordTemplate is a Word template: the installation's own, in the folder
// templates of the data folder, or the one that comes with the program. One that
// names a field which its papers do not have is refused.
func wordTemplate(data, name string, builtin func() ([]byte, error), shape document.Shape) ([]byte, error) {
	own, err := os.ReadFile(filepath.Join(data, "templates", name))
	if errors.Is(err, fs.ErrNotExist) {
		return builtin()
	}
	if err != nil {
		return nil, err
	}
	fields, err := document.Check(own)
	if err == nil {
		err = shape.Accept(fields)
	}
	return own, err
}

func (s *site) agreementTemplate() ([]byte, error) {
	return wordTemplate(s.settings.Data, "agreement.docx", document.Agreement, document.AgreementShape())
}

func (s *site) bulletinTemplate() ([]byte, error) {
	return wordTemplate(s.settings.Data, "bulletin.docx", document.Bulletin, document.BulletinShape())
}
