package e2e

import (
	"os"
	"strings"
	"testing"
)

// TestScreenshots takes the pictures of the README: the sign-in page, and the
// screens that the secretariat's navigation leads to, in Chinese and English,
// at the desk and on a phone. scripts/screenshots runs it.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("TONGPIN_SCREENSHOTS")
	if dir == "" {
		t.Skip("TONGPIN_SCREENSHOTS names no folder: run scripts/screenshots")
	}
	b := openTab(t, sharedDemo(t))
	b.open("/sign-in")
	b.shoot(dir, "sign-in-zh-desk")
	b.signIn("secretariat")
	home := b.path()
	screens := map[string]string{"home": home}
	for _, link := range eval[[]string](b, `[...document.querySelectorAll('nav a[href^="/"]')].map(a => a.getAttribute('href'))`) {
		if name := strings.ReplaceAll(strings.Trim(screen(link), "/"), "/", "-"); name != "" && link != home {
			screens[name] = link
		}
	}
	for _, language := range []string{"zh", "en"} {
		b.speak(language)
		for name, address := range screens {
			for _, s := range []width{desk, phone} {
				b.size(s)
				b.open(address)
				b.shoot(dir, strings.Join([]string{name, language, s.name}, "-"))
			}
		}
	}
}
