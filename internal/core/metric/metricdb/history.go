package metricdb

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// histories reads what was told, before a number, of the subjects that facts
// concern.
func (s set) histories(tx *db.Tx, facts []fact.Fact, first int64) (map[record.ID][]fact.Fact, error) {
	var subjects, kinds []string
	for _, r := range s {
		for _, id := range r.definition.Subjects(facts) {
			subjects = append(subjects, string(id))
		}
		for _, k := range r.definition.Kinds {
			kinds = append(kinds, string(k))
		}
	}
	subjects, kinds = distinct(subjects), distinct(kinds)
	past := map[record.ID][]fact.Fact{}
	take := func(f fact.Fact, seq int64) {
		if seq < first { // asked for in the statement, it would lead SQLite to read by number instead of subject
			past[f.Subject] = append(past[f.Subject], f)
		}
	}
	if len(subjects) > 0 && subjects[0] == "" { // facts about nobody count as one subject
		subjects = subjects[1:]
		w := db.NewWhere(0)
		w.In("kind", kinds)
		w.And("subject_id IS NULL")
		if err := eachFact(tx, w, "", take); err != nil {
			return nil, err
		}
	}
	err := eachBatch(subjects, func(some []string) error {
		w := db.NewWhere(0)
		w.In("kind", kinds)
		w.In("subject_id", some)
		return eachFact(tx, w, "", take)
	})
	return past, err
}

// eachFact reads what rollups need to know about facts.
func eachFact(tx *db.Tx, w *db.Where, order string, take func(f fact.Fact, seq int64)) error {
	known := dimensions{}
	return tx.Each(func(r db.Row) error {
		var f fact.Fact
		var seq int64
		var dims string
		err := r.Scan(&f.Subject, &seq, &f.Kind, &f.On, &f.Quantity, &f.Scope, &f.Owner, &dims, &f.Reverses)
		if err == nil {
			f.Dims, err = known.of(dims)
		}
		if err == nil {
			take(f, seq)
		}
		return err
	}, `SELECT subject_id, seq, kind, counts_on, quantity, scope, owner_id, dims, reverses_id FROM facts WHERE consortium_id = $1`+w.SQL()+order, w.Args()...)
}

// dimensions are those met in one answer, by their text: many facts, few
// dimensions. Facts share them; nobody changes them.
type dimensions map[string]map[string]string

func (d dimensions) of(text string) (map[string]string, error) {
	if dims, ok := d[text]; ok {
		return dims, nil
	}
	var dims map[string]string
	err := json.Unmarshal([]byte(text), &dims)
	d[strings.Clone(text)] = dims
	return dims, err
}

func distinct[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

// sizes are how many rows, or values, go into one statement: few texts, so that
// the database knows them already.
var sizes = []int{64, 16, 4, 1}

// eachBatch calls fn with values in lists of the known sizes; the last value is
// repeated where a list is not full.
func eachBatch[T any](values []T, fn func([]T) error) error {
	for len(values) > 0 {
		size := sizes[0]
		for _, s := range sizes {
			if s >= len(values) {
				size = s
			}
		}
		some := slices.Clone(values[:min(size, len(values))])
		values = values[len(some):]
		for len(some) < size {
			some = append(some, some[len(some)-1])
		}
		if err := fn(some); err != nil {
			return err
		}
	}
	return nil
}
