// Package place is the body of the command `tongpin place`: it reads the files
// of a placement, has the engine solve or check it, and writes what it found.
package place

import (
	"io"

	"tongpin/internal/engine/placement/placefile"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/i18n"
)

// The modes.
const (
	Stable   = "stable"   // student-optimal stable placement
	Fill     = "fill"     // the same, with more seats filled where grades are tied
	Weighted = "weighted" // the highest sum of values
)

// Options say what to place and where to write it. Either Out or Verify is set.
type Options struct {
	Wishes, Posts, Caps string // files; Caps may be empty
	Mode                string
	Ties                bool    // students may give several wishes one rank; mode fill
	Bands               []int   // of parallel choices: so many wishes each, with Ties so many ranks; nil is one band of all
	Locks               string  // locks.csv, who is in a post already; may be empty
	Quotas              string  // quotas.csv, lower quotas; may be empty
	Pairs               string  // pairs.csv, who want to be together; may be empty
	Seed                *uint64 // of the lottery; nil is 0
	Out                 string  // placement.csv to write
	Explain             string  // explain.csv; may be empty
	Cutoffs             string  // cutoffs.csv; may be empty
	Stats               string  // stats.json; may be empty
	Prices              string  // weighted mode: prices.csv to write, with Verify to read; may be empty
	Verify              string  // placement.csv to check
	Workers             int     // goroutines; 0 is one for each processor
	Gap                 float64 // weighted mode: at most so much less than the best for each student, also when it is checked; 0 is the best
}

func (o Options) seed() uint64 {
	if o.Seed == nil {
		return 0
	}
	return *o.Seed
}

func (o Options) paths() placefile.Paths {
	return placefile.Paths{Wishes: o.Wishes, Posts: o.Posts, Caps: o.Caps}
}

// Surroundings are what a run needs besides its files.
type Surroundings struct {
	Out, Err io.Writer
	Clock    clock.Clock
	Texts    *i18n.Localizer
}
