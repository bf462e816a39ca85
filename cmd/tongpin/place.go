package main

import "tongpin/internal/app"

type placeCmd struct {
	Wishes  string  `required:"" type:"existingfile" placeholder:"FILE" help:"student,rank,post,grade: rank 1 is the first wish; the higher grade goes first. A student without a wish has the row student,,,"`
	Posts   string  `required:"" type:"existingfile" placeholder:"FILE" help:"post,seats,group: group may be empty."`
	Caps    string  `type:"existingfile" placeholder:"FILE" help:"group,parent,cap,reason: parent may be empty; all posts below a group together take at most cap students."`
	Mode    string  `enum:"stable,fill,weighted" default:"stable" help:"stable: an honest list is always the best; fill: more seats are filled where grades are tied; weighted: the best sum of ranks and grades."`
	Seed    *uint64 `placeholder:"N" help:"Seed of the lottery between equal grades, announced beforehand; else 0."`
	Out     string  `required:"" xor:"what" placeholder:"FILE" help:"Where to write student,post, the post empty for who has none."`
	Explain string  `placeholder:"FILE" help:"Where to write what became of each wish and why."`
	Cutoffs string  `placeholder:"FILE" help:"Where to write the lowest admitted grade and lot of every post and group."`
	Stats   string  `placeholder:"FILE" help:"Where to write sizes, times and memory as JSON."`
	Verify  string  `required:"" xor:"what" type:"existingfile" placeholder:"FILE" help:"Check this placement instead: exit code 1 with the broken caps and the students who could be placed better. The lottery is checked if --seed is given."`
	Gap     float64 `placeholder:"X" help:"Weighted mode: how far from the best sum the placement may be for each student; a rank is worth 100. Else 5, and 0 up to 2,000 students."`
	Workers int     `placeholder:"N" help:"Number of threads; else one for each processor. The result is the same."`
}

// Run places the students.
func (c *placeCmd) Run(k *call) error {
	return k.bodies.Place(k.ctx, app.PlaceOptions{Base: k.base, Options: app.Placement{
		Wishes: c.Wishes, Posts: c.Posts, Caps: c.Caps, Mode: c.Mode, Seed: c.Seed, Out: c.Out, Explain: c.Explain,
		Cutoffs: c.Cutoffs, Stats: c.Stats, Verify: c.Verify, Gap: c.Gap, Workers: c.Workers,
	}})
}
