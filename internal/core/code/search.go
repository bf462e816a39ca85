package code

import (
	"cmp"
	"slices"
	"strings"
)

// Scores of a search: how the words meet a title or a usual word.
const (
	scoreSame     = 100
	scoreUsual    = 90 // it is a usual word for the occupation
	scoreStarts   = 80
	scoreHolds    = 70
	scoreHeld     = 60 // the words hold the title: "senior welder" holds "welder"
	scoreUsualNow = 50 // part of a usual word
	scorePairs    = 40 // at most, by the share of common pairs of characters
	leastPairs    = 16 // below it, two titles merely share an ending
)

// SearchOccupations finds occupations by title, by a usual word, or by the
// start of a code; best first, at most limit. The order is always the same.
func SearchOccupations(words string, limit int) []Occupation {
	words = fold(words)
	if words == "" || limit <= 0 {
		return nil
	}
	type hit struct {
		Occupation
		score int
	}
	b := occupations()
	usual := usualScores(b, words)
	var hits []hit
	for _, o := range b.list {
		if score := max(usual[o.Code], titleScore(o, words)); score > 0 {
			hits = append(hits, hit{o, score})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(len(a.Title), len(b.Title)), cmp.Compare(a.Code, b.Code))
	})
	var found []Occupation
	for _, h := range hits[:min(limit, len(hits))] {
		found = append(found, h.Occupation)
	}
	return found
}

// usualScores scores the occupations whose usual words meet the words.
func usualScores(b *occupationBook, words string) map[string]int {
	scores := map[string]int{}
	for alias, code := range b.aliases {
		switch {
		case alias == words:
			scores[code] = max(scores[code], scoreUsual)
		case strings.Contains(alias, words), strings.Contains(words, alias):
			scores[code] = max(scores[code], scoreUsualNow)
		}
	}
	return scores
}

func titleScore(o Occupation, words string) int {
	switch {
	case o.Title == words || o.Code == words:
		return scoreSame
	case strings.HasPrefix(o.Title, words), strings.HasPrefix(o.Code, words):
		return scoreStarts
	case strings.Contains(o.Title, words):
		return scoreHolds
	case strings.Contains(words, o.Title):
		return scoreHeld
	}
	if score := scorePairs * commonPairs(o.Title, words) / 100; score >= leastPairs {
		return score
	}
	return 0
}

// commonPairs returns the share, in percent, of neighbouring pairs of
// characters that two texts have in common (Dice's coefficient).
func commonPairs(a, b string) int {
	pa, pb := pairs(a), pairs(b)
	if len(pa)+len(pb) == 0 {
		return 0
	}
	common := 0
	for p := range pa {
		if pb[p] {
			common++
		}
	}
	return 200 * common / (len(pa) + len(pb))
}

func pairs(s string) map[[2]rune]bool {
	set, runes := map[[2]rune]bool{}, []rune(s)
	for i := 1; i < len(runes); i++ {
		set[[2]rune{runes[i-1], runes[i]}] = true
	}
	return set
}
