package bulletin

import (
	"context"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/insight"
)

// Numbers are the figures that the tokens of a text are bound to.
type Numbers struct {
	List []Number `json:"list"`
}

// Number is one figure as a paper states it. Parts tells that it came as one of
// the values of a dimension.
type Number struct {
	Figure metric.Figure `json:"figure"`
	Part   bool          `json:"part,omitempty"`
}

// Few is the number of people from which on a number is stated: fewer could be
// recognised (domain.md 7.2 [D]).
const Few = 3

// people are the units that count persons.
var people = []string{"person", "person_time", "student", "trainee", "certificate"}

// small tells whether a figure is of so few people that it is not stated.
func small(f metric.Figure) bool {
	return f.Value > 0 && f.Value < Few && slices.Contains(people, f.Unit)
}

// of are the figures of a token: one, or the values of its dimension, in their
// order.
func (n Numbers) of(t Token, paper calendar.Period) []metric.Figure {
	key, slice, p := t.ask(paper)
	var list []metric.Figure
	for _, x := range n.List {
		f := x.Figure
		if f.Key != key || f.Period != p || f.Slice.Scope != slice.Scope || x.Part != (t.By != "") {
			continue
		}
		if t.By != "" && f.Slice.Dimension == t.By || t.By == "" && f.Slice == slice {
			list = append(list, f)
		}
	}
	return list
}

// hidden tells which values of a list are not stated: small ones and, where only
// one is small, the next smallest, from which it could be computed.
func hidden(list []metric.Figure) []bool {
	hide := make([]bool, len(list))
	count, next := 0, -1
	for i, f := range list {
		if hide[i] = small(f); hide[i] {
			count++
		} else if f.Value > 0 && (next < 0 || f.Value < list[next].Value) {
			next = i
		}
	}
	if count == 1 && next >= 0 && len(list) > 1 {
		hide[next] = true
	}
	return hide
}

// Stated are the figures that a paper states, without those of too few people,
// each once: what is frozen, listed and proved.
func (n Numbers) Stated() []metric.Figure {
	type list struct {
		key, scope, dimension string
		period                calendar.Period
	}
	groups, order := map[list][]metric.Figure{}, []list{}
	for _, x := range n.List {
		f := x.Figure
		g := list{f.Key, f.Slice.Scope, f.Slice.Dimension, f.Period}
		if !x.Part {
			g.dimension += "=" + f.Slice.Value
		}
		if _, known := groups[g]; !known {
			order = append(order, g)
		}
		groups[g] = append(groups[g], f)
	}
	var stated []metric.Figure
	for _, g := range order {
		hide := hidden(groups[g])
		for i, f := range groups[g] {
			if !hide[i] && !slices.ContainsFunc(stated, func(o metric.Figure) bool { return same(o, f) }) {
				stated = append(stated, f)
			}
		}
	}
	return stated
}

// same tells whether two figures answer the same question.
func same(a, b metric.Figure) bool {
	return a.Key == b.Key && a.Slice == b.Slice && a.Period == b.Period
}

// Pick names one figure that is asked for.
type Pick = insight.Pick

// Figures computes figures: insight does.
type Figures interface {
	Definition(key string) (metric.Definition, error)
	Definitions() []metric.Definition
	Picked(ctx context.Context, a access.Actor, picks []Pick, p calendar.Period) ([]metric.Figure, error)
	Breakdown(ctx context.Context, a access.Actor, key string, p calendar.Period) ([]metric.Figure, error)
}

// compute asks for the figures of tokens, the single ones of a period together.
// Tokens of metrics that the program does not have are left out.
func compute(ctx context.Context, source Figures, a access.Actor, tokens []Token, paper calendar.Period) (Numbers, error) {
	var n Numbers
	var periods []calendar.Period
	picks := map[calendar.Period][]Pick{}
	for _, t := range tokens {
		key, slice, p := t.ask(paper)
		if _, err := source.Definition(key); err != nil {
			continue
		}
		if t.By != "" {
			list, err := source.Breakdown(ctx, a, key, p)
			if err != nil {
				return n, err
			}
			n.addParts(list, t)
			continue
		}
		if picks[p] == nil {
			periods = append(periods, p)
		}
		picks[p] = append(picks[p], Pick{Key: key, Slice: slice})
	}
	for _, p := range periods {
		list, err := source.Picked(ctx, a, picks[p], p)
		if err != nil {
			return n, err
		}
		for _, f := range list {
			n.add(Number{Figure: f})
		}
	}
	return n, nil
}

// addParts takes over the values of a token's dimension.
func (n *Numbers) addParts(list []metric.Figure, t Token) {
	for _, f := range list {
		if f.Slice.Owner == "" && f.Slice.Scope == t.Scope && f.Slice.Dimension == t.By {
			n.add(Number{Figure: f, Part: true})
		}
	}
}

// add adds a figure once: two tokens may ask the same in different words.
func (n *Numbers) add(x Number) {
	if !slices.ContainsFunc(n.List, func(o Number) bool { return o.Part == x.Part && same(o.Figure, x.Figure) }) {
		n.List = append(n.List, x)
	}
}
