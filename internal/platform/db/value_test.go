package db

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestQuickTexts: the quick ways to write instants and words give what the
// standard library gives.
func TestQuickTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.MapOf(rapid.String(), rapid.OneOf(rapid.String(), rapid.Just("<&>"), rapid.Just("\u2028\x80\""), rapid.Just("a/b\t\\\x7f"))).Draw(t, "words")
		want, _ := json.Marshal(words)
		if got, err := (jsonColumn{words}).text(); err != nil || got != string(want) {
			t.Fatalf("%q, want %q, %v", got, want, err)
		}
		at := time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "second"), rapid.Int64Range(0, 999_999_999).Draw(t, "nano")).UTC()
		if got := stamp(at); got != at.Format(timeForm) {
			t.Fatalf("%s, want %s", got, at.Format(timeForm))
		}
	})
}
