package placement

// What is read a little ahead, so that the fetches don't wait for each other. Go
// has no instruction for it; a plain read does.
const (
	stage = 256 // students whose next wishes are fetched together
	ahead = 32  // proposals whose leaves are fetched together
)

// leaf is the leaf behind a gate.
func (r *run[K]) leaf(g *gate[K]) uint32 { return g.where & (1<<r.leafBits - 1) }

// propose takes each student to the first post that may still take her, or to
// the end of her list. All go down a wish at a time, and who has found a post is
// told from who goes on without a branch, which could not be foretold.
func (r *run[K]) propose(w *worker[K], students []uint32) {
	var asking, at [stage]uint32
	var wishes [stage]Wish
	var found [stage]proposal[K] // leaf is still gate.where
	gates, next, list := r.gates, r.next, r.in.Wishes
	n := copy(asking[:], students)
	for i, s := range students {
		at[i] = next[s]
	}
	for n > 0 {
		for i, a := range at[:n] {
			wishes[i] = list[a]
		}
		left, made := 0, 0
		for i, wish := range wishes[:n] {
			s := asking[i]
			if wish.Post == None {
				if r.again(s) {
					asking[left], at[left] = s, r.in.Start[s]
					left++
				}
				continue
			}
			if wish.Grade > r.most {
				w.narrow = true
				return
			}
			g := gates[wish.Post]
			k, then := r.key(wish.Grade, s, r.promotion(s)), at[i]+1
			next[s] = then
			asking[left], at[left] = s, then
			found[made] = proposal[K]{k, g.where}
			may := one(k >= g.bar)
			made += may
			left += 1 - may
		}
		for _, p := range found[:made] {
			b := p.leaf >> r.leafBits
			w.buckets[b] = append(w.buckets[b], proposal[K]{p.key, p.leaf & (1<<r.leafBits - 1)})
		}
		n = left
	}
}

// one is 1 if yes, else 0; compiled without a branch.
func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// promotion is the bit of promotion of s.
func (r *run[K]) promotion(s uint32) uint32 {
	if r.promoted == 0 {
		return 0
	}
	return r.raised[s]
}

// again tells whether s, at the end of her list, begins it anew: once, in fill
// mode.
func (r *run[K]) again(s uint32) bool {
	if r.promotion(s) == r.promoted {
		return false
	}
	r.raised[s] = r.promoted
	r.next[s] = r.in.Start[s]
	return true
}

// decide works through the proposals to one block.
func (r *run[K]) decide(w *worker[K], block int) {
	for _, from := range r.workers {
		bucket := from.buckets[block]
		from.buckets[block] = bucket[:0]
		for len(bucket) > 0 {
			part := bucket[:min(ahead, len(bucket))]
			bucket = bucket[len(part):]
			fetched := K(0)
			for _, p := range part {
				fetched ^= r.seats[int(r.at[p.leaf])<<r.line]
			}
			w.fetched = fetched
			for _, p := range part {
				if out, bar := r.offer(p.leaf, p.key); out != 0 {
					r.gates[r.post[p.leaf]].bar = bar
					w.free = append(w.free, r.student(out))
				}
			}
		}
	}
}

// chase follows one student, then whom she displaces, and so on to the end.
func (r *run[K]) chase(s uint32) {
	w := r.workers[0]
	for {
		wish := r.in.Wishes[r.next[s]]
		if wish.Post == None {
			if r.again(s) {
				continue
			}
			return
		}
		if wish.Grade > r.most {
			w.narrow = true
			return
		}
		r.next[s]++
		g := &r.gates[wish.Post]
		k := r.key(wish.Grade, s, r.promotion(s))
		if k < g.bar {
			continue
		}
		out, bar := r.offer(r.leaf(g), k)
		if out == 0 {
			return
		}
		g.bar = bar
		s = r.student(out)
	}
}
