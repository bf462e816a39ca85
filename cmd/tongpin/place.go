package main

import (
	"tongpin/internal/app"
	"tongpin/internal/app/place"
)

type placeCmd struct {
	Wishes  string  `required:"" type:"file" placeholder:"FILE" help:"student,rank,post,grade: rank 1 is the first wish; the higher grade goes first. A student without a wish has the row student,,,"`
	Posts   string  `required:"" type:"file" placeholder:"FILE" help:"post,seats,group: group may be empty."`
	Caps    string  `type:"file" placeholder:"FILE" help:"group,parent,cap,reason: parent may be empty; all posts below a group together take at most cap students."`
	Mode    string  `enum:"stable,fill,weighted" default:"stable" help:"stable: an honest list is always the best; fill: more seats are filled where grades are tied; weighted: the best sum of ranks and grades."`
	Bands   []int   `placeholder:"N,N" help:"Parallel choices: the first N wishes of every list are decided for good before the next N. With --ties the first N ranks. With more than one band an honest list is not always the best. Modes stable and fill."`
	Ties    bool    `help:"Let a student give several wishes the same rank, for example 1, 1, 2: they are equally dear. Mode fill, without pairs."`
	Locks   string  `type:"file" placeholder:"FILE" help:"student,post: who is in a post already; stays there and counts in every cap."`
	Quotas  string  `type:"file" placeholder:"FILE" help:"group,at_least,reason: lower quotas of groups or posts. What no placement can meet is refused. The weighted mode meets them; the others say what stays unmet."`
	Pairs   string  `type:"file" placeholder:"FILE" help:"student,with,same: two who want the same post, group or zone; a best effort. Modes stable and fill, without bands."`
	Seed    *uint64 `placeholder:"N" help:"Seed of the lottery between equal grades, announced beforehand; else 0."`
	Out     string  `required:"" xor:"what" placeholder:"FILE" help:"Where to write student,post, the post empty for who has none."`
	Explain string  `placeholder:"FILE" help:"Where to write what became of each wish and why."`
	Cutoffs string  `placeholder:"FILE" help:"Where to write the lowest admitted grade and lot of every post and group."`
	Prices  string  `placeholder:"FILE" help:"Weighted mode: where to write what a place in each post and group costs, which proves the sum. With --verify the file to read: the proof is checked."`
	Stats   string  `placeholder:"FILE" help:"Where to write sizes, times and memory as JSON."`
	Verify  string  `required:"" xor:"what" type:"file" placeholder:"FILE" help:"Check this placement instead: exit code 1 with the broken caps and the students who could be placed better. The lottery is checked if --seed is given, the sum of the weighted mode if --prices is."`
	Gap     float64 `placeholder:"X" help:"Weighted mode: how far from the best sum the placement may be for each student; a rank is worth 100. Else 0, the best itself (100,000 students: seconds; a million: a minute or two). 100 is faster at a million. Give the same to --verify with --prices."`
	Workers int     `placeholder:"N" help:"Number of threads; else one for each processor. The result is the same."`
}

// Run places the students.
func (c *placeCmd) Run(k *call) error {
	if err := c.check(); err != nil {
		return wrongUse{err}
	}
	return k.bodies.Place(k.ctx, app.PlaceOptions{Base: k.base, Options: app.Placement{
		Wishes: c.Wishes, Posts: c.Posts, Caps: c.Caps, Mode: c.Mode, Ties: c.Ties, Bands: c.Bands, Locks: c.Locks, Quotas: c.Quotas, Pairs: c.Pairs, Seed: c.Seed, Out: c.Out, Explain: c.Explain,
		Cutoffs: c.Cutoffs, Stats: c.Stats, Prices: c.Prices, Verify: c.Verify, Gap: c.Gap, Workers: c.Workers,
	}})
}

// check finds settings that don't go together.
func (c *placeCmd) check() error {
	for _, n := range c.Bands {
		if n < 1 {
			return app.Misuse("place.band", "n", n)
		}
	}
	if !(c.Gap >= 0) {
		return app.Misuse("place.gap")
	}
	if c.Prices != "" && c.Mode != place.Weighted {
		return app.Misuse("place.prices")
	}
	switch several := len(c.Bands) > 0; {
	case c.Ties && c.Mode != place.Fill:
		return app.Misuse("place.ties_mode")
	case c.Ties && c.Pairs != "":
		return app.Misuse("place.ties_pairs")
	case several && c.Mode == place.Weighted:
		return app.Misuse("place.bands_weighted")
	case c.Pairs != "" && c.Mode == place.Weighted:
		return app.Misuse("place.pairs_weighted")
	case c.Pairs != "" && several:
		return app.Misuse("place.pairs_bands")
	}
	return nil
}
