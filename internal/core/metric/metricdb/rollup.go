// Package metricdb is the SQL of figures: the sums of facts, and the rollups
// that hold them ready. A rollup is written in the transaction that writes the
// facts, under the lock that numbers them, so that it is never behind and never
// lost; whoever reads proves in the same snapshot that it holds the last fact,
// and adds up the facts themselves where it does not.
//
// What is rolled up stands in the database: the definitions, as the program
// that started last declared them. A commit keeps all of these, whatever
// definitions its own program has, so that nodes of two versions may run side by
// side; a figure is read from a rollup only if both mean the same.
package metricdb

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// rollup is one metric that is kept.
type rollup struct {
	id         int64
	text       string // the definition as it is stored
	definition metric.Definition
}

// set is all the rollups of a consortium.
type set []*rollup

// written is a definition as it is stored: all that decides what its rollup
// holds.
func written(d metric.Definition) string {
	d.Unit = ""
	b, _ := json.Marshal(d) // strings, numbers and maps of them always encode
	return string(b)
}

// edition names the content of a set.
func (s set) edition() string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "%d %s\n", r.id, r.text)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:16])
}

// find returns the rollup that keeps a definition.
func (s set) find(d metric.Definition) (*rollup, bool) {
	text := written(d)
	at := slices.IndexFunc(s, func(r *rollup) bool { return r.text == text })
	if at < 0 {
		return nil, false
	}
	return s[at], true
}

// sets remembers what an edition holds: its name is made of its content, so it
// never changes.
var sets sync.Map // edition -> set

func setOf(tx *db.Tx, edition string) (set, error) {
	if s, ok := sets.Load(edition); ok {
		return s.(set), nil
	}
	s, err := readSet(tx)
	if err == nil && s.edition() == edition {
		sets.Store(edition, s)
	}
	return s, err
}

func readSet(tx *db.Tx) (set, error) {
	return db.All(tx, func(r db.Row) (*rollup, error) {
		var x rollup
		err := r.Scan(&x.id, &x.text)
		if err == nil {
			err = json.Unmarshal([]byte(x.text), &x.definition)
		}
		return &x, err
	}, `SELECT id, definition FROM rollups WHERE consortium_id = $1 ORDER BY id`)
}

// Add brings the rollups up to facts that are about to be written with the numbers
// up to last. It does nothing where they did not hold the fact before: then only
// Keep can mend them. The caller holds the lock on the numbers of facts.
func Add(tx *db.Tx, facts []fact.Fact, last int64) error {
	first := last - int64(len(facts)) + 1
	editions, err := db.All(tx, func(r db.Row) (s string, err error) { return s, r.Scan(&s) },
		`UPDATE rollup_states SET through = $2 WHERE consortium_id = $1 AND through = $3 RETURNING edition`, last, first-1)
	if err != nil || len(editions) == 0 {
		return err
	}
	s, err := setOf(tx, editions[0])
	if err != nil {
		return err
	}
	return s.add(tx, facts, first)
}

// add adds facts whose numbers begin with first; it does not matter whether they
// are written already.
func (s set) add(tx *db.Tx, facts []fact.Fact, first int64) error {
	var kinds []fact.Kind
	for i := range facts {
		if !slices.Contains(kinds, facts[i].Kind) {
			kinds = append(kinds, facts[i].Kind)
		}
	}
	of := map[int64]metric.Cells{}
	var distinct set
	for _, r := range s {
		if !slices.ContainsFunc(r.definition.Kinds, func(k fact.Kind) bool { return slices.Contains(kinds, k) }) {
			continue
		}
		of[r.id] = metric.Cells{}
		r.definition.Roll(of[r.id], facts)
		if r.definition.Distinct() {
			distinct = append(distinct, r)
		}
	}
	if err := distinct.addSubjects(tx, of, facts, first); err != nil {
		return err
	}
	return write(tx, of)
}

// addSubjects adds what the facts change about distinct counts.
func (s set) addSubjects(tx *db.Tx, of map[int64]metric.Cells, facts []fact.Fact, first int64) error {
	if len(s) == 0 {
		return nil
	}
	before, err := s.histories(tx, facts, first)
	if err != nil {
		return err
	}
	since := map[record.ID][]fact.Fact{}
	for _, f := range facts {
		since[f.Subject] = append(since[f.Subject], f)
	}
	for _, r := range s {
		counter := r.definition.Counter(of[r.id])
		for subject, list := range since {
			counter.Subject(before[subject], list)
		}
	}
	return nil
}
