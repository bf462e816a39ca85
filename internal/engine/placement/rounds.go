package placement

import (
	"math/bits"

	"tongpin/internal/engine/placement/crew"
	"tongpin/internal/engine/placement/large"
)

// Measures of the layout; they move speed only, never the result.
const (
	blockSeats = 1 << 14 // seats of a block of trees: its state fits the second cache
	wave       = 1 << 17 // students who propose in one round at most: the buckets fit it too, and the next wave finds the bars raised
	chunk      = 1 << 10 // students that a worker takes at a time
	apart      = 1 << 12 // students in a round from which on more than one worker pays
	tail       = 32      // free students from which on one worker goes on alone
)

// gate is what a student needs to know of a post before proposing to it.
type gate[K key] struct {
	bar   K      // the lowest key that may still enter, as far as it is known
	where uint32 // the leaf, and in the bits above it the block
}

// proposal waits in the bucket of a block.
type proposal[K key] struct {
	key  K
	leaf uint32
}

// run is the state of a solution under way. Students propose in rounds. In a
// round first the free students go down their lists to the first post that may
// still take them and leave a proposal in the bucket of the post's block; then
// each block of trees works through its bucket. Blocks know nothing of each
// other, so both halves are done by any number of workers; and the result does
// not depend on the order in which proposals are made (Gale-Shapley 1962,
// Biro-Fleiner-Irving-Manlove 2010), so it is the same for all of them.
type run[K key] struct {
	*state[K]
	packing[K]
	in       *Instance
	next     []uint32  // of each student: index of the next wish
	raised   []uint32  // fill mode: the bit of promotion, of each student who began anew
	gates    []gate[K] // of each post
	leafBits uint32    // bits of a leaf in gate.where
	blocks   int
	free     []uint32 // students who propose in the next round
	workers  []*worker[K]
	tell     func(asking int)
}

// worker is what one goroutine keeps for itself.
type worker[K key] struct {
	buckets [][]proposal[K] // one for each block
	free    []uint32        // displaced or refused in this round
	narrow  bool            // it met a grade that K has no room for
	fetched K               // keeps what is read for the sake of the cache from being left out
}

func newRun[K key](in *Instance, t *tree, o Options) *run[K] {
	n := len(in.Start)
	r := &run[K]{
		state: newState[K](t), packing: pack[K](n, o.Fill), in: in, next: large.Make[uint32](n), gates: large.Make[gate[K]](len(in.Posts)),
		leafBits: uint32(bits.Len(uint(len(t.leaves)))), free: large.Make[uint32](n)[:0], tell: o.Tell,
	}
	if r.tell == nil {
		r.tell = func(int) {}
	}
	copy(r.next, in.Start)
	if o.Fill {
		r.raised = large.Make[uint32](n)
	}
	r.cut()
	for range max(1, o.Workers) {
		r.workers = append(r.workers, newWorker[K](r.blocks, min(n, wave)))
	}
	return r
}

// cut makes blocks of the trees, and the gates.
func (r *run[K]) cut() {
	most := 1 << (32 - r.leafBits)
	first, seats := uint32(0), 0
	for _, end := range r.roots {
		if seats >= blockSeats && r.blocks+1 < most {
			seats = 0
			r.blocks++
		}
		for q := first; q < end; q++ {
			g := &r.gates[r.post[q]]
			g.where = q | uint32(r.blocks)<<r.leafBits
			if r.leaves[q].cap == 0 {
				g.bar = nobody[K]()
			}
			seats += int(r.leaves[q].cap)
		}
		first = end
	}
	r.blocks++
}

// newWorker makes a worker with room for a round of n students who propose to
// all blocks alike.
func newWorker[K key](blocks, n int) *worker[K] {
	w := &worker[K]{buckets: make([][]proposal[K], blocks), free: make([]uint32, 0, n)}
	each := n/blocks*5/4 + stage
	room := large.Make[proposal[K]](blocks * each)
	for i := range w.buckets {
		w.buckets[i] = room[i*each : i*each : (i+1)*each]
	}
	return w
}

// solve runs rounds until nobody is free. It returns false if the grades need
// wider keys.
func (r *run[K]) solve() bool {
	n := len(r.in.Start)
	first := make([]uint32, 0, min(n, wave))
	for from := 0; from < n; from += wave {
		first = first[:0]
		for s := from; s < min(n, from+wave); s++ {
			first = append(first, uint32(s))
		}
		r.tell(n - from + len(r.free))
		if !r.round(first) {
			return false
		}
	}
	free, spare := r.free, large.Make[uint32](len(r.free))
	for len(free) > tail {
		r.tell(len(free))
		r.free = spare[:0]
		for from := 0; from < len(free); from += wave {
			if !r.round(free[from:min(len(free), from+wave)]) {
				return false
			}
		}
		free, spare = r.free, free
	}
	for _, s := range free {
		r.chase(s)
	}
	return !r.workers[0].narrow
}

// round lets students propose and the blocks decide.
func (r *run[K]) round(students []uint32) bool {
	n := len(students)
	workers := r.workers
	if n < apart {
		workers = workers[:1]
	}
	spread(workers, (n+chunk-1)/chunk, func(w *worker[K], i int) {
		for from := i * chunk; from < min((i+1)*chunk, n); from += stage {
			r.propose(w, students[from:min(from+stage, n)])
		}
	})
	spread(workers, r.blocks, r.decide)
	for _, w := range r.workers {
		if w.narrow {
			return false
		}
		r.free = append(r.free, w.free...)
		w.free = w.free[:0]
	}
	return true
}

// spread lets workers do n pieces of work.
func spread[K key](workers []*worker[K], n int, do func(w *worker[K], i int)) {
	_ = crew.Each(len(workers), n, func(w, i int) error {
		do(workers[w], i)
		return nil
	})
}
