// Package sheet reads and writes the spreadsheets of the program: the empty
// template, the import, the export, and the workbook of the rows that failed.
// A feature declares its columns once, as a Layout; the rest is here.
//
// A file from outside is an attack until it is proven otherwise: Open refuses
// what is too large, packed too tightly, encrypted, or carries macros, links to
// other files or XML entities, and every refusal says how to mend it.
//
// The package knows neither a database nor HTTP nor a language: titles, notes
// and options come through Texts, and all that is wrong comes out as faults.
package sheet

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// Type says how the cells of a column are read and written.
type Type uint8

// The types of columns.
const (
	Text    Type = iota // words, codes, telephone numbers
	Integer             // a whole number
	Money               // an amount in yuan
	Date                // a civil date
	Choice              // one of Options
	Flag                // yes or no
	List                // several words in one cell; of Options, if there are any
)

// Column is one column of a sheet.
//
// Its texts stand in the catalogues: "<kind>.column.<key>" is the title,
// "<kind>.column.<key>.help" the note under it, "<kind>.column.<key>.sample"
// the example if Sample is empty. Only the title must exist.
type Column struct {
	Key      string // stable name, recognised as a header too
	Required bool   // an empty cell is a problem of its row
	Type     Type
	Options  []string // for Choice and List: the keys of the accepted values
	Enum     string   // texts of Options are "enum.<Enum>.<option>"; empty: the option is its own text
	Match    bool     // part of the key by which a row finds its record
	Name     bool     // holds a person's name: all dots between Han characters become U+00B7
	Width    float64  // in characters; 0 for a width that fits the type
	Sample   string   // example in the template, if it is the same in all languages
	// Sensitive marks personal data. An export writes it as the caller gives it,
	// so the caller masks it; the template says that the column is sensitive.
	Sensitive bool
}

// Words are typed words as the options of a column.
func Words[S ~string](list []S) []string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return words
}

// Layout is the shape of one kind of sheet.
type Layout struct {
	Kind    string // first part of the keys of its texts: "member", "order"
	Columns []Column
}

// Texts translates keys for one language; args are name, value pairs. A key
// without a text comes back as it is.
type Texts interface {
	T(key string, args ...any) string
}

//go:embed texts/*.json
var texts embed.FS

// Catalogues holds the texts of this package, for i18n.Load.
func Catalogues() fs.FS { return texts }

// Check finds mistakes of a declaration: a key used twice, a choice without
// options, two columns that have one title in a language. Tests of features
// call it with the texts of all languages.
func (l Layout) Check(langs ...Texts) error {
	seen := map[string]string{}
	for _, c := range l.Columns {
		if c.Key == "" {
			return fmt.Errorf("sheet: a column of %q has no key", l.Kind)
		}
		if c.Type == Choice && len(c.Options) == 0 {
			return fmt.Errorf("sheet: choice %q of %q has no options", c.Key, l.Kind)
		}
		for name := range l.names(c, langs) {
			if other, taken := seen[name]; taken && other != c.Key {
				return fmt.Errorf("sheet: %q and %q of %q are both called %q", other, c.Key, l.Kind, name)
			}
			seen[name] = c.Key
		}
	}
	return nil
}

// Title is the header of a column in a language.
func (l Layout) Title(c Column, t Texts) string { return t.T(l.Kind + ".column." + c.Key) }

// names are the folded headers under which a column is recognised.
func (l Layout) names(c Column, langs []Texts) map[string]bool {
	names := map[string]bool{fold(c.Key): true}
	for _, t := range langs {
		names[fold(l.Title(c, t))] = true
	}
	return names
}

// help is the note under a header; empty if there is none.
func (l Layout) help(c Column, t Texts) string { return optional(t, l.Kind+".column."+c.Key+".help") }

// sample is the example of a column in the template.
func (l Layout) sample(c Column, t Texts) string {
	switch {
	case c.Sample != "":
		return c.Sample
	case c.Type == Flag:
		return t.T("sheet.flag.yes")
	case len(c.Options) > 0:
		return c.label(c.Options[0], t)
	}
	return optional(t, l.Kind+".column."+c.Key+".sample")
}

// label is the text of an option.
func (c Column) label(option string, t Texts) string {
	if c.Enum == "" {
		return option
	}
	return t.T("enum." + c.Enum + "." + option)
}

func optional(t Texts, key string) string {
	if s := t.T(key); s != key {
		return s
	}
	return ""
}

// fold makes headers and options comparable: no spaces, no star of a required
// column, one width, one case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		r = narrow(r)
		switch {
		case isSpace(r), r == '*', r == '\u2605', r == '\n', r == '\r', r == '\t', invisible(r):
			return -1
		}
		return r
	}, strings.ToLower(strings.Map(narrowAll, s)))
}
