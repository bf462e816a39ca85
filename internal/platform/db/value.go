package db

import (
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"
	"unicode/utf8"
)

// timeForm is how SQLite stores an instant: fixed width, UTC, so that text
// order is time order.
const timeForm = "2006-01-02T15:04:05.000000Z"

// jsonColumn marks a value that is kept as JSON text.
type jsonColumn struct{ v any }

// JSON stores or scans a value as JSON text; give a pointer to scan.
func JSON(v any) any { return jsonColumn{v} }

// text is the value as JSON. Words by name, which facts and stories have, are
// written here: they come by the hundred thousand.
func (c jsonColumn) text() (string, error) {
	if words, ok := c.v.(map[string]string); ok && words != nil {
		b := make([]byte, 0, 128)
		for _, name := range slices.Sorted(maps.Keys(words)) {
			if !plain(name) || !plain(words[name]) {
				b = nil
				break
			}
			b = append(append(append(append(append(b, `,"`...), name...), `":"`...), words[name]...), '"')
		}
		if len(b) > 0 {
			b[0] = '{'
			return string(append(b, '}')), nil
		}
	}
	b, err := json.Marshal(c.v)
	return string(b), err
}

// plain tells whether JSON writes a word as it is.
func plain(word string) bool {
	for _, r := range word {
		if r < ' ' || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&' || r == utf8.RuneError || r == '\u2028' || r == '\u2029' {
			return false
		}
	}
	return true
}

// stamp writes an instant in timeForm, several times as quick as Format.
func stamp(at time.Time) string {
	year, month, day := at.Date()
	hour, minute, second := at.Clock()
	if year < 0 || year > 9999 {
		return at.Format(timeForm)
	}
	b := []byte("0000-00-00T00:00:00.000000Z")
	digits(b[0:4], year)
	digits(b[5:7], int(month))
	digits(b[8:10], day)
	digits(b[11:13], hour)
	digits(b[14:16], minute)
	digits(b[17:19], second)
	digits(b[20:26], at.Nanosecond()/1000)
	return string(b)
}

func digits(b []byte, n int) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
}

// value turns an argument into what the driver takes.
func (d *DB) value(a any) (any, error) {
	switch v := a.(type) {
	case nil, string, int64, bool, []byte, float64:
		return v, nil
	case jsonColumn:
		return v.text()
	case time.Time:
		if v.IsZero() {
			return nil, nil
		}
		if d.engine == SQLite {
			return stamp(v.UTC()), nil
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
