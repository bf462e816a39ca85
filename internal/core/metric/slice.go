package metric

import (
	"cmp"
	"maps"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
)

// Slice narrows a metric: a scope, an owner, one value of one dimension.
type Slice struct {
	Scope     string
	Owner     record.ID
	Dimension string
	Value     string
}

// Slices lists the slices that have facts, in the order of Sort, and every
// scope.
func (d Definition) Slices(groups []Group) []Slice {
	met := map[Slice]bool{}
	for _, g := range groups {
		if slices.Contains(d.Scopes, g.Scope) && d.Matches(g, Slice{Scope: g.Scope}) {
			for _, s := range d.slicesOf(nil, g.Scope, g.Owner, g.Dims) {
				met[s] = true
			}
		}
	}
	for _, scope := range d.Scopes {
		met[Slice{Scope: scope}] = true
	}
	list := slices.Collect(maps.Keys(met))
	d.Sort(list)
	return list
}

// slicesOf appends the slices in which the rollup counts a scope, an owner and
// dimensions.
func (d *Definition) slicesOf(list []Slice, scope string, owner record.ID, dims map[string]string) []Slice {
	list = append(list, Slice{Scope: scope})
	if d.PerOwner && owner != "" {
		list = append(list, Slice{Scope: scope, Owner: owner})
	}
	for _, dimension := range d.Dimensions {
		if v := dims[dimension]; v != "" {
			list = append(list, Slice{Scope: scope, Dimension: dimension, Value: v})
		}
	}
	return list
}

// Rolled tells whether the rollup keeps count of the slice.
func (d Definition) Rolled(s Slice) bool {
	switch {
	case !slices.Contains(d.Scopes, s.Scope):
		return false
	case s.Dimension != "":
		return s.Owner == "" && s.Value != "" && slices.Contains(d.Dimensions, s.Dimension)
	}
	return s.Owner == "" || d.PerOwner
}

// Sort puts slices in the order in which people see them: by scope, and there
// the whole, then the owners, then the dimensions with their values.
func (d Definition) Sort(list []Slice) {
	slices.SortFunc(list, func(a, b Slice) int {
		return cmp.Or(
			cmp.Compare(slices.Index(d.Scopes, a.Scope), slices.Index(d.Scopes, b.Scope)),
			cmp.Compare(d.rank(a), d.rank(b)),
			cmp.Compare(a.Owner, b.Owner),
			cmp.Compare(a.Value, b.Value),
		)
	})
}

// rank is 0 for the whole, 1 for an owner, more for the dimensions.
func (d Definition) rank(s Slice) int {
	switch {
	case s.Dimension != "":
		return 2 + slices.Index(d.Dimensions, s.Dimension)
	case s.Owner != "":
		return 1
	}
	return 0
}

// Question asks for figures of one metric in one period: in the slices that are
// named, or, with Parts, in every slice that has facts and in every scope.
type Question struct {
	Definition Definition
	Period     calendar.Period
	Slices     []Slice
	Parts      bool
}

// Answer computes the figures that a question asks for from groups that lie in
// the span of the definition.
func (q Question) Answer(groups []Group) []Figure {
	list := q.Slices
	if q.Parts {
		list = q.Definition.Slices(groups)
	}
	figures := make([]Figure, len(list))
	for i, s := range list {
		figures[i] = q.Definition.Compute(groups, s, q.Period)
	}
	return figures
}

func sorted[K ~string](set map[K]bool) []K {
	list := make([]K, 0, len(set))
	for k := range set {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}
