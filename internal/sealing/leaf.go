package sealing

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/engine/seal"
)

// Numbered is a fact with its place in the log, from 1.
type Numbered struct {
	Seq int64
	fact.Fact
}

// Salt hides what concerns one id in the leaves from fact number Since on, until
// the next salt of the same id: a subject with the records, evidence and reasons
// of its facts; a record that has no subject; whoever recorded. An erased one
// is "".
type Salt struct {
	About record.ID
	Since int64
	Value string
}

// Salts are salts by id, each list by Since.
type Salts map[record.ID][]Salt

// of is the salt under which an id is hidden in fact seq; false if there is no
// trace of one.
func (s Salts) of(id record.ID, seq int64) (Salt, bool) {
	for i := len(s[id]) - 1; i >= 0; i-- {
		if s[id][i].Since <= seq {
			return s[id][i], true
		}
	}
	return Salt{}, false
}

// ensure returns the salt for a fact that is sealed now: a new one if the id has
// none, or if its last one was erased.
func (s Salts) ensure(id record.ID, seq int64) (made Salt, isNew bool) {
	if id == "" {
		return Salt{}, false
	}
	if last, ok := s.of(id, seq); ok && last.Value != "" {
		return last, false
	}
	made = Salt{id, seq, seal.NewSalt()}
	s[id] = append(s[id], made)
	return made, true
}

// PointedAt are the ids under whose salts facts hide something, each once.
func PointedAt(facts []Numbered) []record.ID {
	var ids []record.ID
	for _, f := range facts {
		ids = append(ids, concerned(f))
		if f.By != "" {
			ids = append(ids, f.By)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// atForm is how leaves state instants.
const atForm = "2006-01-02T15:04:05.000000Z"

// plain is the leaf of a fact without what is hidden.
func plain(f Numbered, nth int64) seal.Leaf {
	return seal.Leaf{
		Version: seal.LeafVersion, Seq: f.Seq, ID: string(f.ID), Kind: string(f.Kind), Nth: nth,
		On: f.On.String(), At: f.At.UTC().Format(atForm), Quantity: f.Quantity, Unit: f.Unit, Scope: f.Scope,
		Owner: string(f.Owner), Dims: maps.Clone(f.Dims), Record: string(f.Record.Kind), Reverses: string(f.Reverses),
	}
}

// hidden names what a leaf hides: under whose salt, and the value.
type hidden struct {
	field string
	about record.ID
	value string
	at    func(*seal.Hidden) *string
}

func hiddenOf(f Numbered) [5]hidden {
	about := concerned(f)
	return [5]hidden{
		{seal.Subject, about, string(f.Subject), func(h *seal.Hidden) *string { return &h.Subject }},
		{seal.Record, about, string(f.Record.ID), func(h *seal.Hidden) *string { return &h.Record }},
		{seal.Person, f.By, string(f.By), func(h *seal.Hidden) *string { return &h.Person }},
		{seal.Evidence, about, string(f.Evidence), func(h *seal.Hidden) *string { return &h.Evidence }},
		{seal.Reason, about, f.Reason, func(h *seal.Hidden) *string { return &h.Reason }},
	}
}

// concerned is whom a fact is about: its subject, else its record. Everything
// about a person lies under one salt, so that erasing it forgets all of it.
func concerned(f Numbered) record.ID {
	if f.Subject != "" {
		return f.Subject
	}
	return f.Record.ID
}

// differences compares a fact as it stands with its sealed leaf. What was hidden
// under an erased salt can't be compared and is counted.
func differences(f Numbered, l seal.Leaf, salts Salts) (list []string, erased int64) {
	now := plain(f, l.Nth)
	for _, c := range []struct{ name, sealed, now string }{
		{"id", l.ID, now.ID}, {"kind", l.Kind, now.Kind}, {"counts_on", l.On, now.On}, {"recorded_at", l.At, now.At},
		{"quantity", fmt.Sprint(l.Quantity), fmt.Sprint(now.Quantity)}, {"unit", l.Unit, now.Unit}, {"scope", l.Scope, now.Scope},
		{"owner_id", l.Owner, now.Owner}, {"dims", dimsText(l.Dims), dimsText(now.Dims)}, {"record_kind", l.Record, now.Record},
		{"reverses_id", l.Reverses, now.Reverses},
	} {
		if c.sealed != c.now {
			list = append(list, fmt.Sprintf("%s %q -> %q", c.name, c.sealed, c.now))
		}
	}
	for _, h := range hiddenOf(f) {
		sealed := *h.at(&l.Hidden)
		if sealed == "" && h.value == "" {
			continue
		}
		salt, ok := salts.of(h.about, l.Seq)
		if ok && salt.Value == "" && sealed != "" {
			erased++
			continue
		}
		if seal.Commit(salt.Value, h.field, h.value) != sealed {
			list = append(list, h.field)
		}
	}
	return list, erased
}

func dimsText(dims map[string]string) string {
	var b strings.Builder
	for _, name := range sortedNames(dims) {
		fmt.Fprintf(&b, "%s=%s ", name, dims[name])
	}
	return strings.TrimSuffix(b.String(), " ")
}
