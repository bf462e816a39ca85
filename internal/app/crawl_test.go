package app

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tongpin/internal/account/accountweb"
	"tongpin/internal/platform/pagetest"
	"tongpin/internal/platform/web/assets"
)

const (
	// mostOfAScreen is how many addresses of one screen a person opens: records
	// of one kind in different states, lists with different questions.
	mostOfAScreen = 5
	// mostPages bounds a walk; one that reaches it fails, so that nobody
	// mistakes a part for the whole.
	mostPages = 800
)

// optional texts are asked for and left out of a template where there are none.
var optional = regexp.MustCompile(`^[a-z_]+\.column\.[a-z_]+\.(help|sample)$`)

var (
	idForm = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	figure = regexp.MustCompile(`^(/figures)/[a-z_]+\.[a-z_]+`)
)

// screen is the pattern of an address: pages that differ in the record or in
// the question only are one screen.
func screen(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return figure.ReplaceAllString(idForm.ReplaceAllString(path, "{id}"), "$1/{key}")
}

// step is a way from one page to the next.
type step struct{ to, from string }

// walk is what a person has seen.
type walk struct {
	*visitor
	seen   map[string]bool
	opened map[string]int
	pages  int
	wrong  []string
	assets map[string]bool // known to be there
}

// walkAll opens the first page and everything that can be reached from it by
// links, and returns what is wrong.
func (v *visitor) walkAll(loaded map[string]bool) *walk {
	w := &walk{visitor: v, seen: map[string]bool{}, opened: map[string]int{}, assets: loaded}
	for queue := []step{{"/", "the sign-in page"}}; len(queue) > 0; queue = queue[1:] {
		if w.pages == mostPages {
			w.say("more than %d pages: the walk does not end; next is %s", mostPages, queue[0].to)
			break
		}
		queue = append(queue, w.open(queue[0])...)
	}
	return w
}

func (w *walk) say(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// open judges a page and returns the links on it that are worth opening.
func (w *walk) open(way step) []step {
	w.pages++
	p := w.get(way.to)
	switch {
	case p.status == http.StatusSeeOther && !strings.HasPrefix(p.location, accountweb.SignInPath):
		return w.choose(way.to, []string{p.location})
	case p.status >= http.StatusMultipleChoices:
		w.say("%s leads to %s, which answers %d %s", screen(way.from), way.to, p.status, p.location)
		return nil
	case !p.isHTML():
		return nil
	}
	for _, flaw := range pagetest.Flaws(string(p.body)) {
		w.say("%s: %s", screen(way.to), flaw)
	}
	return w.choose(way.to, pagetest.Links(string(p.body), p.address, func(*html.Node) bool { return true }))
}

// choose returns the links that are new, and loads what a page needs.
func (w *walk) choose(from string, links []string) []step {
	var fresh []step
	for _, to := range links {
		if strings.HasPrefix(to, assets.Prefix) {
			if !w.assets[to] && w.get(to).status != http.StatusOK {
				w.say("%s loads %s, which is not there", screen(from), to)
			}
			w.assets[to] = true
		} else if s := screen(to); !w.seen[to] && w.opened[s] < mostOfAScreen {
			w.seen[to] = true
			w.opened[s]++
			fresh = append(fresh, step{to, from})
		}
	}
	return fresh
}

// TestEverybodyWalksEverywhere lets every account of the demonstration, in each
// of its seats, follow the links that it sees: every page answers, is sound, and
// has all its words. The secretariat reads English too.
func TestEverybodyWalksEverywhere(t *testing.T) {
	w, loaded := sharedTown(t), map[string]bool{}
	roles := map[string]bool{}
	for _, v := range w.people {
		walks := []*walk{v.walkAll(loaded)}
		if v.actor.Role == "secretariat" {
			walks = append(walks, v.speaking(true).walkAll(loaded))
		}
		for _, walk := range walks {
			slices.Sort(walk.wrong)
			for _, wrong := range slices.Compact(walk.wrong) {
				t.Errorf("%s (English %v): %s", v, walk.english, wrong)
			}
			if walk.pages < 3 {
				t.Errorf("%s sees %d pages only", v, walk.pages)
			}
			t.Logf("%s: %d pages of %d screens", v, walk.pages, len(walk.opened))
		}
		roles[string(v.actor.Role)] = true
	}
	for _, role := range Roles() {
		if !roles[role] {
			t.Errorf("the demonstration has nobody in the role %s", role)
		}
	}
	missing := slices.DeleteFunc(w.house.Catalogue.Missing(), func(key string) bool { return optional.MatchString(key) })
	if len(missing) > 0 {
		t.Errorf("pages asked for texts that do not exist: %q", missing)
	}
	if trouble := w.log.take(); trouble != "" {
		t.Errorf("the log says: %s", trouble)
	}
}
