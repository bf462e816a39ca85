package anneal_test

import (
	"math"
	"testing"

	"tongpin/internal/engine/timetable/anneal"
)

// TestAllowanceFollowsTheTemperature compares what is drawn with the law that it
// stands for: a step that costs d is taken with the probability exp(-d/t).
func TestAllowanceFollowsTheTemperature(t *testing.T) {
	var allow anneal.Allowance
	chance := anneal.Seeded(1, 0)
	const draws = 1 << 20
	for _, heat := range []float64{0.2, 3, 1e7} {
		allow.Heat(heat)
		for _, ratio := range []float64{0, 0.5, 1, 3, 6} { // of cost and temperature
			cost := int(math.Ceil(heat * ratio))
			taken := 0
			for range draws {
				if allow.Draw(chance.Next()) >= cost {
					taken++
				}
			}
			want := math.Exp(-float64(cost) / heat)
			if got := float64(taken) / draws; math.Abs(got-want) > 0.002 {
				t.Errorf("at %g a cost of %d is taken with %.4f, want %.4f", heat, cost, got, want)
			}
		}
	}
}
