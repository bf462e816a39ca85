package app

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/account/accountweb"
	"tongpin/internal/core/access"
	"tongpin/internal/platform/web"
)

// records are the ids of the records that a consortium shows, by the first part
// of their address ("orders").
type records map[string][]string

// recordsOf lets a visitor walk and notes which records it came by.
func recordsOf(v *visitor) records {
	found := records{}
	for _, address := range slices.Sorted(maps.Keys(v.walkAll(map[string]bool{}).seen)) {
		path, _, _ := strings.Cut(address, "?")
		parts := strings.Split(path, "/")
		if len(parts) > 2 && idForm.MatchString(parts[2]) && !slices.Contains(found[parts[1]], parts[2]) {
			found[parts[1]] = append(found[parts[1]], parts[2])
		}
	}
	return found
}

// malformed are ids that no record has.
var malformed = []string{"0", "x", "%00", "..%2f..%2fetc", "0192f0c1-7e00-7000-8000-00000000000", "0192f0c1-7e00-7000-8000-000000000000", "%27%20OR%201=1--"}

var wildcard = regexp.MustCompile(`\{[a-z]+\}`)

// addresses fill the id of a route's pattern in; a pattern without an id is an
// address already.
func addresses(r web.Route, ids []string) []string {
	pattern := strings.TrimSuffix(r.Pattern, "{$}")
	if !strings.Contains(pattern, "{id}") {
		return []string{fill.Replace(pattern)}
	}
	var list []string
	for _, id := range ids {
		list = append(list, strings.ReplaceAll(fill.Replace(pattern), "{id}", id))
	}
	return list
}

// fill replaces what is no id in patterns.
var fill = strings.NewReplacer("{key}", "member.members", "{kind}", "member", "{code}", "none", "{token}", "none", "{consortium}", "ruoqiang")

// base is the first part of a pattern, under which its ids were found.
func base(r web.Route) string { return strings.Split(r.Pattern, "/")[1] }

func (v *visitor) ask(r web.Route, address string) page {
	if r.Method == http.MethodGet {
		return v.get(address)
	}
	return v.post(address, url.Values{})
}

// barred are the answers to who may not.
var barred = []int{http.StatusForbidden, http.StatusNotFound}

// leaves are the routes that end sessions; the walk would end with them.
var leaves = []string{accountweb.SignOutPath, accountweb.SwitchPath, accountweb.AccountPath + "/sessions/end-others"}

// endSession ends a session of one's own; one that has ended is no fault.
const endSession = accountweb.AccountPath + "/sessions/{id}/end"

// TestEveryRouteWithEveryRole asks for every address in every role: whom the
// permission table does not let through gets nothing; nobody gets a record of
// the other consortium or one that does not exist; nothing fails.
func TestEveryRouteWithEveryRole(t *testing.T) {
	w := ownTown(t)
	own := map[int64]records{}
	for _, v := range w.people {
		if v.actor.Role == access.Secretariat && own[v.actor.Consortium] == nil {
			own[v.actor.Consortium] = recordsOf(v)
		}
	}
	for _, found := range own { // an account that is disabled on the way could ask no more
		found["people"] = slices.DeleteFunc(found["people"], func(id string) bool {
			return slices.ContainsFunc(w.people, func(v *visitor) bool { return string(v.actor.Person) == id })
		})
	}
	if len(own) != 2 {
		t.Fatalf("the demonstration has %d consortia with a secretariat, want 2", len(own))
	}
	visitors := onePerRole(w.people)
	for _, r := range w.routes {
		if slices.Contains(leaves, r.Pattern) {
			continue
		}
		for _, v := range visitors {
			var foreign []string
			for consortium, found := range own {
				if consortium != v.actor.Consortium {
					foreign = append(foreign, found[base(r)]...)
				}
			}
			v.probe(t, r, own[v.actor.Consortium][base(r)], foreign)
		}
		if trouble := w.log.take(); trouble != "" {
			t.Errorf("%s %s: the log says: %s", r.Method, r.Pattern, trouble)
		}
	}
}

// onePerRole is the first person in each role and consortium.
func onePerRole(people []*visitor) []*visitor {
	type seat struct {
		role       access.Role
		consortium int64
	}
	first := map[seat]bool{}
	return slices.DeleteFunc(slices.Clone(people), func(v *visitor) bool {
		s := seat{v.actor.Role, v.actor.Consortium}
		again := first[s]
		first[s] = true
		return again
	})
}

// most is how many records of a kind one route is tried with.
const most = 4

func (v *visitor) probe(t *testing.T, r web.Route, own, foreign []string) {
	t.Helper()
	gated := r.Action != web.Public && r.Action != web.SignedIn
	may := !gated || v.town.house.Table.Reach(v.actor, access.Action(r.Action)) != access.None
	for _, address := range addresses(r, own[:min(most, len(own))]) {
		switch p := v.ask(r, address); {
		case p.status >= http.StatusInternalServerError:
			t.Errorf("%s: %s %s answers %d", v, r.Method, address, p.status)
		case !may && !slices.Contains(barred, p.status):
			t.Errorf("%s may not %s, but %s %s answers %d %s", v, r.Action, r.Method, address, p.status, p.location)
		case may && p.status == http.StatusSeeOther && strings.HasPrefix(p.location, accountweb.SignInPath):
			t.Errorf("%s: %s %s leads to the sign-in page", v, r.Method, address)
		}
	}
	if !strings.Contains(r.Pattern, "{id}") || r.Pattern == endSession {
		return
	}
	for _, address := range addresses(r, slices.Concat(foreign[:min(most, len(foreign))], malformed)) {
		p := v.ask(r, address)
		if p.status != http.StatusNotFound && (may || p.status != http.StatusForbidden) {
			t.Errorf("%s: %s %s answers %d, although there is no such record here", v, r.Method, address, p.status)
		}
	}
}

// TestNobodyEntersUnasked: without a session only public addresses answer.
func TestNobodyEntersUnasked(t *testing.T) {
	w := sharedTown(t)
	nobody, open := &visitor{town: w}, 0
	for _, r := range w.routes {
		for _, address := range addresses(r, []string{malformed[5]}) {
			p := nobody.ask(r, address)
			if r.Action == web.Public {
				if open++; p.status >= http.StatusInternalServerError {
					t.Errorf("%s %s answers %d", r.Method, address, p.status)
				}
			} else if p.status != http.StatusSeeOther || !strings.HasPrefix(p.location, accountweb.SignInPath) {
				t.Errorf("%s %s answers %d %s to somebody who has not signed in", r.Method, address, p.status, p.location)
			}
		}
	}
	if open == 0 || open > 32 { // sign-in, verification, sealed log, published papers, wall, notices of subsidies, classes and the own page of a trainee
		t.Errorf("%d addresses are public; more than the few that need to be", open)
	}
	if trouble := w.log.take(); trouble != "" {
		t.Errorf("the log says: %s", trouble)
	}
}

// TestPatternsAreFilled: every wildcard of every route has a value in these
// tests, so that none is asked for by its name.
func TestPatternsAreFilled(t *testing.T) {
	for _, r := range sharedTown(t).routes {
		for _, address := range addresses(r, malformed[:1]) {
			if wildcard.MatchString(address) {
				t.Errorf("%s %s: nothing is known for the wildcard", r.Method, r.Pattern)
			}
		}
	}
}
