package speed_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tongpin/internal/app"
	"tongpin/internal/core/intake"
	"tongpin/internal/platform/db"
)

// copied is a table in memory.
type copied struct {
	name   string
	insert string
	rows   [][]any
}

// since leaves the rows that were written after others: what an import has added.
func since(before, after []copied) []copied {
	there := map[string]int{}
	for _, t := range before {
		there[t.name] = len(t.rows)
	}
	for i := range after {
		after[i].rows = after[i].rows[there[after[i].name]:]
	}
	return after
}

// written is every row of a consortium, the oldest first, table by table, each
// after those that it needs.
func written(b *testing.B, ctx context.Context, h *app.House) (list []copied) {
	b.Helper()
	consortium, _ := db.Consortium(ctx)
	err := h.DB.Across(ctx, true, func(tx *db.Tx) error {
		tables, err := tx.Tables()
		if err != nil {
			return err
		}
		if err := tx.Enter(consortium); err != nil {
			return err
		}
		for _, t := range tables {
			if !t.Tenant {
				continue
			}
			c, err := table(tx, t)
			if err != nil {
				return err
			}
			if len(c.rows) > 0 {
				list = append(list, c)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return list
}

func table(tx *db.Tx, t db.Table) (copied, error) {
	var columns, marks []string
	for _, c := range t.Columns {
		if c.Name != "consortium_id" {
			columns = append(columns, c.Name)
			marks = append(marks, fmt.Sprintf("$%d", len(marks)+2))
		}
	}
	names := strings.Join(columns, ", ")
	rows, err := db.All(tx, func(r db.Row) ([]any, error) {
		values, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		return values, r.Scan(dest...)
	}, `SELECT `+names+` FROM `+t.Name+` WHERE consortium_id = $1 ORDER BY rowid`)
	return copied{t.Name, `INSERT INTO ` + t.Name + ` (consortium_id, ` + names + `) VALUES ($1, ` + strings.Join(marks, ", ") + `) ON CONFLICT DO NOTHING`, rows}, err
}

// insertBare writes tables into a database of the same schema that holds what was
// there before: as many rows a transaction as a batch of an import of n rows writes,
// what is few in the first.
func insertBare(b *testing.B, before, tables []copied, n int) (passed, computed time.Duration) {
	to, _, err := house(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer to.Close()
	_, ctx := found(b, to)
	put := func(list []copied, i, batches int) {
		err := to.DB.Write(ctx, func(tx *db.Tx) error {
			for _, t := range list {
				if err := t.part(tx, i, batches); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	put(before, 0, 1)
	batches := max(1, n/intake.BatchRows)
	return timed(b, func() {
		for i := range batches {
			put(tables, i, batches)
		}
	})
}

// part inserts the rows of one batch.
func (t copied) part(tx *db.Tx, i, batches int) error {
	rows := t.rows
	switch {
	case len(rows) >= batches:
		rows = rows[len(rows)*i/batches : len(rows)*(i+1)/batches]
	case i > 0:
		return nil
	}
	for _, row := range rows {
		if _, err := tx.Exec(t.insert, row...); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}
