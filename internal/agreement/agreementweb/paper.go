package agreementweb

import (
	"bytes"
	"cmp"
	"context"
	"mime"
	"net/http"
	"strconv"

	"tongpin/internal/agreement"
	"tongpin/internal/core/document"
	"tongpin/internal/core/file"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
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
	if g.Code == "" {
		return ""
	}
	base := p.options.Address
	if base == "" {
		base = "http://" + r.Host
		if r.TLS != nil {
			base = "https://" + r.Host
		}
	}
	return base + VerifyPath + "/" + g.Code
}

// word sends the agreement as a Word document, made of the template at this
// moment: it holds the number and, once all approved, the code.
func (p *Pages) word(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	template, err := p.options.Template()
	if err != nil {
		return err
	}
	paper, err := document.Fill(template, paperOf(r.Context(), v, p.address(r, v.g)))
	if err != nil {
		return err
	}
	return send(w, paper, v.g.Number+" "+v.g.Title+".docx")
}

// template sends the Word template, so that it can be changed and put back (see
// docs/operations.md).
func (p *Pages) template(w http.ResponseWriter, _ *http.Request) error {
	template, err := p.options.Template()
	if err != nil {
		return err
	}
	return send(w, template, "agreement.docx")
}

func send(w http.ResponseWriter, paper []byte, name string) error {
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.CleanName(name)}))
	h.Set("Cache-Control", "private, no-store")
	_, err := bytes.NewReader(paper).WriteTo(w)
	return err
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

// verify tells anybody who holds a paper whether it is one of ours: by the code
// in the address, or typed into the form (?code=).
func (p *Pages) verify(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed := r.PathValue("code")
	if typed == "" {
		typed = r.URL.Query().Get("code")
	}
	v := form.New().Set("code", typed)
	meta := web.Meta{Title: i18n.T(ctx, "agreement.verify.title"), Lead: i18n.T(ctx, "agreement.verify.lead"), Narrow: true}
	if typed == "" {
		return web.Render(w, r, http.StatusOK, verifyPage(meta, v, nil))
	}
	found, err := p.service.Verify(ctx, typed)
	switch {
	case fault.Is(err, fault.NotFound):
		v.Wrong("code", "agreement.code.unknown")
		return web.Render(w, r, http.StatusNotFound, verifyPage(meta, v, nil))
	case v.Mend(err):
		return web.Render(w, r, http.StatusUnprocessableEntity, verifyPage(meta, v, nil))
	case err != nil:
		return err
	}
	return web.Render(w, r, http.StatusOK, verifyPage(meta, v, &found))
}

// keeper is the name of the consortium that keeps the agreement, in the
// language of the reader.
func keeper(ctx context.Context, f agreement.Published) string {
	if i18n.From(ctx).Language() == i18n.English && f.English != "" {
		return f.English
	}
	return f.Consortium
}
