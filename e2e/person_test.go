package e2e

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// words are the Chinese texts of the program, by key.
var words = sync.OnceValues(func() (map[string]string, error) {
	all := map[string]string{}
	err := filepath.WalkDir("../internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(filepath.ToSlash(path), "/texts/zh.json") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return json.Unmarshal(text, &all)
	})
	return all, err
})

var blank = regexp.MustCompile(`\{[^}]*\}`)

// word is the Chinese text of a key; of one with blanks, the longest part
// between them.
func word(t *testing.T, key string) string {
	t.Helper()
	all, err := words()
	if err != nil {
		t.Fatal(err)
	}
	if all[key] == "" {
		t.Fatalf("no text has the key %s", key)
	}
	longest := ""
	for _, part := range blank.Split(all[key], -1) {
		if part = strings.TrimSpace(part); len(part) > len(longest) {
			longest = part
		}
	}
	return longest
}

// phrase is the Chinese text of a key with its blanks filled in.
func phrase(t *testing.T, key string, pairs ...string) string {
	t.Helper()
	all, err := words()
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(all[key])
}

// enter opens a tab for the first demo account of a role.
func enter(t *testing.T, base, role string) *tab {
	t.Helper()
	b := openTab(t, base)
	b.signIn(role)
	return b
}

// answers are what a person writes into the fields of a form: name to text, or
// to the value of the choice; "on" ticks a box.
type answers map[string]string

// fillScript writes into the fields and returns the names that it does not find.
const fillScript = `Object.entries(%s ?? {}).filter(([name, value]) => {
	const fields = [...document.querySelectorAll('main [name="' + name + '"]:not([type=hidden])')]
	const field = fields.find(f => !['radio', 'checkbox'].includes(f.type) || f.value === value)
	if (!field) return true
	if (['radio', 'checkbox'].includes(field.type)) field.checked = true
	else if (field.tagName === 'SELECT' && value === '*') field.value = [...field.options].find(o => o.value.match(/[^/]$/)).value
	else field.value = value
	field.dispatchEvent(new Event('input', {bubbles: true}))
	field.dispatchEvent(new Event('change', {bubbles: true}))
	return field.tagName === 'SELECT' && field.selectedIndex < 0
}).map(([name]) => name)`

// fill writes into the form of the page. "*" takes the first choice of a list.
func (b *tab) fill(form answers) {
	b.t.Helper()
	text, err := json.Marshal(form)
	if err != nil {
		b.t.Fatal(err)
	}
	if lacks := eval[[]string](b, fmt.Sprintf(fillScript, text)); len(lacks) > 0 {
		b.t.Fatalf("%s has no fields or no such choices for %q", b.path(), lacks)
	}
}

// mainButton is the button of a form that does what the form is for.
const mainButton = `main form.form button[type=submit]:not([name]):not([aria-hidden])`

// send presses the main button of the form and returns the status of the answer.
func (b *tab) send() int64 {
	b.t.Helper()
	return b.click(mainButton)
}

// must sends the form, which leads to a page that says the text of the key.
func (b *tab) must(key string) {
	b.t.Helper()
	if status := b.send(); status != 200 {
		b.t.Fatalf("%s answers %d: %s", b.path(), status, b.text(`main .error-summary, main [role=alert], main h1`))
	}
	b.sees(word(b.t, key))
}

// step takes a step of a record: the link to it on the record's page, the form,
// its button, and what the page says then.
func (b *tab) step(name string, form answers, says string) {
	b.t.Helper()
	b.follow("/" + name)
	b.fill(form)
	b.must(says)
}

// follow clicks a link in the page whose address ends so.
func (b *tab) follow(ending string) {
	b.t.Helper()
	selector := fmt.Sprintf(`main a[href$=%q]`, ending)
	if eval[int](b, fmt.Sprintf("document.querySelectorAll(`%s`).length", selector)) == 0 {
		b.t.Fatalf("%s has no link to ...%s, only %q", b.path(), ending, eval[[]string](b, `[...document.querySelectorAll('main a[href]')].map(a => a.getAttribute('href'))`))
	}
	if status := b.click(selector); status != 200 {
		b.t.Fatalf("%s answers %d", b.path(), status)
	}
}

// text is what the elements say that the selector finds.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf("[...document.querySelectorAll(`%s`)].map(e => e.innerText).join('\\n')", selector))
}

// sees fails unless the page says a text.
func (b *tab) sees(text string) {
	b.t.Helper()
	if page := b.text("body"); !strings.Contains(page, text) {
		b.t.Fatalf("%s does not say %q:\n%s", b.path(), text, b.text("main"))
	}
}

// goTo opens a page, which must be there.
func (b *tab) goTo(path string) {
	b.t.Helper()
	if status := b.open(path); status != 200 {
		b.t.Fatalf("%s answers %d", path, status)
	}
}

// upload puts a file into a field of the form.
func (b *tab) upload(name, path string) {
	b.t.Helper()
	absolute, err := filepath.Abs(path)
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS(fmt.Sprintf(`main input[type=file][name=%q]`, name)), []string{absolute}))
}
