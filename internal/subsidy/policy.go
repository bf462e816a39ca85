package subsidy

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// PolicyKind is the record kind of policies.
const PolicyKind record.Kind = "subsidy_policy"

// PolicyState is the state of a policy.
type PolicyState string

// The states of a policy.
const (
	PolicyDraft PolicyState = "draft"
	InForce     PolicyState = "in_force"
	PolicyEnded PolicyState = "ended"
)

// Marks say how well the text behind a policy is known (domain.md): verified,
// met in practice, or a proposal of ours.
var Marks = []string{"V", "M", "D"}

// Content is what is entered about a policy.
type Content struct {
	Name    string        `json:"name"`
	Source  string        `json:"source"` // document number
	Edition string        `json:"edition"`
	Article string        `json:"article"`
	Mark    string        `json:"mark"`  // of Marks
	From    calendar.Date `json:"from"`  // classes that opened on this day or later
	Until   calendar.Date `json:"until"` // and on this day or before; zero: without end
	Shape   Shape         `json:"shape"`
	Terms   Terms         `json:"terms"`
}

// Policy is one edition of how much is paid for whom.
type Policy struct {
	ID      record.ID
	Version int64
	Content
	State     PolicyState
	DraftedBy record.ID
	Sample    bool
	CreatedAt time.Time
	UpdatedAt time.Time
}

// The verbs of a policy.
const (
	VerbDraft = "draft"
	VerbEdit  = "edit"
	VerbAdopt = "adopt"
	VerbEnd   = "end"
)

// PolicyFlow is the table of all steps of a policy.
var PolicyFlow = flow.Machine[PolicyState]{
	Kind: PolicyKind, Start: PolicyDraft,
	Transitions: []flow.Transition[PolicyState]{
		{Verb: VerbEdit, From: []PolicyState{PolicyDraft}},
		{Verb: VerbAdopt, From: []PolicyState{PolicyDraft}, To: InForce},
		{Verb: VerbEnd, From: []PolicyState{InForce}, To: PolicyEnded},
	},
}

// At is the version, for core/step.
func (p Policy) At() int64 { return p.Version }

// Ref points at the policy.
func (p Policy) Ref() record.Ref { return record.Ref{Kind: PolicyKind, ID: p.ID} }

// Subject tells access whose the policy is: everybody's, once it was in force.
func (p Policy) Subject(access.Actor) access.Subject {
	return access.Subject{Shown: p.State != PolicyDraft}
}

// Span are the days of opening of the classes that it is for.
func (p Policy) Span() calendar.Period { return calendar.Period{From: p.From, To: p.Until} }

// Fits tells whether a class that opened on a day is paid for by the policy. An
// ended policy still fits the classes of its time.
func (p Policy) Fits(opened calendar.Date, category, fund string) bool {
	return p.State != PolicyDraft && p.Span().Contains(opened) &&
		slices.Contains(p.Terms.Categories, category) && (len(p.Terms.Funds) == 0 || slices.Contains(p.Terms.Funds, fund))
}

// read brings the content to its usual form and finds all that is wrong.
func (x Content) read() (Content, error) {
	var wrong fault.List
	for _, f := range []struct {
		name  string
		value *string
	}{{"name", &x.Name}, {"source", &x.Source}, {"edition", &x.Edition}} {
		if *f.value = strings.TrimSpace(*f.value); *f.value == "" || len([]rune(*f.value)) > 120 {
			wrong.Add(f.name, *f.value, "subsidy.text.missing")
		}
	}
	if x.Article = strings.TrimSpace(x.Article); len([]rune(x.Article)) > 120 {
		wrong.Add("article", x.Article, "subsidy.text.missing")
	}
	if !slices.Contains(Marks, x.Mark) {
		wrong.Add("mark", x.Mark, "subsidy.mark.unknown")
	}
	if x.From.Zero() {
		wrong.Add("from", "", "subsidy.date.missing")
	}
	if !x.Until.Zero() && x.Until.Before(x.From) {
		wrong.Add("until", x.Until.String(), "subsidy.date.order")
	}
	x.Terms = x.Terms.read(x.Shape, &wrong)
	return x, wrong.Err()
}

// PolicyCommand begins a policy. ID is made by the caller.
type PolicyCommand struct {
	ID record.ID
	Content
	Sample bool
}

// DraftPolicy makes a draft; the government puts it into force.
func DraftPolicy(cmd PolicyCommand, a access.Actor, now time.Time) (Policy, change.Change, error) {
	x, err := cmd.Content.read()
	if err != nil {
		return Policy{}, change.Change{}, err
	}
	p := Policy{ID: cmd.ID, Content: x, State: PolicyDraft, DraftedBy: a.Person, Sample: cmd.Sample, CreatedAt: now}
	c := change.By(a, now)
	c.Log(p.Ref(), VerbDraft)
	c.Open(p.todo(VerbAdopt, access.Leader, c.Today().AddWorkingDays(10)))
	return p, c, nil
}

// EditPolicy changes a draft.
func EditPolicy(p Policy, x Content, a access.Actor, now time.Time) (Policy, change.Change, error) {
	if _, err := PolicyFlow.Next(p.State, VerbEdit); err != nil {
		return p, change.Change{}, err
	}
	x, err := x.read()
	if err != nil {
		return p, change.Change{}, err
	}
	p.Content, p.DraftedBy = x, a.Person
	c := change.By(a, now)
	c.Log(p.Ref(), VerbEdit)
	return p, c, nil
}

// Adopt puts a policy into force. Whoever entered it can't do so alone.
func Adopt(p Policy, a access.Actor, now time.Time) (Policy, change.Change, error) {
	next, err := PolicyFlow.Next(p.State, VerbAdopt)
	if err != nil {
		return p, change.Change{}, err
	}
	if a.Person == p.DraftedBy {
		return p, change.Change{}, fault.Refuse("subsidy.two.same")
	}
	p.State = next
	c := change.By(a, now)
	c.Log(p.Ref(), VerbAdopt)
	c.Close(p.Ref(), VerbAdopt)
	return p, c, nil
}

// EndPolicy ends a policy with a day; classes that opened until then are still
// paid for by it.
func EndPolicy(p Policy, last calendar.Date, a access.Actor, now time.Time) (Policy, change.Change, error) {
	next, err := PolicyFlow.Next(p.State, VerbEnd)
	if err != nil {
		return p, change.Change{}, err
	}
	if last.Zero() || last.Before(p.From) {
		return p, change.Change{}, fault.Wrong("until", last.String(), "subsidy.date.order")
	}
	p.State, p.Until = next, last
	c := change.By(a, now)
	c.Log(p.Ref(), VerbEnd, "until", last.String())
	return p, c, nil
}
