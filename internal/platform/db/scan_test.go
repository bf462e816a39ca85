package db

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever time.Parse makes of a text, instant makes too.
func TestInstantReadsAsTheLibraryDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMicro(rapid.Int64Range(-62135596800_000_000, 253402300799_999_999).Draw(t, "instant")).UTC()
		text := []byte(at.Format(timeForm))
		if rapid.Bool().Draw(t, "broken") {
			text[rapid.IntRange(0, len(text)-1).Draw(t, "place")] = rapid.SampledFrom([]byte("09:-. TZ6")).Draw(t, "character")
		}
		want, err := time.Parse(timeForm, string(text))
		got, ok := instant(string(text))
		if ok != (err == nil) || ok && !got.Equal(want) {
			t.Fatalf("%s: %v %v, the library says %v %v", text, got, ok, want, err)
		}
	})
}

// Without its number a parameter still takes the value that the number names,
// once or several times, in any order; one that has none is refused.
func TestParametersTakeTheirValues(t *testing.T) {
	values := []any{int64(7), "a", "b"}
	for text, want := range map[string][]any{
		"VALUES ($1, $2, $3)":                      {int64(7), "a", "b"},
		"VALUES ($1, $2), ($1, $3)":                {int64(7), "a", int64(7), "b"},
		"SELECT 1 WHERE b = $3 AND a = $2 LIMIT 5": {"b", "a"},
	} {
		s := unnumbered(text)
		if got, err := s.arranged(values); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", s.text, got, err)
		}
	}
	s := unnumbered("VALUES ($2, $4)")
	if got, err := s.arranged(values); err == nil {
		t.Errorf("a missing value: %v", got)
	}
}
