package bulletin

import (
	"embed"
	"encoding/json"
	"strconv"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/platform/i18n"
)

// The usual wording of papers, by language: words and tokens, no numbers.
//
//go:embed samples
var samples embed.FS

// sample is the usual wording of one series. {consortium}, {period} and {year}
// are put in when a draft is begun.
type sample struct {
	Title    string `json:"title"`
	Editor   string `json:"editor"`
	Sections []struct {
		Heading string   `json:"heading"`
		Lines   []string `json:"lines"`
	} `json:"sections"`
	Checks []string `json:"checks"`
}

// Compose is the usual content of a paper. A line is left out if it asks for a
// metric that the program does not have or, with numbers, if all that it asks
// for is nothing; so is a section without lines.
func Compose(l *i18n.Localizer, series Series, p calendar.Period, consortium string, find Metrics, n Numbers) (Content, error) {
	s, err := sampleOf(l.Language(), series)
	if err != nil {
		return Content{}, err
	}
	words := strings.NewReplacer("{consortium}", consortium, "{period}", PeriodWords(l, p), "{year}", PlainYear(p.From))
	x := Content{Language: string(l.Language()), Title: words.Replace(s.Title), Editor: words.Replace(s.Editor)}
	says := func(line string) bool { return sayable(line, find, n, p) }
	for _, part := range s.Sections {
		var lines []string
		for _, line := range part.Lines {
			if says(line) {
				lines = append(lines, words.Replace(line))
			}
		}
		if len(lines) > 0 {
			x.Sections = append(x.Sections, Section{Heading: part.Heading, Text: strings.Join(lines, "\n")})
		}
	}
	for _, line := range s.Checks {
		if says(line) {
			x.Checks = append(x.Checks, line)
		}
	}
	return x, nil
}

// sayable tells whether every metric of a line is known and one of its figures
// is more than nothing.
func sayable(line string, find Metrics, n Numbers, p calendar.Period) bool {
	pieces, err := split(line)
	if err != nil {
		return false
	}
	tokens, something := 0, false
	for _, piece := range pieces {
		if piece.token == nil {
			continue
		}
		if known(*piece.token, find) != nil {
			return false
		}
		tokens++
		for _, f := range n.of(*piece.token, p) {
			something = something || f.Value != 0
		}
	}
	return tokens == 0 || something
}

// sampleTokens are the tokens of the usual wording, so that their figures can be
// computed before it is composed.
func sampleTokens(l *i18n.Localizer, series Series) ([]Token, error) {
	s, err := sampleOf(l.Language(), series)
	x := Content{Checks: s.Checks}
	for _, part := range s.Sections {
		x.Sections = append(x.Sections, Section{Text: strings.Join(part.Lines, "\n")})
	}
	return x.tokens(), err
}

func sampleOf(lang i18n.Language, series Series) (sample, error) {
	text, err := samples.ReadFile("samples/" + string(lang) + ".json")
	if err != nil {
		return sample{}, err
	}
	var all map[Series]sample
	err = json.Unmarshal(text, &all)
	return all[series], err
}

// PeriodWords is the period of a paper as people say it.
func PeriodWords(l *i18n.Localizer, p calendar.Period) string {
	switch series, _ := SeriesOf(p); series {
	case Quarterly:
		return l.T("bulletin.quarter."+strconv.Itoa((int(p.From.Month)+2)/3), "year", PlainYear(p.From))
	case Annual:
		return l.T("bulletin.period.year", "year", PlainYear(p.From))
	}
	return p.Name
}
