package main

import (
	"errors"

	"tongpin/internal/app/timetabling"
)

type timetableCmd struct {
	Solve timetableSolveCmd `cmd:"" help:"Find a timetable for an instance. Ctrl-C ends the search with the best so far."`
	Check timetableCheckCmd `cmd:"" help:"Count a timetable anew: every violation and every soft point, with who, when and why."`
}

func (k *call) files() timetabling.Streams {
	return timetabling.Streams{Out: k.base.Out, Err: k.base.Err}
}

type timetableSolveCmd struct {
	File       string  `arg:"" type:"existingfile" help:"Instance: a standard file (.ctt, .ectt) or a plan of Tongpin's own format."`
	Out        string  `short:"o" placeholder:"FILE" help:"Where to write the timetable; else standard output."`
	Seconds    float64 `placeholder:"S" help:"How long to search, by the wall; 60 unless --iterations is given."`
	Iterations int64   `placeholder:"N" help:"How many proposals each thread makes. With one thread the result follows from instance, seed and this number."`
	Seed       uint64  `default:"1" help:"Number from which chance is drawn."`
	Threads    int     `default:"1" help:"Independent searches at once; the best wins."`
}

// Run searches.
func (c *timetableSolveCmd) Run(k *call) error {
	switch {
	case c.Seconds < 0 || c.Iterations < 0:
		return wrongUse{errors.New("--seconds and --iterations can't be negative")}
	case c.Threads < 1 || c.Threads > 256:
		return wrongUse{errors.New("--threads: give 1 to 256")}
	case c.Seconds == 0 && c.Iterations == 0:
		c.Seconds = 60
	}
	return k.bodies.SolveTimetable(k.ctx, timetabling.SolveOptions{
		Streams: k.files(), File: c.File, To: c.Out, Seconds: c.Seconds, Iterations: c.Iterations, Seed: c.Seed, Threads: c.Threads,
	})
}

type timetableCheckCmd struct {
	File     string `arg:"" type:"existingfile" help:"Instance."`
	Solution string `arg:"" type:"existingfile" help:"Timetable to count."`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// Run counts.
func (c *timetableCheckCmd) Run(k *call) error {
	return k.bodies.CheckTimetable(k.ctx, timetabling.CheckOptions{Streams: k.files(), File: c.File, Solution: c.Solution, JSON: c.JSON})
}
