package ahead

import (
	"os"

	"golang.org/x/sys/unix"
)

// fetch is a hint: where it is refused, the file is read as well without it. The
// kernel takes a few megabytes a call and ignores the rest.
func fetch(f *os.File, at, size int64) {
	_ = unix.Fadvise(int(f.Fd()), at, size, unix.FADV_WILLNEED)
}
