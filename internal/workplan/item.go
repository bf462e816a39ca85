package workplan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// The longest texts, in characters, and the most items of a plan.
const (
	MaxTitle  = 120
	MaxText   = 2000
	MaxUnit   = 12
	MaxItems  = 300
	MaxLevels = 4
)

// Meter names the metric from which an item's actual is computed; a zero Meter
// means that the owner reports it.
type Meter struct {
	Metric string       `json:"metric"`
	Slice  metric.Slice `json:"slice"`
}

// Item is one entry of a plan. An item without a target is a heading. Number is
// its place in the tree: "2.1" stands below "2".
type Item struct {
	ID        record.ID     `json:"id"`
	Number    string        `json:"number"`
	Title     string        `json:"title"`
	Text      string        `json:"text"`
	Owner     record.ID     `json:"owner"`      // the organisation that answers for it; empty: the secretariat
	OwnerName string        `json:"owner_name"` // as it was when the item was written
	FromOn    calendar.Date `json:"from_on"`
	ToOn      calendar.Date `json:"to_on"`
	Aim       bool          `json:"aim"` // it has a target
	Target    Target        `json:"target"`
	Unit      string        `json:"unit"` // as people say it
	Meter     Meter         `json:"meter"`
	Result    Result        `json:"result"` // of the year, once concluded
}

// Ref points at an item: its to-dos and its story stand there.
func (i Item) Ref() record.Ref { return record.Ref{Kind: ItemKind, ID: i.ID} }

// Period is the days over which the item's actual counts, with its name if it
// is a whole year, half, quarter or month.
func (i Item) Period() calendar.Period {
	year, month := i.FromOn.Year, i.FromOn.Month
	for _, name := range []string{
		fmt.Sprintf("%04d", year), fmt.Sprintf("%04d-H%d", year, 1+(int(month)-1)/6), fmt.Sprintf("%04d-Q%d", year, 1+(int(month)-1)/3), fmt.Sprintf("%04d-%02d", year, month),
	} {
		if p, err := calendar.ParsePeriod(name); err == nil && p.From == i.FromOn && p.To == i.ToOn {
			return p
		}
	}
	return calendar.Period{From: i.FromOn, To: i.ToOn}
}

// Level is the depth in the tree, from 1.
func (i Item) Level() int { return strings.Count(i.Number, ".") + 1 }

// Parent is the number of the item above; empty at the top.
func (i Item) Parent() string {
	at := strings.LastIndexByte(i.Number, '.')
	return i.Number[:max(at, 0)]
}

// Subject tells access whose item it is in a plan that all members may see.
func (i Item) Subject(p Plan) access.Subject {
	s := p.Subject(access.Actor{})
	s.Owner = i.Owner
	return s
}

// ParseNumber reads "2.10.3": up to MaxLevels whole numbers from 1 to 999.
func ParseNumber(s string) ([]int, error) {
	parts := strings.Split(s, ".")
	if len(parts) > MaxLevels {
		return nil, fault.Wrong("number", s, "workplan.number_form", "levels", MaxLevels)
	}
	list := make([]int, len(parts))
	for n, part := range parts {
		v, err := strconv.Atoi(part)
		if err != nil || v < 1 || v > 999 || strconv.Itoa(v) != part {
			return nil, fault.Wrong("number", s, "workplan.number_form", "levels", MaxLevels)
		}
		list[n] = v
	}
	return list, nil
}

// inOrder sorts items as people count: 2 before 10, 2.1 after 2.
func inOrder(items []Item) []Item {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b Item) int {
		x, _ := ParseNumber(a.Number)
		y, _ := ParseNumber(b.Number)
		return cmp.Or(slices.Compare(x, y), cmp.Compare(a.ID, b.ID))
	})
	return items
}

func (i Item) tidy() Item {
	i.Number, i.Title, i.Text, i.Unit = strings.TrimSpace(i.Number), strings.TrimSpace(i.Title), strings.TrimSpace(i.Text), strings.TrimSpace(i.Unit)
	if !i.Aim {
		i.Target, i.Unit, i.Meter = Target{}, "", Meter{}
	}
	if i.Target.Operator != Range {
		i.Target.High = 0
	}
	return i
}

// check adds what is wrong with an item by itself.
func (i Item) check(l *fault.List, year int) {
	if _, err := ParseNumber(i.Number); err != nil {
		l.Append(err)
	}
	text := func(field, s string, least, most int) {
		if n := utf8.RuneCountInString(s); n < least || n > most {
			l.Add(field, s, "workplan.text", "least", least, "most", most)
		}
	}
	text("title", i.Title, 1, MaxTitle)
	text("text", i.Text, 0, MaxText)
	first, last := calendar.On(year, 1, 1), calendar.On(year, 12, 31)
	if i.FromOn.Before(first) || i.FromOn.After(last) {
		l.Add("from_on", i.FromOn.String(), "workplan.day", "year", strconv.Itoa(year))
	}
	if i.ToOn.Before(i.FromOn) || i.ToOn.After(last) {
		l.Add("to_on", i.ToOn.String(), "workplan.day", "year", strconv.Itoa(year))
	}
	if i.Aim {
		i.Target.check(l, i.Period())
		text("unit", i.Unit, 1, MaxUnit)
		if i.Meter.Metric != "" && i.Period().Name == "" { // figures are kept by whole periods
			l.Add("to_on", i.ToOn.String(), "workplan.metric_period")
		}
	}
}

// same tells whether two items say the same, as far as people enter it.
func (i Item) same(o Item) bool {
	return i.Number == o.Number && i.Title == o.Title && i.Text == o.Text && i.Owner == o.Owner && i.FromOn == o.FromOn && i.ToOn == o.ToOn &&
		i.Aim == o.Aim && i.Unit == o.Unit && i.Meter == o.Meter && i.Target.Operator == o.Target.Operator && i.Target.Low == o.Target.Low &&
		i.Target.High == o.Target.High && slices.Equal(i.Target.Milestones, o.Target.Milestones)
}
