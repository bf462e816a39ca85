package board_test

import (
	"testing"
	"time"

	"tongpin/internal/board"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/fault"
)

var (
	clerk = access.Actor{Consortium: 1, Name: "C", Role: access.Secretariat}
	now   = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	today = calendar.DateOf(now)
)

func TestIssueAndRevoke(t *testing.T) {
	for name, cmd := range map[string]board.IssueCommand{
		"no name":   {Token: "t", Name: " "},
		"long name": {Token: "t", Name: string(make([]byte, board.MaxName+1))},
		"over":      {Token: "t", Name: "hall", ExpiresOn: today.AddDays(-1)},
	} {
		if _, _, err := board.Issue(cmd, clerk, now); err == nil {
			t.Errorf("%s: issued", name)
		}
	}
	k, c, err := board.Issue(board.IssueCommand{ID: "k", Token: "secret", Name: "hall", ExpiresOn: today}, clerk, now)
	if err != nil || k.Hash != board.HashOf("secret") || k.Hash == "secret" || len(c.Entries) != 1 {
		t.Fatal(k, err)
	}
	if !k.Open(today) || k.Open(today.AddDays(1)) {
		t.Error("the last day is not the last day")
	}
	gone, _, err := board.Revoke(k, clerk, now)
	if err != nil || gone.Open(today) {
		t.Errorf("revoked is %+v, %v", gone, err)
	}
	if _, _, err := board.Revoke(gone, clerk, now); !fault.Is(err, fault.Conflict) {
		t.Errorf("revoked twice: %v", err)
	}
}

// TestPublicBoard: a screen for everybody does not state numbers of one or two
// people; the board of those who may see them keeps its own.
func TestPublicBoard(t *testing.T) {
	b := board.Board{
		Way:   []metric.Figure{{Unit: "person", Value: 2}},
		Cards: []metric.Figure{{Unit: "agreement", Value: 2}, {Unit: "person_time", Value: 3}},
		Targets: []board.Target{
			{Counts: board.Person, Known: true, Actual: 1, Low: 4}, {Known: true, Actual: 2, Low: 4}, {Counts: board.Person, Known: true, Actual: 3, Low: 4},
		},
		Charts: []board.Chart{{Series: []board.Series{{Unit: "person", Values: []int64{0, 1, 2, 3}}, {Unit: "enterprise", Values: []int64{1}}}}},
	}
	p := b.Public()
	if p.Way[0].Value != board.Hidden || p.Cards[0].Value != 2 || p.Cards[1].Value != 3 {
		t.Errorf("figures are %+v %+v", p.Way, p.Cards)
	}
	for i, want := range []board.Target{{Actual: board.Hidden}, {Actual: 2, Low: 50}, {Actual: 3, Low: 75}} {
		if got := p.Targets[i]; got.Actual != want.Actual || int64(got.Share()*100) != want.Low {
			t.Errorf("target %d has reached %d, a share of %v", i, got.Actual, got.Share())
		}
	}
	if b.Targets[0].Actual != 1 {
		t.Error("the board of those who may see it lost a number")
	}
	want := []int64{0, board.Hidden, board.Hidden, 3}
	for i, v := range p.Charts[0].Series[0].Values {
		if v != want[i] {
			t.Errorf("the chart has %v, want %v", p.Charts[0].Series[0].Values, want)
		}
	}
	if p.Charts[0].Series[1].Values[0] != 1 || b.Charts[0].Series[0].Values[1] != 1 || b.Way[0].Value != 2 {
		t.Error("something else was hidden")
	}
	if !(board.Chart{Series: []board.Series{{Values: []int64{0, 0}}}}).Empty() || b.Charts[0].Empty() {
		t.Error("what is empty is not empty")
	}
}
