// Package board shows a consortium at a glance: the dashboard of a year for those
// who oversee it, and the same numbers on a wall screen that needs no account.
//
// A wall screen has an address with a secret token. Links are listed and can be
// revoked; of a token only the hash is kept. The screen holds aggregates only.
package board

import (
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
)

// The actions.
const (
	ActView  access.Action = "board.view"
	ActLinks access.Action = "board.links" // make and revoke addresses of wall screens
)

// Grants says who may do what.
func Grants() []access.Grant {
	return []access.Grant{
		access.Allow(ActView, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActLinks, access.Any, access.Secretariat),
	}
}

// Board is a year of a consortium. Metrics that the program does not have are
// left out of it.
type Board struct {
	Year    calendar.Period
	Today   calendar.Date
	Way     []metric.Figure // from order to employment
	Cards   []metric.Figure
	Targets []Target // of the year's work plan, what is behind first
	Charts  []Chart
	// Stocks are the metrics of the board that count up to a day and not within
	// the year.
	Stocks map[string]bool
}

// Form is how a chart is drawn.
type Form string

// The forms.
const (
	Stack Form = "stack" // columns by month, one on top of the other
	Lines Form = "lines" // lines by month
	Rows  Form = "rows"  // bars, the longest first
)

// Chart is a few series of figures over the same labels.
type Chart struct {
	Key    string // names it in texts: "board.chart.<key>"
	Form   Form
	Labels []string // months "2026-01", or values of Dimension
	Series []Series
	// Dimension by which a chart of Rows divides its metric.
	Dimension string
}

// Series is a metric along the labels of a chart.
type Series struct {
	Metric string
	Unit   string
	Values []int64
}

// Empty tells whether there is nothing to draw.
func (c Chart) Empty() bool {
	for _, s := range c.Series {
		for _, v := range s.Values {
			if v != 0 {
				return false
			}
		}
	}
	return true
}

// Hidden stands for a number of so few people that a screen for everybody does
// not state it.
const Hidden int64 = -1

// Person is the unit of persons.
const Person = "person"

// few is the number of people from which on a number is stated (domain.md 7.2
// [D]); people are the units that count persons.
const few = 3

var people = []string{Person, "person_time", "student", "trainee", "certificate"}

func hide(value int64, unit string) int64 {
	if value > 0 && value < few && slices.Contains(people, unit) {
		return Hidden
	}
	return value
}

// Public is the board without numbers of too few people.
func (b Board) Public() Board {
	b.Way, b.Cards, b.Charts = slices.Clone(b.Way), slices.Clone(b.Cards), slices.Clone(b.Charts)
	for _, list := range [][]metric.Figure{b.Way, b.Cards} {
		for i, f := range list {
			list[i].Value = hide(f.Value, f.Unit)
		}
	}
	for i, c := range b.Charts {
		b.Charts[i].Series = slices.Clone(c.Series)
		for j, s := range c.Series {
			values := make([]int64, len(s.Values))
			for k, v := range s.Values {
				values[k] = hide(v, s.Unit)
			}
			b.Charts[i].Series[j].Values = values
		}
	}
	b.Targets = slices.Clone(b.Targets)
	for i, t := range b.Targets {
		b.Targets[i].Actual = hide(t.Actual, t.Counts)
	}
	return b
}

// pick is a figure in a scope.
type pick struct{ key, scope string }

var cards = []pick{
	{"member.members", fact.ScopeConsortium},
	{"agreement.enterprises", fact.ScopeConsortium},
	{"agreement.enterprises", fact.ScopeSchools},
	{"order.count", fact.ScopeConsortium},
	{"demand.open", fact.ScopeConsortium},
	{"training.classes", fact.ScopeConsortium},
	{"training.person_times", fact.ScopeConsortium},
	{"training.certificates", fact.ScopeConsortium},
}

// months are the charts by month, parts the charts by a dimension.
var (
	months = []struct {
		key  string
		form Form
		keys []string
	}{
		{"people", Lines, []string{"order.people_wanted", "order.people_matched", "agreement.people_sent", "agreement.people_hired"}},
		{"training", Stack, []string{"training.person_times.subsidised", "training.person_times.unsubsidised"}},
	}
	parts = []struct{ key, metric, dimension string }{
		{"occupations", "training.person_times", "occupation"},
		{"industries", "agreement.enterprises", "industry"},
		{"wanted", "order.people_wanted", "industry"},
		{"members", "member.members", "kind"},
	}
)
