// Package rule holds dated rules of law and policy as data: edition, effective
// dates, article, severity, evidence mark. A feature asks the book for the rule
// in force on a day, tests it in a pure function, and stores the finding with
// the edition that it used.
package rule

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"tongpin/internal/core/calendar"
)

// Severity is what follows when a rule is not met.
type Severity string

// The severities (domain.md, section 2).
const (
	Forbidden   Severity = "forbidden"    // block, no override
	UnlessFiled Severity = "unless_filed" // block unless a filed exception exists
	Required    Severity = "required"     // block until present
	Should      Severity = "should"       // warn, ask for a reason
)

// Blocks tells whether a finding of this severity stops the step.
func (s Severity) Blocks() bool { return s != Should }

// Rule is one rule in one edition. Its text stands in the catalogues under
// "rule.<id>".
type Rule struct {
	ID       string           `json:"id"`
	Source   string           `json:"source"` // key of the law or policy
	Edition  string           `json:"edition"`
	Article  string           `json:"article"`
	From     calendar.Date    `json:"from"`
	To       calendar.Date    `json:"to"` // zero: still in force
	Severity Severity         `json:"severity"`
	Mark     string           `json:"mark"`  // evidence: V, V16, M or D (domain.md)
	Local    bool             `json:"local"` // a consortium may loosen it
	Params   map[string]int64 `json:"params"`
}

// Finding says that a rule is not met by a record.
type Finding struct {
	Rule     string         `json:"rule"`
	Edition  string         `json:"edition"`
	Article  string         `json:"article"`
	Severity Severity       `json:"severity"`
	Mark     string         `json:"mark"`
	Field    string         `json:"field"`
	Args     map[string]any `json:"args"`
}

// Book is a set of rules in all their editions.
type Book struct{ rules []Rule }

//go:embed shared.json
var shared []byte

// Load reads rules, each file a JSON array; rules that several features test
// (shared.json) are in every book. It refuses unknown fields, severities and
// marks, and two editions of a rule that are in force on the same day.
func Load(files ...[]byte) (*Book, error) {
	b := &Book{}
	for _, data := range slices.Concat([][]byte{shared}, files) {
		var rules []Rule
		strict := json.NewDecoder(bytes.NewReader(data))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&rules); err != nil {
			return nil, fmt.Errorf("rule: %w", err)
		}
		for _, r := range rules {
			if err := b.add(r); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

func (b *Book) add(r Rule) error {
	if !slices.Contains([]Severity{Forbidden, UnlessFiled, Required, Should}, r.Severity) {
		return fmt.Errorf("rule: %s has the unknown severity %q", r.ID, r.Severity)
	}
	if !slices.Contains([]string{"V", "V16", "M", "D"}, r.Mark) {
		return fmt.Errorf("rule: %s has the unknown evidence mark %q", r.ID, r.Mark)
	}
	for _, other := range b.rules {
		if other.ID == r.ID && overlap(other, r) {
			return fmt.Errorf("rule: %s: editions %s and %s are in force together", r.ID, other.Edition, r.Edition)
		}
	}
	b.rules = append(b.rules, r)
	return nil
}

func overlap(a, b Rule) bool {
	return (a.To.Zero() || !a.To.Before(b.From)) && (b.To.Zero() || !b.To.Before(a.From))
}

// On returns the edition of a rule in force on a day, and false if none is.
func (b *Book) On(id string, day calendar.Date) (Rule, bool) {
	for _, r := range b.rules {
		if r.ID == id && (calendar.Period{From: r.From, To: r.To}).Contains(day) {
			return r, true
		}
	}
	return Rule{}, false
}

// All returns every rule in every edition, in the order in which they were loaded.
func (b *Book) All() []Rule { return slices.Clone(b.rules) }

// Broken makes the finding that the rule is not met at a field.
func (r Rule) Broken(field string, args map[string]any) Finding {
	return Finding{Rule: r.ID, Edition: r.Edition, Article: r.Article, Severity: r.Severity, Mark: r.Mark, Field: field, Args: args}
}
