package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// finding is one thing that axe finds wrong, with the places.
type finding struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

func (f finding) String() string {
	return fmt.Sprintf("%s: %s at %s", f.ID, f.Help, strings.Join(f.Nodes, " | "))
}

// axeRun asks for the success criteria of WCAG 2.0 to 2.2, levels A and AA.
const axeRun = `axe.run(document, {
	resultTypes: ['violations'],
	runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']},
}).then(r => JSON.stringify(r.violations.map(v => ({
	id: v.id, help: v.help, nodes: v.nodes.slice(0, 5).map(n => n.target.join(' ') + ' ' + n.failureSummary),
}))))`

// axe judges the accessibility of the present page. The script comes in by the
// debugger, which the content security policy does not bind.
func (b *tab) axe() []finding {
	b.t.Helper()
	if !eval[bool](b, `typeof axe !== 'undefined'`) {
		b.do(chromedp.Evaluate[chromedp.Void](axeScript(b.t)))
	}
	text := evalAwait[string](b, axeRun)
	var found []finding
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		b.t.Fatal(err)
	}
	return found
}

// outline is what every page must have right besides axe.
type outline struct {
	Lang, Title string
	H1, Main    int
	Skips       []string // headings that skip a level
	Overflow    int      // pixels that stick out to the right
}

const outlineScript = `(() => {
	const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(h => h.getClientRects().length)
	return {
		Lang: document.documentElement.lang, Title: document.title,
		H1: document.querySelectorAll('h1').length, Main: document.querySelectorAll('main').length,
		Skips: levels.filter((h, i) => i && +h.tagName[1] > +levels[i-1].tagName[1] + 1).map(h => h.textContent.trim()),
		Overflow: Math.max(0, document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth),
	}
})()`

// flaws lists what is wrong with the present page on the present screen.
func (b *tab) flaws() []string {
	b.t.Helper()
	var list []string
	for _, f := range b.axe() {
		list = append(list, "axe "+f.String())
	}
	o := eval[outline](b, outlineScript)
	if o.Lang == "" || strings.TrimSpace(o.Title) == "" {
		list = append(list, fmt.Sprintf("lang is %q, title is %q", o.Lang, o.Title))
	}
	if o.H1 != 1 || o.Main != 1 {
		list = append(list, fmt.Sprintf("%d h1 and %d main, want one of each", o.H1, o.Main))
	}
	for _, s := range o.Skips {
		list = append(list, fmt.Sprintf("the heading %q skips a level", s))
	}
	if o.Overflow > 0 {
		list = append(list, fmt.Sprintf("the page is %d pixels wider than the screen", o.Overflow))
	}
	return list
}

// shoot stores a picture of the whole page as name.png in dir.
func (b *tab) shoot(dir, name string) {
	b.t.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
