package placement

// What is read a little ahead, so that the fetches don't wait for each other. Go
// has no instruction for it; a plain read does.
const (
	stage = 64 // students whose next wishes are fetched together
	ahead = 16 // proposals whose leaves are fetched together
)

// leaf is the leaf behind a gate, block its block.
func (r *run[K]) leaf(g *gate[K]) uint32  { return g.where & (1<<r.leafBits - 1) }
func (r *run[K]) block(g *gate[K]) uint32 { return g.where >> r.leafBits }

// propose takes each student to the first post that may still take her.
func (r *run[K]) propose(w *worker[K], students []uint32) {
	var wishes [stage]Wish
	for i, s := range students {
		wishes[i] = r.in.Wishes[r.next[s]]
	}
	for i, s := range students {
		if k, g, post := r.advance(w, s, wishes[i]); post != None {
			b := r.block(g)
			w.buckets[b] = append(w.buckets[b], proposal[K]{k, post})
		}
	}
}

// advance goes down the list of s, from the wish that comes next, to the first
// post that may still take her, and returns her key there; None at the end.
func (r *run[K]) advance(w *worker[K], s uint32, wish Wish) (K, *gate[K], uint32) {
	at, promotion := r.next[s], uint32(0)
	if r.promoted != 0 {
		promotion = r.raised[s]
	}
	for {
		if wish.Post == None {
			if promotion == r.promoted { // always, outside of fill mode
				r.next[s] = at
				return 0, nil, None
			}
			promotion, at = r.promoted, r.in.Start[s]
			r.raised[s] = promotion
			wish = r.in.Wishes[at]
			if wish.Post == None {
				return 0, nil, None
			}
		}
		if wish.Grade > r.most {
			w.narrow = true
			return 0, nil, None
		}
		g := &r.gates[wish.Post]
		at++
		if k := r.key(wish.Grade, s, promotion); k >= g.bar {
			r.next[s] = at
			return k, g, wish.Post
		}
		wish = r.in.Wishes[at]
	}
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
				fetched ^= r.seats[int(r.at[r.leaf(&r.gates[p.post])])<<r.line]
			}
			w.fetched = fetched
			for _, p := range part {
				g := &r.gates[p.post]
				if out, bar := r.offer(r.leaf(g), p.key); out != 0 {
					g.bar = bar
					w.free = append(w.free, r.student(out))
				}
			}
		}
	}
}

// chase follows one student, then whom she displaces, and so on to the end.
func (r *run[K]) chase(s uint32) {
	for {
		k, g, post := r.advance(r.workers[0], s, r.in.Wishes[r.next[s]])
		if post == None {
			return
		}
		out, bar := r.offer(r.leaf(g), k)
		if out == 0 {
			return
		}
		g.bar = bar
		s = r.student(out)
	}
}
