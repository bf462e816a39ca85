package subsidy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
)

// Unit is one line that can be drawn: its stratum, its value, and whether its
// claim is looked at whole.
type Unit struct {
	Line    record.ID `json:"line"`
	Stratum string    `json:"stratum"`
	Amount  money.Fen `json:"amount"`
	Whole   bool      `json:"whole"` // the claim is above the set sum
}

// Stratum is what a draw did in one stratum.
type Stratum struct {
	Key     string    `json:"key"`
	Lines   int64     `json:"lines"`
	Value   money.Fen `json:"value"`
	Sampled int64     `json:"sampled"`
	Drawn   money.Fen `json:"drawn"` // value of what is sampled
}

// Commitment is what is published before the draw: the SHA-256 of the seed and
// of the frame (every line that can be drawn, with stratum and amount), in
// lower-case hex. Neither can be changed afterwards without being noticed.
func Commitment(seed string, frame []Unit) string {
	return hash("tongpin subsidy sample v1", seed, FrameDigest(frame))
}

// FrameDigest is the SHA-256 of the lines of the frame, joined by line feeds.
func FrameDigest(frame []Unit) string { return hash(FrameLines(frame)...) }

// FrameLines is the frame as text in the order of the ids, as it is published:
// "line stratum fen whole".
func FrameLines(frame []Unit) []string {
	lines := make([]string, len(frame))
	for i, u := range frame {
		lines[i] = fmt.Sprintf("%s %s %d %t", u.Line, u.Stratum, u.Amount, u.Whole)
	}
	slices.Sort(lines)
	return lines
}

// Share is the share of the stratum's value that is sampled, in permille
// rounded down.
func (s Stratum) Share() int64 {
	if s.Value == 0 {
		return 0
	}
	return int64(s.Drawn * Whole / s.Value)
}

func hash(lines ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

// Draw chooses lines: all of claims that are looked at whole, and of every
// stratum those with the lowest SHA-256 of seed, word and id, until they hold at
// least the share (permille) of the stratum's value. The word is said by
// another person after the seed was committed, so that no one alone decides
// what is drawn. The same frame, seed and word always give the same lines.
func Draw(frame []Unit, seed, word string, permille int64) (map[record.ID]bool, []Stratum) {
	byStratum := map[string][]Unit{}
	for _, u := range frame {
		byStratum[u.Stratum] = append(byStratum[u.Stratum], u)
	}
	drawn := map[record.ID]bool{}
	strata := make([]Stratum, 0, len(byStratum))
	for key, units := range byStratum {
		strata = append(strata, drawStratum(key, units, seed, word, permille, drawn))
	}
	slices.SortFunc(strata, func(a, b Stratum) int { return cmp.Compare(a.Key, b.Key) })
	return drawn, strata
}

func drawStratum(key string, units []Unit, seed, word string, permille int64, drawn map[record.ID]bool) Stratum {
	s := Stratum{Key: key, Lines: int64(len(units))}
	rank := make(map[record.ID]string, len(units))
	for _, u := range units {
		s.Value += u.Amount
		rank[u.Line] = hash(seed, word, string(u.Line))
	}
	slices.SortFunc(units, func(a, b Unit) int {
		if a.Whole != b.Whole {
			if a.Whole {
				return -1
			}
			return 1
		}
		return cmp.Compare(rank[a.Line], rank[b.Line])
	})
	for _, u := range units {
		if !u.Whole && s.Drawn*Whole >= s.Value*money.Fen(permille) {
			break
		}
		drawn[u.Line] = true
		s.Sampled++
		s.Drawn += u.Amount
	}
	return s
}

// stratumOf names the stratum of a claim: the values of its keys, joined.
func stratumOf(m Claim, keys []string) string {
	values := make([]string, len(keys))
	for i, k := range keys {
		values[i] = map[string]string{"provider": string(m.Provider), "category": m.Category, "occupation": m.Occupation, "level": string(m.Level)}[k]
	}
	return strings.Join(values, "/")
}

// frameOf are the lines of claims that can be drawn: those with money on them.
func frameOf(claims []Dossier, strata []string, above money.Fen) []Unit {
	var frame []Unit
	for _, d := range claims {
		for _, l := range d.Lines {
			if l.due() > 0 {
				frame = append(frame, Unit{Line: l.ID, Stratum: stratumOf(d.Claim, strata), Amount: l.due(), Whole: above > 0 && d.Due > above})
			}
		}
	}
	return frame
}
