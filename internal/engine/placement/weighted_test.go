package placement_test

import (
	"math/rand/v2"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/verify"
)

// TestWeighted (P11): the sum of values is at most the best, which brute force
// finds, the best is at most the bound, and the two are as close as was asked
// for; with a fine step the sum is the best.
func TestWeighted(t *testing.T) {
	trials(t, 1500, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		value := make([]uint32, len(in.Wishes))
		for i := range value {
			value[i] = 1 + r.Uint32N(50)
		}
		best := int64(0)
		every(in, func(match []uint32) { best = max(best, worth(in, value, match)) })
		for _, gap := range []float64{0.1, 1, 7} {
			res, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: gap})
			if err != nil {
				t.Fatal(err)
			}
			if !lawful(in, res.Post) || cert.Value != worth(in, value, res.Post) || res.Placed != placed(res.Post) {
				t.Errorf("gap %v: %v, %+v", gap, res, cert)
			}
			if cert.Value > best || cert.Bound < float64(best) || cert.Bound-float64(cert.Value) > gap*float64(len(in.Start))+1e-9 {
				t.Errorf("gap %v: %+v, the best is %d", gap, cert, best)
			}
			if gap < 0.2 && cert.Value != best {
				t.Errorf("%d instead of %d", cert.Value, best)
			}
		}
	})
}

func worth(in *placement.Instance, value, match []uint32) (sum int64) {
	for s, p := range match {
		if p != placement.None {
			sum += int64(value[int(in.Start[s])+rankOf(in.List(uint32(s)), p)])
		}
	}
	return sum
}

func TestWeightedLarge(t *testing.T) {
	in := market(20_000, 128)
	value := usualValues(in)
	res, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: 5})
	if err != nil {
		t.Fatal(err)
	}
	if r := verify.Check(in, res.Post, verify.Options{CapsOnly: true}); r.Total != 0 {
		t.Errorf("%+v", r.Findings[0])
	}
	if gap := (cert.Bound - float64(cert.Value)) / 20_000; gap > 1 || gap < 0 {
		t.Errorf("a gap of %v a student", gap)
	}
	stable := solve(t, in, placement.Options{})
	if sum := worth(in, value, stable.Post); sum > cert.Value {
		t.Errorf("the stable placement is worth %d, more than %d", sum, cert.Value)
	}
}

// usualValues: being placed 4000, less 100 for each rank, less what is missing
// to the best grade.
func usualValues(in *placement.Instance) []uint32 {
	value := make([]uint32, len(in.Wishes))
	for s, from := range in.Start {
		for i, w := range in.List(uint32(s)) {
			value[from+uint32(i)] = 4000 - 100*uint32(i) - (127 - w.Grade)
		}
	}
	return value
}

func BenchmarkWeighted(b *testing.B) {
	in := market(100_000, 128)
	value := usualValues(in)
	before := cpu()
	for b.Loop() {
		_, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: 5})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((cert.Bound-float64(cert.Value))/100_000, "gap/student")
	}
	b.ReportMetric(float64(cpu()-before)/float64(b.N)/1e6, "cpu-ms/op")
}
