package bulletin

import (
	"regexp"
	"slices"
	"strings"

	"tongpin/internal/platform/i18n"
)

// A typed number is a quantity that somebody wrote into the words instead of
// binding it: a number followed by a unit in which a metric of the program
// counts. The paper marks it and says in its notes that no fact stands behind it,
// so that a bound number can't quietly be replaced by a typed one. Days, years
// and the number of an issue are no quantities.

// typedNumbers finds typed numbers in a language; units are those of the metrics.
// It finds nothing without units.
func typedNumbers(l *i18n.Localizer, units []string) *regexp.Regexp {
	if len(units) == 0 {
		return nil
	}
	words := make([]string, 0, len(units)+1)
	for _, u := range append(slices.Clone(units), "yuan") {
		if w := l.Word("unit", u); w != "" {
			words = append(words, regexp.QuoteMeta(w))
		}
	}
	// The longest first: else the unit of persons would cut that of person-times.
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(`(?i)[0-9\x{FF10}-\x{FF19}][0-9\x{FF10}-\x{FF19},.\x{FF0C}]*\s*(?:` + strings.Join(slices.Compact(words), "|") + `)`)
}

// plain cuts words without tokens into text and typed numbers.
func (r renderer) plain(text string) []Run {
	var runs []Run
	last := 0
	if r.typed != nil {
		for _, at := range r.typed.FindAllStringIndex(text, -1) {
			if mark := r.l.T("bulletin.ordinal_mark"); strings.HasSuffix(strings.ToLower(strings.TrimSpace(text[:at[0]])), strings.ToLower(mark)) {
				continue // "the 3rd issue"
			}
			if at[0] > last {
				runs = append(runs, Run{Text: text[last:at[0]]})
			}
			runs, last = append(runs, Run{Text: text[at[0]:at[1]], Typed: true}), at[1]
		}
	}
	if last < len(text) {
		runs = append(runs, Run{Text: text[last:]})
	}
	return runs
}

// typedIn collects the typed numbers of a paper, each once, in their order.
func (p Paper) typedIn() []string {
	var list []string
	collect := func(runs []Run) {
		for _, run := range runs {
			if run.Typed && !slices.Contains(list, run.Text) {
				list = append(list, run.Text)
			}
		}
	}
	for _, s := range p.Sections {
		for _, b := range s.Blocks {
			collect(b.Runs)
		}
	}
	for _, e := range p.Events {
		collect(e.Runs)
	}
	return list
}
