// Package ui holds the pieces that details and home pages are made of: tags,
// cards, summaries, steps, the turn bar, timelines, figures, notices. Texts that
// are given to them are ready to read (already translated with i18n.T); the few
// words of their own they take from the catalogue of the kit.
package ui

import (
	"context"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/a-h/templ"
)

// Tone is what a colour says.
type Tone string

// The tones.
const (
	Plain   Tone = ""        // nothing special: finished, archived, neutral
	Jade    Tone = "jade"    // well, done, agreed
	Saffron Tone = "saffron" // waits for somebody
	River   Tone = "river"   // in progress, for information
	Brick   Tone = "brick"   // breaks a rule, refused, overdue
)

// Light is the tone of a traffic light by the name of its colour; Plain for one
// that is off.
func Light(colour string) Tone {
	return map[string]Tone{"green": Jade, "amber": Saffron, "red": Brick}[colour]
}

// Link is a text that leads somewhere; without Path it is only the text.
type Link struct{ Text, Path string }

// Option is one choice of a select, radio or checkbox group.
type Option struct {
	Value string
	Text  string
	Note  string // a line of help under a radio or checkbox
}

// Action is a button at the right top of a page, in a bar or in a row. With
// Path alone it is a link; with Post it is a small form that posts to Path.
type Action struct {
	Text    string
	Path    string
	Icon    string // name of an icon of the sprite; optional
	Primary bool   // the one main action
	Danger  bool
	Post    bool
	Fields  [][2]string // hidden fields of the small form: name, value
}

// Item is one line of a Summary: a word and what it stands for.
type Item struct {
	Term  string
	Value templ.Component
	Wide  bool // takes the whole width: long text
}

// Field makes an Item of plain text; empty text is shown as a dash.
func Field(term, value string) Item { return Item{Term: term, Value: Text(value)} }

// Tab is one tab of a details page; tabs are links, so each has an address.
type Tab struct {
	Text  string
	Path  string
	Count int // shown in brackets if positive
	On    bool
}

// Step is one step of a way: done, now, or to come.
type Step struct {
	Text string
	Done bool
	Now  bool
}

// Event is one entry of a Timeline.
type Event struct {
	Text    string
	At      time.Time
	By      string // who, of which organisation
	Message string // what they wrote
	Waits   bool   // shown in saffron: the step waits for somebody
	Detail  templ.Component
}

// Stage is one stage of a FlowStrip.
type Stage struct {
	Text   string
	Figure string
	Note   string
	Path   string // to the records behind the figure
}

// Target is what a KPI is measured against.
type Target struct {
	Text  string  // "target >= 1,500", ready to read
	Share float64 // reached share of the target, 0..1 and beyond
	Late  bool    // behind the plan: saffron
}

// KPI is a figure with its target. Path leads to the records behind it.
type KPI struct {
	Text    string
	Figure  string
	Unit    string // of the figure, in words
	Path    string
	Target  *Target
	Note    string // right of the target: scope, composition
	Wording string // how it is counted; shown on demand
}

// Empty says why there is nothing and what to do next.
type Empty struct {
	Why    string
	Next   string
	Action *Action
}

// Text shows a string; empty text is a dash that readers see as "none".
func Text(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if s == "" {
			s = "\u2014"
		}
		_, err := io.WriteString(w, templ.EscapeString(s))
		return err
	})
}

// Number shows a whole number with thousands separators.
func Number[N ~int | ~int64](n N) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, err := io.WriteString(w, number(ctx, int64(n)))
		return err
	})
}

// percent is a share as a whole number from 0 to 100, for bars.
func percent(share float64) string {
	return strconv.Itoa(int(math.Round(100 * min(max(share, 0), 1))))
}
