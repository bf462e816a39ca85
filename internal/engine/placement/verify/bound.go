package verify

import (
	"math"
	"math/big"

	"tongpin/internal/engine/placement"
)

// BoundOptions say what a placement has to keep besides caps and lists.
type BoundOptions struct {
	Locked []placement.Lock
	Least  []placement.Least
}

// Bound returns what rents prove: no placement that keeps caps, lists, locks and
// lower quotas has a higher sum of values, value[i] being what in.Wishes[i] is worth.
// A placement with this very sum is therefore the best. The bound is the sum of what
// the caps cost at the rents, less what lower quotas cost where rents are below 0,
// and of what every student gains at these prices; a locked student gains what her
// post is worth to her, and pays for it. It holds for any rents, right or wrong, and
// is math.MaxInt64 if they prove nothing that is below it, or if a place costs 2^61 or
// more either way. O(wishes + posts * depth + groups).
func Bound(in *placement.Instance, value []uint32, rents *placement.Rents, o BoundOptions) int64 {
	sum := new(big.Int)
	low := lows(o.Least)
	price := make([]int64, len(in.Posts))
	for p, x := range in.Posts {
		hold(sum, rents.Posts[p], x.Seats, low[placement.Least{Post: uint32(p), Group: placement.None}])
		var ok bool
		if price[p], ok = cost(in, rents, uint32(p)); !ok {
			return math.MaxInt64
		}
	}
	for g, x := range in.Groups {
		hold(sum, rents.Groups[g], x.Cap, low[placement.Least{Post: placement.None, Group: uint32(g)}])
	}
	post := make(map[uint32]uint32, len(o.Locked))
	for _, l := range o.Locked {
		post[l.Student] = l.Post
	}
	for s, from := range in.Start {
		locked, ok := post[uint32(s)]
		gain := int64(0)
		if ok {
			gain = -price[locked]
		}
		for i, w := range in.List(uint32(s)) {
			switch v := int64(value[int(from)+i]) - price[w.Post]; {
			case !ok:
				gain = max(gain, v)
			case w.Post == locked:
				gain = v
			}
		}
		sum.Add(sum, big.NewInt(gain))
	}
	if !sum.IsInt64() {
		return math.MaxInt64
	}
	return sum.Int64()
}

// dearest is what a place may cost, either way: values and prices are added up
// without a thought for the end of the numbers.
const dearest = 1 << 61

// cost is what a place costs: the rents on its path. It is not ok if the sum, or
// what it is made of, comes near the end of the numbers.
func cost(in *placement.Instance, rents *placement.Rents, post uint32) (sum int64, ok bool) {
	add := func(rent int64) bool {
		if rent <= -dearest || rent >= dearest {
			return false
		}
		sum += rent
		return -dearest < sum && sum < dearest
	}
	ok = add(rents.Posts[post])
	for g := in.Posts[post].Group; ok && g != placement.None; g = in.Groups[g].Parent {
		ok = add(rents.Groups[g])
	}
	return sum, ok
}

// Sum is the sum of values of a placement: post[s] is the post of student s, or
// None. A post that a student does not list is worth nothing to her. O(wishes).
func Sum(in *placement.Instance, value []uint32, post []uint32) (sum int64) {
	for s, from := range in.Start {
		for i, w := range in.List(uint32(s)) {
			if w.Post == post[s] {
				sum += int64(value[int(from)+i])
				break
			}
		}
	}
	return sum
}

// lows is how many each post and group has to hold at least.
func lows(least []placement.Least) map[placement.Least]uint32 {
	low := make(map[placement.Least]uint32, len(least))
	for _, l := range least {
		at := placement.Least{Post: l.Post, Group: l.Group}
		low[at] = max(low[at], l.N)
	}
	return low
}

// hold adds what a node's students can cost at most: the rent for every place of
// the cap, or, where it is below 0, for those that have to be taken.
func hold(sum *big.Int, rent int64, limit, low uint32) {
	n := limit
	if rent < 0 {
		n = low
	}
	if rent != 0 && n != 0 {
		sum.Add(sum, new(big.Int).Mul(big.NewInt(rent), big.NewInt(int64(n))))
	}
}
