package terminal

import (
	"strings"
	"testing"
)

// TestAlignCountsWideCharactersTwice has two rows, one with two Chinese characters
// and a full-width bracket.
func TestAlignCountsWideCharactersTwice(t *testing.T) {
	var b strings.Builder
	Align(&b, [][]string{{"", "Mon", "Tue"}, {"1", "\u710a\u63a5\uff08", "x"}, {"2", "weld", "y"}, {"3", ".", ""}})
	if got, want := b.String(), "   Mon     Tue\n1  \u710a\u63a5\uff08  x\n2  weld    y\n3  .\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
