package place

import (
	"context"
	"errors"
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

// solveWeighted solves by values: for the best sum, unless a gap is asked for.
func (r *run) solveWeighted(ctx context.Context, c *placefile.Case, x *extras) (*placement.Result, *certificate, error) {
	o := placement.WeightedOptions{Gap: r.Gap, Locked: x.locks, Least: x.least(), Tell: r.progress.weighing, Stopped: func() bool { return ctx.Err() != nil }}
	value := values(c)
	res, cert, err := placement.SolveWeighted(c.Instance, value, o)
	if errors.Is(err, placement.ErrStopped) {
		return nil, nil, ctx.Err()
	}
	if err != nil {
		return nil, nil, err
	}
	n := max(1, float64(len(c.Instance.Start)))
	return res, &certificate{cert.Value, cert.Bound, (cert.Bound - float64(cert.Value)) / n, cert, value}, nil
}

// certificate says how far a weighted placement is from the best, in stats.json.
type certificate struct {
	Value int64   `json:"value"`
	Bound float64 `json:"bound"`
	Gap   float64 `json:"gap_per_student"`

	proof placement.Certificate
	value []uint32 // of each wish: what it is worth
}
