package placement

import (
	"math"
	"math/bits"
)

// A key orders the students in a tree: grade, then whether the student was
// promoted (fill mode), then the lottery. The greater key goes first.
//
//	grade | promoted | ^student
//
// Solve tries keys of 32 bits first, which halve what has to be fetched. They
// have room for a hundred and twenty-six grades of ten million students, or four
// thousand of a million; where they don't do, it begins anew with 64 bits.
type key interface{ uint32 | uint64 }

// unknown is the worst key of a node that must be looked for. No key is 0 or nobody.
const unknown = 0

// nobody is the worst key of an empty node.
func nobody[K key]() K { return ^K(0) }

// lineOf returns the number of keys in a cache line, as a power of two.
func lineOf[K key]() uint32 {
	if uint64(nobody[K]()) == math.MaxUint32 {
		return 4
	}
	return 3
}

// packing says where the parts of a key lie.
type packing[K key] struct {
	shift    uint32 // bits below the grade
	students uint32 // the mask of a student
	promoted uint32 // the bit of promotion, 0 outside of fill mode
	most     uint32 // no grade is above it
}

// pack returns the packing for n students. Its most may be too low for the
// grades: with 64 bits it never is.
func pack[K key](n int, fill bool) packing[K] {
	width := uint32(bits.Len(uint(n))) // so that the mask is at least n, and no key is 0
	p := packing[K]{shift: width, students: 1<<width - 1}
	if fill {
		p.promoted = 1 << width
		p.shift++
	}
	if left := uint64(nobody[K]()) >> p.shift; left > 0 {
		p.most = uint32(min(left-1, MaxGrade))
	}
	return p
}

func (p *packing[K]) key(grade, student, promotion uint32) K {
	return K(grade)<<(p.shift&63) | K(student^p.students|promotion)
}

func (p *packing[K]) student(k K) uint32 { return uint32(k)&p.students ^ p.students }
