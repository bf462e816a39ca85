//go:build lemon

package placement_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/generate"
)

// TestCPP compares the solver with the textbook's in C++, scripts/cpp/simple.cc,
// in turns on the same instances: the placements have to be the same; the
// processor times are said.
func TestCPP(t *testing.T) {
	simple := os.Getenv("TONGPIN_TEST_CPP")
	if simple == "" {
		t.Fatal("scripts/peers runs this test")
	}
	for _, c := range []struct{ students, turns int }{{10_000, 20}, {100_000, 10}, {1_000_000, 5}} {
		in := generate.Make(generate.Market{Students: c.students, List: 20, Classes: 128, Skew: 1, Seed: 1})
		file := filepath.Join(t.TempDir(), "instance")
		if err := writeWords(file, in); err != nil {
			t.Fatal(err)
		}
		var ours, theirs []float64
		for range c.turns {
			before := cpu()
			res, err := placement.Solve(in, placement.Options{})
			if err != nil {
				t.Fatal(err)
			}
			ours = append(ours, (cpu() - before).Seconds())
			post, seconds := runSimple(t, simple, file, c.students)
			theirs = append(theirs, seconds)
			if !slices.Equal(res.Post, post) {
				t.Fatalf("%d students: C++ places otherwise", c.students)
			}
		}
		a, b := slices.Min(ours), slices.Min(theirs)
		t.Logf("%d students, best of %d: %.1f ms, C++ %.1f ms, ratio %.2f", c.students, c.turns, 1000*a, 1000*b, a/b)
	}
}

// runSimple returns the placement of the C++ program, and its processor seconds.
func runSimple(t *testing.T, simple, file string, students int) ([]uint32, float64) {
	t.Helper()
	run := exec.Command(simple, file, "1")
	var out, said bytes.Buffer
	run.Stdout, run.Stderr = &out, &said
	if err := run.Run(); err != nil {
		t.Fatal(err, said.String())
	}
	var seconds float64
	if _, err := fmt.Sscan(said.String(), &seconds); err != nil {
		t.Fatal(err)
	}
	post := make([]uint32, students)
	if err := binary.Read(&out, binary.NativeEndian, post); err != nil {
		t.Fatal(err)
	}
	return post, seconds
}

// writeWords writes an instance as simple.cc reads it.
func writeWords(file string, in *placement.Instance) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	sizes := []uint32{uint32(len(in.Start)), uint32(len(in.Posts)), uint32(len(in.Groups)), uint32(len(in.Wishes))}
	for _, part := range []any{sizes, in.Posts, in.Groups, in.Start, in.Wishes} {
		if err := binary.Write(w, binary.NativeEndian, part); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
