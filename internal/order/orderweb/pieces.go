package orderweb

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// What the colours of states, kinds and answers say.
var (
	tones = map[order.State]ui.Tone{
		order.Draft: ui.Plain, order.Submitted: ui.Saffron, order.Returned: ui.Saffron, order.Open: ui.River,
		order.Agreed: ui.Jade, order.Expired: ui.Saffron, order.Closed: ui.Plain,
	}
	responseTones = map[order.ResponseState]ui.Tone{
		order.Answered: ui.Saffron, order.Negotiating: ui.River, order.Settled: ui.Jade, order.Declined: ui.Plain, order.Withdrawn: ui.Plain,
	}
	kindTones   = map[order.Kind]ui.Tone{order.People: ui.Jade, order.Training: ui.Plain, order.Technology: ui.Saffron, order.Services: ui.River}
	modeTones   = map[order.Mode]ui.Tone{order.OrderClass: ui.Jade, order.Apprenticeship: ui.Jade, order.Internship: ui.River}
	answerTones = map[order.Answer]ui.Tone{order.Yes: ui.Jade, order.Maybe: ui.Saffron, order.No: ui.Plain}
)

// The cells of lists take from a row what they show: a component that keeps the
// whole row is a kilobyte.

func kindTag(o order.Order) templ.Component { return KindTag(o.Kind, o.Details.Mode) }

func tallyCell(r order.Row) templ.Component { return answerCounts(r.Tally) }

func mineCell(r order.Row) templ.Component { return ownAnswer(r.Tally.Mine) }

func confirmedCell(r order.Row) templ.Component {
	return confirmedOn(calendar.DateOf(r.ConfirmedAt), r.Stale)
}

func quantityCell(r order.Row) templ.Component {
	if !r.Kind.Counts() {
		return ui.Text("")
	}
	return ui.Number(r.Quantity)
}

// tally is how schools have answered, in words.
func tally(ctx context.Context, t order.Tally) string {
	var parts []string
	for _, x := range []struct {
		answer order.Answer
		count  int64
	}{{order.Yes, t.Yes}, {order.Maybe, t.Maybe}, {order.No, t.No}} {
		if x.count > 0 {
			parts = append(parts, i18n.T(ctx, "order.tally", "answer", string(x.answer), "count", x.count))
		}
	}
	return strings.Join(parts, " \u00b7 ")
}

// bar is the turn bar of a page.
type bar struct {
	title, text string
	quiet       bool
	actions     []ui.Action
}

// turnOf says whose turn it is on the order, in the words of the reader's role.
func turnOf(ctx context.Context, v view) bar {
	l, o, a := i18n.From(ctx), v.Order, v.actor
	owner := o.Enterprise == a.Organisation
	switch {
	case o.State == order.Submitted && a.Role == access.Secretariat:
		return bar{title: l.T("order.turn.check"), text: l.T("order.turn.check.text", "enterprise", o.EnterpriseName)}
	case o.State == order.Submitted:
		return bar{title: l.T("order.turn.being_checked"), quiet: true}
	case o.State == order.Returned && owner:
		return bar{title: l.T("order.turn.mend"), text: o.Reason}
	case o.State == order.Expired && owner:
		return bar{title: l.T("order.turn.renew"), text: l.T("order.turn.renew.text")}
	case o.State != order.Open:
		return bar{}
	}
	waiting := 0
	for _, r := range v.Responses {
		if r.State.Live() && r.Turn.With == a.Organisation && a.Organisation != "" {
			waiting++
		}
	}
	switch {
	case waiting > 0:
		link := path(o) + "?tab=responses"
		if v.mine != nil {
			link = talkPath(*v.mine)
		}
		return bar{
			title: l.T("order.turn.yours"), text: l.T("order.turn.yours.text", "count", waiting),
			actions: []ui.Action{{Text: l.T("order.turn.open"), Path: link, Primary: true}},
		}
	case v.mine != nil && v.mine.State.Live():
		return bar{title: l.T("order.turn.enterprise"), quiet: true, actions: []ui.Action{{Text: l.T("order.turn.open"), Path: talkPath(*v.mine)}}}
	}
	return bar{}
}

// responseLink leads to a response that the reader may open.
func responseLink(v view, r order.Response) ui.Link {
	if readable(v) {
		return ui.Link{Text: r.SchoolName, Path: talkPath(r)}
	}
	return ui.Link{Text: r.SchoolName}
}

// readable tells whether the responses that the reader sees can be opened: a
// secretariat or leader knows of them, no more.
func readable(v view) bool {
	return v.actor.Role != access.Secretariat && v.actor.Role != access.Leader
}

func offerLink(g order.Suggestion) ui.Link {
	if g.Cohort.ID == "" {
		return ui.Link{Text: g.Programme.Name, Path: "/programmes/" + string(g.Programme.ID)}
	}
	return ui.Link{Text: g.Programme.Name + " \u00b7 " + g.Cohort.Name, Path: "/cohorts/" + string(g.Cohort.ID)}
}

// answerOf is how the school of a suggestion has answered with that programme.
func answerOf(v view, g order.Suggestion) order.Answer {
	for _, r := range v.Responses {
		if r.School == g.School && (r.Terms.Programme == "" || r.Terms.Programme == g.Programme.ID) {
			return r.Answer
		}
	}
	return ""
}

// atFirst is how many suggestions stand below the content.
const atFirst = 3

func first(list []order.Suggestion) []order.Suggestion { return list[:min(len(list), atFirst)] }
