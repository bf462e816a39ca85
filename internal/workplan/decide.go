package workplan

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/fault"
)

// AdoptCommand records that a body adopted the plan as it is written.
type AdoptCommand struct {
	Decision Decision
	File     file.File // the minutes; optional
}

func (d Decision) check(l *fault.List, today calendar.Date) {
	if !slices.Contains(Bodies, d.Body) {
		l.Add("body", d.Body, "workplan.body")
	}
	if d.On.Zero() || d.On.After(today) {
		l.Add("on", d.On.String(), "workplan.decision.day")
	}
	if n := utf8.RuneCountInString(d.Minutes); n < 1 || n > MaxTitle {
		l.Add("minutes", d.Minutes, "workplan.decision.minutes")
	}
}

// Adopt makes the next edition; it is in force from now on.
func Adopt(p Plan, cmd AdoptCommand, a access.Actor, now time.Time) (Plan, change.Change, error) {
	next, err := Flow.Next(p.State, VerbAdopt)
	if err != nil {
		return p, change.Change{}, err
	}
	c := change.By(a, now)
	d := cmd.Decision
	d.Minutes = strings.TrimSpace(d.Minutes)
	var l fault.List
	d.check(&l, c.Today())
	if last, ok := p.InForce(); ok && d.On.Before(last.Decision.On) {
		l.Add("on", d.On.String(), "workplan.decision.order", "last", last.Decision.On.String())
	}
	if Aims(p.Items) == 0 {
		l.Append(fault.Refuse("workplan.adopt.empty"))
	}
	if err := l.Err(); err != nil {
		return p, change.Change{}, err
	}
	if cmd.File.ID != "" {
		d.File = cmd.File.ID
		c.Attach(cmd.File)
	}
	e := Edition{No: int64(len(p.Editions)) + 1, Decision: d, Reason: p.Reason, Title: p.Title, Items: slices.Clone(p.Items)}
	p.Editions = append(slices.Clone(p.Editions), e)
	p.State, p.Reason, p.UpdatedAt = next, "", now
	c.Log(p.Ref(), VerbAdopt, "edition", strconv.FormatInt(e.No, 10), "body", d.Body, "on", d.On.String(), "minutes", d.Minutes)
	c.Close(p.Ref(), StepAdopt)
	return p, c, nil
}

// Revise opens an adopted plan for writing. What is in force stays in force.
func Revise(p Plan, reason string, a access.Actor, now time.Time) (Plan, change.Change, error) {
	next, err := Flow.Next(p.State, VerbRevise)
	if err != nil {
		return p, change.Change{}, err
	}
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n < 1 || n > MaxText {
		return p, change.Change{}, fault.Wrong("reason", reason, "workplan.text", "least", 1, "most", MaxText)
	}
	p.State, p.Reason, p.UpdatedAt = next, reason, now
	c := change.By(a, now)
	c.Log(p.Ref(), VerbRevise).Message = reason
	c.Open(todo.Item{Record: p.Ref(), Step: StepAdopt, Args: change.Pairs("year", strconv.Itoa(p.Year)), Role: access.Secretariat, DueOn: c.Today().AddDays(reviseDays)})
	return p, c, nil
}

// Drop gives a revision up: the text is again that of the edition in force.
func Drop(p Plan, a access.Actor, now time.Time) (Plan, change.Change, error) {
	next, err := Flow.Next(p.State, VerbDrop)
	if err != nil {
		return p, change.Change{}, err
	}
	e, _ := p.InForce()
	p.State, p.Reason, p.Title, p.Items, p.UpdatedAt = next, "", e.Title, slices.Clone(e.Items), now
	c := change.By(a, now)
	c.Log(p.Ref(), VerbDrop)
	c.Close(p.Ref(), StepAdopt)
	return p, c, nil
}

// ConcludeCommand records the decision on the results of the year. Results has
// one for each item with a target.
type ConcludeCommand struct {
	Decision Decision
	File     file.File
	Result   Result
	Results  map[record.ID]Result
}

// Conclude closes the year. Each item's result is counted on the last day of
// the year.
func Conclude(p Plan, cmd ConcludeCommand, a access.Actor, now time.Time) (Plan, change.Change, error) {
	next, err := Flow.Next(p.State, VerbConclude)
	if err != nil {
		return p, change.Change{}, err
	}
	c := change.By(a, now)
	d := cmd.Decision
	d.Minutes = strings.TrimSpace(d.Minutes)
	var l fault.List
	d.check(&l, c.Today())
	if d.On.Before(p.whole().To.AddDays(-concludeDays)) {
		l.Add("on", d.On.String(), "workplan.conclude.early", "from", p.whole().To.AddDays(-concludeDays).String())
	}
	known := func(field string, r Result) {
		if r != Fulfilled && r != NotFulfilled {
			l.Add(field, string(r), "workplan.result")
		}
	}
	known("result", cmd.Result)
	items := slices.Clone(p.Items)
	for n, i := range items {
		if !i.Aim {
			continue
		}
		items[n].Result = cmd.Results[i.ID]
		known("result."+string(i.ID), items[n].Result)
	}
	if err := l.Err(); err != nil {
		return p, change.Change{}, err
	}
	if cmd.File.ID != "" {
		d.File = cmd.File.ID
		c.Attach(cmd.File)
	}
	p.Items, p.State, p.Result, p.Concluded, p.UpdatedAt = items, next, cmd.Result, d, now
	p.count(&c)
	c.Log(p.Ref(), VerbConclude, "result", string(p.Result), "body", d.Body, "on", d.On.String(), "minutes", d.Minutes)
	c.Close(p.Ref())
	for _, i := range items {
		c.Close(i.Ref())
	}
	return p, c, nil
}

// count writes the facts of a concluded year.
func (p Plan) count(c *change.Change) {
	for _, i := range p.Items {
		if i.Aim {
			c.Count(fact.Fact{
				Kind: FactItem, On: p.whole().To, Quantity: 1, Unit: "plan_item", Scope: fact.ScopeConsortium, Owner: i.Owner, Subject: i.ID,
				Dims: map[string]string{"result": string(i.Result)}, Record: p.Ref(),
			})
		}
	}
}
