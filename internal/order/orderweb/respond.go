package orderweb

import (
	"context"
	"net/http"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/order"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// offerOptions are the programmes and cohorts of a school as choices.
func offerOptions(ctx context.Context, supplies []order.Supply) []ui.Option {
	options := make([]ui.Option, len(supplies))
	for i, s := range supplies {
		options[i] = ui.Option{Value: offerKey(s.Programme.ID, s.Cohort.ID), Text: s.Programme.Name + " " + s.Programme.Code}
		if s.Cohort.ID != "" {
			options[i].Text = i18n.T(ctx, "response.offer", "programme", s.Programme.Name, "code", s.Programme.Code, "cohort", s.Cohort.Name, "available", s.Cohort.Available)
		}
	}
	return options
}

func offerKey(programme, cohort record.ID) string { return string(programme) + "/" + string(cohort) }

// terms reads the terms of a response from a form.
func terms(v *form.Values) order.Terms {
	t := order.Terms{Quantity: int64(v.Int("quantity")), StartOn: day(v, "start_on"), Pay: yuan(v, "pay"), Note: v.Text("note")}
	programme, cohort, _ := strings.Cut(v.Text("programme"), "/")
	t.Programme, _ = record.ParseID(programme)
	t.Cohort, _ = record.ParseID(cohort)
	return t
}

// proposed is the form with terms.
func proposed(t order.Terms) *form.Values {
	v := form.New().Set("start_on", t.StartOn.String()).Set("note", t.Note).Set("quantity", "").Set("pay", "").Set("programme", "")
	if t.Quantity != 0 {
		v.SetInt("quantity", t.Quantity)
	}
	if t.Pay != 0 {
		v.Set("pay", t.Pay.Yuan())
	}
	if t.Programme != "" {
		v.Set("programme", offerKey(t.Programme, t.Cohort))
	}
	return v
}

func (p *Pages) respondForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	if v.Order.State != order.Open {
		return fault.Refuse("response.order_not_open", "state", string(v.Order.State))
	}
	t := order.Terms{Quantity: v.Order.Left(), StartOn: v.Order.StartOn, Pay: v.Order.Details.PayFrom}
	if len(v.Suggestions) > 0 {
		best := v.Suggestions[0]
		t.Programme, t.Cohort = best.Programme.ID, best.Cohort.ID
		if best.Cohort.ID != "" {
			t.Quantity = min(t.Quantity, best.Cohort.Available)
		}
	}
	return p.renderRespond(w, r, v, proposed(t).Set("answer", string(order.Yes)), http.StatusOK)
}

func (p *Pages) renderRespond(w http.ResponseWriter, r *http.Request, v view, values *form.Values, status int) error {
	ctx, a := r.Context(), access.Must(r.Context())
	supplies, err := p.service.OffersOf(ctx, a, a.Organisation)
	if err != nil {
		return err
	}
	m := formMeta(ctx, "response.new.title", ui.Link{Text: v.Order.Number, Path: path(v.Order)})
	spec := form.Spec{Action: path(v.Order) + "/respond", Values: values, Submit: "response.action.answer", Cancel: path(v.Order)}
	return web.Render(w, r, status, respondPage(m, spec, v, offerOptions(ctx, supplies)))
}

func (p *Pages) respond(w http.ResponseWriter, r *http.Request) error {
	values, err := form.Decode(r)
	if err != nil {
		return err
	}
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	cmd := order.AnswerCommand{
		Answer: order.Answer(values.Text("answer")), Category: values.Text("category"), Reason: values.Text("reason"),
		Message: values.Text("message"), Terms: terms(values),
	}
	var x order.Response
	if err = values.Err(); err == nil {
		x, err = p.service.Respond(ctx, a, id, cmd)
	}
	if values.Mend(err) {
		v, err := p.view(r)
		if err != nil {
			return err
		}
		return p.renderRespond(w, r, v, values, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if cmd.Answer == order.No {
		return web.Redirect(w, r, Path+"/"+string(id), "response.refused")
	}
	return web.Redirect(w, r, talkPath(x), "response.answered")
}
