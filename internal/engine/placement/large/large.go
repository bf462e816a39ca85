// Package large makes slices of many megabytes. Where the system can (Linux),
// it is asked for pages of 2 MiB instead of 4 KiB: a walk through memory in no
// order then finds its addresses translated, and filling the slice for the
// first time is interrupted five hundred times less often.
package large

import "unsafe"

const (
	least = 1 << 20 // from how many bytes on large pages are asked for
	page  = 2 << 20
)

// Make returns a slice of n zero values of a type without pointers. A large one
// begins with a page of its own: up to 4 MiB of addresses are left unused, and
// never touched, so that they take no memory.
func Make[T any](n int) []T {
	width := unsafe.Sizeof(*new(T))
	size := uintptr(n) * width
	if size < least {
		return make([]T, n)
	}
	whole := (size + page - 1) &^ (page - 1)
	s := make([]T, (whole+page)/width+1)
	begin := unsafe.Pointer(unsafe.SliceData(s))
	skip := -uintptr(begin) & (page - 1)
	advise(unsafe.Slice((*byte)(unsafe.Add(begin, skip)), whole))
	first := int((skip + width - 1) / width)
	return s[first : first+n : first+n]
}
