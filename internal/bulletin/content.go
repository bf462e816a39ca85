package bulletin

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// The limits of a paper.
const (
	MaxSections = 20
	MaxEvents   = 60
	MaxChecks   = 20
	MaxText     = 20_000 // characters of a section
	MaxTitle    = 120
	MaxLine     = 500 // characters of an event or an equation
)

// Content is what a paper says. Each line of a text is a paragraph.
type Content struct {
	Language string    `json:"language"` // "zh" or "en": of its numbers, units and dates
	Title    string    `json:"title"`
	Editor   string    `json:"editor"` // who issues it: stands at the top and at the place of the seal
	Sections []Section `json:"sections"`
	Events   []Event   `json:"events"`
	Checks   []string  `json:"checks"` // equations between figures: "{{a}} + {{b}} = {{c}}"
}

// Section is one part of a paper.
type Section struct {
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// Event is something that happened, in the words of the secretariat; Record is
// where it comes from and is not printed.
type Event struct {
	On     calendar.Date `json:"on"`
	Text   string        `json:"text"`
	Record record.Ref    `json:"record"`
}

// Metrics finds a metric by its key.
type Metrics func(key string) (metric.Definition, bool)

// check finds everything that is wrong with the content, each at its field.
func (x Content) check(find Metrics) error {
	var wrong fault.List
	if !slices.Contains([]string{"zh", "en"}, x.Language) {
		wrong.Add("language", x.Language, "bulletin.language")
	}
	short(&wrong, "title", x.Title, MaxTitle)
	short(&wrong, "editor", x.Editor, MaxTitle)
	if len(x.Sections) == 0 || len(x.Sections) > MaxSections {
		wrong.Add("section.0.heading", "", "bulletin.sections", "max", MaxSections)
	}
	for i, s := range x.Sections {
		short(&wrong, field("section", i, "heading"), s.Heading, MaxTitle)
		bound(&wrong, field("section", i, "text"), s.Text, MaxText, find)
	}
	if len(x.Events) > MaxEvents {
		wrong.Add("event.0.text", "", "bulletin.events.many", "max", MaxEvents)
	}
	for i, e := range x.Events {
		bound(&wrong, field("event", i, "text"), e.Text, MaxLine, find)
		if e.On.Zero() {
			wrong.Add(field("event", i, "on"), "", "bulletin.event.day")
		}
	}
	if len(x.Checks) > MaxChecks {
		wrong.Add("checks", "", "bulletin.checks.many", "max", MaxChecks)
	}
	for _, line := range x.Checks {
		if _, err := parseEquation(line, find); err != nil {
			at(&wrong, "checks", line, err)
		}
	}
	return wrong.Err()
}

// short proves a line that must be there.
func short(wrong *fault.List, name, value string, most int) {
	switch n := utf8.RuneCountInString(value); {
	case strings.TrimSpace(value) == "":
		wrong.Add(name, "", "bulletin.missing")
	case n > most:
		wrong.Add(name, "", "bulletin.long", "n", n, "max", most)
	}
}

// bound proves a text and each of its tokens.
func bound(wrong *fault.List, name, text string, most int, find Metrics) {
	short(wrong, name, text, most)
	for i, line := range paragraphs(text) {
		pieces, err := split(line)
		if err != nil {
			at(wrong, name, "", err, "line", i+1)
			continue
		}
		for _, p := range pieces {
			if p.token == nil {
				continue
			}
			if err := known(*p.token, find); err != nil {
				at(wrong, name, "", err, "line", i+1)
			}
		}
	}
}

// known proves a token against the metrics of the program.
func known(t Token, find Metrics) error {
	d, ok := find(t.Key)
	if !ok {
		return fault.Refuse("bulletin.token.unknown", "token", t.String(), "what", t.Key)
	}
	return t.check(d)
}

// at puts the faults of a text to its field, with further arguments.
func at(wrong *fault.List, name, value string, err error, args ...any) {
	for _, f := range fault.All(err) {
		wrong.Add(name, value, f.Key, append(slices.Clone(f.Args), args...)...)
	}
}

// paragraphs are the lines of a text that are not empty.
func paragraphs(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// tokens lists every token of the content, each once, in the order of the text.
func (x Content) tokens() []Token {
	var list []Token
	add := func(text string) {
		for _, line := range paragraphs(text) {
			pieces, err := split(line)
			if err != nil {
				continue // refused by check
			}
			for _, p := range pieces {
				if p.token != nil && !slices.Contains(list, *p.token) {
					list = append(list, *p.token)
				}
			}
		}
	}
	for _, s := range x.Sections {
		add(s.Text)
	}
	for _, e := range x.Events {
		add(e.Text)
	}
	for _, c := range x.Checks {
		add(c)
	}
	return list
}

// sum adds the terms of a side.
func (n Numbers) sum(side []Token, paper calendar.Period) (total int64) {
	for _, t := range side {
		for _, f := range n.of(t, paper) {
			total += f.Value
		}
	}
	return total
}

// failing lists the equations that do not hold.
func (x Content) failing(n Numbers, paper calendar.Period, find Metrics) error {
	var wrong fault.List
	for _, line := range x.Checks {
		e, err := parseEquation(line, find)
		if err != nil {
			at(&wrong, "checks", line, err)
			continue
		}
		if left, right := n.sum(e.left, paper), n.sum(e.right, paper); left != right {
			wrong.Add("checks", "", "bulletin.equation.fails", "line", line, "left", left, "right", right)
		}
	}
	return wrong.Err()
}
