package dump

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/platform/db"
)

const (
	tenantColumn = "consortium_id"
	instantForm  = "2006-01-02T15:04:05.000000Z"
	dateForm     = "2006-01-02"
)

// columnsOf are the columns of a table, the consortium first, so that an insert
// can begin with it.
func columnsOf(t db.Table) []db.Column {
	list := slices.Clone(t.Columns)
	if i := slices.IndexFunc(list, func(c db.Column) bool { return c.Name == tenantColumn }); t.Tenant && i > 0 {
		c := list[i]
		list = slices.Insert(slices.Delete(list, i, i+1), 0, c)
	}
	return list
}

func names(columns []db.Column) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.Name
	}
	return list
}

// selection reads the rows of a table: of the consortium that was entered, or
// all of a global table. Ids follow the time of creation, so a row comes after
// those that it refers to in its own table.
func selection(t db.Table) string {
	text := "SELECT " + strings.Join(names(columnsOf(t)), ", ") + " FROM " + t.Name
	if t.Tenant {
		text += " WHERE consortium_id = $1"
	}
	if slices.ContainsFunc(t.Columns, func(c db.Column) bool { return c.Name == "id" }) {
		text += " ORDER BY id"
	}
	return text
}

func insertion(t db.Table, columns []string) string {
	marks := make([]string, len(columns))
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+1)
	}
	return "INSERT INTO " + t.Name + " (" + strings.Join(columns, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ")"
}

// encode writes a row as one line of JSON.
func encode(r db.Row, columns []db.Column) ([]byte, error) {
	values := make([]any, len(columns))
	dest := make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	if err := r.Scan(dest...); err != nil {
		return nil, err
	}
	for i, v := range values {
		var err error
		if values[i], err = plain(v, columns[i]); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(values) // ends the line
	return b.Bytes(), err
}

// plain is the one form of a value.
func plain(v any, c db.Column) (any, error) {
	switch x := v.(type) {
	case nil, string, int64:
		return x, nil
	case []byte:
		return string(x), nil
	case bool:
		if x {
			return int64(1), nil
		}
		return int64(0), nil
	case time.Time:
		if c.Type == "date" {
			return x.Format(dateForm), nil
		}
		return x.UTC().Format(instantForm), nil
	}
	return nil, fmt.Errorf("dump: column %s holds a %T, which has no form in an archive", c.Name, v)
}

// decode reads a line back into values for the columns of the target database.
func decode(line []byte, columns []db.Column) ([]any, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var values []any
	if err := d.Decode(&values); err != nil || len(values) != len(columns) {
		return nil, fmt.Errorf("dump: a row does not fit its columns")
	}
	for i, v := range values {
		var err error
		if values[i], err = typed(v, columns[i]); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// typed is the value that a column of the target takes.
func typed(v any, c db.Column) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case string:
		if c.Type != "timestamp with time zone" {
			return x, nil
		}
		at, err := time.Parse(instantForm, x)
		if err != nil {
			return nil, fmt.Errorf("dump: column %s: %q is no instant", c.Name, x)
		}
		return at, nil
	case json.Number:
		n, err := x.Int64()
		if err != nil {
			return nil, fmt.Errorf("dump: column %s: %s is no whole number", c.Name, x)
		}
		if c.Type == "boolean" {
			return n != 0, nil
		}
		return n, nil
	}
	return nil, fmt.Errorf("dump: column %s: a %T has no place in a row", c.Name, v)
}
