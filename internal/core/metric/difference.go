package metric

// Problem tells how a rollup differs from the facts.
type Problem string

// The problems.
const (
	Behind  Problem = "behind"  // facts were written that no rollup holds; figures are added up from the facts meanwhile
	Missing Problem = "missing" // the metric is not rolled up, or by another definition
	Foreign Problem = "foreign" // a metric is rolled up that this program does not have
	Wrong   Problem = "wrong"   // a cell is not what its facts add up to
)

// Difference is one way in which rollups and facts differ. Cell and amounts
// belong to Wrong alone.
type Difference struct {
	Problem Problem
	Key     string // of the metric
	Cell    Cell
	Kept    Amount // in the rollup
	Counted Amount // from the facts
}
