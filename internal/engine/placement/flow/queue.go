package flow

import "math/bits"

// item is a node that waits at a distance.
type item struct {
	dist int64
	node uint32
}

// queue is a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan 1990): what is pushed is
// never below what was popped last, and an item moves at most 64 times. Items of
// the same distance leave in the order in which they came to be next, so that paths
// without length are found in breadth.
type queue struct {
	last    int64 // the distance of bucket 0
	filled  uint64
	next    int        // of bucket 0
	buckets [64][]item // i holds what differs from last in bit i-1 and not above
}

func (q *queue) reset() {
	q.last, q.filled, q.next = 0, 0, 0
	for i := range q.buckets {
		q.buckets[i] = q.buckets[i][:0]
	}
}

func (q *queue) push(dist int64, node uint32) {
	i := bits.Len64(uint64(dist ^ q.last))
	q.buckets[i] = append(q.buckets[i], item{dist, node})
	q.filled |= 1 << i
}

// pop returns the nearest item; ok is false if there is none.
func (q *queue) pop() (dist int64, node uint32, ok bool) {
	if q.filled == 0 {
		return 0, 0, false
	}
	if i := bits.TrailingZeros64(q.filled); i > 0 {
		q.split(i)
	}
	x := q.buckets[0][q.next]
	if q.next++; q.next == len(q.buckets[0]) {
		q.buckets[0], q.next = q.buckets[0][:0], 0
		q.filled &^= 1
	}
	return x.dist, x.node, true
}

// split spreads bucket i, the first one filled, over those before it.
func (q *queue) split(i int) {
	list := q.buckets[i]
	q.last = list[0].dist
	for _, x := range list {
		q.last = min(q.last, x.dist)
	}
	q.buckets[i] = list[:0]
	q.filled &^= 1 << i
	for _, x := range list {
		q.push(x.dist, x.node)
	}
}
