package trainingweb

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/document"
	"tongpin/internal/core/document/documentweb"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

// print shows the filing form of a class as a paper.
func (p *Pages) print(w http.ResponseWriter, r *http.Request) error {
	v, err := p.paperView(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	m := web.Meta{
		Title: i18n.T(ctx, "training.print.title"), Lead: v.Class.Name, Narrow: true,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.classes"), Path: Path}, {Text: v.Class.Number, Path: path(v.Class)}, {Text: i18n.T(ctx, "training.paper.print")}},
	}
	return web.Render(w, r, http.StatusOK, filingPage(m, v, p.address(r, v.Class.Code)))
}

// paperView is the class in the address for who may read its roster.
func (p *Pages) paperView(r *http.Request) (view, error) {
	v, err := p.view(r)
	if err == nil && !v.Inside {
		err = fault.New(fault.NotFound, "record.not_found")
	}
	return v, err
}

// address is where a paper is verified; empty before it has a code.
func (p *Pages) address(r *http.Request, code string) string {
	return p.verification().Address(web.Base(r, p.options.Address), code)
}

// verification is the page for who holds a certificate or a filing form.
func (p *Pages) verification() documentweb.Verification[training.Proof] {
	return documentweb.Verification[training.Proof]{
		Path: VerifyPath, Title: "training.verify.title", Lead: "training.verify.lead", Help: "training.field.code.help", Unknown: "training.code.unknown",
		Find: p.service.Verify, Show: verified,
	}
}

// word sends the filing form as a Word document.
func (p *Pages) word(w http.ResponseWriter, r *http.Request) error {
	v, err := p.paperView(r)
	if err != nil {
		return err
	}
	return p.options.Filing.Serve(w, v.Class.Number+" "+v.Class.Name, filing(r.Context(), v, p.address(r, v.Class.Code)))
}

// filing is what the Word template of a filing form is filled with.
func filing(ctx context.Context, v view, address string) document.Data {
	l, k := i18n.From(ctx), v.Class
	dash := func(s string) string { return cmp.Or(s, "\u2014") }
	fund := ""
	if k.Fund != "" {
		fund = l.Word("enum.training_fund", k.Fund)
	}
	subsidised := l.T("training.unsubsidised")
	if k.Subsidised {
		subsidised = l.T("training.subsidised")
	}
	d := document.Data{
		Fields: map[string]string{
			"number": k.Number, "name": k.Name, "provider": k.ProviderName, "taught": taught(ctx, k), "subsidised": subsidised, "fund": dash(fund),
			"opens": l.Value(k.Opens), "closes": l.Value(k.Closes), "hours": l.Number(k.Hours), "seats": l.Number(k.Seats), "place": dash(k.Place), "plan": dash(k.Plan),
			"exception": dash(k.Exception), "code": dash(k.Code), "verify_url": dash(address),
		},
		Lists: map[string][]map[string]string{"sessions": {}, "people": {}},
	}
	for i, s := range v.Sessions {
		d.Lists["sessions"] = append(d.Lists["sessions"], map[string]string{
			"index": strconv.Itoa(i + 1), "on": l.Value(s.On), "time": calendar.Clock(s.From) + "\u2013" + calendar.Clock(s.To), "hours": l.Number(s.Hours), "topic": dash(s.Topic), "teacher": dash(s.TeacherName),
		})
	}
	n := 0
	for _, e := range v.Roster {
		if !e.OnRoster() {
			continue
		}
		n++
		d.Lists["people"] = append(d.Lists["people"], map[string]string{
			"index": strconv.Itoa(n), "name": nameOf(ctx, e.Person), "id_number": dash(e.Person.IDNumber), "group": l.Word("enum.training_group", e.Person.Group),
		})
	}
	return d
}

// certified is the place in the address with its person in clear, if it has a
// certificate: the paper carries the name, so that it was printed is recorded.
func (p *Pages) certified(r *http.Request) (placeView, error) {
	v, err := p.placeView(r)
	if err != nil {
		return v, err
	}
	if v.CertificateCode == "" || v.Person.Erased() {
		return v, fault.New(fault.NotFound, "record.not_found")
	}
	ctx, a := r.Context(), access.Must(r.Context())
	if me, err := p.service.Me(ctx, a); err == nil && me.Trainee.ID == v.Trainee {
		v.Person = me.Trainee
		return v, nil
	}
	v.Person, err = p.service.Reveal(ctx, a, v.Enrolment.ID, i18n.T(ctx, "training.certificate.purpose"))
	return v, err
}

// certificate shows a certificate as a paper.
func (p *Pages) certificate(w http.ResponseWriter, r *http.Request) error {
	v, err := p.certified(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	m := web.Meta{
		Title: i18n.T(ctx, "training.certificate.title"), Lead: i18n.T(ctx, "training.certificate.number", "number", v.CertificateNo), Narrow: true,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.classes"), Path: Path}, {Text: v.In.Number, Path: path(v.In)}, {Text: v.CertificateNo}},
	}
	return web.Render(w, r, http.StatusOK, certificatePage(m, v, p.address(r, v.CertificateCode)))
}

// certificateWord sends a certificate as a Word document.
func (p *Pages) certificateWord(w http.ResponseWriter, r *http.Request) error {
	v, err := p.certified(r)
	if err != nil {
		return err
	}
	l := i18n.From(r.Context())
	d := document.Data{Fields: map[string]string{
		"number": v.CertificateNo, "name": v.Person.Name, "id_number": v.Person.IDNumber, "class": v.In.Name, "taught": taught(r.Context(), v.In), "provider": v.In.ProviderName,
		"opens": l.Value(v.In.Opens), "closes": l.Value(v.In.Closes), "hours": l.Number(v.In.Hours), "issued_on": l.Value(v.CertifiedOn),
		"code": v.CertificateCode, "verify_url": p.address(r, v.CertificateCode),
	}}
	return p.options.Certificate.Serve(w, v.CertificateNo, d)
}
