package workplan

import (
	_ "embed" // the rules
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

//go:embed rules.json
var rules []byte

// Rules are the dated rules of work plans.
func Rules() []byte { return rules }

// The first and last year that a plan can be of.
const (
	FirstYear = 2020
	LastYear  = 2100
)

// DraftCommand starts a plan. ID is made by the caller.
type DraftCommand struct {
	ID     record.ID
	Year   int
	Title  string
	Items  []Item
	Sample bool
}

// Start makes the draft of a plan.
func Start(cmd DraftCommand, a access.Actor, now time.Time) (Plan, change.Change, error) {
	p := Plan{ID: cmd.ID, Year: cmd.Year, Title: strings.TrimSpace(cmd.Title), State: Draft, Sample: cmd.Sample, CreatedAt: now, UpdatedAt: now}
	var l fault.List
	if p.Year < FirstYear || p.Year > LastYear {
		l.Add("year", strconv.Itoa(p.Year), "workplan.year", "first", strconv.Itoa(FirstYear), "last", strconv.Itoa(LastYear))
	}
	checkTitle(&l, p.Title)
	if err := l.Err(); err != nil {
		return p, change.Change{}, err
	}
	var err error
	if p.Items, err = p.arranged(cmd.Items); err != nil {
		return p, change.Change{}, err
	}
	c := change.By(a, now)
	c.Log(p.Ref(), VerbDraft, "year", strconv.Itoa(p.Year))
	return p, c, nil
}

func checkTitle(l *fault.List, title string) {
	if n := utf8.RuneCountInString(title); n < 1 || n > MaxTitle {
		l.Add("title", title, "workplan.text", "least", 1, "most", MaxTitle)
	}
}

// arranged tidies, checks and sorts items: each number stands once, and below a
// number that is there.
func (p Plan) arranged(items []Item) ([]Item, error) {
	var l fault.List
	if len(items) > MaxItems {
		l.Add("number", strconv.Itoa(len(items)), "workplan.items", "max", MaxItems)
	}
	numbers := map[string]bool{}
	list := make([]Item, len(items))
	for n, i := range items {
		i = i.tidy()
		list[n] = i
		i.check(&l, p.Year)
		if numbers[i.Number] {
			l.Add("number", i.Number, "workplan.number_twice")
		}
		numbers[i.Number] = true
	}
	for _, i := range list {
		if above := i.Parent(); above != "" && !numbers[above] {
			l.Add("number", i.Number, "workplan.number_above", "above", above)
		}
	}
	return inOrder(list), l.Err()
}

// Rename changes the title of the text that is being written.
func Rename(p Plan, title string, a access.Actor, now time.Time) (Plan, change.Change, error) {
	if _, err := Flow.Next(p.State, VerbEdit); err != nil {
		return p, change.Change{}, err
	}
	var l fault.List
	p.Title = strings.TrimSpace(title)
	if checkTitle(&l, p.Title); l.Err() != nil {
		return p, change.Change{}, l.Err()
	}
	p.UpdatedAt = now
	c := change.By(a, now)
	c.Log(p.Ref(), VerbEdit)
	return p, c, nil
}

// Put adds an item, or changes the one with its id.
func Put(p Plan, i Item, a access.Actor, now time.Time) (Plan, change.Change, error) {
	items, verb := slices.Clone(p.Items), VerbAdd
	if at := slices.IndexFunc(items, func(o Item) bool { return o.ID == i.ID }); at >= 0 {
		i.Result, verb = items[at].Result, VerbChange
		items[at] = i
	} else {
		items = append(items, i)
	}
	return rewrite(p, items, verb, i, a, now)
}

// Remove takes an item out of the text that is being written, with all below it.
func Remove(p Plan, id record.ID, a access.Actor, now time.Time) (Plan, change.Change, error) {
	i, ok := p.Drafted(id)
	if !ok {
		return p, change.Change{}, fault.New(fault.NotFound, "record.not_found")
	}
	items := slices.DeleteFunc(slices.Clone(p.Items), func(o Item) bool {
		return o.ID == id || strings.HasPrefix(o.Number, i.Number+".")
	})
	return rewrite(p, items, VerbRemove, i, a, now)
}

func rewrite(p Plan, items []Item, verb string, i Item, a access.Actor, now time.Time) (Plan, change.Change, error) {
	if _, err := Flow.Next(p.State, VerbEdit); err != nil {
		return p, change.Change{}, err
	}
	arranged, err := p.arranged(items)
	if err != nil {
		return p, change.Change{}, err
	}
	p.Items, p.UpdatedAt = arranged, now
	c := change.By(a, now)
	c.Log(p.Ref(), verb, "number", i.Number, "title", i.Title)
	return p, c, nil
}

// whole is the year of the plan.
func (p Plan) whole() calendar.Period { return calendar.YearOf(calendar.On(p.Year, 1, 1)) }
