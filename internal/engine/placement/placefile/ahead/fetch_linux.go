//go:build amd64 || arm64 || loong64 || ppc64le || riscv64 || s390x

package ahead

import (
	"os"
	"syscall"
)

// fetch is a hint: where it is refused, the file is read as well without it. The
// kernel takes a few megabytes a call and ignores the rest. Machines of 32 bits
// hand the numbers over in another way.
func fetch(f *os.File, at, size int64) {
	const willNeed = 3 // POSIX_FADV_WILLNEED
	_, _, _ = syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), uintptr(at), uintptr(size), willNeed, 0, 0)
}
