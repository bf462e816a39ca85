package member_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/organisation"
	"tongpin/internal/member"
)

// settle applies the to-dos of a change to those that stand open; an assessor's
// own are known by the person.
func settle(open map[string]bool, c change.Change) {
	for _, d := range c.Closed {
		maps.DeleteFunc(open, func(step string, _ bool) bool { return d.Step == "" || strings.Split(step, "/")[0] == d.Step })
	}
	for _, o := range c.Opened {
		if o.Person != "" {
			o.Step += "/" + string(o.Person)
		}
		open[o.Step] = true
	}
}

type transition = flow.Transition[member.State]

func hasVerb(verb string) func(transition) bool {
	return func(x transition) bool { return x.Verb == verb }
}

// expected are the to-dos that belong to a membership as it stands.
func expected(m member.Membership) []string {
	switch m.State {
	case member.Applied:
		return []string{"check"}
	case member.Returned:
		return []string{"complete"}
	case member.Assessed:
		return []string{"decide"}
	case member.Assessing:
		var list []string
		for _, s := range m.Assessments {
			if s.Verdict == "" {
				list = append(list, "assess/"+string(s.Assessor))
			}
		}
		return list
	}
	return nil
}

// history walks random steps; what the state refuses leaves everything as it is.
type history struct {
	t    *rapid.T
	m    member.Membership
	now  time.Time
	sums map[string]int64 // of member.joined, by dimensions
	all  int64
	open map[string]bool
	took map[string]bool // verbs that succeeded
}

// steps are the verbs that each step may turn out to be.
var steps = map[string][]string{
	"apply": {member.VerbApply}, "amend": {member.VerbAmend, member.VerbComplete}, "return": {member.VerbReturn}, "assign": {member.VerbAssign},
	"assess": {member.VerbAssess, member.VerbConclude}, "decide": {member.VerbAdmit, member.VerbReject}, "withdraw": {member.VerbWithdraw}, "promote": {member.VerbPromote},
	"review": {member.VerbReview}, "end": {member.VerbLeave, member.VerbRemove}, "reinstate": {member.VerbReinstate},
}

// choose draws a step that the state allows; one in ten is drawn from all.
func (h *history) choose() string {
	all := append(slices.Sorted(maps.Keys(steps)), "register")
	list := []string{"apply", "register"}
	if h.m.ID != "" {
		can := func(verb string) bool { return member.Flow.Can(h.m.State, verb) }
		list = slices.DeleteFunc(slices.Clone(all), func(s string) bool { return !slices.ContainsFunc(steps[s], can) })
	}
	if rapid.IntRange(0, 9).Draw(h.t, "any") == 0 {
		list = all
	}
	return rapid.SampledFrom(list).Draw(h.t, "step")
}

func (h *history) step() (member.Membership, change.Change, error) {
	said := firmData
	said.Industry = rapid.SampledFrom(append([]string{""}, organisation.Industries...)).Draw(h.t, "industry")
	said.SpecialisedSME = rapid.Bool().Draw(h.t, "sme")
	tier := rapid.SampledFrom(member.Tiers).Draw(h.t, "tier")
	yes := rapid.Bool().Draw(h.t, "yes")
	switch h.choose() {
	case "apply":
		x := application()
		x.Particulars = said
		return member.Apply(h.m, x, boss, h.now)
	case "register":
		if h.m.ID != "" {
			m, c, _, err := member.Update(h.m, member.RegisterCommand{Particulars: said, Tier: tier}, clerk, h.now)
			return m, c, err
		}
		return member.Register(member.RegisterCommand{ID: "m1", OrganisationID: plant, Particulars: said, Tier: tier}, clerk, h.now)
	case "amend":
		return member.Amend(h.m, member.AmendCommand{Particulars: said}, boss, h.now)
	case "return":
		return member.Return(h.m, member.ReturnCommand{Reason: "r"}, clerk, h.now)
	case "assign":
		return member.Assign(h.m, member.AssignCommand{Assessors: experts}, clerk, h.now, book)
	case "assess":
		by := rapid.SampledFrom([]access.Actor{first, second}).Draw(h.t, "by")
		return member.Assess(h.m, member.AssessCommand{Verdict: member.Recommend, Comment: "c"}, by, h.now)
	case "decide":
		return member.Decide(h.m, member.DecideCommand{Admit: yes, Tier: tier, Meeting: "m", Words: "w"}, clerk, h.now)
	case "withdraw":
		return member.Withdraw(h.m, boss, h.now)
	case "promote":
		return member.Promote(h.m, member.PromoteCommand{Tier: tier, Meeting: "m"}, clerk, h.now)
	case "review":
		return member.Judge(h.m, member.ReviewCommand{Year: h.now.Year(), Result: rapid.SampledFrom(member.Results).Draw(h.t, "result"), Comment: "c"}, clerk, h.now, book)
	case "end":
		return member.End(h.m, member.EndCommand{Removal: yes, Reasons: []string{"other"}, Meeting: "m"}, clerk, h.now)
	}
	return member.Reinstate(h.m, member.ReinstateCommand{Meeting: "m"}, clerk, h.now)
}

// dims are the dimensions by which a stock is sliced; the kind of move is none.
func dims(f fact.Fact) string {
	return fmt.Sprint(f.Dims["kind"], "|", f.Dims["tier"], "|", f.Dims["industry"], "|", f.Dims["sme"])
}

// take does one step and keeps the books apart from the record.
func (h *history) take() {
	m, c, err := h.step()
	if err != nil {
		return
	}
	h.m = m
	for _, f := range c.Facts {
		h.sums[dims(f)] += f.Quantity
		h.all += f.Quantity
		if h.sums[dims(f)] < 0 {
			h.t.Fatalf("the stock of %s fell to %d", dims(f), h.sums[dims(f)])
		}
	}
	for _, e := range c.Entries {
		h.took[e.Verb] = true
	}
	settle(h.open, c)
}

// TestBooksAgreeWithTheState: after each step of any history the facts sum to
// one for a member and to nothing for anybody else, and the open to-dos are
// those of the state.
func TestBooksAgreeWithTheState(t *testing.T) {
	took := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		h := &history{t: t, now: now, sums: map[string]int64{}, open: map[string]bool{}, took: took}
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			h.take()
			h.now = h.now.AddDate(0, rapid.IntRange(0, 8).Draw(t, "months"), 0)
			want := int64(0)
			if h.m.State == member.Member {
				want = 1
			}
			if h.all != want {
				t.Fatalf("%s: the facts sum to %d", h.m.State, h.all)
			}
			todos := expected(h.m)
			if h.m.State == member.Member && h.open["consider_removal"] {
				todos = append(todos, "consider_removal")
			}
			slices.Sort(todos)
			if got := slices.Sorted(maps.Keys(h.open)); !slices.Equal(got, todos) {
				t.Fatalf("%s: open to-dos %v, want %v", h.m.State, got, todos)
			}
		}
	})
	for verb := range took {
		if !slices.ContainsFunc(member.Flow.Transitions, hasVerb(verb)) && verb != member.VerbRegister {
			t.Errorf("the step %s is in no transition", verb)
		}
	}
	for _, x := range member.Flow.Transitions {
		if !slices.Contains(slices.Concat(slices.Collect(maps.Values(steps))...), x.Verb) {
			t.Errorf("no history tries to %s", x.Verb)
		}
	}
}

// TestEveryStateIsReachedAndLeft: no state stands apart, and none is an end from
// which there is no way back.
func TestEveryStateIsReachedAndLeft(t *testing.T) {
	for _, s := range member.Flow.States() {
		if got := in(t, s); got.State != s {
			t.Errorf("the way to %s leads to %s", s, got.State)
		}
		leaves := func(x transition) bool { return x.To != "" && x.To != s && slices.Contains(x.From, s) }
		if !slices.ContainsFunc(member.Flow.Transitions, leaves) {
			t.Errorf("nothing leads out of %s", s)
		}
	}
}
