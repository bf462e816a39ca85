package pagetest_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tongpin/internal/platform/pagetest"
)

const good = `<html lang="en"><title>T</title><main><h1>H</h1><label for="a">A</label><input id="a" name="a" aria-describedby="b">
	<label>In <input name="in"></label><h2>Two</h2><h3>Three</h3><h2>Two</h2><a href="#b">down</a><script type="application/json">{}</script>
	<p id="b">Help</p><a href="/x?y=1#z"><img alt="Go" src="/assets/go.svg"></a><a href="x?y=1">again</a><a href="https://example.org/">far</a></main></html>`

// TestFlaws: each flaw of a bad page is found and none of a good one; a judge that
// finds nothing anywhere would prove nothing.
func TestFlaws(t *testing.T) {
	if wrong := pagetest.Flaws(good); len(wrong) != 0 {
		t.Errorf("the good page has flaws: %q", wrong)
	}
	for page, want := range map[string]string{
		`<i>`:                  "no language",
		`<h1>1</h1><h1>2</h1>`: "2 h1, 0 main, 0 title",
		`<title> </title>`:     "0 title",
		`<h1>1</h1><h3>3</h3>`: "h3 after h1",
		`<input name=bare>`:    `"bare" has no label`,
		`<label for=a></label><input id=a name=empty>`: `"empty" has no label`,
		`<i id=x></i><i id=x></i>`:                     `"x" is there twice`,
		`<button></button>`:                            "a button has no words",
		`<a href=/x><img src=y></a>`:                   "a a has no words",
		`<img src=x>`:                                  "no alt: x",
		`<label for=gone>L</label>`:                    `names "gone"`,
		`<a href="#nowhere">x</a>`:                     `names "nowhere"`,
		`<p aria-describedby="b gone">x`:               `names "gone"`,
		`<p style="color:red">`:                        "inline style",
		`<style>p{}</style>`:                           "inline style",
		`<script>1</script>`:                           "inline script",
	} {
		if found := strings.Join(pagetest.Flaws(page), "\n"); !strings.Contains(found, want) {
			t.Errorf("%s: %q is not found, only\n%s", page, want, found)
		}
	}
}

func TestLinks(t *testing.T) {
	all := func(*html.Node) bool { return true }
	if got, want := pagetest.Links(good, "/here", all), []string{"/x?y=1", "/assets/go.svg"}; !slices.Equal(got, want) {
		t.Errorf("links are %q, want %q", got, want)
	}
	pictures := func(n *html.Node) bool { return n.Data == "img" }
	if got, want := pagetest.Links(good, "/here", pictures), []string{"/assets/go.svg"}; !slices.Equal(got, want) {
		t.Errorf("pictures are %q, want %q", got, want)
	}
}

func TestText(t *testing.T) {
	var title *html.Node
	for _, n := range pagetest.Elements(`<title>A <b>B</title><p hidden>`) {
		if n.Data == "title" {
			title = n
		}
		if pagetest.Has(n, "hidden") != (n.Data == "p") || pagetest.Attribute(n, "hidden") != "" {
			t.Errorf("hidden at %s", n.Data)
		}
	}
	if got := pagetest.Text(title); got != "A <b>B" {
		t.Errorf("the title is %q", got)
	}
}
