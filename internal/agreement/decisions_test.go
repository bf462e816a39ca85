package agreement_test

import (
	"slices"
	"strings"
	"testing"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// keys are what is wrong, in order: "field key".
func keys(err error) []string {
	var list []string
	for _, f := range fault.All(err) {
		list = append(list, strings.TrimSpace(f.Field+" "+f.Key))
	}
	slices.Sort(list)
	return list
}

func TestContentIsCheckedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*agreement.Content)
		want  []string
	}{
		"sound":   {func(*agreement.Content) {}, nil},
		"endless": {func(x *agreement.Content) { x.ToOn = calendar.Date{} }, nil},
		"everything at once": {
			func(x *agreement.Content) {
				x.Title, x.Type, x.Topics, x.FromOn, x.ToOn = " ", "x", []string{"y"}, calendar.Date{}, calendar.Date{}
			},
			[]string{"from_on agreement.from.missing", "title agreement.title.missing", "topics agreement.topic.unknown", "type agreement.type.unknown"},
		},
		"ends before it begins": {
			func(x *agreement.Content) { x.ToOn, x.Obligations = x.FromOn.AddDays(-1), nil },
			[]string{"to_on agreement.to.before"},
		},
		"a party twice": {
			func(x *agreement.Content) { x.Parties = append(x.Parties, x.Parties[0]) },
			[]string{"parties agreement.parties.twice"},
		},
		"one party": {
			func(x *agreement.Content) { x.Parties, x.Obligations = x.Parties[:1], x.Obligations[:1] },
			[]string{"parties agreement.parties.two"},
		},
		"an obligation with every fault": {
			func(x *agreement.Content) {
				x.Obligations[1] = agreement.Obligation{Party: lawMill, Measure: "x", DueOn: x.ToOn.AddDays(1)}
			},
			[]string{
				"obligation.1.due_on agreement.obligation.due", "obligation.1.measure agreement.obligation.measure", "obligation.1.party agreement.obligation.party",
				"obligation.1.quantity agreement.obligation.quantity", "obligation.1.text agreement.obligation.text",
			},
		},
	} {
		x := lawContent("t", lawPlant, lawCollege)
		c.spoil(&x)
		_, _, err := agreement.Start(agreement.DraftCommand{ID: "00000000-0000-7000-8000-0000000000c1", Content: x}, lawActors[lawPlant], lawNow)
		if got := keys(err); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", name, got, c.want)
		}
	}
}

// TestWhoMayDecide: a step is refused to who is no party, and to a party whose
// turn it is not.
func TestWhoMayDecide(t *testing.T) {
	draft, _, err := agreement.Start(agreement.DraftCommand{ID: "00000000-0000-7000-8000-0000000000c1", Content: lawContent("t", lawBody, lawPlant)}, lawActors[lawBody], lawNow)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		by   access.Actor
		want string
	}{
		"the secretariat acts for the body": {lawActors[lawBody], ""},
		"a party out of turn":               {lawActors[lawPlant], "turn.not_yours"},
		"no party":                          {lawActors[lawMill], "turn.not_party"},
		"the program":                       {lawRobot, "turn.not_party"},
	} {
		for verb, step := range map[string]func() error{
			"edit": func() error {
				_, _, err := agreement.Edit(draft, agreement.EditCommand{Content: lawContent("u", lawBody, lawPlant)}, c.by, lawNow)
				return err
			},
			"send": func() error {
				_, _, err := agreement.Send(draft, agreement.SendCommand{To: lawPlant}, c.by, lawNow)
				return err
			},
			"approve": func() error {
				_, _, err := agreement.Approve(draft, agreement.ApproveCommand{}, c.by, lawNow)
				return err
			},
		} {
			err := step()
			if got := strings.Join(keys(err), " "); got != c.want {
				t.Errorf("%s, %s: %q, want %q", name, verb, got, c.want)
			}
		}
	}
	if _, _, err := agreement.Start(agreement.DraftCommand{Content: lawContent("t", lawBody, lawPlant)}, lawActors[lawMill], lawNow); !slices.Equal(keys(err), []string{"parties agreement.parties.own"}) {
		t.Errorf("a draft for others: %v", err)
	}
	out := lawContent("u", lawPlant, lawMill)
	if _, _, err := agreement.Edit(draft, agreement.EditCommand{Content: out}, lawActors[lawBody], lawNow); !slices.Equal(keys(err), []string{"parties agreement.parties.own"}) {
		t.Errorf("an edit that takes oneself out: %v", err)
	}
}

// TestStepsOfASignedAgreement checks what each step refuses, with its key.
func TestStepsOfASignedAgreement(t *testing.T) {
	g, _ := signed(t, lawPlant, lawCollege)
	draft, _, err := agreement.Start(agreement.DraftCommand{Content: lawContent("t", lawPlant, lawCollege)}, lawActors[lawPlant], lawNow)
	if err != nil {
		t.Fatal(err)
	}
	owed := g.Obligations[0].ID
	plant := lawActors[lawPlant]
	for name, c := range map[string]struct {
		err  error
		want []string
	}{
		"sign a draft":           {second(agreement.Sign(draft, agreement.SignCommand{File: file.File{ID: "f"}}, plant, lawNow)), []string{"state.refused"}},
		"edit what is signed":    {second(agreement.Edit(g, agreement.EditCommand{Content: agreement.ContentOf(g)}, plant, lawNow)), []string{"state.refused"}},
		"withdraw it":            {second(agreement.Withdraw(g, "why", plant, lawNow)), []string{"state.refused"}},
		"withdraw without words": {second(agreement.Withdraw(draft, " ", plant, lawNow)), []string{"reason agreement.reason.missing"}},
		"withdraw as a stranger": {second(agreement.Withdraw(draft, "why", lawActors[lawMill], lawNow)), []string{"turn.not_party"}},
		"end without a reason":   {second(agreement.End(g, "", lawToday, plant, lawNow)), []string{"reason agreement.reason.missing"}},
		"end tomorrow":           {second(agreement.End(g, "why", lawToday.AddDays(1), plant, lawNow)), []string{"on agreement.delivery.day"}},
		"end before it began":    {second(agreement.End(g, "why", lawToday.AddDays(-1), plant, lawNow)), []string{"on agreement.delivery.day"}},
		"deliver nothing":        {second(agreement.Fulfil(g, agreement.FulfilCommand{Obligation: owed}, plant, lawNow)), []string{"quantity agreement.obligation.quantity"}},
		"deliver what nobody owes": {
			second(agreement.Fulfil(g, agreement.FulfilCommand{Obligation: "x", Quantity: 1}, plant, lawNow)), []string{"obligation agreement.obligation.unknown"},
		},
		"deliver before signing": {
			second(agreement.Fulfil(g, agreement.FulfilCommand{Obligation: owed, Quantity: 1, On: lawToday.AddDays(-1)}, plant, lawNow)), []string{"on agreement.delivery.day"},
		},
		"deliver": {second(agreement.Fulfil(g, agreement.FulfilCommand{Obligation: owed, Quantity: 1}, plant, lawNow)), nil},
		"end":     {second(agreement.End(g, "why", lawToday, plant, lawNow)), nil},
	} {
		if got := keys(c.err); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// second drops what a decision made, but for its refusal.
func second[A, B any](_ A, _ B, err error) error { return err }

func TestSignatureNeedsItsCopyAndADayThatHasCome(t *testing.T) {
	g, _, err := agreement.Start(agreement.DraftCommand{Content: lawContent("t", lawPlant, lawCollege)}, lawActors[lawPlant], lawNow)
	for range 2 {
		if err == nil {
			g, _, err = agreement.Approve(g, agreement.ApproveCommand{Code: "c"}, lawActors[g.Turn.With], lawNow)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = agreement.Sign(g, agreement.SignCommand{On: lawToday.AddDays(1)}, lawActors[lawPlant], lawNow)
	if want := []string{"signed_file agreement.signed_file.missing", "signed_on agreement.day.future"}; !slices.Equal(keys(err), want) {
		t.Errorf("got %v, want %v", keys(err), want)
	}
}

// TestADeliveryIsTakenBackByItsOwnFact: a fact of something else is refused.
func TestADeliveryIsTakenBackByItsOwnFact(t *testing.T) {
	g, all := signed(t, lawPlant, lawCollege)
	g, c, err := agreement.Fulfil(g, agreement.FulfilCommand{Obligation: g.Obligations[0].ID, Quantity: 3, FactID: "f"}, lawActors[lawPlant], lawNow)
	if err != nil {
		t.Fatal(err)
	}
	delivered := c.Facts[0]
	other := delivered
	other.Record.ID = "x"
	for name, x := range map[string]struct {
		cmd  agreement.CorrectCommand
		want []string
	}{
		"its own":          {agreement.CorrectCommand{Fact: delivered, Reason: "why"}, nil},
		"without a reason": {agreement.CorrectCommand{Fact: delivered}, []string{"reason agreement.reason.missing"}},
		"the signature":    {agreement.CorrectCommand{Fact: factsOf(all)[0], Reason: "why"}, []string{"fact agreement.correct.unknown"}},
		"of another":       {agreement.CorrectCommand{Fact: other, Reason: "why"}, []string{"fact agreement.correct.unknown"}},
		"a reversal":       {agreement.CorrectCommand{Fact: delivered.Reverse(lawToday, "w"), Reason: "why"}, nil},
	} {
		next, c, err := agreement.Correct(g, x.cmd, lawActors[lawBody], lawNow)
		if name == "a reversal" {
			x.cmd.Fact.Reverses = delivered.ID
			_, _, err = agreement.Correct(g, x.cmd, lawActors[lawBody], lawNow)
			x.want = []string{"fact agreement.correct.unknown"}
		}
		if got := keys(err); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
		if name == "its own" && (next.Obligations[0].Delivered != 0 || c.Facts[0].Quantity != -3 || c.Facts[0].Reverses != "f" || c.Facts[0].Reason != "why") {
			t.Errorf("%s: delivered %d, fact %+v", name, next.Obligations[0].Delivered, c.Facts[0])
		}
	}
}

// TestOnlyPartiesSee walks the permission table with the roles and relations.
func TestOnlyPartiesSee(t *testing.T) {
	table := access.NewTable(agreement.Grants())
	g, _ := signed(t, lawPlant, lawCollege)
	for _, c := range []struct {
		a         access.Actor
		see, move bool
	}{
		{lawActors[lawPlant], true, true},
		{lawActors[lawCollege], true, true},
		{lawActors[lawMill], false, false},
		{access.Actor{Role: access.Enterprise}, false, false},
		{access.Actor{Role: access.Teacher, Organisation: lawCollege}, true, false},
		{access.Actor{Role: access.Student, Organisation: lawCollege}, false, false},
		{access.Actor{Role: access.Auditor}, true, false},
		{access.Actor{Role: access.Leader, Organisation: record.ID("x")}, true, false},
		{lawActors[lawBody], true, true},
	} {
		s := g.Subject(c.a)
		if see, move := table.Can(c.a, agreement.ActView, s), table.Can(c.a, agreement.ActAct, s); see != c.see || move != c.move {
			t.Errorf("%s of %q: sees %t, moves %t; want %t, %t", c.a.Role, c.a.Organisation, see, move, c.see, c.move)
		}
	}
}

// TestReopen: a party takes an approved agreement back to the table with a
// reason. Approvals, code and the to-dos of the signature are gone, the party has
// the turn, and everybody has to approve anew.
func TestReopen(t *testing.T) {
	g, _, err := agreement.Start(agreement.DraftCommand{Content: lawContent("t", lawPlant, lawCollege)}, lawActors[lawPlant], lawNow)
	early := second(agreement.Reopen(g, "why", lawActors[lawPlant], lawNow))
	for range 2 {
		if err == nil {
			g, _, err = agreement.Approve(g, agreement.ApproveCommand{Code: "c"}, lawActors[g.Turn.With], lawNow)
		}
	}
	if err != nil || g.State != agreement.Approved {
		t.Fatalf("%s, %v", g.State, err)
	}
	active, _ := signed(t, lawPlant, lawCollege)
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"a draft":          {early, "state.refused"},
		"a signed one":     {second(agreement.Reopen(active, "why", lawActors[lawPlant], lawNow)), "state.refused"},
		"without a reason": {second(agreement.Reopen(g, " ", lawActors[lawPlant], lawNow)), "reason agreement.reason.missing"},
		"as a stranger":    {second(agreement.Reopen(g, "why", lawActors[lawMill], lawNow)), "turn.not_party"},
	} {
		if got := keys(c.err); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	next, c, err := agreement.Reopen(g, "the term is too short", lawActors[lawCollege], lawNow)
	if err != nil || next.State != agreement.Negotiating || next.Code != "" || len(next.Turn.Approved) != 0 || next.Turn.With != lawCollege {
		t.Fatalf("%+v, %v", next, err)
	}
	if len(c.Closed) != 1 || c.Closed[0].Step != "" || len(c.Notices) != 1 || c.Entries[0].Message == "" {
		t.Errorf("%+v", c)
	}
	x := agreement.ContentOf(next)
	x.ToOn = x.ToOn.AddDays(30)
	next, _, err = agreement.Edit(next, agreement.EditCommand{Content: x}, lawActors[lawCollege], lawNow)
	for range 2 {
		if err == nil {
			if next.State == agreement.Approved {
				t.Fatal("one approval was enough")
			}
			next, _, err = agreement.Approve(next, agreement.ApproveCommand{Code: "d"}, lawActors[next.Turn.With], lawNow)
		}
	}
	if err != nil || next.State != agreement.Approved || next.Code != "d" {
		t.Errorf("%s %q, %v", next.State, next.Code, err)
	}
}
