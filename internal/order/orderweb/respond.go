package orderweb

import (
	"context"
	"net/http"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
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

// respond answers an order for a school.
func (p *Pages) respond() recordweb.Step[view] {
	return recordweb.Step[view]{Ready: p.readyToRespond, Again: p.view, Render: p.renderRespond, Take: p.answer}
}

// readyToRespond is the open order in the address and an answer that proposes
// what fits best.
func (p *Pages) readyToRespond(r *http.Request) (view, *form.Values, error) {
	v, err := p.view(r)
	if err == nil && v.Order.State != order.Open {
		err = fault.Refuse("response.order_not_open", "state", string(v.Order.State))
	}
	t := order.Terms{Quantity: v.Order.Left(), StartOn: v.Order.StartOn, Pay: v.Order.Details.PayFrom}
	if len(v.Suggestions) > 0 {
		best := v.Suggestions[0]
		t.Programme, t.Cohort = best.Programme.ID, best.Cohort.ID
		if best.Cohort.ID != "" {
			t.Quantity = min(t.Quantity, best.Cohort.Available)
		}
	}
	return v, proposed(t).Set("answer", string(order.Yes)), err
}

func (p *Pages) renderRespond(w http.ResponseWriter, r *http.Request, status int, v view, values *form.Values) error {
	ctx, a := r.Context(), access.Must(r.Context())
	supplies, err := p.service.OffersOf(ctx, a, a.Organisation)
	if err != nil {
		return err
	}
	m := formMeta(ctx, "response.new.title", ui.Link{Text: v.Order.Number, Path: path(v.Order)})
	spec := form.Spec{Action: path(v.Order) + "/respond", Values: values, Submit: "response.action.answer", Cancel: path(v.Order)}
	return web.Render(w, r, status, respondPage(m, spec, v, offerOptions(ctx, supplies)))
}

func (p *Pages) answer(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
	cmd := order.AnswerCommand{
		Answer: order.Answer(v.Text("answer")), Category: v.Text("category"), Reason: v.Text("reason"),
		Message: v.Text("message"), Terms: terms(v),
	}
	if err := v.Err(); err != nil {
		return recordweb.Done{}, err
	}
	x, err := p.service.Respond(ctx, a, t.ID, cmd)
	if cmd.Answer == order.No {
		return recordweb.Done{Path: Path + "/" + string(t.ID), Message: "response.refused"}, err
	}
	return recordweb.Done{Path: talkPath(x), Message: "response.answered"}, err
}
