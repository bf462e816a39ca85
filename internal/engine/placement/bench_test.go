package placement_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/generate"
)

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

var markets sync.Map

// peak is the most memory that the process has held, in MB; the instance is part
// of it.
func peak() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return float64(u.Maxrss) / 1000
}

func market(n int, classes uint32) *placement.Instance {
	m := generate.Market{Students: n, List: 20, Classes: classes, Skew: 1, Seed: 1}
	in, ok := markets.Load(m)
	if !ok {
		in, _ = markets.LoadOrStore(m, generate.Make(m))
	}
	return in.(*placement.Instance)
}

// sizes are the numbers of students that the benchmarks solve:
// TONGPIN_TEST_STUDENTS adds one, so that ten million can be measured where there
// is time and memory for them.
func sizes() []int {
	list := []int{10_000, 100_000, 1_000_000}
	if n, err := strconv.Atoi(os.Getenv("TONGPIN_TEST_STUDENTS")); err == nil && !slices.Contains(list, n) {
		list = append(list, n)
	}
	return list
}

func BenchmarkSolve(b *testing.B) {
	for _, n := range sizes() {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%d/workers=%d", n, workers), func(b *testing.B) {
				in := market(n, 128)
				before := cpu()
				for b.Loop() {
					res, err := placement.Solve(in, placement.Options{Workers: workers})
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(res.Placed)/float64(n), "placed/student")
					b.ReportMetric(float64(res.Proposals)/float64(n), "proposals/student")
				}
				b.ReportMetric(float64(cpu()-before)/float64(b.N)/1e6, "cpu-ms/op")
				b.ReportMetric(peak(), "peak-MB")
			})
		}
	}
}

func BenchmarkSimple(b *testing.B) {
	for _, n := range sizes() {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			in := market(n, 128)
			before := cpu()
			for b.Loop() {
				solveSimple(in)
			}
			b.ReportMetric(float64(cpu()-before)/float64(b.N)/1e6, "cpu-ms/op")
		})
	}
}

func TestSameAsSimple(t *testing.T) {
	for _, n := range []int{7, 100, 5000, 200_000} {
		in := market(n, 128)
		want := solveSimple(in)
		for workers := 1; workers < 4; workers++ {
			got, err := placement.Solve(in, placement.Options{Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Post, want) {
				t.Fatalf("%d students, %d workers: not the textbook's placement", n, workers)
			}
		}
	}
}
