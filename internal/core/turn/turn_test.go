package turn_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/fault"
)

var day = calendar.On(2026, 4, 9)

func keyOf(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Key
	}
	return ""
}

// TestNegotiation follows two parties through an edit, a silence and the end.
func TestNegotiation(t *testing.T) {
	must := func(next turn.Turn, err error) turn.Turn {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	x := turn.Begin([]record.ID{"mine", "school"}, "mine")
	x = must(x.Approve("mine", day, turn.SilenceDays))
	if x.With != "school" || x.From != "mine" || x.LapsesOn != day.AddDays(14) || x.Complete() {
		t.Fatalf("after the first approval: %+v", x)
	}
	x = must(x.Edit("school"))
	if len(x.Approved) != 0 {
		t.Fatalf("an edit left the approvals of %v", x.Approved)
	}
	x = must(x.Send("school", "mine", day, turn.SilenceDays))
	if _, lapsed := x.Lapse(day.AddDays(13)); lapsed {
		t.Fatal("lapsed a day early")
	}
	x, lapsed := x.Lapse(day.AddDays(14))
	if !lapsed || x.With != "school" || x.From != "" || !x.LapsesOn.Zero() {
		t.Fatalf("after the silence: %+v, %v", x, lapsed)
	}
	if _, again := x.Lapse(day.AddDays(100)); again {
		t.Fatal("lapsed twice")
	}
	x = must(x.Approve("school", day, 0))
	if !x.LapsesOn.Zero() {
		t.Fatalf("without a limit of silence it lapses on %v", x.LapsesOn)
	}
	x = must(x.Approve("mine", day, 0))
	if !x.Complete() || x.With != "" || x.From != "" {
		t.Fatalf("after both approved: %+v", x)
	}
	if _, err := x.Edit("mine"); keyOf(err) != "turn.complete" {
		t.Fatalf("an agreed record can be edited: %v", err)
	}
}

func TestRefusals(t *testing.T) {
	x := turn.Begin([]record.ID{"a", "b"}, "a")
	cases := []struct {
		name string
		err  func() error
		key  string
		kind fault.Kind
	}{
		{"a stranger edits", func() error { _, err := x.Edit("z"); return err }, "turn.not_party", fault.Forbidden},
		{"the other approves", func() error { _, err := x.Approve("b", day, 0); return err }, "turn.not_yours", fault.Refused},
		{"sent to oneself", func() error { _, err := x.Send("a", "a", day, 0); return err }, "turn.no_such_party", fault.Refused},
		{"sent to a stranger", func() error { _, err := x.Send("a", "z", day, 0); return err }, "turn.no_such_party", fault.Refused},
		{"nobody is a party", func() error { _, err := (turn.Turn{}).Edit("a"); return err }, "turn.not_party", fault.Forbidden},
	}
	for _, c := range cases {
		if err := c.err(); keyOf(err) != c.key || !fault.Is(err, c.kind) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.key)
		}
	}
	if (turn.Turn{}).Complete() {
		t.Error("nothing is agreed between nobody")
	}
}

// TestTurnProperties plays random steps and checks after each what must always
// hold, against a plain record of who approved since the last edit.
func TestTurnProperties(t *testing.T) {
	everybody := []record.ID{"a", "b", "c", "d", "stranger"}
	rapid.Check(t, func(t *rapid.T) {
		parties := everybody[:rapid.IntRange(2, 4).Draw(t, "parties")]
		x := turn.Begin(parties, rapid.SampledFrom(parties).Draw(t, "first"))
		approved, today := map[record.ID]bool{}, day
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			before := turn.Turn{Parties: slices.Clone(x.Parties), With: x.With, Approved: slices.Clone(x.Approved)}
			by := rapid.SampledFrom(everybody).Draw(t, "by")
			var err error
			var next turn.Turn
			switch rapid.SampledFrom([]string{"edit", "approve", "send", "lapse"}).Draw(t, "step") {
			case "edit":
				if next, err = x.Edit(by); err == nil {
					clear(approved)
				}
			case "approve":
				if next, err = x.Approve(by, today, 14); err == nil {
					approved[by] = true
				}
			case "send":
				next, err = x.Send(by, rapid.SampledFrom(everybody).Draw(t, "to"), today, 14)
			case "lapse":
				by = x.With
				today = today.AddDays(rapid.IntRange(0, 20).Draw(t, "days"))
				next, _ = x.Lapse(today)
			}
			if err == nil && by != before.With {
				t.Fatalf("%s acted while it was the turn of %s", by, before.With)
			}
			if !slices.Equal(x.Approved, before.Approved) || !slices.Equal(x.Parties, before.Parties) {
				t.Fatalf("the step changed the turn that it came from: %+v", x)
			}
			if err == nil {
				x = next
			}
			hold(t, x, approved)
		}
	})
}

func hold(t *rapid.T, x turn.Turn, approved map[record.ID]bool) {
	if len(approved) != len(x.Approved) {
		t.Fatalf("approved by %v, want %v", x.Approved, approved)
	}
	for _, a := range x.Approved {
		if !approved[a] {
			t.Fatalf("%s is said to approve the present content", a)
		}
	}
	if x.Complete() != (len(approved) == len(x.Parties)) || x.Complete() != (x.With == "") {
		t.Fatalf("complete %v, with %q, approved by %v", x.Complete(), x.With, approved)
	}
	if x.With != "" && !slices.Contains(x.Parties, x.With) {
		t.Fatalf("the turn is with %s, who is no party", x.With)
	}
}
