//go:build linux

package placefile_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
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
	made := generate.Make(generate.Market{Students: students, List: 20, Classes: 128, Skew: 1, Seed: 1})
	if err := generate.Files(dir, made); err != nil {
		b.Fatal(err)
	}
	syscall.Sync() // what is not on the disk yet can't be forgotten
	return in(dir)
}

// in names the files of a market in a folder.
func in(dir string) placefile.Paths {
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

// parts are what BenchmarkBare compares.
var parts = map[string]func(paths placefile.Paths, result int) error{"whole": whole, "bare": bare}

// TestMain does a part instead of the tests if it is called by BenchmarkBare.
func TestMain(m *testing.M) {
	part, ok := parts[os.Getenv("TONGPIN_TEST_PART")]
	if !ok {
		os.Exit(m.Run())
	}
	size, err := strconv.Atoi(os.Getenv("TONGPIN_TEST_RESULT"))
	if err == nil {
		err = part(in(os.Getenv("TONGPIN_TEST_MARKET")), size)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// whole is all that the command does.
func whole(paths placefile.Paths, _ int) error {
	c, err := placefile.Read(paths, placefile.Options{Workers: workers})
	if err != nil {
		return err
	}
	res, err := placement.Solve(c.Instance, placement.Options{Workers: workers})
	if err != nil {
		return err
	}
	return replace(out(paths), func(w io.Writer) error { return c.WritePlacement(w, res.Post, workers) })
}

// bare merely reads the same bytes, in pieces of the same size by as many
// goroutines, and writes as many as the result has in the same way.
func bare(paths placefile.Paths, result int) error {
	for _, path := range []string{paths.Caps, paths.Posts, paths.Wishes} {
		if err := discard(path); err != nil {
			return err
		}
	}
	return replace(out(paths), func(w io.Writer) error { _, err := w.Write(make([]byte, result)); return err })
}

// BenchmarkBare compares the whole, files in and out, with merely reading and
// writing the same: with the files in the system's memory (warm), and from the disk
// (cold). Each time it is a process of its own, as a command is, with memory that
// is fresh from the system. The parts take turns, so that a disk that is slower for
// a while is so for both; what is told is the median.
func BenchmarkBare(b *testing.B) {
	paths := market(b)
	if err := whole(paths, 0); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(out(paths))
	if err != nil {
		b.Fatal(err)
	}
	for _, state := range []struct {
		name   string
		before func()
	}{
		{"warm", func() {}},
		{"cold", func() {
			for _, path := range []string{paths.Caps, paths.Posts, paths.Wishes} {
				if err := forget(path); err != nil {
					b.Fatal(err)
				}
			}
		}},
	} {
		b.Run(state.name, func(b *testing.B) {
			took, used := map[string][]time.Duration{}, map[string][]time.Duration{}
			for b.Loop() {
				for name := range parts {
					state.before()
					c := exec.Command(os.Args[0])
					c.Env = append(os.Environ(), "TONGPIN_TEST_PART="+name, "TONGPIN_TEST_RESULT="+strconv.FormatInt(info.Size(), 10), "TONGPIN_TEST_MARKET="+filepath.Dir(paths.Wishes))
					from := time.Now()
					if text, err := c.CombinedOutput(); err != nil {
						b.Fatalf("%s: %v: %s", name, err, text)
					}
					took[name] = append(took[name], time.Since(from))
					used[name] = append(used[name], c.ProcessState.UserTime()+c.ProcessState.SystemTime())
				}
			}
			for name := range parts {
				b.ReportMetric(median(took[name]), name+"-ms")
				b.ReportMetric(median(used[name]), name+"-cpu-ms")
			}
			b.ReportMetric(median(took["whole"])/median(took["bare"]), "whole/bare")
		})
	}
}

// median is in milliseconds.
func median(list []time.Duration) float64 {
	slices.Sort(list)
	return float64(list[len(list)/2]) / 1e6
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
