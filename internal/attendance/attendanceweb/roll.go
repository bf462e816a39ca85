package attendanceweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"tongpin/internal/attendance"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

// classes is the list of classes with a roll.
var classes = table.Spec[attendance.Class]{
	Path: Path, Caption: "attendance.list.caption", Search: "attendance.list.search",
	Columns: []table.Column[attendance.Class]{
		{Key: "name", Title: "attendance.field.class", Sortable: true, Cell: func(k attendance.Class) templ.Component {
			return ui.Titled(ui.Link{Text: k.Name, Path: path(k.ID)}, k.Number)
		}},
		{Key: "provider", Title: "attendance.field.provider", Cell: func(k attendance.Class) templ.Component { return ui.Text(k.ProviderName) }},
		{Key: "opens", Title: "attendance.field.opens", Sortable: true, Nowrap: true, Cell: func(k attendance.Class) templ.Component { return ui.Date(k.Opens) }},
		{Key: "closes", Title: "attendance.field.closes", Sortable: true, Nowrap: true, Cell: func(k attendance.Class) templ.Component { return ui.Date(k.Closes) }},
		{Key: "enrolled", Title: "attendance.field.enrolled", Sortable: true, Numeric: true, Cell: func(k attendance.Class) templ.Component { return ui.Number(k.Enrolled) }},
		{Key: "state", Title: "attendance.field.state", Nowrap: true, Cell: stateCell},
	},
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "attendance.list.empty"), Next: i18n.T(ctx, "attendance.list.empty.next")}
	},
}

func path(class record.ID) string { return Path + "/" + string(class) }

// list shows the classes with a roll.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := classes
	if p.service.Reaches(a, attendance.ActImport) {
		spec.Import, spec.Template = "/imports/attendance/new", "/imports/attendance/template"
	}
	state := spec.Read(r)
	page, err := p.service.Classes(ctx, a, state.Query)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "attendance.list.title"), Lead: i18n.T(ctx, "attendance.list.lead"), Actions: spec.Actions(ctx, state)}
	if p.service.Reaches(a, attendance.ActWatch) {
		meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "attendance.signals.title"), Path: SignalsPath})
	}
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// sheetView is the attendance of a class.
type sheetView struct {
	attendance.Sheet
	tab      string
	keeps    bool
	inspects bool
}

// tabs of the page of a class.
var tabs = []string{"people", "slots", "leaves", "inspections"}

// show shows the attendance of a class.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	x, err := recordweb.Find(r, p.service.Open)
	if err != nil {
		return err
	}
	v := sheetView{x, tabs[0], p.service.May(a, attendance.ActKeep, x.Class), p.service.May(a, attendance.ActInspect, x.Class)}
	v.tab = recordweb.Tab(r, tabs)
	return web.Render(w, r, http.StatusOK, showPage(p.showMeta(ctx, a, v), v))
}

// showMeta is the head of the page with the buttons that are possible.
func (p *Pages) showMeta(ctx context.Context, a access.Actor, v sheetView) web.Meta {
	k, base := v.Class, path(v.Class.ID)
	m := web.Meta{
		Title: k.Name, Lead: i18n.T(ctx, "attendance.show.lead", "number", k.Number, "provider", k.ProviderName),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: k.Number}},
	}
	add := func(may bool, key string, x ui.Action) {
		if may {
			x.Text = i18n.T(ctx, key)
			m.Actions = append(m.Actions, x)
		}
	}
	open := v.Taught()
	class := p.options.Class(string(k.ID))
	add(class != "", "attendance.action.class", ui.Action{Path: class})
	add(v.keeps && open && len(v.Book) > 0, "attendance.action.hours", ui.Action{Path: base + "/hours", Post: true})
	add(v.keeps && open && len(v.Roster) > 0, "attendance.action.links", ui.Action{Path: base + "/links", Post: true})
	add(p.service.May(a, attendance.ActWatch, k), "attendance.action.signals", ui.Action{Path: base + "/signals"})
	add(v.inspects && len(v.Inspectable()) > 0, "attendance.action.inspect", ui.Action{Path: base + "/inspect", Primary: true})
	add(v.keeps && open && len(v.Begun()) > 0, "attendance.action.roll", ui.Action{Path: base + "/roll"})
	add(v.keeps && v.Running, "attendance.action.room", ui.Action{Path: base + "/room", Primary: true})
	return m
}

// room is what a screen in the room shows. It asks for the next code by itself.
func (p *Pages) room(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := recordweb.Find(r, p.service.Room)
	if err != nil {
		return err
	}
	wait := x.Left
	if !x.Running {
		wait = 60
	}
	w.Header().Set("Refresh", number(wait))
	meta := web.Meta{Title: x.Class.Name, Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: x.Class.Number, Path: path(x.Class.ID)}, {Text: i18n.T(ctx, "attendance.action.room")}}}
	key, err := p.service.OwnKey(ctx)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, roomPage(meta, x, web.Base(r, p.options.Address)+scanPath(key, x.Class.ID, x.Code)))
}

// rollView is the attendance of a class and the slot whose roll is taken.
type rollView struct {
	attendance.Sheet
	slot attendance.Slot
}

// rolled is the class in the address with the slot that the address or the form
// names, or the last one begun.
func (p *Pages) rolled(r *http.Request) (rollView, error) {
	x, err := recordweb.Find(r, p.service.Open)
	if err != nil {
		return rollView{}, err
	}
	slot, ok := chosen(x, r.FormValue("slot"))
	if !ok {
		return rollView{}, fault.Refuse("attendance.slot.none")
	}
	return rollView{x, slot}, nil
}

// roll takes the roll of a slot.
func (p *Pages) roll() recordweb.Step[rollView] {
	return recordweb.Step[rollView]{
		Ready: func(r *http.Request) (rollView, *form.Values, error) {
			x, err := p.rolled(r)
			var there []string
			for _, e := range x.Roster {
				if x.Book.Of(e.ID, x.slot).Present() { // of whom nothing is known, nothing is ticked beforehand
					there = append(there, string(e.ID))
				}
			}
			return x, form.New().Set("present", there...), err
		},
		Again:  p.rolled,
		Render: p.renderRoll,
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			cmd := attendance.RollCommand{Present: map[record.ID]bool{}}
			cmd.On, cmd.Half = readSlot(v.Text("slot"))
			for _, e := range v.All("present") {
				cmd.Present[record.ID(e)] = true
			}
			return recordweb.Done{Path: path(t.ID) + "?tab=slots", Message: "attendance.roll.done"}, p.service.Roll(ctx, a, t.ID, cmd)
		},
	}
}

// chosen is the slot that an address names among those that have begun; without
// a name the last of them.
func chosen(x attendance.Sheet, text string) (attendance.Slot, bool) {
	begun := x.Begun()
	if len(begun) == 0 {
		return attendance.Slot{}, false
	}
	if text == "" {
		return begun[len(begun)-1], true
	}
	on, half := readSlot(text)
	at := slices.IndexFunc(begun, func(s attendance.Slot) bool { return s.On == on && s.Half == half })
	if at < 0 {
		return attendance.Slot{}, false
	}
	return begun[at], true
}

func (p *Pages) renderRoll(w http.ResponseWriter, r *http.Request, status int, x rollView, v *form.Values) error {
	ctx, base, slot := r.Context(), path(x.Class.ID), x.slot
	meta := web.Meta{
		Title: i18n.T(ctx, "attendance.roll.title"), Lead: slotText(ctx, slot), Narrow: true,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: x.Class.Number, Path: base}, {Text: i18n.T(ctx, "attendance.roll.title")}},
	}
	v.Set("slot", slot.On.String()+"/"+string(slot.Half))
	spec := form.Spec{Action: base + "/roll", Values: v, Submit: "attendance.roll.submit", Cancel: base}
	return web.Render(w, r, status, rollPage(meta, spec, rollOptions(ctx, x.Sheet, slot)))
}

// rollOptions are the people of a roll with what is known of each.
func rollOptions(ctx context.Context, x attendance.Sheet, slot attendance.Slot) []ui.Option {
	list := make([]ui.Option, len(x.Roster))
	for i, e := range x.Roster {
		o := ui.Option{Value: string(e.ID), Text: i18n.T(ctx, "attendance.roll.person", "name", e.Person.Name, "number", e.Person.IDNumber)}
		said := x.Book.Of(e.ID, slot)
		switch {
		case said.Code != nil:
			o.Note = i18n.T(ctx, "attendance.roll.by_code", "at", said.Code.At)
		case x.OnLeave(e.ID, slot):
			o.Note = i18n.T(ctx, "attendance.roll.on_leave")
		}
		list[i] = o
	}
	return list
}

// links shows the own links of everybody once, and records that it did.
func (p *Pages) links(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	at, err := id(r)
	if err != nil {
		return err
	}
	k, list, err := p.service.Links(ctx, access.Must(ctx), at)
	if err != nil {
		return err
	}
	key, err := p.service.OwnKey(ctx)
	if err != nil {
		return err
	}
	rows := make([]ui.Link, len(list))
	for i, l := range list {
		rows[i] = ui.Link{Text: i18n.T(ctx, "attendance.roll.person", "name", l.Person.Name, "number", l.Person.IDNumber), Path: web.Base(r, p.options.Address) + minePath(key, l.Token)}
	}
	meta := web.Meta{Title: i18n.T(ctx, "attendance.links.title"), Lead: i18n.T(ctx, "attendance.links.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: k.Number, Path: path(k.ID)}, {Text: i18n.T(ctx, "attendance.links.title")}}}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return web.Render(w, r, http.StatusOK, linksPage(meta, rows))
}

// hours enters the attended hours into the results.
func (p *Pages) hours(w http.ResponseWriter, r *http.Request) error {
	at, err := id(r)
	if err != nil {
		return err
	}
	if err := p.service.TakeOver(r.Context(), access.Must(r.Context()), at); err != nil {
		return err
	}
	return web.Redirect(w, r, path(at), "attendance.hours.done")
}
