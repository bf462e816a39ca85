package orderweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// view is all that the page of an order shows.
type view struct {
	order.Opened
	actor access.Actor
	tab   string
	mine  *order.Response // of the actor's school
	steps []ui.Action     // what this person can do now
	keeps bool            // may add and remove files now
}

// tabs of the page.
var tabs = []string{"content", "responses", "suggestions", "files"}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	v.tab = recordweb.Tab(r, tabs)
	return web.Render(w, r, http.StatusOK, showPage(meta(r.Context(), v), v))
}

func (p *Pages) view(r *http.Request) (view, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	d, err := recordweb.Find(r, p.service.Open)
	if err != nil {
		return view{}, err
	}
	v := view{Opened: d, actor: a, tab: tabs[0]}
	for i, x := range d.Responses {
		if x.School == a.Organisation {
			v.mine = &d.Responses[i]
		}
	}
	v.steps = p.possible(ctx, a, v)
	v.keeps = order.Flow.Can(d.Order.State, order.VerbAttach) && p.service.May(a, order.ActPlace, d.Order.Subject(a))
	return v, nil
}

func meta(ctx context.Context, v view) web.Meta {
	o := v.Order
	m := web.Meta{
		Title:   i18n.T(ctx, "order.show.title", "title", o.Title, "kind", string(o.Kind)),
		Lead:    lead(ctx, o),
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "nav.orders"), Path: Path}, {Text: o.Number}},
		Actions: v.steps,
	}
	if o.Kind.Counts() {
		m.Title = i18n.T(ctx, "order.show.title_persons", "title", o.Title, "kind", kindText(ctx, o), "count", o.Quantity)
	}
	return m
}

func kindText(ctx context.Context, o order.Order) string {
	if o.Kind == order.People && o.Details.Mode != "" {
		return i18n.From(ctx).Word("enum.order_mode", string(o.Details.Mode))
	}
	return i18n.From(ctx).Word("enum.order_kind", string(o.Kind))
}

func lead(ctx context.Context, o order.Order) string {
	l := i18n.From(ctx)
	if o.OpenedAt.IsZero() {
		return l.T("order.show.lead_draft", "enterprise", o.EnterpriseName, "state", string(o.State))
	}
	return l.T("order.show.lead", "enterprise", o.EnterpriseName, "opened", l.Date(calendar.DateOf(o.OpenedAt)), "confirmed", l.Date(calendar.DateOf(o.ConfirmedAt)))
}

// possible lists the steps that the state and the person allow, as buttons.
func (p *Pages) possible(ctx context.Context, a access.Actor, v view) []ui.Action {
	o := v.Order
	var list []ui.Action
	subject := o.Subject(a)
	if p.service.May(a, order.ActPlace, subject) {
		if order.Flow.Can(o.State, order.VerbSubmit) {
			list = append(list, ui.Action{Text: i18n.T(ctx, "order.action.submit"), Path: path(o) + "/submit", Post: true, Primary: true, Fields: version(o.Version)})
		}
		if editable(o.State) {
			list = append(list, ui.Action{Text: i18n.T(ctx, "order.action.edit"), Path: path(o) + "/edit", Icon: "edit"})
		}
	}
	for _, s := range p.steps() {
		if !s.silent && order.Flow.Can(o.State, s.verb) && p.service.May(a, s.act, subject) {
			list = append(list, s.button(ctx, o))
		}
	}
	if o.State == order.Open && p.service.May(a, order.ActAnswer, subject) && (v.mine == nil || again(*v.mine)) {
		list = append(list, ui.Action{Text: i18n.T(ctx, "order.action.respond"), Path: path(o) + "/respond", Primary: true})
	}
	return list
}

// again tells whether the school may answer once more: it said no, or withdrew.
func again(r order.Response) bool {
	return r.State == order.Withdrawn || (r.State == order.Declined && r.EndedBy == r.School)
}

func version(n int64) [][2]string {
	return [][2]string{{form.VersionField, itoa(n)}}
}

// removal follows a file in the list: who added it, and the way to take it off.
func (v view) removal(f file.File) templ.Component { return removal(v, f) }
