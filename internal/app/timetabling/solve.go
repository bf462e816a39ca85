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
	"tongpin/internal/platform/i18n"
)

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

// Solve searches a timetable until the budget is spent or ctx ends, and writes the
// best; what it says is in the words of l. A timetable that can't be held is
// written too, but refused.
func Solve(ctx context.Context, o SolveOptions, l *i18n.Localizer) error {
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
	show := newProgress(o.Err, l)
	s, tried, err := p.solve(ctx, o.options(elapsed, show))
	show.end()
	if err != nil {
		return reasons(o.File, "timetable.impossible", err)
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
		fmt.Fprintln(o.Err, l.T("timetable.stopped"))
	}
	a := p.sum(s, l)
	a.summary(o.Err, l)
	fmt.Fprintln(o.Err, l.T("timetable.effort", "n", tried, "seconds", fmt.Sprintf("%.1f", elapsed().Seconds()), "best", fmt.Sprintf("%.1f", show.best.Seconds())))
	if !a.Feasible {
		return fault.Refuse("timetable.conflicts", "n", a.Violations)
	}
	return nil
}
