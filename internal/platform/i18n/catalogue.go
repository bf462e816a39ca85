// Package i18n holds the texts of the program in Chinese and English and the
// forms of numbers, amounts, dates and instants.
//
// Each web adapter embeds its own texts/zh.json and texts/en.json, flat objects
// from key to text. A text may hold
//
//	{name}                 the argument, in the form of its type (see Localizer.T)
//	{n|record|records}     the first word if the argument n is one, else the second
//	{state@order.state}    the text of the key "order.state." + the argument
//	{state@$kind.state}    the same, where $kind is itself an argument
//
// The last two let a fault, an entry or a notice carry bare codes ("kind",
// "order", "state", "open"): the text of its key says how they are to be read.
// A word that has no text is shown as it is.
package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
)

// Language is one of the languages of the program.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Languages lists the languages; the first is the default.
var Languages = []Language{Chinese, English}

// Catalogue holds all texts of the program. It is safe for concurrent use.
type Catalogue struct {
	texts   map[Language]map[string]text
	missing sync.Map // string -> bool
}

// Load joins the texts of several adapters. Each source holds texts/zh.json and
// texts/en.json. A key that two sources declare, and a text that can't be read,
// are errors; all are reported at once.
func Load(sources ...fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[Language]map[string]text{}}
	var errs []error
	for _, lang := range Languages {
		c.texts[lang] = map[string]text{}
		for _, src := range sources {
			errs = append(errs, c.read(lang, src))
		}
	}
	return c, errors.Join(errs...)
}

func (c *Catalogue) read(lang Language, src fs.FS) error {
	name := "texts/" + string(lang) + ".json"
	b, err := fs.ReadFile(src, name)
	if err != nil {
		return fmt.Errorf("i18n: %w", err)
	}
	pairs, err := decode(b)
	if err != nil {
		return fmt.Errorf("i18n: %s: %w", name, err)
	}
	var errs []error
	for _, p := range pairs {
		if _, twice := c.texts[lang][p.key]; twice {
			errs = append(errs, fmt.Errorf("i18n: %s: key %q is declared twice", name, p.key))
			continue
		}
		t, err := parse(p.text)
		if err != nil {
			errs = append(errs, fmt.Errorf("i18n: %s: %q: %w", name, p.key, err))
		}
		c.texts[lang][p.key] = t
	}
	return errors.Join(errs...)
}

type pair struct{ key, text string }

// decode reads a flat object and keeps repeated keys, which json.Unmarshal
// would hide.
func decode(b []byte) ([]pair, error) {
	if !json.Valid(b) {
		var v any
		return nil, json.Unmarshal(b, &v)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var pairs []pair
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		var s string
		if err := d.Decode(&s); err != nil {
			return nil, fmt.Errorf("%v: %w", key, err)
		}
		pairs = append(pairs, pair{key.(string), s})
	}
	return pairs, nil
}

// In returns the Localizer of a language; an unknown language gives the
// default one.
func (c *Catalogue) In(lang Language) *Localizer {
	if !slices.Contains(Languages, lang) {
		lang = Languages[0]
	}
	return &Localizer{catalogue: c, lang: lang, texts: c.texts[lang]}
}

// Missing lists, sorted, the keys that somebody asked for and that have no
// text. A test that walks all pages demands that it is empty.
func (c *Catalogue) Missing() []string {
	var keys []string
	c.missing.Range(func(k, _ any) bool {
		keys = append(keys, k.(string))
		return true
	})
	slices.Sort(keys)
	return keys
}
