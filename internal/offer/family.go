package offer

import (
	"fmt"

	"tongpin/internal/core/code"
)

// Levels lists the levels of programmes as the keys of filters and facts.
var Levels = []string{string(code.Secondary), string(code.JuniorCollege), string(code.Bachelor)}

// CategoryKey returns the category of a programme code as the dimension of
// facts, "1" to "19", the same on all levels; "" if it is no code.
func CategoryKey(programme string) string {
	p, err := code.ParseProgramme("code", programme)
	if err != nil {
		return ""
	}
	return fmt.Sprint(p.Category)
}

// LevelKey returns the level that a programme code tells; "" if it is no code.
func LevelKey(programme string) string {
	p, err := code.ParseProgramme("code", programme)
	if err != nil {
		return ""
	}
	return string(p.Level)
}

// NearestOf returns the accepted code that stands nearest to a programme and how
// near; the first of several equals. With nothing accepted it is Unrelated.
func NearestOf(programme string, accepted []string) (string, code.Nearness) {
	p, err := code.ParseProgramme("code", programme)
	if err != nil {
		return "", code.Unrelated
	}
	best, nearness := "", code.Unrelated
	for _, c := range accepted {
		other, err := code.ParseProgramme("code", c)
		if err != nil {
			continue
		}
		if n := p.Near(other); best == "" || n > nearness {
			best, nearness = c, n
		}
	}
	return best, nearness
}
