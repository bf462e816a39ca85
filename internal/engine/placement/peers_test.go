//go:build lemon

package placement_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/generate"
)

// TestLemon (P12) compares the weighted mode with the minimum cost flow of LEMON,
// and with the linear programs of HiGHS and GLPK: scripts/peers builds
// scripts/lemon/flow.cc, installs HiGHS, and names both.
func TestLemon(t *testing.T) {
	flow := os.Getenv("TONGPIN_TEST_LEMON")
	if flow == "" || os.Getenv("TONGPIN_TEST_HIGHS") == "" {
		t.Fatal("scripts/peers runs this test")
	}
	for _, c := range []struct {
		students int
		gap      float64
	}{{1000, 0}, {1000, 1}, {10_000, 0}, {10_000, 5}, {100_000, 0}} {
		for seed := range uint64(2) {
			in := generate.Make(generate.Market{Students: c.students, List: 20, Classes: 128, Skew: 1, Seed: seed + 1})
			t.Run(fmt.Sprintf("%d/gap=%g/seed=%d", c.students, c.gap, seed+1), func(t *testing.T) { lemon(t, flow, in, c.gap) })
		}
	}
}

// lemon compares one instance.
func lemon(t *testing.T, flow string, in *placement.Instance, gap float64) {
	value := worths(in)
	before := cpu()
	_, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: gap})
	if err != nil {
		t.Fatal(err)
	}
	took := cpu() - before
	var network bytes.Buffer
	if err := dimacs(&network, in, value); err != nil {
		t.Fatal(err)
	}
	bound := int64(math.Floor(cert.Bound + 1e-9))
	t.Logf("the engine has %d and proves that %d is the most, in %.3f s", cert.Value, bound, took.Seconds())
	most := int64(len(in.Start)) * placeWorth
	compare := func(name string, cost int64, seconds float64) {
		t.Logf("%s finds %d in %.3f s", name, most-cost, seconds)
		if best := most - cost; best > bound || best < cert.Value {
			t.Errorf("the engine has %d and proves %d; %s finds %d", cert.Value, bound, name, best)
		}
	}
	// ask asks a program that prints the name, the cost and the seconds of each way
	// that it has, and returns how many ways there were.
	ask := func(name string, command ...string) (ways int) {
		peer := exec.Command(command[0], command[1:]...)
		peer.Stdin, peer.Stderr = bytes.NewReader(network.Bytes()), os.Stderr
		said, err := peer.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(said) {
			var way string
			var cost int64
			var seconds float64
			if _, err := fmt.Sscan(string(line), &way, &cost, &seconds); err != nil {
				t.Fatal(err)
			}
			compare(name+" "+way, cost, seconds)
			ways++
		}
		return ways
	}
	if n := ask("LEMON", flow); n < 2 {
		t.Errorf("%d solvers of LEMON answered", n)
	}
	if len(in.Start) <= linearHighs && ask("HiGHS", "node", "../../../scripts/highs/flow.mjs", os.Getenv("TONGPIN_TEST_HIGHS")) != 1 {
		t.Error("HiGHS did not answer")
	}
	if len(in.Start) <= linearGLPK {
		cost, seconds := linearly(t, network.Bytes())
		compare("GLPK's linear program", cost, seconds)
	}
}

// How many students the solvers of linear programs are asked to place: they are not
// made for networks.
const (
	linearHighs = 10_000
	linearGLPK  = 1000
)

// linearly returns the least cost of a network by GLPK, and its processor seconds.
func linearly(t *testing.T, network []byte) (cost int64, seconds float64) {
	t.Helper()
	dir := t.TempDir()
	problem, solution := filepath.Join(dir, "network"), filepath.Join(dir, "solution")
	if err := os.WriteFile(problem, network, 0o600); err != nil {
		t.Fatal(err)
	}
	peer := exec.Command("glpsol", "--mincost", problem, "--write", solution)
	if said, err := peer.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	text, err := os.ReadFile(solution)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(text) { // s bas ROWS COLUMNS f f COST: feasible and dual feasible
		var rows, columns int
		var best float64
		if _, err := fmt.Sscanf(string(line), "s bas %d %d f f %g", &rows, &columns, &best); err == nil {
			return int64(math.Round(best)), (peer.ProcessState.UserTime() + peer.ProcessState.SystemTime()).Seconds()
		}
	}
	t.Fatalf("GLPK found no best flow: %.200s", text)
	return 0, 0
}

// What a place is worth, at most, and what a rank and a grade take off it.
const (
	placeWorth = 4000
	perRank    = 100
	highest    = 127
)

// worths is what the wishes are worth.
func worths(in *placement.Instance) []uint32 {
	value := make([]uint32, len(in.Wishes))
	for s, from := range in.Start {
		for i, w := range in.List(uint32(s)) {
			value[int(from)+i] = placeWorth - perRank*uint32(i) - (highest - w.Grade)
		}
	}
	return value
}

// dimacs writes the network: students, posts, groups, and one node for
// everybody. Who has no place costs what a place is worth at most.
func dimacs(out io.Writer, in *placement.Instance, value []uint32) error {
	w := bufio.NewWriter(out)
	students, posts, groups := len(in.Start), len(in.Posts), len(in.Groups)
	all := students + posts + groups + 1
	above := func(g uint32) int {
		if g == placement.None {
			return all
		}
		return students + posts + int(g) + 1
	}
	arcs := students + posts + groups
	for s := range in.Start {
		arcs += len(in.List(uint32(s)))
	}
	fmt.Fprintf(w, "p min %d %d\n", all, arcs)
	for s := range students {
		fmt.Fprintf(w, "n %d 1\n", s+1)
	}
	fmt.Fprintf(w, "n %d %d\n", all, -students)
	for s, from := range in.Start {
		for i, x := range in.List(uint32(s)) {
			fmt.Fprintf(w, "a %d %d 0 1 %d\n", s+1, students+int(x.Post)+1, placeWorth-int(value[int(from)+i]))
		}
		fmt.Fprintf(w, "a %d %d 0 1 %d\n", s+1, all, placeWorth)
	}
	for p, x := range in.Posts {
		fmt.Fprintf(w, "a %d %d 0 %d 0\n", students+p+1, above(x.Group), x.Seats)
	}
	for g, x := range in.Groups {
		fmt.Fprintf(w, "a %d %d 0 %d 0\n", students+posts+g+1, above(x.Parent), x.Cap)
	}
	return w.Flush()
}
