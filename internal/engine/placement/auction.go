package placement

import (
	"cmp"
	"slices"
)

// offerOf is a wish in an auction: the leaf and what it is worth.
type offerOf struct {
	leaf  uint32
	value uint32
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

// auctioned places by an auction.
func auctioned(in *Instance, value []uint32, o WeightedOptions) (*Result, Certificate, error) {
	t, err := plant(in)
	if err != nil {
		return nil, Certificate{}, err
	}
	a, err := newAuction(in, t, value)
	if err != nil {
		return nil, Certificate{}, err
	}
	a.step = int64(o.Gap)
	for s := range in.Start {
		if s%chunk == 0 {
			if o.Tell != nil {
				o.Tell(len(in.Start) - s)
			}
			if o.Stopped != nil && o.Stopped() {
				return nil, Certificate{}, ErrStopped
			}
		}
		a.sell(uint32(s))
	}
	res := nobodyPlaced(len(in.Start))
	rents := a.rents(in)
	cert := Certificate{Bound: float64(a.bound(in, rents)), Rents: rents}
	for q, p := range a.post {
		worst, rest, size := a.keys(uint32(q))
		for i := range size {
			k := worst
			if i > 0 {
				k = rest[i-1]
			}
			s := a.student(k)
			res.Post[s], res.Rank[s] = p, in.rank(s, p)
			cert.Value += int64(value[in.Start[s]+res.Rank[s]-1])
		}
		res.Placed += size
	}
	return res, cert, nil
}

func newAuction(in *Instance, t *tree, value []uint32) (*auction, error) {
	a := &auction{state: newState[uint64](t), packing: pack[uint64](len(in.Start), false), asked: make([]uint64, len(t.leaves)), above: make([]uint64, len(t.nodes)), start: make([]uint32, len(in.Start))}
	for s, from := range in.Start {
		a.start[s] = uint32(len(a.wishes))
		for i, w := range in.List(uint32(s)) {
			v := value[from+uint32(i)]
			if v == 0 || v >= 1<<31 {
				return nil, errValues
			}
			a.wishes = append(a.wishes, offerOf{t.leafOf[w.Post], v})
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

// rents are the prices as verify.Bound takes them: of each node what it asks beyond
// the highest that is asked above. A post that has more seats than could be used is
// never short of them: what it asked when everybody who lists it was in it is
// forgotten. Nobody else's price changes by it.
func (a *auction) rents(in *Instance) *Rents {
	r := &Rents{Posts: make([]int64, len(in.Posts)), Groups: make([]int64, len(in.Groups))}
	beyond := func(asked uint64, up uint32) int64 {
		over := uint64(0)
		for v := up; v != None; v = a.nodes[v].up {
			over = max(over, a.above[v])
		}
		return int64(max(asked, over) - over)
	}
	for p, l := range a.leaves {
		if l.cap < in.Posts[a.post[p]].Seats {
			a.asked[p] = 0
		}
		r.Posts[a.post[p]] = beyond(a.asked[p], l.up)
	}
	for v, n := range a.nodes {
		if g := a.group[v]; g != None {
			r.Groups[g] = beyond(a.above[v], n.up)
		}
	}
	return r
}

// bound is the value of the dual solution: what every student gains at the
// prices, and what the caps are worth.
func (a *auction) bound(in *Instance, r *Rents) (sum int64) {
	for s := range a.start {
		gain := int64(0)
		for _, w := range a.wishes[a.start[s]:] {
			if w.value == 0 {
				break
			}
			gain = max(gain, int64(w.value)-int64(a.price(w.leaf)))
		}
		sum += gain
	}
	for p, rent := range r.Posts {
		sum += int64(in.Posts[p].Seats) * rent
	}
	for g, rent := range r.Groups {
		sum += int64(in.Groups[g].Cap) * rent
	}
	return sum
}
