package flow_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/placement/flow"
)

// random makes a network that is small enough to try everything.
func random(r *rand.Rand, lows bool) *flow.Network {
	n := &flow.Network{Up: []uint32{0}, Cap: []uint32{0}, Low: []uint32{0}}
	groups := uint32(r.IntN(5))
	posts := uint32(r.IntN(5))
	for v := uint32(1); v <= groups+posts; v++ {
		n.Up = append(n.Up, r.Uint32N(min(v, groups+1)))
		n.Cap = append(n.Cap, r.Uint32N(4))
		n.Low = append(n.Low, 0)
		if lows && r.IntN(3) == 0 {
			n.Low[v] = r.Uint32N(n.Cap[v] + 1)
		}
	}
	leaf := leaves(n)
	for range r.IntN(6) {
		n.Start = append(n.Start, uint32(len(n.Wishes)))
		for _, k := range r.Perm(len(leaf))[:r.IntN(len(leaf)+1)] {
			n.Wishes = append(n.Wishes, flow.Wish{Node: leaf[k], Value: 1 + r.Uint32N([]uint32{3, 50, 5000, flow.MaxValue}[r.IntN(4)])})
		}
		n.Wishes = append(n.Wishes, flow.Wish{})
	}
	return n
}

func leaves(n *flow.Network) (list []uint32) {
	for v := uint32(1); int(v) < len(n.Up); v++ {
		if !slices.Contains(n.Up, v) {
			list = append(list, v)
		}
	}
	return list
}

func wishes(n *flow.Network, i int) []flow.Wish {
	list := n.Wishes[n.Start[i]:]
	return list[:slices.IndexFunc(list, func(w flow.Wish) bool { return w.Node == 0 })]
}

// worth is what a student has from a node.
func worth(n *flow.Network, i int, node uint32) int64 {
	for _, w := range wishes(n, i) {
		if w.Node == node {
			return int64(w.Value)
		}
	}
	return 0
}

// lawful tells whether a flow keeps caps and lower bounds.
func lawful(n *flow.Network, at []uint32) bool {
	below := make([]uint32, len(n.Up))
	for _, v := range at {
		for ; v != 0; v = n.Up[v] {
			below[v]++
		}
	}
	for v := 1; v < len(below); v++ {
		if below[v] > n.Cap[v] || n.Low != nil && below[v] < n.Low[v] {
			return false
		}
	}
	return true
}

// best tries everything: the dearest flow, of several the one that gives the first
// student most, then the second, and so on; and nil if there is none.
func best(n *flow.Network) (choice []uint32, value int64) {
	return bestOf(n, func([]uint32) bool { return true })
}

// bestOf is best of the flows that may be.
func bestOf(n *flow.Network, may func(at []uint32) bool) (choice []uint32, value int64) {
	at := make([]uint32, len(n.Start))
	value = -1
	var try func(i int, sum int64)
	try = func(i int, sum int64) {
		if i == len(at) {
			if sum >= value && lawful(n, at) && may(at) && (sum > value || before(n, at, choice)) {
				choice, value = slices.Clone(at), sum
			}
			return
		}
		at[i] = 0
		try(i+1, sum)
		for _, w := range wishes(n, i) {
			at[i] = w.Node
			try(i+1, sum+int64(w.Value))
		}
	}
	try(0, 0)
	return choice, value
}

// before compares two flows by what the first student has who has not the same.
func before(n *flow.Network, a, b []uint32) bool {
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		if x, y := worth(n, i, a[i]), worth(n, i, b[i]); x != y {
			return x > y
		}
		for _, w := range wishes(n, i) {
			if w.Node == a[i] || w.Node == b[i] {
				return w.Node == a[i]
			}
		}
	}
	return false
}

// TestBest compares with trying everything, lower bounds included: the sum, which
// of several flows, and that none is found where there is none.
func TestBest(t *testing.T) {
	found, none := 0, 0
	for i := range 20_000 {
		n := random(rand.New(rand.NewPCG(uint64(i), 1)), i%2 == 0)
		choice, value := best(n)
		f, err := flow.Solve(n, flow.Options{})
		if choice == nil {
			if err != flow.ErrLow {
				t.Fatalf("network %d: %v where no flow is lawful: %+v", i, err, n)
			}
			none++
			continue
		}
		found++
		if err != nil || f.Value != value || !slices.Equal(f.Node, choice) {
			t.Fatalf("network %d: %+v, %v; the best is %d, %v: %+v", i, f, err, value, choice, n)
		}
		if d := dual(n, f.Rent); d != value {
			t.Fatalf("network %d: the prices %v prove %d, not %d: %+v", i, f.Rent, d, value, n)
		}
	}
	if found < 5000 || none < 500 {
		t.Errorf("one-sided: %d with, %d without a flow", found, none)
	}
}

// dual is what rents prove, by the definition.
func dual(n *flow.Network, rent []int64) (sum int64) {
	for v := 1; v < len(rent); v++ {
		sum += max(rent[v], 0) * int64(n.Cap[v])
		if n.Low != nil {
			sum += min(rent[v], 0) * int64(n.Low[v])
		} else if rent[v] < 0 {
			return -1
		}
	}
	for i := range n.Start {
		gain := int64(0)
		for _, w := range wishes(n, i) {
			left := int64(w.Value)
			for v := w.Node; v != 0; v = n.Up[v] {
				left -= rent[v]
			}
			gain = max(gain, left)
		}
		sum += gain
	}
	return sum
}

// TestPrices: who has no place would, in one of her places, lower the sum by exactly
// what it costs more than it is worth to her; who has a place, by at least what she
// gains less there. No price may be higher.
func TestPrices(t *testing.T) {
	exact, least, lower := 0, 0, 0
	for i := range 6000 {
		n := random(rand.New(rand.NewPCG(uint64(i), 2)), i%2 == 0)
		f, err := flow.Solve(n, flow.Options{})
		if err != nil {
			continue
		}
		price := make([]int64, len(n.Up))
		for v := 1; v < len(n.Up); v++ {
			price[v] = price[n.Up[v]] + f.Rent[v]
		}
		for k := range n.Start {
			gain := worth(n, k, f.Node[k]) - price[f.Node[k]]
			for _, w := range wishes(n, k) {
				if w.Node == f.Node[k] {
					continue
				}
				choice, value := bestOf(n, func(at []uint32) bool { return at[k] == w.Node })
				loss := gain - (int64(w.Value) - price[w.Node])
				switch {
				case loss < 0:
					t.Fatalf("network %d: student %d gains by another place at the prices: %+v", i, k, n)
				case choice == nil:
				case f.Node[k] == 0 && f.Value-value != loss:
					t.Fatalf("network %d: student %d at %d lowers the sum by %d, not %d: %+v", i, k, w.Node, f.Value-value, loss, n)
				case f.Value-value < loss:
					t.Fatalf("network %d: student %d at %d lowers the sum by %d, less than %d: %+v", i, k, w.Node, f.Value-value, loss, n)
				case f.Node[k] == 0:
					exact++
				case f.Value-value == loss:
					least++
				default:
					lower++
				}
			}
		}
	}
	if exact < 1000 || least < 1000 {
		t.Errorf("one-sided: %d without a place, %d and %d with one", exact, least, lower)
	}
	t.Logf("%d without a place; of %d with one the loss is exact in %d", exact, least+lower, least)
}

// TestStops: whenever the caller gives up, there is no flow; later calls of the
// question than a run needs change nothing.
func TestStops(t *testing.T) {
	n := &flow.Network{
		Up: []uint32{0, 0}, Cap: []uint32{0, 1}, Start: []uint32{0, 2},
		Wishes: []flow.Wish{{Node: 1, Value: 1}, {}, {Node: 1, Value: 2}, {}},
	}
	asked := 0
	if _, err := flow.Solve(n, flow.Options{Stopped: func() bool { asked++; return false }}); err != nil || asked < 2 {
		t.Fatalf("asked %d times: %v", asked, err)
	}
	for last := range asked {
		k := 0
		f, err := flow.Solve(n, flow.Options{Stopped: func() bool { k++; return k > last }})
		if err != flow.ErrStopped || f != nil {
			t.Errorf("stopped at question %d of %d: %v, %v", last+1, asked, f, err)
		}
	}
}
