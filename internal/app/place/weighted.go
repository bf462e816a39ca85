package place

import (
	"math"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
)

// What a granted wish is worth in the weighted mode: having a place at all
// outweighs everything; a rank is worth as much as the whole range of grades.
const (
	worthPlace = 4000
	worthRank  = 100
	worthGrade = 100
)

// values works out what every wish is worth.
func values(c *placefile.Case) []uint32 {
	in := c.Instance
	low, high := math.Inf(1), math.Inf(-1)
	for s := range in.Start {
		for _, w := range in.List(uint32(s)) {
			g := c.Grades.Number(w.Grade)
			low, high = min(low, g), max(high, g)
		}
	}
	value := make([]uint32, len(in.Wishes))
	for s, from := range in.Start {
		for i, w := range in.List(uint32(s)) {
			missing := 0.0
			if high > low {
				missing = math.Round(worthGrade * (high - c.Grades.Number(w.Grade)) / (high - low))
			}
			value[from+uint32(i)] = uint32(max(1, worthPlace-worthRank*i-int(missing)))
		}
	}
	return value
}

// exact is up to how many students the best sum is found, and not one close to it.
const exact = 2000

// finer is by how much smaller the gap becomes when the sum has not been proved
// to be the best: time goes up as the gap goes down, and the proof often comes
// long before the gap that makes sure of it.
const finer = 4

// solveWeighted solves by values.
func (r *run) solveWeighted(c *placefile.Case, x *extras) (*placement.Result, *certificate, error) {
	n := float64(len(c.Instance.Start))
	gap, least := r.Gap, r.Gap
	if gap == 0 {
		gap, least = 5, 5
		if n <= exact {
			gap, least = 1, 1/(n+1)
		}
	}
	value := values(c)
	for {
		res, cert, err := placement.SolveWeighted(c.Instance, value, placement.WeightedOptions{Gap: gap, Locked: x.locks, Tell: r.progress.asking})
		if err != nil {
			return nil, nil, err
		}
		// No sum lies between the bound and the whole number below.
		bound := math.Floor(cert.Bound + 1e-9)
		if float64(cert.Value) == bound || gap <= least {
			return res, &certificate{cert.Value, bound, (bound - float64(cert.Value)) / max(1, n)}, nil
		}
		gap = max(gap/finer, least)
	}
}

// certificate says how far a weighted placement is from the best, in stats.json.
type certificate struct {
	Value int64   `json:"value"`
	Bound float64 `json:"bound"`
	Gap   float64 `json:"gap_per_student"`
}
