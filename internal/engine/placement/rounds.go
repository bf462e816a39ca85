package placement

import (
	"sync"
	"sync/atomic"

	"tongpin/internal/engine/placement/large"
)

// Measures of the layout; they move speed only, never the result.
const (
	blockSlots = 1 << 14 // places of a block of trees: its state fits the second cache
	chunk      = 1 << 10 // students that a worker takes at a time
	stage      = 64      // students whose next wishes are fetched together
	tail       = 512     // free students from which on one worker goes on alone
)

// gate is what a student needs to know of a post before proposing to it.
type gate struct {
	bar   key // the lowest key that may still enter, as far as it is known
	leaf  uint32
	block uint32
}

// proposal waits in the bucket of a block.
type proposal struct {
	key  key
	leaf uint32
	post uint32
}

// run is the state of a solution under way. Students propose in rounds. In a
// round first the free students go down their lists to the first post that may
// still take them and leave a proposal in the bucket of the post's block; then
// each block of trees works through its bucket. Blocks know nothing of each
// other, so both halves are done by any number of workers; and the result does
// not depend on the order in which proposals are made (Gale-Shapley 1962,
// Biro-Fleiner-Irving-Manlove 2010), so it is the same for all of them.
type run struct {
	*state
	in      *Instance
	fill    bool
	next    []uint32 // of each student: index of the next wish
	raised  []uint32 // fill mode: promoted, of each student who began anew
	gates   []gate   // of each post
	blocks  int
	free    []uint32 // students who propose in the next round
	workers []*worker
}

// worker is what one goroutine keeps for itself.
type worker struct {
	buckets [][]proposal // one for each block
	free    []uint32     // displaced or refused in this round
}

func newRun(in *Instance, t *tree, o Options) *run {
	r := &run{state: newState(t), in: in, fill: o.Fill, next: large.Make[uint32](len(in.Start)), gates: large.Make[gate](len(in.Posts))}
	copy(r.next, in.Start)
	if o.Fill {
		r.raised = make([]uint32, len(in.Start))
	}
	first, start := uint32(0), uint32(0)
	for _, end := range t.roots {
		for q := first; q < end; q++ {
			r.gates[t.post[q]] = gate{leaf: q, block: uint32(r.blocks)}
		}
		first = end
		if reached := t.leaves[end-1].slot + t.leaves[end-1].cap; reached-start >= blockSlots {
			start = reached
			r.blocks++
		}
	}
	r.blocks++
	for range max(1, o.Workers) {
		r.workers = append(r.workers, &worker{buckets: make([][]proposal, r.blocks)})
	}
	return r
}

// solve runs rounds until nobody is free.
func (r *run) solve() {
	n := uint32(len(r.in.Start))
	r.round(int(n), func(w *worker, from, to int) {
		var batch [stage]uint32
		for s := from; s < to; s += stage {
			part := batch[:min(stage, to-s)]
			for i := range part {
				part[i] = uint32(s + i)
			}
			r.propose(w, part)
		}
	})
	for len(r.free) > tail {
		free := r.free
		r.round(len(free), func(w *worker, from, to int) {
			for ; from < to; from += stage {
				r.propose(w, free[from:min(from+stage, to)])
			}
		})
	}
	for _, s := range r.free {
		r.chase(s)
	}
	r.free = nil
}

// round lets n free students propose and the blocks decide.
func (r *run) round(n int, propose func(w *worker, from, to int)) {
	r.share((n+chunk-1)/chunk, func(w *worker, i int) { propose(w, i*chunk, min((i+1)*chunk, n)) })
	r.share(r.blocks, r.decide)
	r.free = make([]uint32, 0, len(r.free)/2)
	for _, w := range r.workers {
		r.free = append(r.free, w.free...)
		w.free = w.free[:0]
	}
}

// share lets the workers do n pieces of work.
func (r *run) share(n int, do func(w *worker, i int)) {
	if len(r.workers) == 1 || n == 1 {
		for i := range n {
			do(r.workers[0], i)
		}
		return
	}
	var taken atomic.Int64
	var wait sync.WaitGroup
	for _, w := range r.workers {
		wait.Go(func() {
			for i := int(taken.Add(1)) - 1; i < n; i = int(taken.Add(1)) - 1 {
				do(w, i)
			}
		})
	}
	wait.Wait()
}

// propose takes each student to the first post that may still take her. The
// next wishes of all are fetched before any is looked at: the fetches do not
// wait for each other then.
func (r *run) propose(w *worker, students []uint32) {
	var wishes [stage]Wish
	for i, s := range students {
		wishes[i] = r.in.Wishes[r.next[s]]
	}
	for i, s := range students {
		if k, g, post := r.advance(s, wishes[i]); post != None {
			w.buckets[g.block] = append(w.buckets[g.block], proposal{k, g.leaf, post})
		}
	}
}

// advance goes down the list of s, from the wish that comes next, to the first
// post that may still take her, and returns her key there; None at the end.
func (r *run) advance(s uint32, wish Wish) (key, *gate, uint32) {
	at, promotion := r.next[s], uint32(0)
	if r.fill {
		promotion = r.raised[s]
	}
	for {
		if wish.Post == None {
			if !r.fill || promotion != 0 {
				r.next[s] = at
				return 0, nil, None
			}
			promotion, at = promoted, r.in.Start[s]
			r.raised[s] = promoted
			wish = r.in.Wishes[at]
			if wish.Post == None {
				return 0, nil, None
			}
		}
		g := &r.gates[wish.Post]
		at++
		if k := makeKey(wish.Grade, s, promotion); k >= g.bar {
			r.next[s] = at
			return k, g, wish.Post
		}
		wish = r.in.Wishes[at]
	}
}

// decide works through the proposals to one block.
func (r *run) decide(w *worker, block int) {
	for _, from := range r.workers {
		bucket := from.buckets[block]
		for _, p := range bucket {
			out, bar := r.offer(p.leaf, p.key)
			if out != 0 {
				r.gates[p.post].bar = bar
				w.free = append(w.free, studentOf(out))
			}
		}
		from.buckets[block] = bucket[:0]
	}
}

// chase follows one student, then whom she displaces, and so on to the end.
func (r *run) chase(s uint32) {
	for {
		k, g, post := r.advance(s, r.in.Wishes[r.next[s]])
		if post == None {
			return
		}
		out, bar := r.offer(g.leaf, k)
		if out == 0 {
			return
		}
		g.bar = bar
		s = studentOf(out)
	}
}
