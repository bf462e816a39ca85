package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostPages bounds the walk of one role; a walk that reaches it fails, so that
// nobody mistakes a part for the whole.
const mostPages = 150

var (
	idForm  = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	noVisit = regexp.MustCompile(`^/(sign-out|healthz|metrics|assets)\b`)
)

// screen is the pattern of an address: pages that differ in the record or in
// the question only are one screen.
func screen(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return idForm.ReplaceAllString(path, "{id}")
}

// linksScript lists the addresses on this site that the page links to, and
// tells pages apart from downloads.
const linksScript = `[...document.querySelectorAll('a[href]')]
	.filter(a => a.origin === location.origin && !a.hasAttribute('download'))
	.map(a => a.pathname + a.search)`

// answersScript asks for each address and returns those that do not answer, and
// those that answer with something else than a page.
const answersScript = `Promise.all(%s.map(async a => {
	const r = await fetch(a)
	return {Address: a, Status: r.status, Page: (r.headers.get('Content-Type') || '').startsWith('text/html')}
}))`

type answer struct {
	Address string
	Status  int
	Page    bool
}

// walk visits every screen that can be reached by links from the present page,
// judges it on both widths, asks every link for its answer, and returns what is
// wrong.
func (b *tab) walk() []string {
	b.t.Helper()
	start := b.path()
	queue, seen, asked := []string{start}, map[string]bool{screen(start): true}, map[string]bool{}
	var wrong []string
	visited, pages := 0, b.t.TempDir()
	for ; len(queue) > 0; visited++ {
		if visited == mostPages {
			return append(wrong, fmt.Sprintf("more than %d screens: the walk does not end; next is %s", mostPages, queue[0]))
		}
		address := queue[0]
		queue = queue[1:]
		wrong = append(wrong, b.judge(address)...)
		b.keep(pages, screen(address))
		for _, a := range b.ask(asked) {
			if a.Status >= http.StatusBadRequest {
				wrong = append(wrong, fmt.Sprintf("%s links to %s, which answers %d", address, a.Address, a.Status))
			} else if s := screen(a.Address); a.Page && !seen[s] {
				seen[s] = true
				queue = append(queue, a.Address)
			}
		}
	}
	b.t.Logf("%d screens, %d links", visited, len(asked))
	return append(wrong, validate(b.t, pages)...)
}

// judge opens a screen on phone and desk and returns its flaws.
func (b *tab) judge(address string) []string {
	b.t.Helper()
	var wrong []string
	for _, s := range []width{phone, desk} {
		b.size(s)
		if status := b.open(address); status != http.StatusOK {
			b.complaints()
			return append(wrong, fmt.Sprintf("%s answers %d", address, status))
		}
		for _, flaw := range b.flaws() {
			wrong = append(wrong, fmt.Sprintf("%s on the %s: %s", screen(address), s.name, flaw))
		}
		for _, complaint := range b.complaints() {
			wrong = append(wrong, fmt.Sprintf("%s on the %s: the console says: %s", screen(address), s.name, complaint))
		}
	}
	return wrong
}

// ask returns the answers of the links of the present page that were not asked
// for before; of links that differ in the question only, at most three.
func (b *tab) ask(asked map[string]bool) []answer {
	b.t.Helper()
	var fresh []string
	variants := map[string]int{}
	for _, address := range eval[[]string](b, linksScript) {
		if asked[address] || noVisit.MatchString(address) || variants[screen(address)] == 3 {
			continue
		}
		asked[address] = true
		variants[screen(address)]++
		fresh = append(fresh, address)
	}
	if len(fresh) == 0 {
		return nil
	}
	quoted := make([]string, len(fresh))
	for i, a := range fresh {
		quoted[i] = fmt.Sprintf("%q", a)
	}
	answers := evalAwait[[]answer](b, fmt.Sprintf(answersScript, "["+strings.Join(quoted, ",")+"]"))
	b.complaints() // the console repeats the statuses
	return answers
}

// TestScreen: addresses of one screen are one pattern.
func TestScreen(t *testing.T) {
	for address, want := range map[string]string{
		"/orders?state=open": "/orders",
		"/orders/0192f0c1-7e00-7000-8000-000000000001/edit?x=1": "/orders/{id}/edit",
		"/": "/",
	} {
		if got := screen(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}

// TestEveryScreenOfEveryRole signs in with each account of the sign-in page and
// walks all that it can reach: no dead link, no barrier, no page wider than a
// phone, nothing in the console.
func TestEveryScreenOfEveryRole(t *testing.T) {
	base := sharedDemo(t)
	b := openTab(t, base)
	report(t, b.judge("/sign-in"))
	roles := b.markRoles()
	if slices.Sort(roles); len(roles) < 6 {
		t.Fatalf("the sign-in page offers the roles %q only", roles)
	}
	for _, role := range roles {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			b := openTab(t, base)
			b.signIn(role)
			report(t, b.walk())
		})
	}
	t.Run("in English", func(t *testing.T) {
		t.Parallel()
		b := openTab(t, base)
		b.signIn("secretariat")
		b.speak("en")
		report(t, b.walk())
	})
}

func report(t *testing.T, wrong []string) {
	t.Helper()
	for _, w := range wrong {
		t.Error(w)
	}
}
