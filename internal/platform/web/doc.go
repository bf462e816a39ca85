// Package web is the kit of server-rendered pages. This is the guide for those
// who write pages; the kit has four packages:
//
//	web    routes, errors, the frame, Page, Render, Redirect
//	ui     pieces of home and details pages: Card, Summary, Tabs, TurnBar, Tag ...
//	form   Values (what was typed) and fields
//	table  lists
//
// # Texts
//
// Whatever a page declares once (columns, filters, fields, navigation) takes
// KEYS of the catalogues; whatever is made per request (web.Meta, everything in
// ui, the texts of options) takes texts READY to read, from
// i18n.T(ctx, "order.title", "n", 3). Codes become words by
// i18n.From(ctx).Word("order.state", string(o.State)).
//
// # Routes
//
//	func (p *Pages) Routes() []web.Route {
//		return []web.Route{
//			web.Get("/orders", order.ActView, p.list),
//			web.Get("/orders/new", order.ActPlace, p.new),
//			web.Post("/orders", order.ActPlace, p.create),
//		}
//	}
//
// Return errors as they come: a fault becomes a page with its text, any other
// error a page with the request's number.
//
// # A list page
//
//	var list = table.Spec[order.Order]{
//		Path: "/orders", Caption: "order.list.caption", Search: "order.list.search",
//		Columns: []table.Column[order.Order]{
//			{Key: "title", Title: "order.field.title", Sortable: true, Cell: func(o order.Order) templ.Component {
//				return ui.Anchor(ui.Link{Text: o.Title, Path: "/orders/" + string(o.ID)})
//			}},
//			{Key: "heads", Title: "order.field.heads", Numeric: true, Cell: func(o order.Order) templ.Component { return ui.Number(o.Heads) }},
//		},
//		Filters: []table.Filter{{Key: "state", Label: "order.field.state", Kind: table.Many}},
//		New:     "/orders/new", NewLabel: "order.action.place", Export: "/orders/export",
//	}
//
//	func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
//		ctx := r.Context()
//		spec := list.WithOptions("state", stateOptions(ctx))
//		state := spec.Read(r)
//		page, err := p.service.List(ctx, state.Query)
//		if err != nil {
//			return err
//		}
//		meta := web.Meta{Title: i18n.T(ctx, "order.list.title"), Lead: i18n.T(ctx, "order.list.lead"), Actions: spec.Actions(ctx, state)}
//		return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
//	}
//
// Leave out an address of the Spec (New, Import ...) that the person may not
// use. Rows can be ticked when RowID and Bulk are set; the ids arrive as "id".
//
// # A form page
//
//	templ orderForm(m web.Meta, v *form.Values, options []ui.Option) {
//		@web.Page(m) {
//			@form.Form(form.Spec{Action: "/orders", Values: v, Submit: "order.action.place", Cancel: "/orders"}) {
//				@form.Section("order.form.post", "") {
//					@form.Text(form.Field{Name: "title", Label: "order.field.title", Required: true, Max: 60})
//					@form.Number(form.Field{Name: "heads", Label: "order.field.heads", Unit: "unit.person", Width: "short"})
//					@form.Date(form.Field{Name: "starts_on", Label: "order.field.starts_on", Width: "short"})
//				}
//			}
//		}
//	}
//
// The page shows form.New() first, or form.New().Set("title", o.Title).SetInt(
// form.VersionField, o.Version) to edit a record. The POST reads it again:
//
//	func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
//		v, err := form.Decode(r)
//		if err != nil {
//			return err
//		}
//		v.Required("title")
//		cmd := order.PlaceCommand{Title: v.Text("title"), Heads: v.Int("heads"),
//			StartsOn: form.Read(v, "starts_on", "web.fault.date", calendar.ParseDate)}
//		var id record.ID
//		if err = v.Err(); err == nil {
//			id, err = p.service.Place(r.Context(), cmd)
//		}
//		if v.Mend(err) { // the person can mend it: the same page with the errors at the fields
//			return web.Render(w, r, http.StatusUnprocessableEntity, orderForm(p.meta(r), v, nil))
//		}
//		if err != nil {
//			return err
//		}
//		return web.Redirect(w, r, "/orders/"+string(id), "order.placed")
//	}
//
// v.Once() is the same in each send of one form: derive the id of the new
// record from it, and a double click makes one record. Faults of the domain
// land at the field whose Name equals fault.Field.
//
// # A details page
//
//	@web.Page(web.Meta{Title: o.Title, Lead: ..., Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.orders"), Path: "/orders"}, {Text: o.Number}}}) {
//		@ui.Steps(steps...)
//		@ui.TurnBar(title, text, false, ui.Action{Text: ..., Path: "/orders/7/approve", Post: true, Primary: true, Fields: [][2]string{{form.VersionField, "3"}}})
//		@ui.Grid(0) {
//			@ui.Card("", "") {
//				@ui.Tabs(ui.Tab{Text: ..., Path: "/orders/7", On: true}, ui.Tab{Text: ..., Path: "/orders/7?tab=files", Count: 2})
//				@ui.Summary(ui.Field(i18n.T(ctx, "order.field.heads"), "20"))
//			}
//			@ui.Card(i18n.T(ctx, "order.timeline"), "") {
//				@ui.Timeline(events...)
//			}
//		}
//	}
//
// Everything works without scripts: no inline script or style passes the
// security policy, htmx only saves page loads. After a change of a .templ file
// run "go tool -modfile=tools/go.mod templ generate" and commit the result.
package web
