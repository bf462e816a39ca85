package seal

import (
	"errors"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrProof is found when a proof does not lead to what it is to prove.
var ErrProof = errors.New("seal: the proof does not hold")

// Prove makes the shortest proof that the leaves at the places (ascending, from
// 0) stand in the tree of a size: the roots of the largest subtrees without any
// of them, from left to right. It takes O(places * log size) hashes at most, and
// far fewer where the places are neighbours.
func Prove(size int64, places []int64, tiles Tiles) ([]Hash, error) {
	if !inOrder(size, places) {
		return nil, ErrProof
	}
	r := readerOf(tiles)
	var proof []Hash
	err := cover(0, size, places, func(lo, hi int64) error {
		h, err := subtree(lo, hi, r)
		proof = append(proof, h)
		return err
	})
	return proof, err
}

// RootOf computes the root of the tree of a size from leaves at places and the
// proof that Prove made of them. The error is ErrProof if the proof is too long
// or too short.
func RootOf(size int64, places []int64, leaves []Hash, proof []Hash) (Hash, error) {
	if !inOrder(size, places) || len(places) != len(leaves) || size == 0 {
		return Hash{}, ErrProof
	}
	root, rest, err := climb(0, size, places, leaves, proof)
	if err == nil && len(rest) > 0 {
		err = ErrProof
	}
	return root, err
}

func inOrder(size int64, places []int64) bool {
	last := int64(-1)
	for _, p := range places {
		if p <= last || p >= size {
			return false
		}
		last = p
	}
	return size >= 0
}

// cover calls each for the largest subtrees of [lo, hi) that hold no place, from
// left to right.
func cover(lo, hi int64, places []int64, each func(lo, hi int64) error) error {
	switch {
	case hi == lo:
		return nil
	case len(places) == 0:
		return each(lo, hi)
	case hi-lo == 1:
		return nil
	}
	mid, cut := split(lo, hi, places)
	if err := cover(lo, mid, places[:cut], each); err != nil {
		return err
	}
	return cover(mid, hi, places[cut:], each)
}

// climb computes the root of [lo, hi) and returns the hashes that it left.
func climb(lo, hi int64, places []int64, leaves, proof []Hash) (Hash, []Hash, error) {
	switch {
	case len(places) == 0 && len(proof) == 0:
		return Hash{}, nil, ErrProof
	case len(places) == 0:
		return proof[0], proof[1:], nil
	case hi-lo == 1:
		return leaves[0], proof, nil
	}
	mid, cut := split(lo, hi, places)
	left, proof, err := climb(lo, mid, places[:cut], leaves[:cut], proof)
	if err != nil {
		return Hash{}, nil, err
	}
	right, proof, err := climb(mid, hi, places[cut:], leaves[cut:], proof)
	return tlog.NodeHash(left, right), proof, err
}

// split is where RFC 6962 divides a tree, the largest power of two below its
// size, and how many of the places lie before it.
func split(lo, hi int64, places []int64) (mid int64, cut int) {
	mid = lo + 1<<(bits.Len64(uint64(hi-lo-1))-1)
	cut, _ = slices.BinarySearch(places, mid)
	return mid, cut
}

// subtree is the root of [lo, hi), which cover found: complete, or at the right
// edge of the tree.
func subtree(lo, hi int64, r *reader) (Hash, error) {
	size := hi - lo
	if size&(size-1) == 0 {
		level := bits.Len64(uint64(size)) - 1
		list, err := r.ReadHashes([]int64{tlog.StoredHashIndex(level, lo>>level)})
		if err != nil {
			return Hash{}, err
		}
		return list[0], nil
	}
	mid, _ := split(lo, hi, nil)
	left, err := subtree(lo, mid, r)
	if err != nil {
		return Hash{}, err
	}
	right, err := subtree(mid, hi, r)
	return tlog.NodeHash(left, right), err
}

// Extends proves that the tree of size from is the beginning of the tree of
// size to (RFC 6962, 2.1.2).
func Extends(from, to int64, tiles Tiles) ([]Hash, error) {
	if from < 1 || to < from {
		return nil, ErrProof
	}
	return tlog.ProveTree(to, from, readerOf(tiles))
}

// CheckExtends proves that the tree of head to begins with that of head from.
func CheckExtends(from, to Head, proof []Hash) error {
	if from.Origin != to.Origin || from.Size < 1 || to.Size < from.Size {
		return ErrProof
	}
	if tlog.CheckTree(proof, to.Size, to.Root, from.Size, from.Root) != nil {
		return ErrProof
	}
	return nil
}
