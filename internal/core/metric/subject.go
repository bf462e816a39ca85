package metric

import (
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
)

// Counter adds up the distinct counts of a definition subject by subject. It
// keeps its memory from one to the next.
type Counter struct {
	d      *Definition
	into   Cells
	facts  []told
	slices []Slice
	groups []group
	at     map[Slice]int
	old    []*fact.Fact
	all    []*fact.Fact
	tally  map[string]int64
}

// told is a fact of a subject; one that is new changes what was counted before.
type told struct {
	*fact.Fact
	fresh bool
}

// group is the facts of a subject in one slice, the oldest first.
type group struct {
	slice Slice
	facts []told
	fresh bool
}

// Counter begins to add distinct counts to cells.
func (d *Definition) Counter(into Cells) *Counter {
	return &Counter{d: d, into: into, at: map[Slice]int{}, tally: map[string]int64{}}
}

// Subject adds how the distinct counts change when one subject, of which the facts
// before were told, is told of since. Both are in any order: a change on one day
// moves what the later ones mean.
func (c *Counter) Subject(before, since []fact.Fact) {
	c.facts = c.facts[:0]
	c.tell(before, false)
	c.tell(since, true)
	slices.SortStableFunc(c.facts, func(a, b told) int { return a.On.Compare(b.On) })
	c.split()
	for i := range c.groups {
		if g := &c.groups[i]; g.fresh {
			c.count(g)
		}
	}
}

func (c *Counter) tell(facts []fact.Fact, fresh bool) {
	for i := range facts {
		if c.d.Counts(&facts[i]) {
			c.facts = append(c.facts, told{&facts[i], fresh})
		}
	}
}

// split puts the facts into groups by the slices in which they count.
func (c *Counter) split() {
	clear(c.at)
	c.groups = c.groups[:0]
	for _, f := range c.facts {
		c.slices = c.d.slicesOf(c.slices[:0], f.Scope, f.Owner, f.Dims)
		for _, s := range c.slices {
			n, met := c.at[s]
			if !met {
				n = len(c.groups)
				c.at[s] = n
				c.groups = slices.Grow(c.groups, 1)[:n+1]
				c.groups[n] = group{slice: s, facts: c.groups[n].facts[:0]}
			}
			g := &c.groups[n]
			g.facts, g.fresh = append(g.facts, f), g.fresh || f.fresh
		}
	}
}

// count adds the difference that the new facts make in one slice.
func (c *Counter) count(g *group) {
	c.old, c.all = c.old[:0], c.all[:0]
	for _, f := range g.facts {
		if c.all = append(c.all, f.Fact); !f.fresh {
			c.old = append(c.old, f.Fact)
		}
	}
	series := c.into.Of(g.slice)
	c.add(series, c.old, -1)
	c.add(series, c.all, 1)
}

// add adds, times sign, the changes of one subject in one slice. A flow begins
// anew with each period. Days are told apart only within the year: no figure ends
// within a quarter.
func (c *Counter) add(series Series, facts []*fact.Fact, sign int64) {
	c.changes(facts, func(calendar.Date) calendar.Date { return calendar.Date{} }, func(on calendar.Date, change int64) {
		series.At(calendar.Day, on).Values[Ever] += sign * change
		series.At(calendar.Month, on).Values[Ever] += sign * change
	})
	if c.d.Stock {
		return
	}
	for count := WithinYear; count < Counts; count++ {
		c.changes(facts, within[count].Start, func(on calendar.Date, change int64) {
			series.At(calendar.Month, on).Values[count] += sign * change
			if count == WithinYear {
				series.At(calendar.Day, on).Values[count] += sign * change
			}
		})
	}
	c.changes(facts, calendar.Day.Start, func(on calendar.Date, change int64) {
		series.At(calendar.Day, on).Values[Alone] += sign * change
	})
}

// changes walks the facts of one subject, the oldest first, and tells on which
// days it comes to count (+1) or ceases to (-1). The tally begins anew in each
// period, which start names by its first day.
func (c *Counter) changes(facts []*fact.Fact, start func(calendar.Date) calendar.Date, tell func(on calendar.Date, change int64)) {
	counted, period := false, calendar.Date{}
	for i, f := range facts {
		if p := start(f.On); i == 0 || p != period {
			clear(c.tally)
			counted, period = false, p
		}
		c.tally[c.d.tallyKey(f)] += f.Quantity
		if i+1 < len(facts) && facts[i+1].On == f.On {
			continue
		}
		now := c.d.countsWith(c.tally)
		if now != counted {
			change := int64(-1)
			if now {
				change = 1
			}
			tell(f.On, change)
			counted = now
		}
	}
}

func (d *Definition) tallyKey(f *fact.Fact) string {
	if d.Measure == SubjectsHaving {
		return f.Dims[d.Having.Dimension]
	}
	return ""
}

func (d *Definition) countsWith(tally map[string]int64) bool {
	if d.Measure == SubjectsHaving {
		return d.holds(tally)
	}
	return tally[""] > 0
}
