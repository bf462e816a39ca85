package bulletinweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// listedSteps is how many steps of the period the page offers.
const listedSteps = 100

// candidate is a step that can become an event of the paper.
type candidate struct {
	key   string // what the ticked box sends
	on    calendar.Date
	text  string
	kind  string
	path  string
	taken bool
	ref   record.Ref
}

// eventsForm offers the steps of the period that counted.
func (p *Pages) eventsForm(w http.ResponseWriter, r *http.Request) error {
	b, err := p.find(r)
	if err != nil {
		return err
	}
	if _, err := bulletin.Flow.Next(b.State, bulletin.VerbEdit); err != nil {
		return err
	}
	return p.renderEvents(w, r, b, form.New().SetInt(form.VersionField, b.Version), http.StatusOK)
}

func (p *Pages) renderEvents(w http.ResponseWriter, r *http.Request, b bulletin.Bulletin, v *form.Values, status int) error {
	ctx := r.Context()
	list, err := p.candidates(ctx, access.Must(ctx), b, r.URL.Query().Get("kind"))
	if err != nil {
		return err
	}
	m := meta(ctx, "bulletin.events.title", ui.Link{Text: b.Content.Title, Path: path(b)})
	return web.Render(w, r, status, eventsPage(m, b, v, list))
}

func (p *Pages) candidates(ctx context.Context, a access.Actor, b bulletin.Bulletin, kind string) ([]candidate, error) {
	steps, err := p.service.Countable(ctx, a, b.Period, record.Kind(kind), listedSteps)
	if err != nil {
		return nil, err
	}
	list := make([]candidate, len(steps))
	for i, e := range steps {
		list[i] = p.candidate(ctx, b, e)
	}
	return list, nil
}

func (p *Pages) candidate(ctx context.Context, b bulletin.Bulletin, e timeline.Entry) candidate {
	l := p.textsOf(b) // the words go into the paper
	c := candidate{
		on: calendar.DateOf(e.At), ref: e.Record, kind: i18n.From(ctx).Word("kind", string(e.Record.Kind)), path: recordweb.Link(ctx, e.Record),
		key: string(e.Record.ID) + "/" + e.Verb + "/" + strconv.FormatInt(e.At.UnixMicro(), 10),
	}
	c.text = l.T("did."+string(e.Record.Kind)+"."+e.Verb, recordweb.Pairs(e.Args)...)
	if e.Organisation != "" {
		c.text = l.T("bulletin.event.by", "organisation", e.Organisation, "what", c.text)
	}
	c.taken = slices.ContainsFunc(b.Content.Events, func(x bulletin.Event) bool { return x.Record == c.ref && x.On == c.on })
	return c
}

// addEvents puts the chosen steps into the paper, the earliest first; their
// words can be edited there.
func (p *Pages) addEvents(w http.ResponseWriter, r *http.Request) error {
	b, err := p.find(r)
	if err != nil {
		return err
	}
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	list, err := p.candidates(ctx, a, b, v.Text("kind"))
	if err != nil {
		return err
	}
	x := b.Content
	x.Events = slices.Clone(x.Events)
	for _, c := range list {
		if v.Has("step", c.key) && !c.taken {
			x.Events = append(x.Events, bulletin.Event{On: c.on, Text: c.text, Record: c.ref})
		}
	}
	slices.SortStableFunc(x.Events, func(a, b bulletin.Event) int { return b.On.DaysUntil(a.On) })
	if len(x.Events) == len(b.Content.Events) {
		v.Wrong("step", "bulletin.events.none_chosen")
	}
	if err = v.Err(); err == nil {
		b, err = p.service.Edit(ctx, a, t, x)
	}
	if v.Mend(err) {
		return p.renderEvents(w, r, b, v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(b)+"/edit", "bulletin.events_added")
}

// anchor is where the page of the editor shows a row.
func anchor(group string, i int) string { return group + "-" + strconv.Itoa(i) }

// options are the steps that are not in the paper yet.
func options(ctx context.Context, list []candidate) []ui.Option {
	var options []ui.Option
	for _, c := range list {
		if !c.taken {
			options = append(options, ui.Option{Value: c.key, Text: c.text, Note: i18n.T(ctx, "bulletin.event.note", "on", c.on, "kind", c.kind)})
		}
	}
	return options
}
