package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"testing"
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
	{"figure", "/figures/agreement.enterprises/facts?scope=consortium", "", desk},
}

// TestScreenshots takes the pictures of the README, in Chinese and English:
// sign-in page, the secretariat's home, an order, an agreement, a figure opened
// down to its facts. scripts/screenshots runs it.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("TONGPIN_SCREENSHOTS")
	if dir == "" {
		t.Skip("TONGPIN_SCREENSHOTS names no folder: run scripts/screenshots")
	}
	b := openTab(t, sharedDemo(t))
	for _, language := range []string{"zh", "en"} {
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

// tallest is how much of a page a picture shows: more than a screen, less than
// a long list.
const tallest = 1200

// picture shoots the page as <name>-<language>-<width>.png, cut at tallest and
// written as small as PNG can.
func (b *tab) picture(dir string, s shot, language string) {
	b.t.Helper()
	name := fmt.Sprintf("%s-%s-%s", s.name, language, s.width.name)
	b.shoot(dir, name)
	path := filepath.Join(dir, name+".png")
	data, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	whole, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		b.t.Fatal(err)
	}
	area := whole.Bounds()
	area.Max.Y = min(area.Max.Y, area.Min.Y+tallest)
	cut := image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))
	draw.Draw(cut, cut.Bounds(), whole, area.Min, draw.Src)
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, cut); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		b.t.Fatal(err)
	}
}
