package metricdb

import (
	"fmt"

	"tongpin/internal/core/metric"
	"tongpin/internal/platform/db"
)

// Figures answers questions, each with its figures: from the rollups where they
// hold the last fact, keep the definition and know the period and the slices,
// and by adding up the facts elsewhere.
func Figures(tx *db.Tx, questions []metric.Question) ([][]metric.Figure, error) {
	kept, err := current(tx)
	if err != nil {
		return nil, err
	}
	answers := make([][]metric.Figure, len(questions))
	var asked []*asking
	scans := map[string][]metric.Group{}
	for i, q := range questions {
		a, ok := kept.ask(q)
		if ok {
			a.answer = &answers[i]
			asked = append(asked, a)
			continue
		}
		groups, err := scan(tx, scans, q)
		if err != nil {
			return nil, err
		}
		answers[i] = q.Answer(groups)
	}
	if err := read(tx, asked); err != nil {
		return nil, err
	}
	for _, a := range asked {
		*a.answer = a.figures()
	}
	return answers, nil
}

// scan adds up the facts that a question needs; questions about the same kinds
// and span share the answer.
func scan(tx *db.Tx, known map[string][]metric.Group, q metric.Question) ([]metric.Group, error) {
	span := q.Definition.Span(q.Period)
	key := fmt.Sprint(q.Definition.Kinds, span.From, span.To)
	if groups, ok := known[key]; ok {
		return groups, nil
	}
	groups, err := Groups(tx, q.Definition.Kinds, span)
	known[key] = groups
	return groups, err
}

// current returns the rollups if they hold the last fact, else none.
func current(tx *db.Tx) (set, error) {
	s, err := stateOf(tx)
	if err != nil || !s.current() {
		return nil, err
	}
	return setOf(tx, s.edition)
}

// state tells how far the rollups of a consortium have come.
type state struct {
	last    int64 // the number of the last fact
	through int64 // the last fact that the rollups hold; less than 0 if there are none
	edition string
}

func (s state) current() bool { return s.through == s.last }

func stateOf(tx *db.Tx) (state, error) {
	return db.One(tx, func(r db.Row) (s state, err error) { return s, r.Scan(&s.last, &s.through, &s.edition) }, `SELECT
		(SELECT coalesce(max(last), 0) FROM numbers WHERE numbers.consortium_id = $1 AND series = 'fact'),
		(SELECT coalesce(max(through), -1) FROM rollup_states WHERE rollup_states.consortium_id = $1),
		(SELECT coalesce(max(edition), '') FROM rollup_states WHERE rollup_states.consortium_id = $1)`)
}

// asking is a question that the rollups answer.
type asking struct {
	metric.Question
	rollup int64
	names  []string // of the slices; none for all
	ranges []metric.Range
	count  metric.Count
	found  map[metric.Slice]metric.Amount
	answer *[]metric.Figure
}

func (s set) ask(q metric.Question) (*asking, bool) {
	r, ok := s.find(q.Definition)
	if !ok {
		return nil, false
	}
	a := &asking{Question: q, rollup: r.id, found: map[metric.Slice]metric.Amount{}}
	if a.ranges, a.count, ok = q.Definition.Reads(q.Period); !ok {
		return nil, false
	}
	if q.Parts {
		return a, true
	}
	for _, slice := range q.Slices {
		if !q.Definition.Rolled(slice) {
			return nil, false
		}
		a.names = append(a.names, place{r.id, slice}.name())
	}
	return a, true
}

func (a *asking) figures() []metric.Figure {
	list := a.Slices
	if a.Parts {
		list = nil
		for s, m := range a.found {
			if m.Facts > 0 && (s.Owner != "" || s.Dimension != "") {
				list = append(list, s)
			}
		}
		for _, scope := range a.Definition.Scopes {
			list = append(list, metric.Slice{Scope: scope})
		}
		a.Definition.Sort(list)
	}
	figures := make([]metric.Figure, len(list))
	for i, s := range list {
		m := a.found[s]
		figures[i] = metric.Figure{Key: a.Definition.Key, Slice: s, Period: a.Period, Value: m.Values[a.count], Unit: a.Definition.Unit, Facts: m.Facts, Reversals: m.Reversals}
	}
	return figures
}
