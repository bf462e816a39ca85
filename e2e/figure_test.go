package e2e

import (
	"fmt"
	"strconv"
	"strings"
)

// behind is the link to the facts behind a figure in a scope.
func behind(key, scope string) string {
	return fmt.Sprintf(`a[href*="/figures/%s/facts?scope=%s"]`, key, scope)
}

// figure reads a number from the list of figures.
func (b *tab) figure(key, scope string) int {
	b.t.Helper()
	b.goTo("/figures")
	text := b.text(fmt.Sprintf(`main tr:has(%s) strong`, behind(key, scope)))
	digits := strings.TrimRightFunc(strings.ReplaceAll(text, ",", ""), func(r rune) bool { return r < '0' || r > '9' })
	n, err := strconv.Atoi(digits)
	if err != nil {
		b.t.Fatalf("the figure %s reads %q", key, text)
	}
	return n
}

// opensTo opens a figure down to the facts behind it, of which the newest leads
// to the record.
func (b *tab) opensTo(key, scope, record string) {
	b.t.Helper()
	b.goTo("/figures")
	if status := b.click("main " + behind(key, scope)); status != 200 {
		b.t.Fatalf("%s answers %d", b.path(), status)
	}
	b.follow(record)
	if b.path() != record {
		b.t.Errorf("the fact leads to %s, not %s", b.path(), record)
	}
}
