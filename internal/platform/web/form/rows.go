package form

import (
	"slices"
	"strconv"
)

// Rows is a repeated part of a form, whose fields are named by RowField. It
// works without scripts: a further button sends the same form with "do" set to
// Add or Drop. A row of which nothing in Meaning is filled is no row.
type Rows struct {
	Name    string
	Most    int
	Fields  []string
	Meaning []string
}

// RowField is the name of a field of a row, counted from 0.
func RowField(group string, i int, name string) string {
	return group + "." + strconv.Itoa(i) + "." + name
}

// Add is what the button that asks for another row sends as "do".
func (g Rows) Add() string { return g.Name }

// Drop is what the button that takes a row away sends as "do".
func (g Rows) Drop(i int) string { return g.Name + "." + strconv.Itoa(i) }

// filled tells whether a row means anything.
func (g Rows) filled(v *Values, i int) bool {
	return slices.ContainsFunc(g.Meaning, func(name string) bool { return v.Text(RowField(g.Name, i, name)) != "" })
}

// Last is the number of rows up to the last that means anything.
func (g Rows) Last(v *Values) int {
	n := 0
	for i := range g.Most {
		if g.filled(v, i) {
			n = i + 1
		}
	}
	return n
}

// Shown is how many rows a form shows: all that mean something, there or in the
// content that somebody stored meanwhile, at least a number, and one more where
// the person asked for it.
func (g Rows) Shown(v *Values, least int) int {
	n := max(least, g.Last(v))
	if now := v.Now(); now != nil {
		n = max(n, g.Last(now))
	}
	if v.Text("do") == g.Add() {
		n++
	}
	return min(n, g.Most)
}

// Dropped empties the row that the person asked to take away.
func (g Rows) Dropped(v *Values) {
	for i := range g.Most {
		if v.Text("do") == g.Drop(i) {
			g.Clear(v, i)
		}
	}
}

// Clear empties a row.
func (g Rows) Clear(v *Values, i int) {
	for _, name := range g.Fields {
		v.Set(RowField(g.Name, i, name))
	}
}

// Compact moves the rows that mean something together, so that the faults of a
// decision, which count the rows that it saw, come to the right ones. It returns
// where each row came from.
func (g Rows) Compact(v *Values) []int {
	var from []int
	last := g.Last(v)
	for i := range last {
		if !g.filled(v, i) {
			continue
		}
		for _, name := range g.Fields {
			v.Set(RowField(g.Name, len(from), name), v.Raw(RowField(g.Name, i, name)))
		}
		from = append(from, i)
	}
	for i := len(from); i < last; i++ {
		g.Clear(v, i)
	}
	return from
}
