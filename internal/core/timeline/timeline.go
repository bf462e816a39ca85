// Package timeline holds who did what to a record, when and why. Views of
// sensitive data and exports are entries too.
package timeline

import (
	"time"

	"tongpin/internal/core/record"
)

// Entry is one line of a record's story. The catalogues hold the text of the
// verb under "did.<kind>.<verb>".
type Entry struct {
	ID           record.ID
	Record       record.Ref
	At           time.Time
	Person       record.ID // empty: the program
	PersonName   string
	Role         string // of the person, when the step was taken
	Organisation string // name of the person's organisation at that time
	Verb         string
	Args         map[string]string
	Message      string // what the person wrote to the others
	Waits        bool   // the step waits for somebody: shown in saffron
}
