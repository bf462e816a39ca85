package subsidy_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/subsidy"
	"tongpin/internal/training"
)

// frames draws a frame of several strata, some claims of which are whole.
func frames(t *rapid.T) []subsidy.Unit {
	var frame []subsidy.Unit
	for i := range rapid.IntRange(1, 80).Draw(t, "lines") {
		claim := rapid.IntRange(0, 5).Draw(t, "claim")
		frame = append(frame, subsidy.Unit{
			Line: record.ID(fmt.Sprintf("line %d", i)), Stratum: fmt.Sprint(claim % 3), Whole: claim == 5,
			Amount: money.Fen(rapid.Int64Range(1, 200_000).Draw(t, "amount")),
		})
	}
	return frame
}

// TestASampleHoldsItsShare: in each stratum what is drawn is worth at least the
// share, claims above the sum are drawn whole, the order of the frame and a
// second draw change nothing, and no drawn line could be left out.
func TestASampleHoldsItsShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame, permille := frames(t), rapid.Int64Range(1, subsidy.Whole).Draw(t, "permille")
		seed, word := rapid.String().Draw(t, "seed"), rapid.String().Draw(t, "word")
		drawn, strata := subsidy.Draw(slices.Clone(frame), seed, word, permille)
		value, sampled, least := map[string]money.Fen{}, map[string]money.Fen{}, map[string]money.Fen{}
		for _, u := range frame {
			value[u.Stratum] += u.Amount
			if u.Whole && !drawn[u.Line] {
				t.Fatalf("%s of a claim that is looked at whole was not drawn", u.Line)
			}
			if !drawn[u.Line] {
				continue
			}
			sampled[u.Stratum] += u.Amount
			if !u.Whole && u.Amount > least[u.Stratum] {
				least[u.Stratum] = u.Amount
			}
		}
		for _, s := range strata {
			if s.Value != value[s.Key] || s.Drawn != sampled[s.Key] || s.Drawn*subsidy.Whole < s.Value*money.Fen(permille) {
				t.Fatalf("stratum %+v, want %d of %d fen", s, sampled[s.Key], value[s.Key])
			}
			if most := s.Value*money.Fen(permille)/subsidy.Whole + 1 + least[s.Key]; least[s.Key] > 0 && s.Drawn > most+wholes(frame, s.Key) {
				t.Fatalf("stratum %+v: more was drawn than the share needs", s)
			}
		}
		slices.Reverse(frame)
		again, _ := subsidy.Draw(frame, seed, word, permille)
		if fmt.Sprint(again) != fmt.Sprint(drawn) {
			t.Fatal("another order of the frame gives another draw")
		}
	})
}

func wholes(frame []subsidy.Unit, stratum string) (sum money.Fen) {
	for _, u := range frame {
		if u.Whole && u.Stratum == stratum {
			sum += u.Amount
		}
	}
	return sum
}

// TestTheCommitmentBinds: another seed, or one fen more on one line, gives
// another commitment; another order of the frame does not.
func TestTheCommitmentBinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame := frames(t)
		c := subsidy.Commitment("seed", frame)
		if subsidy.Commitment("other", frame) == c {
			t.Fatal("another seed has the same commitment")
		}
		turned := slices.Clone(frame)
		slices.Reverse(turned)
		if subsidy.Commitment("seed", turned) != c {
			t.Fatal("the order of the frame matters")
		}
		turned[0].Amount++
		if subsidy.Commitment("seed", turned) == c {
			t.Fatal("another amount has the same commitment")
		}
	})
}

// TestLinesAddUp: whatever the roster, the claim is the sum of its lines.
func TestLinesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := subsidy.Ground{
			Class:  training.Class{ID: "c", Subsidised: true, State: training.Completed, Category: training.ByOccupation, Opens: zhongshan.From, Occupation: digger, Level: "junior", Hours: 40},
			Before: map[record.ID]money.Fen{},
		}
		for i := range rapid.IntRange(0, 40).Draw(t, "people") {
			x := training.Examined{Entry: training.Entry{Enrolment: training.Enrolment{
				ID: record.ID(fmt.Sprint(i)), Trainee: record.ID(fmt.Sprint(i)), State: rapid.SampledFrom(training.Results).Draw(t, "result"), Hours: rapid.Int64Range(-1, 60).Draw(t, "hours"),
			}}}
			g.Before[x.Trainee] = money.Fen(rapid.Int64Range(0, 2000_00).Draw(t, "before"))
			g.Roster = append(g.Roster, x)
		}
		p := subsidy.Policy{ID: "p", State: subsidy.InForce, Content: rapid.SampledFrom([]subsidy.Content{putian, zhongshan, qinghai}).Draw(t, "policy")}
		d, _, err := subsidy.Start(subsidy.StartCommand{Payment: account}, g, p, teacher, start)
		if err != nil {
			t.Fatal(err)
		}
		var sum money.Fen
		for _, l := range d.Lines {
			sum += l.Amount
		}
		if len(d.Lines) != len(g.Roster) || d.Claimed != sum || d.Due != sum {
			t.Fatalf("%d lines of %d people, claimed %d, due %d, in all %d", len(d.Lines), len(g.Roster), d.Claimed, d.Due, sum)
		}
	})
}
