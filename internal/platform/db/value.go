package db

import (
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// timeForm is how SQLite stores an instant: fixed width, UTC, so that text
// order is time order.
const timeForm = "2006-01-02T15:04:05.000000Z"

// jsonColumn marks a value that is kept as JSON text.
type jsonColumn struct{ v any }

// JSON stores or scans a value as JSON text; give a pointer to scan.
func JSON(v any) any { return jsonColumn{v} }

// value turns an argument into what the driver takes.
func (d *DB) value(a any) (any, error) {
	switch v := a.(type) {
	case nil, string, int64, bool, []byte, float64:
		return v, nil
	case jsonColumn:
		b, err := json.Marshal(v.v)
		return string(b), err
	case time.Time:
		if v.IsZero() {
			return nil, nil
		}
		if d.engine == SQLite {
			return v.UTC().Format(timeForm), nil
		}
		return v.UTC(), nil
	case driver.Valuer:
		return v.Value()
	case encoding.TextMarshaler:
		b, err := v.MarshalText()
		if err != nil || len(b) == 0 {
			return nil, err
		}
		return string(b), nil
	}
	rv := reflect.ValueOf(a)
	switch rv.Kind() {
	case reflect.String:
		return rv.String(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return rv.Int(), nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(rv.Uint()), nil
	case reflect.Bool:
		return rv.Bool(), nil
	}
	return nil, fmt.Errorf("db: can't store a %T; use db.JSON or give it MarshalText", a)
}

// Null stores the empty string as NULL: an optional reference.
func Null[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}
