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
	"tongpin/internal/core/step"
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

// events offers the steps of the period that counted, and puts the chosen ones
// into the paper, the earliest first; their words can be edited there.
func (p *Pages) events() recordweb.Step[bulletin.Bulletin] {
	return recordweb.Step[bulletin.Bulletin]{
		Ready: func(r *http.Request) (bulletin.Bulletin, *form.Values, error) {
			b, err := p.ready(r, bulletin.ActKeep, bulletin.VerbEdit)
			return b, form.New().SetInt(form.VersionField, b.Version), err
		},
		Again: p.find,
		Render: func(w http.ResponseWriter, r *http.Request, status int, b bulletin.Bulletin, v *form.Values) error {
			ctx := r.Context()
			list, err := p.candidates(ctx, access.Must(ctx), b)
			if err != nil {
				return err
			}
			m := meta(ctx, "bulletin.events.title", ui.Link{Text: b.Content.Title, Path: path(b)})
			return web.Render(w, r, status, eventsPage(m, b, v, list))
		},
		Take: p.addEvents,
	}
}

func (p *Pages) addEvents(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
	b, err := p.service.Find(ctx, a, t.ID)
	if err != nil {
		return recordweb.Done{}, err
	}
	list, err := p.candidates(ctx, a, b)
	if err != nil {
		return recordweb.Done{}, err
	}
	done := recordweb.Done{Path: path(b) + "/edit", Message: "bulletin.events_added"}
	fresh, there := chosen(v, list)
	switch {
	case len(fresh) == 0 && there:
		return done, nil // sent twice: they are in the paper
	case len(fresh) == 0:
		v.Wrong("step", "bulletin.events.none_chosen")
		return done, v.Err()
	}
	x := b.Content
	x.Events = slices.Concat(x.Events, fresh)
	slices.SortStableFunc(x.Events, func(a, b bulletin.Event) int { return b.On.DaysUntil(a.On) })
	_, err = p.service.Edit(ctx, a, t, x)
	return done, err
}

// chosen are the events that were ticked and are not in the paper yet, and
// whether others that were ticked are.
func chosen(v *form.Values, list []candidate) (fresh []bulletin.Event, there bool) {
	for _, c := range list {
		switch {
		case !v.Has("step", c.key):
		case c.taken:
			there = true
		default:
			fresh = append(fresh, bulletin.Event{On: c.on, Text: c.text, Record: c.ref})
		}
	}
	return fresh, there
}

func (p *Pages) candidates(ctx context.Context, a access.Actor, b bulletin.Bulletin) ([]candidate, error) {
	steps, err := p.service.Countable(ctx, a, b.Period, listedSteps)
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
