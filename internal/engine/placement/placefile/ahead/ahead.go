// Package ahead has the system fetch parts of a file from the disk before they are
// read, so that the disk is at work while something else is done.
package ahead

import (
	"io"
	"os"
	"sync/atomic"
)

// distance is how many bytes are on their way at most: what a fast disk delivers in
// some 30 ms, which is longer than any stop of the readers.
const distance = 64 << 20

// step is how many bytes the system is asked for at a time.
const step = 1 << 20

// Reader fetches a file ahead of those who read it from its beginning to its end,
// about in order. A nil Reader fetches nothing.
type Reader struct {
	fetch func(at, size int64)
	size  int64
	read  atomic.Int64 // bytes that have been read
	asked atomic.Int64 // where what has not been asked for begins
}

// Of returns a Reader of a file of so many bytes, which begins at once; nil if from
// is no file.
func Of(from io.ReaderAt, size int64) *Reader {
	file, ok := from.(*os.File)
	if !ok {
		return nil
	}
	r := &Reader{fetch: func(at, size int64) { fetch(file, at, size) }, size: size}
	r.Read(0)
	return r
}

// Whole fetches a small file that will be opened soon.
func Whole(path string) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return // whoever needs it will say what is wrong; and opening a pipe may wait
	}
	if file, err := os.Open(path); err == nil {
		Of(file, info.Size())
		file.Close()
	}
}

// Read says that n more bytes have been read. From any goroutine.
func (r *Reader) Read(n int64) {
	if r == nil {
		return
	}
	for to := min(r.size, r.read.Add(n)+distance); ; {
		at := r.asked.Load()
		if at >= to {
			return
		}
		if r.asked.CompareAndSwap(at, at+step) {
			r.fetch(at, step)
		}
	}
}
