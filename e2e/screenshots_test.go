package e2e

import (
	"fmt"
	"net/http"
	"os"
	"testing"

	"tongpin/internal/platform/skiptest"
)

// shot is one picture of the README: where its address is found, and how wide
// the screen is. A screen whose address leads to a record is found by following
// the first link of a list, because ids differ from demo to demo.
type shot struct {
	name   string
	path   string
	follow string // CSS selector of the link on path that leads to the screen; empty for path itself
	width  width
}

var shots = []shot{
	{"home", "/", "", desk},
	{"home", "/", "", phone},
	{"orders", "/orders", "", phone},
	{"order", "/orders?kind=people&state=open&sort=-quantity", `table a[href^="/orders/"]:not([href*="?"])`, desk},
	{"agreement", "/agreements?state=active", `table a[href^="/agreements/"]:not([href*="?"])`, desk},
	{"board", "/board", "", desk},
	{"bulletin", "/bulletins?state=published", `table a[href^="/bulletins/"]:not([href*="?"])`, desk},
	{"figure", "/figures/agreement.enterprises/facts?scope=consortium", "", desk},
}

// TestScreenshots takes the pictures of the README, in Chinese and English:
// sign-in page, the secretariat's home, an order, an agreement, the dashboard, a
// bulletin, a figure opened down to its facts. scripts/screenshots runs it.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("TONGPIN_SCREENSHOTS")
	if dir == "" {
		skiptest.Because(t, "TONGPIN_SCREENSHOTS names no folder: run scripts/screenshots")
	}
	b := openTab(t, sharedDemo(t))
	for _, language := range []string{"en", "zh"} { // signing in reads Chinese
		b.size(desk)
		b.open("/sign-in")
		b.speak(language)
		b.picture(dir, shot{name: "sign-in", width: desk}, language)
	}
	b.signIn("secretariat")
	for _, language := range []string{"zh", "en"} {
		b.speak(language)
		for _, s := range shots {
			b.size(s.width)
			b.visit(s)
			b.picture(dir, s, language)
		}
	}
}

// visit opens the screen of a shot; a picture of an error page is a failure.
func (b *tab) visit(s shot) {
	b.t.Helper()
	if status := b.open(s.path); status != http.StatusOK {
		b.t.Fatalf("%s answers %d", s.path, status)
	}
	if s.follow == "" {
		return
	}
	link := eval[string](b, fmt.Sprintf(`document.querySelector('%s')?.getAttribute('href') ?? ''`, s.follow))
	if link == "" {
		b.t.Fatalf("%s has no link %s", s.path, s.follow)
	}
	if status := b.open(link); status != http.StatusOK {
		b.t.Fatalf("%s answers %d", link, status)
	}
}
