package metricdb

import (
	"context"
	"slices"

	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/db"
)

// Keep sees to it that exactly the definitions are rolled up, and returns the
// keys of those that it built: those that are new or have changed, and all of
// them if facts were written that the rollups do not hold. It adds up the facts
// of a snapshot while others go on writing, then waits for the lock on their
// numbers and adds what came meanwhile.
func Keep(ctx context.Context, d *db.DB, definitions []metric.Definition) ([]string, error) {
	return build(ctx, d, definitions, false)
}

// Rebuild throws the rollups away and builds them anew.
func Rebuild(ctx context.Context, d *db.DB, definitions []metric.Definition) ([]string, error) {
	return build(ctx, d, definitions, true)
}

func build(ctx context.Context, d *db.DB, definitions []metric.Definition, anew bool) ([]string, error) {
	var p plan
	err := d.Read(ctx, func(tx *db.Tx) (err error) {
		p, err = prepare(tx, definitions, anew)
		return err
	})
	if err != nil || p.done {
		return nil, err
	}
	err = d.Write(ctx, func(tx *db.Tx) error { return p.carryOut(tx) })
	return p.keys(), err
}

// plan is what has to be built, with the cells from the facts up to a number.
type plan struct {
	keep  []string // definitions, as they are stored, whose rollups are right
	build set      // the others, still without ids
	cells []metric.Cells
	last  int64
	done  bool
}

func prepare(tx *db.Tx, definitions []metric.Definition, anew bool) (plan, error) {
	p := plan{}
	s, err := stateOf(tx)
	if err != nil {
		return p, err
	}
	have, err := readSet(tx)
	if err != nil {
		return p, err
	}
	p.last = s.last
	for _, d := range definitions {
		if _, found := have.find(d); found && s.current() && !anew {
			p.keep = append(p.keep, written(d))
		} else {
			p.build = append(p.build, &rollup{text: written(d), definition: d})
		}
	}
	if p.done = len(p.build) == 0 && len(have) == len(definitions) && s.current(); !p.done {
		p.cells, err = p.build.collect(tx)
	}
	return p, err
}

func (p plan) keys() []string {
	list := make([]string, len(p.build))
	for i, r := range p.build {
		list[i] = r.definition.Key
	}
	return list
}

// collect adds up all the facts of the rollups, subject by subject.
func (s set) collect(tx *db.Tx) ([]metric.Cells, error) {
	cells, counters := make([]metric.Cells, len(s)), make([]*metric.Counter, len(s))
	var kinds []fact.Kind
	for i, r := range s {
		cells[i] = metric.Cells{}
		kinds = append(kinds, r.definition.Kinds...)
		if r.definition.Distinct() {
			counters[i] = r.definition.Counter(cells[i])
		}
	}
	if len(kinds) == 0 {
		return cells, nil
	}
	var facts []fact.Fact
	roll := func() {
		for i, r := range s {
			r.definition.Roll(cells[i], facts)
			if counters[i] != nil {
				counters[i].Subject(nil, facts)
			}
		}
		facts = facts[:0]
	}
	err := eachFact(tx, ofKinds(distinct(kinds)), " ORDER BY subject_id", func(f fact.Fact, _ int64) {
		if len(facts) > 0 && facts[0].Subject != f.Subject {
			roll()
		}
		facts = append(facts, f)
	})
	roll()
	return cells, err
}

// carryOut replaces the rollups under the lock on the numbers of facts.
func (p plan) carryOut(tx *db.Tx) error {
	last, err := db.Value[int64](tx, `INSERT INTO numbers (consortium_id, series, last) VALUES ($1, 'fact', 0)
		ON CONFLICT (consortium_id, series) DO UPDATE SET last = numbers.last RETURNING last`)
	if err != nil {
		return err
	}
	s, err := stateOf(tx)
	if err != nil {
		return err
	}
	have, err := readSet(tx)
	if err != nil {
		return err
	}
	var stay set
	next := int64(1)
	for _, r := range have {
		next = max(next, r.id+1)
		if s.current() && slices.Contains(p.keep, r.text) {
			stay = append(stay, r)
		} else if err := drop(tx, r.id); err != nil {
			return err
		}
	}
	fresh, err := p.store(tx, next)
	if err != nil {
		return err
	}
	if err := p.catchUp(tx, fresh, last); err != nil {
		return err
	}
	all := append(stay, fresh...)
	_, err = tx.Exec(`INSERT INTO rollup_states (consortium_id, through, edition) VALUES ($1, $2, $3)
		ON CONFLICT (consortium_id) DO UPDATE SET through = excluded.through, edition = excluded.edition`, last, all.edition())
	return err
}

func drop(tx *db.Tx, rollup int64) error {
	for _, statement := range []string{
		`DELETE FROM rollup_cells WHERE consortium_id = $1 AND slice_id IN
			(SELECT id FROM rollup_slices WHERE rollup_slices.consortium_id = $1 AND rollup_id = $2)`,
		`DELETE FROM rollup_slices WHERE consortium_id = $1 AND rollup_id = $2`,
		`DELETE FROM rollups WHERE consortium_id = $1 AND id = $2`,
	} {
		if _, err := tx.Exec(statement, rollup); err != nil {
			return err
		}
	}
	return nil
}

// store writes the rollups that were built, with ids from next on.
func (p plan) store(tx *db.Tx, next int64) (set, error) {
	of := map[int64]metric.Cells{}
	fresh := make(set, len(p.build))
	for i, r := range p.build {
		fresh[i] = &rollup{next + int64(i), r.text, r.definition}
		of[fresh[i].id] = p.cells[i]
		if _, err := tx.Exec(`INSERT INTO rollups (consortium_id, id, metric, definition) VALUES ($1, $2, $3, $4)`,
			fresh[i].id, r.definition.Key, r.text); err != nil {
			return nil, err
		}
	}
	return fresh, write(tx, of)
}

// catchUp adds the facts that were written since the snapshot.
func (p plan) catchUp(tx *db.Tx, fresh set, last int64) error {
	if last == p.last || len(fresh) == 0 {
		return nil
	}
	w := db.NewWhere(0)
	w.And("seq > ?", p.last)
	var facts []fact.Fact
	if err := eachFact(tx, w, "", func(f fact.Fact, _ int64) { facts = append(facts, f) }); err != nil {
		return err
	}
	return fresh.add(tx, facts, p.last+1)
}
