package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"tongpin/internal/platform/fault"
)

// Setting is one row of the table of settings.
type Setting struct {
	Flag    string // without the two dashes
	Env     string
	Default string // as people read it
	Meaning string
	Serving bool // only for the commands that serve pages
}

// Table lists every setting, in the order of the structs.
func Table() []Setting {
	return append(rows(reflect.TypeFor[Common](), false), rows(reflect.TypeFor[Server](), true)...)
}

func rows(t reflect.Type, serving bool) []Setting {
	var list []Setting
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		shown := tag.Get("shown")
		if shown == "" {
			shown = tag.Get("default")
		}
		list = append(list, Setting{tag.Get("name"), tag.Get("env"), shown, tag.Get("help"), serving})
	}
	return list
}

// Markdown is docs/settings.md.
func Markdown() string {
	var b strings.Builder
	b.WriteString(`# Settings

Made from the table in internal/platform/config; do not edit. A flag wins over
the environment, the environment over the default. An unknown flag or an unknown
variable that begins with TONGPIN_ stops the start.

| flag | environment | default | for | meaning |
|---|---|---|---|---|
`)
	for _, s := range Table() {
		where := "every command"
		if s.Serving {
			where = "serve, demo"
		}
		fmt.Fprintf(&b, "| `--%s` | `%s` | %s | %s | %s |\n", s.Flag, s.Env, s.Default, where, s.Meaning)
	}
	return b.String()
}

// CheckEnvironment refuses variables with the program's prefix that name no
// setting: a mistyped name must not be ignored in silence. environ has the form
// of os.Environ.
func CheckEnvironment(environ []string) error {
	var known []string
	for _, s := range Table() {
		known = append(known, s.Env)
	}
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, Prefix) || strings.HasPrefix(name, testPrefix) || slices.Contains(known, name) {
			continue
		}
		return fault.Wrong("environment", name, "config.variable", "near", nearest(name, known))
	}
	return nil
}

func nearest(name string, known []string) string {
	return slices.MinFunc(known, func(a, b string) int { return distance(name, a) - distance(name, b) })
}

// distance is the number of single edits between two words (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost++
			}
			corner = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
