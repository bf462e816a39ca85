package orderweb

import (
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// posts shows the open orders of people as cards for a phone: for students,
// trainees and whoever looks for a post.
func (p *Pages) posts(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	q := listing.Parse(r.URL.Query(), []string{"mode"}, nil)
	search := form.New().Set("q", q.Text).Set("mode", q.First("mode"))
	q.Filter["kind"], q.Filter["state"] = []string{string(order.People)}, []string{string(order.Open)}
	page, err := p.service.Detailed(ctx, a, q)
	if err != nil {
		return err
	}
	meta := web.Meta{Actions: []ui.Action{{Text: i18n.T(ctx, "web.list.export"), Path: "/exports/order?" + q.Values().Encode(), Icon: "download"}},
		Title: i18n.T(ctx, "posts.title"), Lead: i18n.T(ctx, "posts.lead", "count", page.Total), Narrow: true,
	}
	return web.Render(w, r, http.StatusOK, postsPage(meta, search, recordweb.Options(ctx, "order_mode", order.Modes), page.Rows, pager(q, page.Total)))
}

// pager is the links to the pages before and after.
func pager(q listing.Query, total int) (links [2]string) {
	delete(q.Filter, "kind")
	delete(q.Filter, "state")
	at := func(n int) string {
		q.Page = n
		if v := q.Values().Encode(); v != "" {
			return PostsPath + "?" + v
		}
		return PostsPath
	}
	now := max(q.Page, 1)
	if now > 1 {
		links[0] = at(now - 1)
	}
	if now*q.Size < total {
		links[1] = at(now + 1)
	}
	return links
}

// postItems are the few things that decide about a post.
func postItems(l *i18n.Localizer, r order.Row) []ui.Item {
	items := []ui.Item{
		ui.Field(l.T("order.field.pay"), pay(l, r.Details.PayFrom, r.Details.PayTo)),
		ui.Field(l.T("order.field.places"), r.Details.Places),
		persons(l, *r.Order),
		{Term: l.T("order.field.start_on"), Value: ui.Date(r.StartOn)},
	}
	if r.Details.Accommodation {
		items = append(items, ui.Field(l.T("order.field.accommodation_short"), l.T("record.yes")))
	}
	return items
}
