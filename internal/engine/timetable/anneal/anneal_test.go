package anneal_test

import (
	"testing"

	"tongpin/internal/engine/timetable/anneal"
)

// TestAllowancesFollowTheTemperature compares the table with the law that it
// stands for: a step that costs d is taken with the probability exp(-d/t).
func TestAllowancesFollowTheTemperature(t *testing.T) {
	var allow anneal.Allowances
	allow.Heat(3)
	for cost, want := range []float64{1, 0.7165, 0.5134, 0.3679, 0.2636, 0.1889} {
		taken := 0
		for _, a := range allow {
			if int(a) >= cost {
				taken++
			}
		}
		if got := float64(taken) / anneal.Levels; got < want-0.001 || got > want+0.001 {
			t.Errorf("a cost of %d is taken with %.4f, want %.4f", cost, got, want)
		}
	}
}
