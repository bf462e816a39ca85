package sheet

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
)

// Values is one record of an export, in the order of the layout's columns.
// For Text: string; Integer: int, int64; Money: money.Fen; Date: calendar.Date;
// Choice: the key of the option (string); Flag: bool; List: []string (of keys,
// if the column has options). Types made of these do too. nil, and the zero
// Date, leave the cell empty.
type Values []any

// word writes a value as a person reads it in a language.
func (c Column) word(v any, t Texts) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case calendar.Date:
		return v.String(), nil
	case money.Fen:
		return decimal(v), nil
	}
	r := reflect.ValueOf(v)
	switch {
	case r.Kind() == reflect.String && c.Type == Choice:
		return c.optionWord(r.String(), t), nil
	case r.Kind() == reflect.String:
		return r.String(), nil
	case r.CanInt():
		return strconv.FormatInt(r.Int(), 10), nil
	case r.Kind() == reflect.Bool && r.Bool():
		return t.T("sheet.flag.yes"), nil
	case r.Kind() == reflect.Bool:
		return t.T("sheet.flag.no"), nil
	case r.Kind() == reflect.Slice && r.Type().Elem().Kind() == reflect.String:
		words := make([]string, r.Len())
		for i := range words {
			words[i] = c.optionWord(r.Index(i).String(), t)
		}
		return strings.Join(words, "; "), nil
	}
	return "", fmt.Errorf("sheet: column %q can't hold a %T", c.Key, v)
}

// optionWord is the text of an option; what is no option stays as it is.
func (c Column) optionWord(option string, t Texts) string {
	if option == "" || len(c.Options) == 0 {
		return option
	}
	return c.label(option, t)
}

// decimal writes yuan without separators, as spreadsheet programs read them.
func decimal(f money.Fen) string { return strings.ReplaceAll(f.Yuan(), ",", "") }

// serial is Excel's count of days; false for dates before March 1900, which
// Excel counts wrongly.
func serial(d calendar.Date) (int, bool) {
	const day = 24 * 60 * 60
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	n := int((time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() - base.Unix()) / day)
	return n, n > 60
}
