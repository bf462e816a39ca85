// Package large makes slices of many megabytes. Where the system can (Linux),
// it is asked for pages of 2 MiB instead of 4 KiB: a walk through memory in no
// order then finds its addresses translated, and filling the slice for the
// first time is interrupted five hundred times less often.
package large

import "unsafe"

// least is from how many bytes on large pages are asked for.
const least = 8 << 20

// Make returns a slice of n zero values of a type without pointers.
func Make[T any](n int) []T {
	s := make([]T, n)
	if size := uintptr(n) * unsafe.Sizeof(*new(T)); size >= least {
		advise(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), size))
	}
	return s
}
