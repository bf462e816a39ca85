package agreement

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/turn"
	"tongpin/internal/order"
	"tongpin/internal/platform/fault"
)

// Content is what the parties agree on.
type Content struct {
	Title       string
	Type        string
	Topics      []string
	Parties     []Party
	FromOn      calendar.Date
	ToOn        calendar.Date
	Purpose     string
	Clauses     string
	Obligations []Obligation
}

// check finds everything that is wrong with the content.
func (x Content) check() fault.List {
	var wrong fault.List
	if strings.TrimSpace(x.Title) == "" {
		wrong.Add("title", "", "agreement.title.missing")
	}
	if !slices.Contains(Types, x.Type) {
		wrong.Add("type", x.Type, "agreement.type.unknown")
	}
	for _, t := range x.Topics {
		if !slices.Contains(Topics, t) {
			wrong.Add("topics", t, "agreement.topic.unknown")
		}
	}
	x.checkParties(&wrong)
	if x.FromOn.Zero() {
		wrong.Add("from_on", "", "agreement.from.missing")
	}
	if !x.ToOn.Zero() && x.ToOn.Before(x.FromOn) {
		wrong.Add("to_on", x.ToOn.String(), "agreement.to.before")
	}
	for i, o := range x.Obligations {
		x.checkObligation(i, o, &wrong)
	}
	return wrong
}

func (x Content) checkParties(wrong *fault.List) {
	if len(x.Parties) < 2 {
		wrong.Add("parties", "", "agreement.parties.two")
	}
	for i, p := range x.Parties {
		if slices.ContainsFunc(x.Parties[:i], func(o Party) bool { return o.Organisation == p.Organisation }) {
			wrong.Add("parties", p.Name, "agreement.parties.twice", "name", p.Name)
		}
	}
}

func (x Content) checkObligation(i int, o Obligation, wrong *fault.List) {
	field := func(name string) string { return fmt.Sprintf("obligation.%d.%s", i, name) }
	if strings.TrimSpace(o.Text) == "" {
		wrong.Add(field("text"), "", "agreement.obligation.text")
	}
	if _, ok := Measures[o.Measure]; !ok {
		wrong.Add(field("measure"), o.Measure, "agreement.obligation.measure")
	}
	if o.Quantity <= 0 || o.Quantity > 1_000_000_000 {
		wrong.Add(field("quantity"), fmt.Sprint(o.Quantity), "agreement.obligation.quantity")
	}
	if !slices.ContainsFunc(x.Parties, func(p Party) bool { return p.Organisation == o.Party }) {
		wrong.Add(field("party"), "", "agreement.obligation.party")
	}
	if !o.DueOn.Zero() && (o.DueOn.Before(x.FromOn) || (!x.ToOn.Zero() && o.DueOn.After(x.ToOn))) {
		wrong.Add(field("due_on"), o.DueOn.String(), "agreement.obligation.due")
	}
}

func (x Content) onto(g Agreement) Agreement {
	g.Title, g.Type, g.Topics, g.Parties = strings.TrimSpace(x.Title), x.Type, x.Topics, x.Parties
	g.FromOn, g.ToOn, g.Purpose, g.Clauses, g.Obligations = x.FromOn, x.ToOn, x.Purpose, x.Clauses, x.Obligations
	return g
}

// ContentOf is what the parties of an agreement agree on.
func ContentOf(g Agreement) Content {
	return Content{g.Title, g.Type, g.Topics, g.Parties, g.FromOn, g.ToOn, g.Purpose, g.Clauses, g.Obligations}
}

// DraftCommand begins an agreement. ID is made by the caller.
type DraftCommand struct {
	ID       record.ID
	Content  Content
	Order    record.ID
	Response record.ID
	Renews   record.ID
	Sample   bool
}

// Start makes a draft; the turn is with the drafting party.
func Start(cmd DraftCommand, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	if err := cmd.Content.check().Err(); err != nil {
		return Agreement{}, change.Change{}, err
	}
	g := cmd.Content.onto(Agreement{ID: cmd.ID, Order: cmd.Order, Response: cmd.Response, Renews: cmd.Renews, State: Draft, Sample: cmd.Sample, CreatedAt: now})
	by := g.Acting(a)
	if by == "" {
		return Agreement{}, change.Change{}, fault.Wrong("parties", "", "agreement.parties.own")
	}
	g.Turn = turn.Begin(g.organisations(), by)
	c := change.By(a, now)
	c.Log(g.Ref(), VerbDraft)
	c.Pass(g.Ref(), g.Turn)
	if g.Response != "" {
		c.Close(record.Ref{Kind: order.ResponseKind, ID: g.Response}, order.StepAgreement)
	}
	if g.Renews != "" {
		old := record.Ref{Kind: Kind, ID: g.Renews}
		c.Log(old, VerbRenew)
		c.Close(old, "renew")
	}
	return g, c, nil
}

// EditCommand changes the content.
type EditCommand struct{ Content Content }

// Edit changes the content for the party with the turn; all approvals are lost.
func Edit(g Agreement, cmd EditCommand, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	if _, err := Flow.Next(g.State, VerbEdit); err != nil {
		return g, change.Change{}, err
	}
	by := g.Acting(a)
	t, err := g.Turn.Edit(by)
	if err != nil {
		return g, change.Change{}, err
	}
	if err := cmd.Content.check().Err(); err != nil {
		return g, change.Change{}, err
	}
	next := cmd.Content.onto(g)
	if next.Acting(a) != by {
		return g, change.Change{}, fault.Wrong("parties", "", "agreement.parties.own")
	}
	lost := len(g.Turn.Approved) > 0
	t.Parties = next.organisations()
	if t.From != "" && !slices.Contains(t.Parties, t.From) {
		t.From = ""
	}
	next.Turn = t
	c := change.By(a, now)
	verb := VerbEdit
	if lost {
		verb = "edit_reset"
	}
	c.Log(next.Ref(), verb)
	c.Pass(next.Ref(), t)
	return next, c, nil
}

// waitFor puts the confirmation on the list of the party with the turn.
func (g Agreement) waitFor(c *change.Change) {
	c.Close(g.Ref(), "confirm")
	if g.Turn.With == "" {
		return
	}
	c.Open(g.todo("confirm", g.Turn.With, g.Turn.LapsesOn))
	c.Tell(g.notice("agreement.your_turn", g.Turn.With))
}

// todo is a step on a party's list; that of the consortium's body is the
// secretariat's.
func (g Agreement) todo(step string, party record.ID, due calendar.Date) todo.Item {
	item := todo.Item{Record: g.Ref(), Step: step, Args: change.Pairs("title", g.Title), Organisation: party, DueOn: due, EscalateTo: access.Secretariat}
	item.Organisation, item.Role = g.office(party)
	return item
}

func (g Agreement) notice(key string, party record.ID) notify.Notice {
	n := notify.Notice{Record: g.Ref(), Key: key, Args: change.Pairs("title", g.Title), Organisation: party}
	n.Organisation, n.Role = g.office(party)
	return n
}

// office is who acts for a party: the secretariat for the consortium's body.
func (g Agreement) office(party record.ID) (record.ID, access.Role) {
	p, _ := g.Party(party)
	if p.Body {
		return "", access.Secretariat
	}
	return party, access.OfficeOf(p.Kind)
}

// tellAll tells every party but the one that acted.
func (g Agreement) tellAll(c *change.Change, key string, but record.ID) {
	for _, p := range g.Parties {
		if p.Organisation != but {
			c.Tell(g.notice(key, p.Organisation))
		}
	}
}
