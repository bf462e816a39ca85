package timetabling

import (
	"context"
	"fmt"
	"io"
	"time"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/timetable"
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

// Budget is how long a command searches, and from which seed.
type Budget struct {
	Seconds    float64 // by the wall; 0: no limit
	Iterations int64   // proposals of each thread; 0: no limit
	Seed       uint64
	Threads    int // independent searches
}

// stopwatch tells how much time has passed since its start.
func stopwatch() func() time.Duration {
	begin := clock.System{}.Now()
	return func() time.Duration { return clock.System{}.Now().Sub(begin) }
}

// options are the engine's form of a budget.
func (b Budget) options(elapsed func() time.Duration, p *progress) timetable.Options {
	return timetable.Options{
		Seed: b.Seed, Budget: time.Duration(b.Seconds * float64(time.Second)), Clock: elapsed,
		Iterations: b.Iterations, Threads: b.Threads, Progress: p.tell,
	}
}

// SolveOptions search a timetable.
type SolveOptions struct {
	Streams
	Budget
	File string
	To   string // file of the timetable; empty: Streams.Out
}

// SolveTimetable searches a timetable until the budget is spent or ctx ends, and
// writes the best. A timetable that can't be held is written too, but refused.
func (Program) SolveTimetable(ctx context.Context, o SolveOptions) error {
	elapsed := stopwatch()
	p, err := readProblem(o.File)
	if err != nil {
		return err
	}
	if o.To != "" {
		if err := disk.Ready(o.To); err != nil {
			return err
		}
	}
	show := newProgress(o.Err)
	s, tried, err := p.solve(ctx, o.options(elapsed, show))
	show.end()
	if err != nil {
		return fault.Wrong("file", o.File, "timetable.impossible", "problem", err.Error())
	}
	write := func(w io.Writer) error { return p.write(w, s) }
	if o.To == "" {
		err = write(o.Out)
	} else {
		err = disk.WriteShared(o.To, write)
	}
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		fmt.Fprintln(o.Err, "Stopped early; this is the best so far.")
	}
	a := p.sum(s)
	a.summary(o.Err)
	fmt.Fprintf(o.Err, "%d proposals in %.1f s, the best after %.1f s.\n", tried, elapsed().Seconds(), show.best.Seconds())
	if !a.Feasible {
		return fault.Refuse("timetable.conflicts", "n", a.Violations)
	}
	return nil
}
