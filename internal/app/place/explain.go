package place

import (
	"io"
	"strconv"
	"strings"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
	"tongpin/internal/engine/placement/price"
)

// explanations writes what became of each wish: by grades and lots, or by prices.
func (r *run) explanations(batch *disk.Batch, c *placefile.Case, x *extras, res *placement.Result, cert *certificate, table *placement.Table) error {
	var by placefile.Explainer = table
	words := func(b placefile.Because) string { return r.because(c, b) }
	if cert != nil {
		t, err := price.New(c.Instance, cert.value, res, cert.proof, x.locks, table)
		if err != nil {
			return err
		}
		by, words = t, func(b placefile.Because) string { return r.priced(c, x, t, b) }
	}
	return batch.Add(r.Explain, func(w io.Writer) error { return c.WriteExplanations(w, by, r.Workers, words) })
}

// because puts an explanation into words.
func (r *run) because(c *placefile.Case, b placefile.Because) string {
	switch b.Outcome {
	case placement.Placed:
		return r.Texts.T("app.place.why.placed")
	case placement.Spared:
		return r.Texts.T("app.place.why.spared")
	case placement.Alike:
		return r.Texts.T("app.place.why.alike")
	}
	number := func(code uint32) string { return strconv.FormatFloat(c.Grades.Number(code), 'f', -1, 64) }
	lot := func(n uint32) string { return strconv.FormatUint(uint64(n)+1, 10) }
	args := []any{"node", string(b.Node), "cap", int(b.Cutoff.Cap), "reason", b.Reason, "grade", number(b.Grade), "lot", lot(b.Lot)}
	if b.Outcome == placement.Refused && b.Cutoff.Student == placement.None {
		return r.Texts.T("app.place.why.closed", args...)
	}
	args = append(args, "lowest", number(b.Cutoff.Grade), "last", lot(b.Cutoff.Student))
	key := "app.place.why.grade"
	if b.Cutoff.Grade == b.Grade {
		key = "app.place.why.lottery"
		switch {
		case r.Ties && len(r.Bands) > 1:
			key = "app.place.why.passed" // an earlier band may have decided
		case r.Ties:
			key = "app.place.why.tied"
		}
	}
	if b.Outcome == placement.Passed {
		key = "app.place.why.passed"
	}
	return r.based(r.Texts.T(key, args...), b.Reason)
}

// priced puts into words why a wish was or was not granted for its price.
func (r *run) priced(c *placefile.Case, x *extras, t *price.Table, b placefile.Because) string {
	if b.Outcome == placement.Placed || b.Outcome == placement.Spared {
		return r.because(c, b)
	}
	why := t.Reason(b.Lot, b.Place)
	args := []any{
		"worth", why.Wish.Worth, "price", why.Wish.Price, "left", why.Wish.Left(), "asks", r.asks(c, x, t, why.Wish.Post),
		"own", r.postName(c, why.Own.Post), "own_worth", why.Own.Worth, "own_price", why.Own.Price, "own_left", why.Own.Left(),
		"loss", why.Loss, "missing", t.Missing, "node", string(b.Node), "cap", int(b.Cutoff.Cap),
	}
	if why.Locked {
		return r.Texts.T("app.place.why.locked", args...)
	}
	if why.Shut {
		return r.based(r.Texts.T("app.place.why.shut", args...), b.Reason)
	}
	text, held, end := "app.place.why.price", "app.place.why.own", "app.place.why.loss"
	if len(t.Asks(why.Wish.Post)) == 0 {
		text = "app.place.why.free"
	}
	if why.Own.Post == placement.None {
		held = "app.place.why.none"
	}
	switch {
	case why.Loss > 0:
	case r.auctioned(x):
		end = "app.place.why.open"
	default:
		end = "app.place.why.equal"
	}
	return r.Texts.T(text, args...) + r.Texts.T(held, args...) + r.Texts.T(end, args...)
}

// asks names the nodes that ask something for a place in a post, and why.
func (r *run) asks(c *placefile.Case, x *extras, t *price.Table, post uint32) string {
	var list []string
	for _, a := range t.Asks(post) {
		name, limit, reason := c.Posts.At(post), c.Instance.Posts[post].Seats, ""
		least := placement.Least{Post: post, Group: placement.None}
		if a.Group != placement.None {
			name, limit, reason = c.Groups.At(a.Group), c.Instance.Groups[a.Group].Cap, c.Reasons[a.Group]
			least = placement.Least{Post: placement.None, Group: a.Group}
		}
		key := "app.place.why.asks"
		if a.Rent < 0 {
			q := x.quota(least)
			key, limit, reason = "app.place.why.gives", q.N, q.Reason
		}
		if reason != "" {
			reason = r.Texts.T("app.place.why.asks.basis", "reason", reason)
		}
		list = append(list, r.Texts.T(key, "node", string(name), "price", a.Rent, "n", int(limit), "reason", reason))
	}
	return strings.Join(list, r.Texts.T("app.place.why.asks.join"))
}

// based adds the reason of a cap to a text, if there is one.
func (r *run) based(text, reason string) string {
	if reason == "" {
		return text
	}
	return text + r.Texts.T("app.place.why.basis", "reason", reason)
}
