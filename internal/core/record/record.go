// Package record names records: their ids, and references from the shared
// mechanisms (facts, timeline, to-dos, files) to the record that they concern.
package record

import "github.com/google/uuid"

// ID is the id of a record within its consortium: a UUIDv7 in text form, so
// that ids sort by the time of creation. The empty ID means none.
type ID string

// NewID returns a fresh id.
func NewID() ID { return ID(uuid.Must(uuid.NewV7()).String()) }

// ParseID returns the id that s spells, and false if s is no UUID.
func ParseID(s string) (ID, bool) {
	u, err := uuid.Parse(s)
	if err != nil || len(s) != 36 {
		return "", false
	}
	return ID(u.String()), true
}

// nobody is the id that no record has.
const nobody ID = "00000000-0000-0000-0000-000000000000"

// Sought is the id that s spells, for a comparison in a query; of anything else
// the id that no record has: PostgreSQL would refuse the whole question.
func Sought[S ~string](s S) ID {
	if id, ok := ParseID(string(s)); ok {
		return id
	}
	return nobody
}

// SoughtAll are the ids that the words spell, as Sought does.
func SoughtAll(words []string) []string {
	var list []string
	for _, w := range words {
		list = append(list, string(Sought(w)))
	}
	return list
}

// Derived returns the id that always stands for the same name below a parent:
// a repeated import or a double click then meets the same record.
func Derived(parent ID, name string) ID {
	space, err := uuid.Parse(string(parent))
	if err != nil {
		space = uuid.NameSpaceOID
	}
	return ID(uuid.NewSHA1(space, []byte(name)).String())
}

// Kind names a kind of record, in the glossary's words: "order", "agreement".
type Kind string

// Ref points at a record.
type Ref struct {
	Kind Kind
	ID   ID
}

// Zero tells whether the reference points nowhere.
func (r Ref) Zero() bool { return r == Ref{} }
