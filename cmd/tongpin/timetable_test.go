package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/app/timetabling"
)

func (r *recorder) SolveTimetable(_ context.Context, o timetabling.SolveOptions) error {
	return r.keep(o)
}

func (r *recorder) CheckTimetable(_ context.Context, o timetabling.CheckOptions) error {
	return r.keep(o)
}

func (r *recorder) RepairTimetable(_ context.Context, o timetabling.RepairOptions) error {
	return r.keep(o)
}

func (r *recorder) ShowTimetable(_ context.Context, o timetabling.ShowOptions) error {
	return r.keep(o)
}

func TestTimetableFlagsReachTheBodies(t *testing.T) {
	file := filepath.Join(t.TempDir(), "comp01.ctt")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		args []string
		want any
	}{
		"solve": {
			[]string{"solve", file, "--seconds", "2.5", "--seed", "7", "--threads", "2", "--iterations", "9", "-o", "t.sol"},
			timetabling.SolveOptions{File: file, To: "t.sol", Budget: timetabling.Budget{Seconds: 2.5, Seed: 7, Threads: 2, Iterations: 9}},
		},
		"solve, no end given": {[]string{"solve", file}, timetabling.SolveOptions{File: file, Budget: timetabling.Budget{Seconds: 60, Seed: 1, Threads: 1}}},
		"check":               {[]string{"check", file, file, "--json"}, timetabling.CheckOptions{File: file, Solution: file, JSON: true}},
		"repair": {
			[]string{"repair", file, "--instance", file, "--change", file, "--threads", "2", "-o", "new.sol"},
			timetabling.RepairOptions{Old: file, File: file, Change: file, To: "new.sol", Budget: timetabling.Budget{Seconds: 10, Seed: 1, Threads: 2}},
		},
		"show": {
			[]string{"show", file, file, "--by", "teacher", "--format", "ics", "--only", "wang", "--monday", "2026-09-07", "-o", "w.ics"},
			timetabling.ShowOptions{File: file, Solution: file, By: "teacher", Format: "ics", Only: "wang", Monday: "2026-09-07", To: "w.ics"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var r recorder
			if code, text := try(t, &r, append([]string{"timetable"}, test.args...)...); code != 0 {
				t.Fatalf("code %d: %s", code, text)
			}
			if diff := cmp.Diff(test.want, r.got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Streams" }, cmp.Ignore())); diff != "" {
				t.Error(diff)
			}
		})
	}
}
