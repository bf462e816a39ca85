//go:build linux

package placefile_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/generate"
	"tongpin/internal/engine/placement/placefile"
)

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// market writes the files of a made-up instance. TONGPIN_TEST_STUDENTS is its
// size, 100,000 unless set; TONGPIN_TEST_MARKET names an existing folder in which
// the files stay, to be tried with the command.
func market(b *testing.B) placefile.Paths {
	students := 100_000
	if n, err := strconv.Atoi(os.Getenv("TONGPIN_TEST_STUDENTS")); err == nil {
		students = n
	}
	dir := os.Getenv("TONGPIN_TEST_MARKET")
	if dir == "" {
		dir = b.TempDir()
	}
	in := generate.Make(generate.Market{Students: students, List: 20, Classes: 128, Skew: 1, Seed: 1})
	if err := generate.Files(dir, in); err != nil {
		b.Fatal(err)
	}
	syscall.Sync() // what is not on the disk yet can't be forgotten
	at := func(name string) string { return filepath.Join(dir, name) }
	return placefile.Paths{Wishes: at("wishes.csv"), Posts: at("posts.csv"), Caps: at("caps.csv")}
}

const workers = 2

// measure times do, by the clock and by the processor, each time with memory
// that is fresh from the system, as a command has it.
func measure(b *testing.B, name string, before func(), do func() error) {
	b.Run(name, func(b *testing.B) {
		var used time.Duration
		for b.Loop() {
			b.StopTimer()
			debug.FreeOSMemory()
			before()
			from := cpu()
			b.StartTimer()
			if err := do(); err != nil {
				b.Fatal(err)
			}
			used += cpu() - from
		}
		b.ReportMetric(float64(used)/float64(b.N)/1e6, "cpu-ms/op")
	})
}

// BenchmarkFiles measures the parts of the command.
func BenchmarkFiles(b *testing.B) {
	paths := market(b)
	var c *placefile.Case
	var res *placement.Result
	read := func() (err error) { c, err = placefile.Read(paths, placefile.Options{Workers: workers}); return err }
	solve := func() (err error) {
		res, err = placement.Solve(c.Instance, placement.Options{Workers: workers})
		return err
	}
	measure(b, "read and draw", func() { c = nil }, read)
	measure(b, "solve", func() {}, solve)
	measure(b, "write", func() {}, func() error {
		return replace(out(paths), func(w io.Writer) error { return c.WritePlacement(w, res.Post, workers) })
	})
}

// BenchmarkBare compares the whole, files in and out, with merely reading the
// same bytes, in pieces of the same size by as many goroutines, and writing the
// same result in the same way: with the files in the system's memory (warm), and
// from the disk (cold).
func BenchmarkBare(b *testing.B) {
	paths := market(b)
	var result bytes.Buffer
	whole := func(result io.Writer) error {
		c, err := placefile.Read(paths, placefile.Options{Workers: workers})
		if err != nil {
			return err
		}
		res, err := placement.Solve(c.Instance, placement.Options{Workers: workers})
		if err != nil {
			return err
		}
		return replace(out(paths), func(w io.Writer) error {
			return c.WritePlacement(io.MultiWriter(w, result), res.Post, workers)
		})
	}
	if err := whole(&result); err != nil {
		b.Fatal(err)
	}
	bare := func() error {
		for _, path := range []string{paths.Caps, paths.Posts, paths.Wishes} {
			if err := discard(path); err != nil {
				return err
			}
		}
		return replace(out(paths), func(w io.Writer) error { _, err := w.Write(result.Bytes()); return err })
	}
	warm := func() {}
	cold := func() {
		for _, path := range []string{paths.Caps, paths.Posts, paths.Wishes} {
			if err := forget(path); err != nil {
				b.Fatal(err)
			}
		}
	}
	measure(b, "whole warm", warm, func() error { return whole(io.Discard) })
	measure(b, "bare warm", warm, bare)
	measure(b, "whole cold", cold, func() error { return whole(io.Discard) })
	measure(b, "bare cold", cold, bare)
}

func out(paths placefile.Paths) string {
	return filepath.Join(filepath.Dir(paths.Wishes), "placement.csv")
}

// replace writes a file beside its place and then gives it its name.
func replace(path string, write func(w io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".placement.*")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := write(f); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// discard reads a file by several goroutines.
func discard(path string) error {
	const window = 256 << 10
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var next atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, workers)
	for w := range workers {
		wait.Go(func() {
			buf := make([]byte, window)
			for errs[w] == nil {
				_, errs[w] = f.ReadAt(buf, next.Add(window)-window)
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != io.EOF {
			return err
		}
	}
	return nil
}

// forget has the system drop what it remembers of a file.
func forget(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	const dontNeed = 4 // POSIX_FADV_DONTNEED
	if _, _, e := syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0); e != 0 {
		return e
	}
	return nil
}
