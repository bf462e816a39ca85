package db

import (
	"strings"
	"testing"
)

func TestGuardLetsOnlyTiedTablesThrough(t *testing.T) {
	d := &DB{engine: SQLite, tenants: map[string]bool{"orders": true, "parties": true}}
	for _, c := range []struct {
		name, statement string
		good            bool
	}{
		{"plain", `SELECT id FROM orders WHERE consortium_id = $1 AND id = $2`, true},
		{"alias", `SELECT o.id FROM orders o WHERE o.consortium_id = $1`, true},
		{"join", `SELECT o.id FROM orders o JOIN parties p ON p.consortium_id = o.consortium_id AND p.order_id = o.id WHERE o.consortium_id = $1`, true},
		{"sub-query", `SELECT o.id FROM orders o WHERE o.consortium_id = $1 AND EXISTS (SELECT 1 FROM parties p WHERE p.consortium_id = $1 AND p.order_id = o.id)`, true},
		{"insert", `INSERT INTO orders (consortium_id, id) VALUES ($1, $2)`, true},
		{"insert and ignore", `INSERT INTO orders (consortium_id, id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, true},
		{"update", `UPDATE orders SET title = $2 WHERE consortium_id = $1 AND id = $3`, true},
		{"delete", `DELETE FROM orders WHERE consortium_id = $1 AND id = $2`, true},
		{"global table", `SELECT id FROM consortia WHERE id = $1`, true},

		{"nothing ties it", `SELECT id FROM orders WHERE id = $2`, false},
		{"another parameter", `SELECT id FROM orders WHERE consortium_id = $2`, false},
		{"a literal", `SELECT id FROM orders WHERE consortium_id = 1`, false},
		{"join without tie", `SELECT o.id FROM orders o JOIN parties p ON p.order_id = o.id WHERE o.consortium_id = $1`, false},
		{"sub-query without tie", `SELECT o.id FROM orders o WHERE o.consortium_id = $1 AND EXISTS (SELECT 1 FROM parties p WHERE p.order_id = o.id)`, false},
		{"comma join", `SELECT o.id FROM orders o, parties p WHERE o.consortium_id = $1 AND p.consortium_id = $1`, false},
		{"insert without", `INSERT INTO orders (id, consortium_id) VALUES ($2, $1)`, false},
		{"insert for another", `INSERT INTO orders (consortium_id, id) VALUES ($2, $3)`, false},
		{"update of all", `UPDATE orders SET title = $2`, false},
		{"delete of all", `DELETE FROM orders`, false},
		{"tie in a comment", "SELECT id FROM orders -- consortium_id = $1\nWHERE id = $2", false},
		{"tie in a literal", `SELECT id FROM orders WHERE title = 'consortium_id = $1'`, false},
	} {
		err := d.guard(c.statement, true)
		if (err == nil) != c.good {
			t.Errorf("%s: %v, want good = %v", c.name, err, c.good)
		}
	}
}

func TestGuardKeepsTenantTablesOutOfSystemTransactions(t *testing.T) {
	d := &DB{engine: SQLite, tenants: map[string]bool{"orders": true}}
	if err := d.guard(`SELECT id FROM orders WHERE consortium_id = $1`, false); err == nil || !strings.Contains(err.Error(), "outside") {
		t.Errorf("a tenant table in a system transaction: %v", err)
	}
	if err := d.guard(`SELECT id FROM consortia`, false); err != nil {
		t.Error(err)
	}
}

func TestWhereNumbersItsParameters(t *testing.T) {
	w := NewWhere(1)
	w.And("a = ? OR b = ?", 1, 2)
	w.In("c", []string{"x", "y"})
	w.In("d", nil)
	w.Like("50% Off", "e")
	const want = ` AND (a = $3 OR b = $4) AND (c IN ($5, $6)) AND (lower(e) LIKE $7 ESCAPE '\') AND (lower(e) LIKE $8 ESCAPE '\')`
	if w.SQL() != want {
		t.Errorf("got  %s\nwant %s", w.SQL(), want)
	}
	if args := w.Args("first"); len(args) != 7 || args[5] != `%50\%%` || args[0] != "first" {
		t.Errorf("args = %v", args)
	}
	if w.Next() != 9 {
		t.Errorf("next = %d, want 9", w.Next())
	}
}

func TestCasesAreCountedOneByOne(t *testing.T) {
	w := NewWhere(0)
	w.Or("z = ?", 0)
	w.Either(Case{"a = ?", []any{1}}, Case{Condition: "b"})
	w.And("c = ?", 2)
	if got, want := w.Within("id"), ` AND ((z = $2)) AND ((a = $3) OR (b)) AND (c = $4)`; got != want {
		t.Errorf("rows: got  %s\nwant %s", got, want)
	}
	if got, want := w.each("R"), `R AND ((z = $2)) AND ((a = $3)) AND (c = $4) UNION ALL R AND ((z = $2)) AND ((b)) AND (c = $4)`; got != want {
		t.Errorf("count: got  %s\nwant %s", got, want)
	}
}
