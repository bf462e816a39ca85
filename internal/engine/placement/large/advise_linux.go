package large

import (
	"syscall"
	"unsafe"
)

// advise asks for large pages for the whole pages within b. It is a hint: where
// it is refused, small pages are as right.
func advise(b []byte) {
	const page, hugePages = 2 << 20, 14 // MADV_HUGEPAGE
	skip := -uintptr(unsafe.Pointer(unsafe.SliceData(b))) & (page - 1)
	if size := (uintptr(len(b)) - skip) &^ (page - 1); skip < uintptr(len(b)) && size > 0 {
		_ = syscall.Madvise(b[skip:skip+size], hugePages)
	}
}
