package db

import (
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// Row is one row of an answer. Scan takes pointers to integers, strings, bools,
// typed strings and integers, time.Time, anything with UnmarshalText (calendar
// dates), and JSON(&v). A NULL leaves the zero value.
type Row interface {
	Scan(dest ...any) error
}

type scanner interface{ Scan(dest ...any) error }

// row is the row at which an answer stands. It serves all rows of the answer,
// and keeps from one to the next what scanning needs.
type row struct {
	s       scanner
	values  []driver.Value // instead of s: of a reader
	one     target
	targets []target
	wrapped []any
}

func (r *row) Scan(dest ...any) error {
	if r.s == nil {
		return r.scan(dest)
	}
	if len(r.targets) != len(dest) {
		r.targets, r.wrapped = make([]target, len(dest)), make([]any, len(dest))
		for i := range r.targets {
			r.wrapped[i] = &r.targets[i]
		}
	}
	for i, d := range dest {
		r.targets[i].dest = d
	}
	return r.s.Scan(r.wrapped...)
}

// target scans one column into a destination of the kinds that Row names.
type target struct{ dest any }

// Scan implements the contract of the database driver.
func (t *target) Scan(src any) error {
	switch d := t.dest.(type) {
	case jsonColumn:
		if s := text(src); src != nil && s != "null" {
			return json.Unmarshal([]byte(s), d.v)
		}
		return nil
	case *time.Time:
		return scanTime(d, src)
	case *[]byte:
		*d = []byte(text(src))
		return nil
	case *any:
		*d = src
		return nil
	case *string:
		*d = ""
		if src != nil {
			*d = text(src)
		}
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
		at, ok := instant(text(src))
		if !ok {
			return fmt.Errorf("db: %q is no stored instant", text(src))
		}
		*d = at
	}
	return nil
}

// instant reads timeForm, several times as quick as time.Parse: a list reads
// hundreds.
func instant(s string) (time.Time, bool) {
	if len(s) != len(timeForm) || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != '.' || s[26] != 'Z' {
		return time.Time{}, false
	}
	var parts [7]int
	for i, span := range [7][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}, {20, 26}} {
		for _, c := range []byte(s[span[0]:span[1]]) {
			if c < '0' || c > '9' {
				return time.Time{}, false
			}
			parts[i] = parts[i]*10 + int(c-'0')
		}
	}
	at := time.Date(parts[0], time.Month(parts[1]), parts[2], parts[3], parts[4], parts[5], parts[6]*1000, time.UTC)
	return at, at.Month() == time.Month(parts[1]) && at.Day() == parts[2] && parts[3] < 24 && parts[4] < 60 && parts[5] < 60
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
