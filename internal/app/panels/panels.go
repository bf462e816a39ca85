// Package panels fills the first page of each role with what waits in the
// features: orders for those who place, check and answer them, open posts for
// those who look for one, classes on their way, agreements that are being made.
package panels

import (
	"context"
	"embed"
	"io/fs"
	"maps"
	"slices"

	"github.com/a-h/templ"

	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/core/access"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/order"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
	"tongpin/internal/workplan"
)

//go:embed texts
var texts embed.FS

// Texts are the words of the panels, for i18n.Load.
func Texts() fs.FS { return texts }

// listed is how many rows a panel shows.
const listed = 6

// Board makes the panels of an actor.
type Board struct {
	Orders     *order.Service
	Agreements *agreement.Service
	Training   *training.Service
	Plans      *workplan.Service
}

// ask is one panel: what it lists and where all of it is.
type ask struct {
	title string
	none  string // key: why it is empty
	next  string // key: what then
	more  string // address
	query map[string][]string
	own   bool // only of the actor's organisation
	sort  string
	desc  bool
}

var (
	waiting = ask{
		title: "panel.waiting", none: "panel.waiting.none", next: "panel.waiting.none_next",
		more: "/orders?state=open&sort=valid", query: map[string][]string{"state": {string(order.Open)}, "waits": {order.WaitsSchool}}, sort: "valid",
	}
	mine = ask{
		title: "panel.mine", none: "panel.mine.none", next: "panel.mine.none_next",
		more: "/orders", own: true, sort: "created", desc: true,
	}
	toAnswer = ask{
		title: "panel.to_answer", none: "panel.to_answer.none", next: "panel.to_answer.none_next",
		more: "/answers", query: map[string][]string{"state": {string(order.Open)}, "mine": {order.MineOpen}}, sort: "valid",
	}
	teaching = ask{
		title: "panel.open", none: "panel.open.none", next: "panel.open.none_next",
		more: "/orders?state=open&sort=valid", query: map[string][]string{"state": {string(order.Open)}}, sort: "valid",
	}
	posts = ask{
		title: "panel.posts", none: "panel.posts.none", next: "panel.posts.none_next",
		more: "/posts", query: map[string][]string{"state": {string(order.Open)}, "kind": {string(order.People)}}, sort: "valid",
	}
	making = ask{
		title: "panel.making", none: "panel.making.none", next: "panel.making.none_next",
		more: "/agreements?state=negotiating", query: map[string][]string{"state": {string(agreement.Negotiating), string(agreement.Approved)}}, sort: "created", desc: true,
	}
)

var (
	orderPanels = map[access.Role][]ask{
		access.Secretariat: {waiting}, access.Leader: {waiting}, access.Auditor: {waiting},
		access.Enterprise: {mine}, access.Dean: {toAnswer}, access.Teacher: {teaching},
		access.Student: {posts}, access.Trainee: {posts}, access.Provider: {posts}, access.BaseManager: {posts}, access.Expert: {posts},
	}
	agreementRoles = []access.Role{access.Secretariat, access.Leader, access.Auditor, access.Enterprise, access.Dean}
)

// For returns what an actor sees on the first page.
func (b Board) For(ctx context.Context, a access.Actor) (insightweb.Front, error) {
	var f insightweb.Front
	for _, q := range orderPanels[a.Role] {
		p, err := b.orders(ctx, a, q)
		if err != nil {
			return f, err
		}
		f.Panels = append(f.Panels, p)
	}
	if q, ok := classPanels[a.Role]; ok {
		p, err := b.classes(ctx, a, q)
		if err != nil {
			return f, err
		}
		f.Panels = append(f.Panels, p)
	}
	if slices.Contains(overseers, a.Role) {
		if err := b.targets(ctx, a, &f); err != nil {
			return f, err
		}
	}
	if slices.Contains(agreementRoles, a.Role) {
		p, err := b.agreements(ctx, a)
		if err != nil {
			return f, err
		}
		f.Panels = append(f.Panels, p)
	}
	return f, nil
}

func (q ask) question(a access.Actor) listing.Query {
	filter := maps.Clone(q.query)
	if q.own {
		filter = map[string][]string{"enterprise": {string(a.Organisation)}}
	}
	return listing.Query{Filter: filter, Sort: q.sort, Desc: q.desc, Page: 1, Size: listed}
}

// panel is the frame of a panel without its rows.
func (q ask) panel(ctx context.Context, columns ...insightweb.Column) insightweb.Panel {
	l := i18n.From(ctx)
	for i := range columns {
		columns[i].Text = l.T(columns[i].Text)
	}
	return insightweb.Panel{
		Title: l.T(q.title), Head: columns, More: ui.Link{Text: l.T("panel.more"), Path: q.more},
		Empty: ui.Empty{Why: l.T(q.none), Next: l.T(q.next)},
	}
}

func (b Board) orders(ctx context.Context, a access.Actor, q ask) (insightweb.Panel, error) {
	page, err := b.Orders.List(ctx, a, q.question(a))
	if err != nil {
		return insightweb.Panel{}, err
	}
	p := q.panel(
		ctx,
		insightweb.Column{Text: "panel.column.order"}, insightweb.Column{Text: "panel.column.kind"}, insightweb.Column{Text: "panel.column.quantity", Numeric: true},
		insightweb.Column{Text: "panel.column.waits"}, insightweb.Column{Text: "panel.column.valid"},
	)
	l := i18n.From(ctx)
	for _, r := range page.Rows {
		quantity := ui.Text("")
		if r.Kind.Counts() {
			quantity = ui.Number(r.Left())
		}
		p.Rows = append(p.Rows, []templ.Component{
			ui.Titled(ui.Link{Text: r.Title, Path: "/orders/" + string(r.ID)}, r.EnterpriseName), orderweb.KindTag(r.Kind, r.Details.Mode),
			quantity, ui.Text(l.Word("enum.order_waits", r.Waits())), ui.Date(r.ValidUntil),
		})
	}
	return p, nil
}

func (b Board) agreements(ctx context.Context, a access.Actor) (insightweb.Panel, error) {
	page, err := b.Agreements.List(ctx, a, making.question(a))
	if err != nil {
		return insightweb.Panel{}, err
	}
	p := making.panel(ctx, insightweb.Column{Text: "panel.column.agreement"}, insightweb.Column{Text: "panel.column.type"}, insightweb.Column{Text: "panel.column.state"}, insightweb.Column{Text: "panel.column.turn"})
	l := i18n.From(ctx)
	for _, g := range page.Rows {
		party, _ := g.Party(g.Turn.With)
		p.Rows = append(p.Rows, []templ.Component{
			ui.Titled(ui.Link{Text: g.Title, Path: "/agreements/" + string(g.ID)}, others(g, a)), ui.Text(l.Word("enum.agreement_type", g.Type)),
			agreementweb.StateTag(g.State), ui.Text(party.Name),
		})
	}
	return p, nil
}

// others names the parties besides the actor's own organisation.
func others(g agreement.Agreement, a access.Actor) string {
	names := ""
	for _, p := range g.Parties {
		if p.Organisation == a.Organisation {
			continue
		}
		if names != "" {
			names += " \u00b7 "
		}
		names += p.Name
	}
	return names
}
