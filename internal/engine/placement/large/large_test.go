package large

import (
	"testing"
	"unsafe"
)

// TestMake: the right length, zeros, room for nothing more, and from a megabyte
// on the beginning of a page of 2 MiB.
func TestMake(t *testing.T) {
	type odd struct{ a, b, c uint32 } // pages are no multiple of its size
	check := func(t *testing.T, n, length, capacity int, begin unsafe.Pointer, bytes uintptr) {
		if length != n || capacity < n || bytes >= least && capacity != n {
			t.Errorf("%d elements: length %d, capacity %d", n, length, capacity)
		}
		if at := uintptr(begin) % page; bytes >= least && at >= unsafe.Sizeof(odd{}) {
			t.Errorf("%d elements begin %d bytes behind a page", n, at)
		}
	}
	for _, n := range []int{0, 1, 1000, least / 8, least, page/4 - 1, page / 4, page/4 + 1, 3_000_001} {
		words := Make[uint32](n)
		check(t, n, len(words), cap(words), unsafe.Pointer(unsafe.SliceData(words)), uintptr(n)*4)
		odds := Make[odd](n)
		check(t, n, len(odds), cap(odds), unsafe.Pointer(unsafe.SliceData(odds)), uintptr(n)*12)
		for i := range odds {
			if odds[i] != (odd{}) {
				t.Fatalf("%d elements: element %d is %v", n, i, odds[i])
			}
			odds[i] = odd{1, 2, 3}
		}
	}
}
