package code_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/code"
)

// TestVerificationsAreReadAsPeopleTypeThem, and one wrong letter is noticed.
func TestVerificationsAreReadAsPeopleTypeThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paper := code.NewVerification()
		typed := strings.ToLower(strings.NewReplacer("0", "o", "1", "l", "-", rapid.SampledFrom([]string{"", " ", "-"}).Draw(t, "gap")).Replace(paper))
		if got, ok := code.ParseVerification(typed); !ok || got != paper {
			t.Fatalf("%q is read as %q, %t; want %q", typed, got, ok, paper)
		}
		at := rapid.SampledFrom([]int{0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18}).Draw(t, "at")
		letter := rapid.SampledFrom([]byte("0123456789ABCDEFGHJKMNPQRSTVWXYZ")).Draw(t, "letter")
		wrong := paper[:at] + string(letter) + paper[at+1:]
		if _, ok := code.ParseVerification(wrong); ok != (wrong == paper) {
			t.Fatalf("%q instead of %q: %t", wrong, paper, ok)
		}
	})
	for _, s := range []string{"", "AAAA", "AAAA-AAAA-AAAA-AAAU", strings.Repeat("A", 17)} {
		if _, ok := code.ParseVerification(s); ok {
			t.Errorf("%q is a code", s)
		}
	}
}
