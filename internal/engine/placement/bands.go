package placement

// SolveBands solves band after band, as the parallel choices of a college
// admission do: the first bands[0] wishes of every list first, then the next
// bands[1] wishes of those who are still free for the places that are left, and
// so on; what a band decides stands. One band of all wishes is [Solve]; bands of
// one wish are immediate acceptance. With more than one band it can be wise not
// to wish honestly (Chen-Kesten 2017).
func SolveBands(in *Instance, bands []int, o Options) (*Result, error) {
	total, err := bandwise(in, bands, o, func(from, to int, o Options) (*Result, error) {
		part := &Instance{Posts: in.Posts, Groups: in.Groups}
		for s := range in.Start {
			list := in.List(uint32(s))
			part.Append(list[min(from, len(list)):min(to, len(list))]...)
		}
		return Solve(part, o)
	})
	if err != nil {
		return nil, err
	}
	for s, p := range total.Post {
		if p != None {
			total.Rank[s] = in.rank(uint32(s), p)
		}
	}
	return total, nil
}

// SolveTiedBands is SolveBands with ties in lists: see [SolveTied]. A band is so
// many ranks, with all the wishes that share one.
func SolveTiedBands(in *Instance, tied []bool, bands []int, o Options) (*Result, error) {
	total, err := bandwise(in, bands, o, func(from, to int, o Options) (*Result, error) {
		part, ties := in.ranks(tied, from, to)
		return SolveTied(part, ties, o)
	})
	if err != nil {
		return nil, err
	}
	for s, p := range total.Post {
		if p != None {
			total.Rank[s] = in.tiedRank(uint32(s), p, tied)
		}
	}
	return total, nil
}

// ranks returns the instance of the wishes of which so many ranks or more, but
// less than to, stand before them in a list, and which of those are tied.
func (in *Instance) ranks(tied []bool, from, to int) (part *Instance, ties []bool) {
	part = &Instance{Posts: in.Posts, Groups: in.Groups}
	for s, start := range in.Start {
		part.Append()
		part.Wishes = part.Wishes[:len(part.Wishes)-1]
		rank, first := -1, len(ties)
		for i, w := range in.List(uint32(s)) {
			if i == 0 || !tied[int(start)+i] {
				rank++
			}
			if rank >= from && rank < to {
				part.Wishes = append(part.Wishes, w)
				ties = append(ties, len(ties) > first && tied[int(start)+i])
			}
		}
		part.Wishes, ties = append(part.Wishes, End), append(ties, false)
	}
	return part, ties
}

// bandwise solves the bands one after the other; the ranks are left to the caller.
func bandwise(in *Instance, bands []int, o Options, solve func(from, to int, o Options) (*Result, error)) (*Result, error) {
	total := &Result{Post: make([]uint32, len(in.Start)), Rank: make([]uint32, len(in.Start))}
	fillNone(total.Post)
	from := 0
	for _, n := range bands {
		res, err := solve(from, from+n, o)
		if err != nil {
			return nil, err
		}
		o.Locked = o.Locked[:0:0]
		for s, p := range res.Post {
			if p != None {
				o.Locked = append(o.Locked, Lock{uint32(s), p})
			}
		}
		total.Proposals += res.Proposals
		total.Placed, total.Post = res.Placed, res.Post
		from += n
	}
	return total, nil
}
