package agreementweb

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"tongpin/internal/agreement"
	"tongpin/internal/core/document"
	"tongpin/internal/core/document/documentweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// print shows the agreement as a paper: the browser prints it, the parties seal it.
func (p *Pages) print(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	meta := web.Meta{
		Title: v.g.Title, Lead: i18n.T(ctx, "agreement.print.lead", "number", v.g.Number), Narrow: true,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.agreements"), Path: Path}, {Text: v.g.Number, Path: path(v.g)}, {Text: i18n.T(ctx, "agreement.action.print")}},
	}
	return web.Render(w, r, http.StatusOK, printPage(meta, v, p.address(r, v.g)))
}

// address is where a paper is verified; empty before it has a code.
func (p *Pages) address(r *http.Request, g agreement.Agreement) string {
	return p.verification().Address(web.Base(r, p.options.Address), g.Code)
}

// verification is the page for who holds a paper.
func (p *Pages) verification() documentweb.Verification[agreement.Published] {
	return documentweb.Verification[agreement.Published]{
		Path: VerifyPath, Title: "agreement.verify.title", Lead: "agreement.verify.lead", Help: "agreement.field.code.help", Unknown: "agreement.code.unknown",
		Find: p.service.Verify, Show: verified,
	}
}

// word sends the agreement as a Word document, made of the template at this
// moment: it holds the number and, once all approved, the code.
func (p *Pages) word(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	return p.options.Template.Serve(w, v.g.Number+" "+v.g.Title, paperOf(r.Context(), v, p.address(r, v.g)))
}

// template sends the Word template.
func (p *Pages) template(w http.ResponseWriter, _ *http.Request) error {
	return p.options.Template.ServeItself(w, "agreement")
}

// paperOf is what the Word template is filled with.
func paperOf(ctx context.Context, v view, address string) document.Data {
	l, g := i18n.From(ctx), v.g
	d := document.Data{
		Fields: map[string]string{
			"number": g.Number, "title": g.Title, "type": l.Word("enum.agreement_type", g.Type),
			"term_from": l.Value(g.FromOn), "term_to": l.Value(g.ToOn), "purpose": g.Purpose, "clauses": g.Clauses,
			"code": cmp.Or(g.Code, l.T("agreement.word.no_code")), "verify_url": address, "printed_on": l.Value(v.today),
		},
		Lists: map[string][]map[string]string{"parties": {}, "obligations": {}},
	}
	for i, p := range g.Parties {
		d.Lists["parties"] = append(d.Lists["parties"], map[string]string{
			"index": strconv.Itoa(i + 1), "name": p.Name, "credit_code": cmp.Or(p.CreditCode, "\u2014"), "representative": p.Representative, "contact": "",
		})
	}
	for i, o := range g.Obligations {
		d.Lists["obligations"] = append(d.Lists["obligations"], map[string]string{
			"index": strconv.Itoa(i + 1), "party": nameOf(g, o.Party), "text": o.Text, "measure": l.Word("enum.measure", o.Measure),
			"quantity": l.Number(o.Quantity), "unit": l.Word("unit", o.Unit()), "due_on": l.Value(o.DueOn),
		})
	}
	return d
}
