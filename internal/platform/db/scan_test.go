package db

import (
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
