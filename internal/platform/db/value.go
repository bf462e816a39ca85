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

// Row is one row of an answer. Scan takes pointers to integers, strings, bools,
// typed strings and integers, time.Time, anything with UnmarshalText (calendar
// dates), and JSON(&v). A NULL leaves the zero value.
type Row interface {
	Scan(dest ...any) error
}

type scanner interface{ Scan(dest ...any) error }

type row struct{ s scanner }

func (r row) Scan(dest ...any) error {
	wrapped := make([]any, len(dest))
	for i, d := range dest {
		wrapped[i] = &target{d}
	}
	return r.s.Scan(wrapped...)
}

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

// target scans one column into a destination of the kinds that Row names.
type target struct{ dest any }

// Scan implements the contract of the database driver.
func (t *target) Scan(src any) error {
	switch d := t.dest.(type) {
	case jsonColumn:
		if src == nil {
			return nil
		}
		return json.Unmarshal([]byte(text(src)), d.v)
	case *time.Time:
		return scanTime(d, src)
	case *[]byte:
		*d = []byte(text(src))
		return nil
	case *any:
		*d = src
		return nil
	case encoding.TextUnmarshaler:
		if src == nil {
			return nil
		}
		return d.UnmarshalText([]byte(text(src)))
	}
	return scanPlain(reflect.ValueOf(t.dest).Elem(), src)
}

func scanTime(d *time.Time, src any) error {
	switch v := src.(type) {
	case nil:
		*d = time.Time{}
	case time.Time:
		*d = v.UTC()
	default:
		at, err := time.Parse(timeForm, text(src))
		if err != nil {
			return fmt.Errorf("db: %q is no stored instant", text(src))
		}
		*d = at.UTC()
	}
	return nil
}

func scanPlain(rv reflect.Value, src any) error {
	if src == nil {
		rv.SetZero()
		return nil
	}
	switch rv.Kind() {
	case reflect.String:
		rv.SetString(text(src))
		return nil
	case reflect.Bool:
		switch v := src.(type) {
		case bool:
			rv.SetBool(v)
			return nil
		case int64:
			rv.SetBool(v != 0)
			return nil
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if v, ok := src.(int64); ok {
			rv.SetInt(v)
			return nil
		}
	}
	return fmt.Errorf("db: can't scan %T into %s", src, rv.Type())
}

func text(src any) string {
	switch v := src.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case time.Time: // a DATE column of PostgreSQL
		return v.Format("2006-01-02")
	}
	return fmt.Sprint(src)
}
