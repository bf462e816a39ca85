package timetabling

import (
	"context"
	"fmt"
	"io"
	"time"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
)

// Program is the bodies of the commands.
type Program struct{}

// Streams are where a command writes.
type Streams struct {
	Out io.Writer // results
	Err io.Writer // messages and progress
}

// SolveOptions search a timetable.
type SolveOptions struct {
	Streams
	File       string
	To         string  // file of the solution; empty: Streams.Out
	Seconds    float64 // of search, by the wall; 0: no limit
	Iterations int64   // proposals of each thread; 0: no limit
	Seed       uint64
	Threads    int
}

// SolveTimetable searches a timetable until the budget is spent or ctx ends, and
// writes the best. A timetable that can't be held is written too, but refused.
func (Program) SolveTimetable(ctx context.Context, o SolveOptions) error {
	begin := clock.System{}.Now()
	elapsed := func() time.Duration { return clock.System{}.Now().Sub(begin) }
	in, err := readInstance(o.File)
	if err != nil {
		return err
	}
	show := &progress{out: o.Err, terminal: isTerminal(o.Err)}
	r, err := timetable.Solve(ctx, in, timetable.Options{
		Seed: o.Seed, Budget: time.Duration(o.Seconds * float64(time.Second)), Clock: elapsed,
		Iterations: o.Iterations, Threads: o.Threads, Progress: show.tell,
	})
	show.end()
	if err != nil {
		return fault.Wrong("file", o.File, "timetable.impossible", "problem", err.Error())
	}
	if err := o.write(func(w io.Writer) error { return r.Solution.Write(w, in) }); err != nil {
		return err
	}
	if ctx.Err() != nil {
		fmt.Fprintln(o.Err, "Stopped early; this is the best so far.")
	}
	account(o.Err, ctt.Check(in, r.Solution))
	fmt.Fprintf(o.Err, "%d proposals in %.1f s.\n", r.Tried, elapsed().Seconds())
	if r.Conflicts > 0 {
		return fault.Refuse("timetable.conflicts", "n", r.Conflicts)
	}
	return nil
}

func (o SolveOptions) write(write func(io.Writer) error) error {
	if o.To == "" {
		return write(o.Out)
	}
	return disk.WriteWhole(o.To, write)
}

// account prints the points of each rule that has some.
func account(w io.Writer, r ctt.Report) {
	sum := fmt.Sprintf("Feasible, cost %d.", r.Cost)
	if r.Violations > 0 {
		sum = fmt.Sprintf("%d violations.", r.Violations)
	}
	for _, rule := range ctt.Rules {
		if n := r.ByRule[rule]; n > 0 {
			sum += fmt.Sprintf(" %s %d.", rule, n)
		}
	}
	fmt.Fprintln(w, sum)
}

func readInstance(path string) (in *ctt.Instance, err error) {
	err = disk.Read(path, func(r io.Reader) error {
		in, err = ctt.Read(r)
		return wrongFile(path, err)
	})
	return in, err
}

// wrongFile says of which file an engine's refusal is.
func wrongFile(path string, err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrong("file", path, "timetable.file", "problem", err.Error())
}

// progress tells a person how far the search is.
type progress struct {
	out      io.Writer
	terminal bool
	feasible bool
	last     time.Duration
}

func (p *progress) tell(now timetable.Progress) {
	switch {
	case now.Conflicts == 0 && !p.feasible:
		p.feasible, p.last = true, now.Elapsed
		fmt.Fprintf(p.out, "feasible after %.2f s, cost %d\n", now.Elapsed.Seconds(), now.Cost)
	case p.terminal && now.Elapsed-p.last > 100*time.Millisecond:
		p.last = now.Elapsed
		what := fmt.Sprintf("cost %d", now.Cost)
		if now.Conflicts > 0 {
			what = fmt.Sprintf("%d conflicts", now.Conflicts)
		}
		fmt.Fprintf(p.out, "\r%6.1f s  %s    ", now.Elapsed.Seconds(), what)
	}
}

// end leaves the line of the progress.
func (p *progress) end() {
	if p.terminal {
		fmt.Fprintln(p.out)
	}
}
