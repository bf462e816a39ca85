// Package ledger is the SQL of the shared mechanisms. Commit writes everything
// that a step causes, in the transaction that writes its record; the other
// functions read facts, timelines, to-dos, notices, turns and jobs.
package ledger

import (
	"slices"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/metric/metricdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// What a step of one record writes once, an import writes thousands of times.
var (
	insertFacts = db.Inserting("facts", `id, seq, kind, counts_on, recorded_at, quantity, unit, scope, owner_id, subject_id, dims,
		record_kind, record_id, evidence_id, person_id, reverses_id, reason`, "")
	insertEntries = db.Inserting("timeline", `id, record_kind, record_id, at, person_id, person_name, role, organisation, verb, args, message, waits`, "")
	insertTodos   = db.Inserting("todos", `id, record_kind, record_id, step, args, organisation_id, role, person_id, due_on, escalate_to, escalated = FALSE, opened_at`, "")
	insertNotices = db.Inserting("notices", `id, record_kind, record_id, key, args, organisation_id, role, person_id, at`, "")
)

// Commit writes a change: facts, timeline, to-dos, notices, jobs, turns and the
// progress of the job that it belongs to. A change whose Once key was committed
// before is refused with a Conflict, so that a double click has one effect.
func Commit(tx *db.Tx, c change.Change) error {
	for _, step := range []func(*db.Tx, change.Change) error{once, facts, entries, todos, notices, turns, files, jobs, progress} {
		if err := step(tx, c); err != nil {
			return err
		}
	}
	return nil
}

func once(tx *db.Tx, c change.Change) error {
	if c.Once == "" {
		return nil
	}
	n, err := tx.Exec(`INSERT INTO once_keys (consortium_id, key, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, c.Once, c.At)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, onceKey)
	}
	return err
}

const onceKey = "record.once"

// Repeated tells whether a change was refused because it was committed before
// under the same Once: a form that was sent twice has its effect.
func Repeated(err error) bool {
	return slices.ContainsFunc(fault.All(err), func(f *fault.Fault) bool { return f.Key == onceKey })
}

// facts are rolled up before they are written: of distinct counts the rollups
// read what was there before.
func facts(tx *db.Tx, c change.Change) error {
	if len(c.Facts) == 0 {
		return nil
	}
	last, err := NextNumbers(tx, "fact", len(c.Facts))
	if err != nil {
		return err
	}
	if err := metricdb.Add(tx, c.Facts, last); err != nil {
		return err
	}
	rows, seq := insertFacts.Into(tx), last-int64(len(c.Facts))
	for _, f := range c.Facts {
		seq++
		if f.ID == "" {
			f.ID = record.NewID()
		}
		rows.Add(f.ID, seq, f.Kind, f.On, c.At, f.Quantity, f.Unit, f.Scope, db.Null(f.Owner), db.Null(f.Subject), db.JSON(f.Dims),
			f.Record.Kind, f.Record.ID, db.Null(f.Evidence), db.Null(c.Actor.Person), db.Null(f.Reverses), f.Reason)
	}
	return rows.Done()
}

func entries(tx *db.Tx, c change.Change) error {
	rows := insertEntries.Into(tx)
	for _, e := range c.Entries {
		rows.Add(record.NewID(), e.Record.Kind, e.Record.ID, e.At, db.Null(e.Person), e.PersonName, e.Role, e.Organisation, e.Verb, db.JSON(e.Args), e.Message, e.Waits)
	}
	return rows.Done()
}

// todos closes before it opens, so that a step may replace its own to-do.
func todos(tx *db.Tx, c change.Change) error {
	for _, d := range c.Closed {
		if err := closeTodo(tx, c, d); err != nil {
			return err
		}
	}
	rows := insertTodos.Into(tx)
	for _, i := range c.Opened {
		rows.Add(record.NewID(), i.Record.Kind, i.Record.ID, i.Step, db.JSON(i.Args), db.Null(i.Organisation), i.Role, db.Null(i.Person), i.DueOn, i.EscalateTo, c.At)
	}
	return rows.Done()
}

func closeTodo(tx *db.Tx, c change.Change, d todo.Done) error {
	_, err := tx.Exec(`UPDATE todos SET closed_at = $2
		WHERE consortium_id = $1 AND record_kind = $3 AND record_id = $4 AND closed_at IS NULL AND ($5 = '' OR step = $5)`,
		c.At, d.Record.Kind, d.Record.ID, d.Step)
	return err
}

func notices(tx *db.Tx, c change.Change) error {
	rows := insertNotices.Into(tx)
	for _, n := range c.Notices {
		rows.Add(record.NewID(), n.Record.Kind, n.Record.ID, n.Key, db.JSON(n.Args), db.Null(n.Organisation), n.Role, db.Null(n.Person), c.At)
	}
	return rows.Done()
}

func turns(tx *db.Tx, c change.Change) error {
	for _, t := range c.Turns {
		_, err := tx.Exec(`INSERT INTO turns (consortium_id, record_kind, record_id, with_id, lapses_on, state) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (consortium_id, record_kind, record_id) DO UPDATE SET with_id = excluded.with_id, lapses_on = excluded.lapses_on, state = excluded.state`,
			t.Record.Kind, t.Record.ID, db.Null(t.Turn.With), t.Turn.LapsesOn, db.JSON(t.Turn))
		if err != nil {
			return err
		}
	}
	return nil
}

func files(tx *db.Tx, c change.Change) error {
	for _, f := range c.Files {
		if err := filedb.Insert(tx, f); err != nil {
			return err
		}
	}
	for _, f := range c.Removed {
		if err := filedb.Delete(tx, f); err != nil {
			return err
		}
	}
	return nil
}

func progress(tx *db.Tx, c change.Change) error {
	if c.Progress == nil {
		return nil
	}
	p := c.Progress
	return tx.ExecOne(`UPDATE jobs SET done = $3, total = $4, resume_at = $5 WHERE consortium_id = $1 AND id = $2`, p.Job, p.Done, p.Total, p.Cursor)
}

// NextNumbers allots n numbers of a series and returns the last of them. The
// row of the series is locked until the transaction ends, so numbers have no
// gaps and no doubles.
func NextNumbers(tx *db.Tx, series string, n int) (int64, error) {
	return db.Value[int64](tx, `INSERT INTO numbers (consortium_id, series, last) VALUES ($1, $2, $3)
		ON CONFLICT (consortium_id, series) DO UPDATE SET last = numbers.last + $3 RETURNING last`, series, n)
}
