// Command peers compares the weighted mode of the placement engine with the
// minimum cost flow of LEMON, a C++ library that has nothing to do with this
// project: on made-up instances of 1,000 and 10,000 students, both its network
// simplex and its cost scaling have to find the same best sum, the engine's
// bound must not lie below it, and the engine's placement not above; where the
// engine says that its placement is the best, it has to be.
//
//	apt-get install g++ liblemon-dev
//	go run ./scripts/peers
//
// It is no part of `make test`.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/generate"
)

func main() {
	dir, err := os.MkdirTemp("", "peers")
	if err == nil {
		defer os.RemoveAll(dir)
		err = compare(os.Stdout, filepath.Join(dir, "flow"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// compare builds the other program and compares all instances.
func compare(out io.Writer, flow string) error {
	build := exec.Command("g++", "-O3", "-std=c++17", "-o", flow, "scripts/peers/lemon/flow.cc", "-llemon")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("can't build flow.cc: %w (apt-get install g++ liblemon-dev)\n%s", err, said)
	}
	for _, c := range []struct {
		students int
		gap      float64
	}{{1000, 1}, {1000, 1.0 / 64}, {10_000, 5}, {10_000, 0.1}} {
		for seed := range uint64(2) {
			in := generate.Make(generate.Market{Students: c.students, List: 20, Classes: 128, Skew: 1, Seed: seed + 1})
			if err := one(out, flow, in, c.gap); err != nil {
				return fmt.Errorf("%d students, seed %d, gap %g: %w", c.students, seed+1, c.gap, err)
			}
		}
	}
	return nil
}

// What a place is worth, at most, and what a rank and a grade take off it.
const (
	worth   = 4000
	perRank = 100
	highest = 127
)

func values(in *placement.Instance) []uint32 {
	value := make([]uint32, len(in.Wishes))
	for s, from := range in.Start {
		for i, w := range in.List(uint32(s)) {
			value[int(from)+i] = worth - perRank*uint32(i) - (highest - w.Grade)
		}
	}
	return value
}

// one compares one instance.
func one(out io.Writer, flow string, in *placement.Instance, gap float64) error {
	value := values(in)
	began := time.Now()
	_, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: gap})
	if err != nil {
		return err
	}
	took := time.Since(began)
	peer := exec.Command(flow)
	var network, said bytes.Buffer
	if err := dimacs(&network, in, value); err != nil {
		return err
	}
	peer.Stdin, peer.Stdout, peer.Stderr = &network, &said, os.Stderr
	if err := peer.Run(); err != nil {
		return err
	}
	bound := int64(math.Floor(cert.Bound + 1e-9))
	fmt.Fprintf(out, "%d students, gap %g: engine %d, bound %d, %.3f s\n", len(in.Start), gap, cert.Value, bound, took.Seconds())
	for line := range bytes.Lines(said.Bytes()) {
		var name string
		var cost int64
		var seconds float64
		if _, err := fmt.Sscan(string(line), &name, &cost, &seconds); err != nil {
			return err
		}
		best := int64(len(in.Start))*worth - cost
		fmt.Fprintf(out, "  LEMON %s: best %d, %.3f s\n", name, best, seconds)
		switch {
		case best > bound:
			return fmt.Errorf("the best is %d, and the engine proves that it is at most %d", best, bound)
		case best < cert.Value:
			return fmt.Errorf("the best is %d, and the engine has found %d", best, cert.Value)
		case bound == cert.Value && best != cert.Value:
			return fmt.Errorf("the best is %d, and the engine proves %d", best, cert.Value)
		}
	}
	return nil
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
			fmt.Fprintf(w, "a %d %d 0 1 %d\n", s+1, students+int(x.Post)+1, worth-int(value[int(from)+i]))
		}
		fmt.Fprintf(w, "a %d %d 0 1 %d\n", s+1, all, worth)
	}
	for p, x := range in.Posts {
		fmt.Fprintf(w, "a %d %d 0 %d 0\n", students+p+1, above(x.Group), x.Seats)
	}
	for g, x := range in.Groups {
		fmt.Fprintf(w, "a %d %d 0 %d 0\n", students+posts+g+1, above(x.Parent), x.Cap)
	}
	return w.Flush()
}
