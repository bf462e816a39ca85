package intake

import (
	"context"
	"fmt"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// BatchRows is how many rows one transaction of an import holds.
const BatchRows = 500

// Kind is one kind of sheet: what a feature declares of it.
//
// Texts of a kind: "intake.kind.<Name>" is what its rows are ("member units"),
// for headings and lists; those of the columns are in sheet.Column.
type Kind struct {
	// Name stands in addresses (/imports/<name>/new) and on the command line:
	// "member", "order_people". Lower case, words joined by _.
	Name   string
	Layout sheet.Layout

	// Import and Export are the actions that a person must be allowed in some
	// relation. That the single record is theirs, Decide and Rows check. An
	// empty action means that there is no such way.
	Import, Export access.Action

	// Reveal is the action whose holders (in relation Any) get sensitive
	// columns in clear in an export; everybody else, and everybody if it is
	// empty, gets them masked. Rows always yields them in clear.
	Reveal access.Action

	// Decide judges a batch of rows. It reads the cells of each row (which
	// collects problems in the row), loads the records of all rows at once by
	// their matching keys, and decides row by row as the pages would, adding
	// the faults of a refused decision with row.Add. It writes nothing. An
	// error that is not about one row ends the attempt: a fault stops the
	// import for good, any other error is tried again.
	Decide Decide

	// Rehearse is for kinds whose rows build upon each other, as people upon the
	// class that an earlier row makes. It begins a dry run and returns what
	// judges its batches instead of Decide, remembering what the earlier ones
	// would have stored; so a dry run promises what the import does. Nil for
	// kinds whose rows stand alone.
	Rehearse func() Decide

	// Rows streams what the question finds, ignoring its page and size, only
	// the ids in q.Chosen if there are any. It yields the values in the order of
	// Layout.Columns, sensitive ones in clear.
	Rows func(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error

	// Filters and Sorts are the keys that Rows understands in a question. The text
	// "intake.filter.<key>" names a filter.
	Filters, Sorts []string

	// Words are the families of the texts of values of filters, by filter:
	// "enum.role". A filter that is not here has values that are read as they
	// are (a period), or ids.
	Words map[string]string
}

// Decide judges a batch of rows; see Kind.
type Decide func(ctx context.Context, a access.Actor, rows []*sheet.Row) (Batch, error)

// Batch is what Decide says about a batch.
type Batch struct {
	// Outcomes holds one for each row, in the order of the rows. A row with
	// problems has failed, whatever its outcome says.
	Outcomes []Outcome

	// Save writes the rows that are created or updated, everything that they
	// cause, and tail, in one transaction: begin it with tail.Join(all the
	// changes) and commit that. It leaves out rows that failed or are
	// unchanged. Nil if nothing is to be written; then intake commits the tail.
	// If it comes back with a fault (Conflict, Stale), nothing was written and
	// intake decides and saves row by row.
	Save func(ctx context.Context, tail change.Change) error
}

// Result is what became, or would become, of a row.
type Result uint8

// The results; the zero value is Failed, so that a row without a word about it
// is never counted as done.
const (
	Failed Result = iota
	Created
	Updated
	Unchanged
)

// Outcome is what became of one row.
type Outcome struct {
	Result Result
	Record record.Ref // the record that the row is about; zero if it failed
}

// Kinds are the kinds of the program by name.
type Kinds struct {
	list []Kind
}

// NewKinds joins the kinds of the features. A kind that is declared twice or by
// half is a mistake of the program.
func NewKinds(lists ...[]Kind) Kinds {
	var k Kinds
	for _, kind := range slices.Concat(lists...) {
		if err := kind.check(k); err != nil {
			panic(err)
		}
		k.list = append(k.list, kind)
	}
	return k
}

func (k Kind) check(others Kinds) error {
	_, twice := others.find(k.Name)
	switch {
	case k.Name == "" || twice:
		return fmt.Errorf("intake: kind %q is declared twice or has no name", k.Name)
	case k.Import == "" && k.Export == "":
		return fmt.Errorf("intake: kind %q leads neither in nor out", k.Name)
	case k.Import != "" && k.Decide == nil, k.Export != "" && k.Rows == nil:
		return fmt.Errorf("intake: kind %q lacks Decide or Rows", k.Name)
	}
	return nil
}

// personal are the names of the kinds whose workbooks hold personal data.
func (k Kinds) personal() (names []string) {
	for _, kind := range k.list {
		if slices.ContainsFunc(kind.Layout.Columns, func(c sheet.Column) bool { return c.Sensitive }) {
			names = append(names, kind.Name)
		}
	}
	return names
}

func (k Kinds) find(name string) (Kind, bool) {
	i := slices.IndexFunc(k.list, func(x Kind) bool { return x.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return k.list[i], true
}

// Find returns a kind by name; a NotFound fault if there is none.
func (k Kinds) Find(name string) (Kind, error) {
	kind, ok := k.find(name)
	if !ok {
		return kind, fault.New(fault.NotFound, "intake.no_kind", "kind", name)
	}
	return kind, nil
}

// All lists the kinds in the order in which they were declared.
func (k Kinds) All() []Kind { return slices.Clone(k.list) }
