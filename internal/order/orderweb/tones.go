package orderweb

import (
	"context"
	"strings"

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
