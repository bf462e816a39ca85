package placefile_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
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

// BenchmarkFiles compares what the command does, files in and out, with merely
// reading the same bytes and writing the same result. TONGPIN_TEST_STUDENTS is
// the size, 100,000 unless set; TONGPIN_TEST_MARKET names an existing folder in
// which the files stay, to be tried with the command.
func BenchmarkFiles(b *testing.B) {
	students := 100_000
	if n, err := strconv.Atoi(os.Getenv("TONGPIN_TEST_STUDENTS")); err == nil {
		students = n
	}
	dir := os.Getenv("TONGPIN_TEST_MARKET")
	if dir == "" {
		dir = b.TempDir()
	}
	if err := generate.Files(dir, generate.Make(generate.Market{Students: students, List: 20, Classes: 128, Skew: 1, Seed: 1})); err != nil {
		b.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	measure := func(name string, do func() error) {
		b.Run(name, func(b *testing.B) {
			before := cpu()
			for b.Loop() {
				if err := do(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(cpu()-before)/float64(b.N)/1e6, "cpu-ms/op")
		})
	}
	paths := placefile.Paths{Wishes: in("wishes.csv"), Posts: in("posts.csv"), Caps: in("caps.csv")}
	c, err := placefile.Read(paths, placefile.Options{Workers: 2})
	if err != nil {
		b.Fatal(err)
	}
	res, err := placement.Solve(c.Instance, placement.Options{Workers: 2})
	if err != nil {
		b.Fatal(err)
	}
	measure("read and draw", func() (err error) { c, err = placefile.Read(paths, placefile.Options{Workers: 2}); return err })
	measure("solve", func() (err error) { res, err = placement.Solve(c.Instance, placement.Options{Workers: 2}); return err })
	write := func(w io.Writer) error { return c.WritePlacement(w, res.Post, 2) }
	measure("write", func() error { return create(in("placement.csv"), write) })
	var result bytes.Buffer
	if err := write(&result); err != nil {
		b.Fatal(err)
	}
	measure("bare read", func() error { return discard(paths.Wishes) })
	measure("bare write", func() error {
		return create(in("bare.csv"), func(w io.Writer) error { _, err := w.Write(result.Bytes()); return err })
	})
}

func create(path string, write func(w io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return write(f)
}

// discard reads a file in large pieces.
func discard(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	buf := make([]byte, 1<<20)
	for err == nil {
		_, err = f.Read(buf)
	}
	if err != io.EOF {
		return err
	}
	return nil
}
