package main

import (
	"tongpin/internal/app"
	"tongpin/internal/app/timetabling"
)

type timetableCmd struct {
	Solve  timetableSolveCmd  `cmd:"" help:"Find a timetable for an instance. Ctrl-C ends the search with the best so far."`
	Check  timetableCheckCmd  `cmd:"" help:"Count a timetable anew: every violation and every soft point, with who, when and why."`
	Repair timetableRepairCmd `cmd:"" help:"Mend a timetable after a change, with as few moves as possible, and list them."`
	Show   timetableShowCmd   `cmd:"" help:"Print a timetable for people."`
}

func (k *call) files() timetabling.Streams {
	return timetabling.Streams{Out: k.base.Out, Err: k.base.Err}
}

// timetableBudget are the flags of a search.
type timetableBudget struct {
	Seconds    float64 `placeholder:"S" help:"How long to search, by the wall; 60 for solve and 10 for repair unless --iterations is given."`
	Iterations int64   `placeholder:"N" help:"How many proposals each thread makes. Without --seconds the result follows from the files, the seed, the threads and this number."`
	Seed       uint64  `default:"1" help:"Number from which chance is drawn."`
	Threads    int     `default:"1" help:"Independent searches at once; the best wins."`
}

// budget checks the flags; seconds is the limit when none is given.
func (c timetableBudget) budget(seconds float64) (timetabling.Budget, error) {
	switch {
	case c.Seconds < 0 || c.Iterations < 0:
		return timetabling.Budget{}, wrongUse{app.Misuse("budget")}
	case c.Seconds > 1e6:
		return timetabling.Budget{}, wrongUse{app.Misuse("seconds")}
	case c.Threads < 1 || c.Threads > 256:
		return timetabling.Budget{}, wrongUse{app.Misuse("range", "a", "--threads", "n", c.Threads, "low", 1, "high", 256)}
	case c.Seconds == 0 && c.Iterations == 0:
		c.Seconds = seconds
	}
	return timetabling.Budget{Seconds: c.Seconds, Iterations: c.Iterations, Seed: c.Seed, Threads: c.Threads}, nil
}

type timetableSolveCmd struct {
	timetableBudget
	File string `arg:"" type:"file" help:"Instance: a standard file (.ctt, .ectt) or a plan of Tongpin's own format."`
	Out  string `short:"o" placeholder:"FILE" help:"Where to write the timetable; else standard output."`
}

// Run searches.
func (c *timetableSolveCmd) Run(k *call) error {
	b, err := c.budget(60)
	if err != nil {
		return err
	}
	return k.bodies.SolveTimetable(k.ctx, timetabling.SolveOptions{Streams: k.files(), Budget: b, File: c.File, To: c.Out})
}

type timetableCheckCmd struct {
	File     string `arg:"" type:"file" help:"Instance."`
	Solution string `arg:"" type:"file" help:"Timetable to count."`
	Change   string `type:"file" placeholder:"CHANGES" help:"Changes, as repair takes them, that the timetable must respect too; counted by the rules of a plan."`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// Run counts.
func (c *timetableCheckCmd) Run(k *call) error {
	return k.bodies.CheckTimetable(k.ctx, timetabling.CheckOptions{Streams: k.files(), File: c.File, Solution: c.Solution, Change: c.Change, JSON: c.JSON})
}

type timetableRepairCmd struct {
	timetableBudget
	Old      string `arg:"" type:"file" help:"Timetable to mend."`
	Instance string `required:"" type:"file" placeholder:"FILE" help:"Its instance or plan."`
	Change   string `required:"" type:"file" placeholder:"CHANGES" help:"Changes, a line each: close room|teacher|group|course NAME [TIMES], replace|deputy teacher NAME NAME, pool NAME NUMBER, keep COURSE [NUMBER]."`
	Out      string `short:"o" placeholder:"FILE" help:"Where to write the mended timetable; else beside the old one."`
}

// Run mends.
func (c *timetableRepairCmd) Run(k *call) error {
	b, err := c.budget(10)
	if err != nil {
		return err
	}
	return k.bodies.RepairTimetable(k.ctx, timetabling.RepairOptions{
		Streams: k.files(), Budget: b, Old: c.Old, File: c.Instance, Change: c.Change, To: c.Out,
	})
}

type timetableShowCmd struct {
	File     string `arg:"" type:"file" help:"Instance or plan."`
	Solution string `arg:"" type:"file" help:"Timetable to show."`
	By       string `enum:"room,teacher,group" default:"room" help:"Whose timetables: room, teacher or group."`
	Format   string `enum:"text,html,csv,ics" default:"text" help:"text, html, csv or ics."`
	Only     string `placeholder:"NAME" help:"Only this room, teacher or group."`
	Monday   string `placeholder:"DATE" help:"First day of week 1 for ics, as 2026-09-07; else the plan's, else next Monday."`
	Out      string `short:"o" placeholder:"FILE" help:"File to write; else standard output."`
}

// Run prints.
func (c *timetableShowCmd) Run(k *call) error {
	return k.bodies.ShowTimetable(k.ctx, timetabling.ShowOptions{
		Streams: k.files(), File: c.File, Solution: c.Solution, By: c.By, Format: c.Format, Only: c.Only, Monday: c.Monday, To: c.Out,
	})
}
