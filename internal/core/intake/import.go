package intake

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
)

// The kinds of records of this package: one import, and the trace of the
// exports of one kind (its id is ExportLog).
const (
	RecordKind record.Kind = "import"
	ExportKind record.Kind = "export"
)

// State of an import.
type State string

// The states.
const (
	Uploaded  State = "uploaded"
	Checking  State = "checking"
	Checked   State = "checked"
	Importing State = "importing"
	Done      State = "done"
	Refused   State = "refused"
)

// The verbs of an import.
const (
	VerbUpload  = "upload"
	VerbCheck   = "check"
	VerbJudge   = "judge"
	VerbConfirm = "confirm"
	VerbFinish  = "finish"
	VerbRefuse  = "refuse"
	VerbResume  = "resume"
	VerbExport  = "export"
	VerbForget  = "forget"
)

// Flow is the table of an import's states.
var Flow = flow.Machine[State]{
	Kind: RecordKind, Start: Uploaded,
	Transitions: []flow.Transition[State]{
		{Verb: VerbCheck, From: []State{Uploaded, Checking}, To: Checking},
		{Verb: VerbJudge, From: []State{Checking}, To: Checked},
		{Verb: VerbConfirm, From: []State{Uploaded, Checked}, To: Importing},
		{Verb: VerbResume, From: []State{Checking, Importing}},
		{Verb: VerbFinish, From: []State{Importing}, To: Done},
		{Verb: VerbRefuse, From: []State{Checking, Importing}, To: Refused},
		{Verb: VerbForget, From: []State{Checked}, To: Refused},
	},
}

// Counts are rows by what became of them.
type Counts struct {
	Created   int64 `json:"created"`
	Updated   int64 `json:"updated"`
	Unchanged int64 `json:"unchanged"`
	Failed    int64 `json:"failed"`
}

// Good are the rows that did not fail.
func (c Counts) Good() int64 { return c.Created + c.Updated + c.Unchanged }

// Total are all rows.
func (c Counts) Total() int64 { return c.Good() + c.Failed }

func (c *Counts) add(r Result) {
	switch r {
	case Created:
		c.Created++
	case Updated:
		c.Updated++
	case Unchanged:
		c.Unchanged++
	case Failed:
		c.Failed++
	}
}

// Import is one file on its way into the program.
type Import struct {
	ID         record.ID
	Version    int64
	Kind       string
	File       record.ID // in the file store
	FileName   string
	Hash       string // of the file's content
	State      State
	Counts     Counts     // of the dry run until it is importing, then of the import
	Problems   fault.List // why the file as a whole was refused
	Job        record.ID  // that checks or imports it
	Person     record.ID
	PersonName string
	CreatedAt  time.Time
	EndedAt    time.Time
}

// At returns the version.
func (i Import) At() int64 { return i.Version }

// Ref points at the import.
func (i Import) Ref() record.Ref { return record.Ref{Kind: RecordKind, ID: i.ID} }

// Mine tells whether the actor is the person who uploaded it.
func (i Import) Mine(a access.Actor) bool { return i.Person != "" && i.Person == a.Person }

// Running tells whether a job works on it.
func (i Import) Running() bool { return i.State == Checking || i.State == Importing }

// Failure is a row that failed: its cells as the person gave them, in the order
// of the layout, and what is wrong with them.
type Failure = sheet.Failure
