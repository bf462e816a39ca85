package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	idForm  = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	oneOf   = regexp.MustCompile(`^/(figures|imports|exports)/[a-z_.]+`)
	noVisit = regexp.MustCompile(`^/(sign-out|healthz|metrics|assets)\b`)
)

// screen is the pattern of an address: pages that differ in the record, the
// figure, the kind of sheet or the question only are one screen.
func screen(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return oneOf.ReplaceAllString(idForm.ReplaceAllString(path, "{id}"), "/$1/{name}")
}

// found is a screen with an address of it.
type found struct{ screen, address, markup string }

// explore follows links from the first page and returns each screen that is not
// known yet. Whether all links of everybody lead somewhere is proved without a
// browser, in internal/app; here one page of each kind is enough.
func (v *visitor) explore(t *testing.T, known map[string]bool) []found {
	t.Helper()
	var list []found
	asked, been := map[string]bool{"/": true}, map[string]bool{}
	for queue := []string{"/"}; len(queue) > 0; queue = queue[1:] {
		address := queue[0]
		if been[screen(address)] || noVisit.MatchString(address) {
			continue
		}
		p := v.get(t, address)
		if p.status != http.StatusOK {
			continue // internal/app reports it; another address may lead to the screen
		}
		s := screen(p.address) // where redirections led to
		if been[screen(address)] = true; been[s] && s != screen(address) || !p.isHTML() {
			continue
		}
		if been[s] = true; !known[s] {
			known[s] = true
			list = append(list, found{s, p.address, p.text})
		}
		for _, to := range p.links() {
			if !asked[to] && !been[screen(to)] {
				asked[to] = true
				queue = append(queue, to)
			}
		}
	}
	return list
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

// TestScreen: addresses of one screen are one pattern.
func TestScreen(t *testing.T) {
	for address, want := range map[string]string{
		"/orders?state=open": "/orders",
		"/orders/0192f0c1-7e00-7000-8000-000000000001/edit?x=1": "/orders/{id}/edit",
		"/figures/member.members/facts":                         "/figures/{name}/facts",
		"/imports/member/new":                                   "/imports/{name}/new",
		"/imports/0192f0c1-7e00-7000-8000-000000000001":         "/imports/{id}",
		"/": "/",
	} {
		if got := screen(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}

// inEnglish are the screens that are judged in English too: one of each build.
var inEnglish = []string{"/", "/orders", "/orders/new", "/orders/{id}", "/figures", "/members/{id}"}

// TestEveryScreen judges each screen that any role can reach, once: no barrier
// that axe finds, nothing wider than a phone, nothing in the console, an outline
// of headings, lawful markup.
func TestEveryScreen(t *testing.T) {
	base, pages := sharedDemo(t), t.TempDir()
	doors := doorsOf(t, base)
	roles := []string{"secretariat", "enterprise", "dean", "student"}
	for role := range doors {
		if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	if slices.Sort(roles[4:]); len(doors) < 10 {
		t.Fatalf("the sign-in page offers the roles %q only", roles)
	}
	known := map[string]bool{"/sign-in": true}
	t.Run("nobody", func(t *testing.T) { report(t, openTab(t, base).judge("/sign-in")) })
	for _, role := range roles {
		screens := signInAs(t, base, role).explore(t, known)
		for _, s := range screens {
			keep(t, pages, s.screen, s.markup)
		}
		if len(screens) > 0 {
			t.Run(role, func(t *testing.T) { judgeAs(t, base, role, screens) })
		}
	}
	report(t, validate(t, pages))
}

func judgeAs(t *testing.T, base, role string, screens []found) {
	t.Helper()
	t.Logf("%d screens", len(screens))
	b := openTab(t, base)
	b.signIn(role)
	for _, s := range screens {
		report(t, b.judge(s.address))
	}
	if role != "secretariat" {
		return
	}
	b.speak("en")
	for _, s := range screens {
		if slices.Contains(inEnglish, s.screen) {
			report(t, b.judge(s.address))
		}
	}
}

func report(t *testing.T, wrong []string) {
	t.Helper()
	for _, w := range wrong {
		t.Error(w)
	}
}
