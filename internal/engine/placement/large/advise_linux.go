package large

import "syscall"

// advise asks for large pages for b, which is whole pages. It is a hint: where
// it is refused, small pages are as right.
func advise(b []byte) {
	const hugePages = 14 // MADV_HUGEPAGE
	_ = syscall.Madvise(b, hugePages)
}
