package agreementweb

import (
	"net/http"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
)

var registerSheet = sheetOf{title: "agreement.register.title", lead: "agreement.register.title.lead", action: Path + "/register", submit: "agreement.action.register", back: Path, register: true}

func (p *Pages) registerForm(w http.ResponseWriter, r *http.Request) error {
	return p.renderForm(w, r, http.StatusOK, registerSheet, form.New().Set("type", "cooperation"))
}

func (p *Pages) register(w http.ResponseWriter, r *http.Request) error {
	v, x, done, err := p.read(w, r, registerSheet)
	if err != nil || done {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	v.Required("number")
	cmd := agreement.RegisterCommand{
		ID: recordweb.NewID(v, "agreement"), Number: v.Text("number"), Content: x,
		SignedOn: form.Read(v, "signed_on", "web.fault.date", calendar.ParseDate),
	}
	if f, ok := recordweb.Upload(p.options.Intake, a, v, "signed_file", record.Ref{Kind: agreement.Kind, ID: cmd.ID}); ok {
		cmd.File = f
	}
	var g agreement.Agreement
	if err = v.Err(); err == nil {
		g, err = p.service.Register(ctx, a, cmd)
	}
	if p.made(r, cmd.ID, err) {
		return web.Redirect(w, r, Path+"/"+string(cmd.ID), "")
	}
	if v.Mend(err) {
		return p.renderForm(w, r, http.StatusUnprocessableEntity, registerSheet, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(g), "agreement.registered", "number", g.Number)
}
