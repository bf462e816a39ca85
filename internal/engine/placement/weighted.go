package placement

import (
	"cmp"
	"errors"
	"slices"
)

// WeightedOptions choose how close to the best sum of values a placement comes.
type WeightedOptions struct {
	// Gap is the most that may be missing to the best sum for each student, in
	// units of value; the smaller, the slower. With a Gap below 1/students the
	// result is the best. It has to be positive.
	Gap    float64
	Locked []Lock
	// Tell, if it is not nil, is told now and then how many students have not
	// bid yet.
	Tell func(asking int)
}

// Certificate bounds how far a weighted placement is from the best one: no
// lawful placement has a higher sum of values than Bound.
type Certificate struct {
	Value int64   // the sum of values of the placement
	Bound float64 // at most this is possible
}

// errValues refuses values that the auction can't count with.
var errValues = errors.New("placement: values and gap have to be positive, and values below 2^31 also when divided by the gap")

// maxGap bounds the gap and its inverse.
const maxGap = 1 << 30

// offerOf is a wish in an auction: the leaf and what it is worth.
type offerOf struct {
	leaf  uint32
	value uint32 // scaled
}

// auction is a laminar auction under way. Students bid for places; the keys of
// the nodes are bids. A full node asks for at least its lowest bid.
type auction struct {
	*state[uint64]
	packing[uint64]
	wishes []offerOf // of each student by falling value; value 0 ends a list
	start  []uint32
	asked  []uint64 // of each leaf: lowest bid since it is full, 0 before
	above  []uint64 // of each node: the same
	step   int64
}

// SolveWeighted places students so that the sum of values is as high as the gap
// allows: value[i] is what the wish in.Wishes[i] is worth, above 0. Such a
// placement keeps every cap, but a student may prefer a post that holds one who
// goes behind her, and an honest list is not always the best. Where values are
// equal, the smaller student number is preferred.
//
// An auction (Bertsekas 1988, here over nested caps): a free student bids for
// her best post at the present prices as much as it is better than her second
// best, and a step more; the price of a post is the highest of what the full
// nodes above it ask. Prices are a dual solution, so the bound is proved.
func SolveWeighted(in *Instance, value []uint32, o WeightedOptions) (*Result, Certificate, error) {
	left, err := in.Without(o.Locked)
	if err != nil {
		return nil, Certificate{}, err
	}
	t, err := plant(left)
	if err != nil {
		return nil, Certificate{}, err
	}
	if !(o.Gap > 0) || o.Gap > maxGap || o.Gap < 1/float64(maxGap) {
		return nil, Certificate{}, errValues
	}
	scale, step := uint64(1), int64(max(1, o.Gap))
	if o.Gap < 1 {
		scale = uint64(1/o.Gap) + 1
	}
	a, err := newAuction(left, t, value, scale)
	if err != nil {
		return nil, Certificate{}, err
	}
	a.step = step
	for s := range left.Start {
		if s%chunk == 0 && o.Tell != nil {
			o.Tell(len(left.Start) - s)
		}
		a.sell(uint32(s))
	}
	res := &Result{Post: make([]uint32, len(in.Start)), Rank: make([]uint32, len(in.Start))}
	fillNone(res.Post)
	cert := Certificate{Bound: float64(a.bound()) / float64(scale)}
	for q, p := range a.post {
		worst, rest, size := a.keys(uint32(q))
		for i := range size {
			k := worst
			if i > 0 {
				k = rest[i-1]
			}
			s := a.student(k)
			rank := in.rank(s, p)
			res.Post[s], res.Rank[s] = p, rank
			cert.Value += int64(value[in.Start[s]+rank-1])
		}
		res.Placed += size
	}
	for _, l := range o.Locked {
		if rank := in.rank(l.Student, l.Post); rank > 0 {
			cert.Value += int64(value[in.Start[l.Student]+rank-1])
			cert.Bound += float64(value[in.Start[l.Student]+rank-1])
		}
	}
	res.with(in, o.Locked)
	return res, cert, nil
}

func newAuction(in *Instance, t *tree, value []uint32, scale uint64) (*auction, error) {
	a := &auction{state: newState[uint64](t), packing: pack[uint64](len(in.Start), false), asked: make([]uint64, len(t.leaves)), above: make([]uint64, len(t.nodes)), start: make([]uint32, len(in.Start))}
	for s, from := range in.Start {
		a.start[s] = uint32(len(a.wishes))
		for i, w := range in.List(uint32(s)) {
			scaled := uint64(value[from+uint32(i)]) * scale
			if scaled == 0 || scaled >= 1<<31 {
				return nil, errValues
			}
			a.wishes = append(a.wishes, offerOf{t.leafOf[w.Post], uint32(scaled)})
		}
		slices.SortStableFunc(a.wishes[a.start[s]:], func(x, y offerOf) int { return cmp.Compare(y.value, x.value) })
		a.wishes = append(a.wishes, offerOf{})
	}
	return a, nil
}

// price is what leaf p costs: the highest of what is asked on its path.
func (a *auction) price(p uint32) uint64 {
	price := a.asked[p]
	for v := a.leaves[p].up; v != None; v = a.nodes[v].up {
		price = max(price, a.above[v])
	}
	return price
}

// sell lets s bid, then whom she displaces, and so on to the end.
func (a *auction) sell(s uint32) {
	for {
		best, second := int64(-1), int64(0)
		var which offerOf
		for _, w := range a.wishes[a.start[s]:] {
			if w.value == 0 || int64(w.value) <= second && best >= second {
				break // nothing further down can be better than the second best
			}
			switch gain := int64(w.value) - int64(a.price(w.leaf)); {
			case gain > best:
				if best > second {
					second = best
				}
				best, which = gain, w
			case gain > second:
				second = gain
			}
		}
		if best < 0 {
			return // every post costs more than it is worth to her, for good
		}
		bid := uint32(int64(which.value) - second + a.step) // price + best - second + step
		out, _ := a.offer(which.leaf, a.key(bid, s, 0))
		a.raise(which.leaf)
		if out == 0 {
			return
		}
		s = a.student(out)
	}
}

// raise lets the full nodes above leaf p ask for their lowest bids.
func (a *auction) raise(p uint32) {
	if b := a.words(p); b[sizeWord] == b[capWord] {
		a.asked[p] = max(a.asked[p], a.lowest(a.top[p]))
	}
	for v := a.leaves[p].up; v != None; v = a.nodes[v].up {
		if a.size[v] == a.nodes[v].cap {
			a.above[v] = max(a.above[v], a.lowest(a.find(v)))
		}
	}
}

// lowest is the bid in a key; a node that takes nobody asks for more than
// anything is worth.
func (a *auction) lowest(k uint64) uint64 {
	if k == nobody[uint64]() {
		return 1 << 32
	}
	return k >> a.shift
}

// bound is the value of the dual solution: what every student gains at the
// prices, and what the caps are worth.
func (a *auction) bound() uint64 {
	sum := uint64(0)
	for s := range a.start {
		gain := int64(0)
		for _, w := range a.wishes[a.start[s]:] {
			if w.value == 0 {
				break
			}
			gain = max(gain, int64(w.value)-int64(a.price(w.leaf)))
		}
		sum += uint64(gain)
	}
	rent := func(limit uint32, asked uint64, up uint32) {
		over := uint64(0)
		for v := up; v != None; v = a.nodes[v].up {
			over = max(over, a.above[v])
		}
		if asked > over {
			sum += uint64(limit) * (asked - over)
		}
	}
	for p, l := range a.leaves {
		rent(l.cap, a.asked[p], l.up)
	}
	for v, n := range a.nodes {
		rent(n.cap, a.above[v], n.up)
	}
	return sum
}
