package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestAPlanFromDraftToDeviation: the plan of a year is drafted as a tree,
// adopted by a recorded decision, reported upon with evidence; the light tells
// that it is behind, and its owner says why.
func TestAPlanFromDraftToDeviation(t *testing.T) {
	base := ownDemo(t).base
	office := enter(t, base, "secretariat")
	now := time.Now()
	year := now.Year()
	for office.goTo("/plans"); strings.Contains(office.text("main"), strconv.Itoa(year)); year++ {
	}
	office.goTo("/plans/new")
	office.fill(answers{"year": strconv.Itoa(year), "title": "Journey plan"})
	office.right()
	if status := office.send(); status != 200 {
		t.Fatalf("the plan answers %d: %s", status, office.text("main"))
	}
	plan, _, _ := strings.Cut(office.path(), "?")
	from, to := fmt.Sprintf("%d-01-01", year), fmt.Sprintf("%d-12-31", year)
	for _, item := range []answers{
		{"number": "1", "title": "Train people", "from_on": from, "to_on": to},
		{"number": "1.1", "title": "Classes of the journey", "from_on": from, "to_on": to, "operator": "at_least", "low": "100", "unit": "class"},
	} {
		office.goTo(plan + "/items/new")
		office.fill(item)
		office.must("workplan.saved")
	}
	office.goTo(plan + "?tab=draft")
	office.right()
	office.sees("Classes of the journey")
	office.goTo(plan)
	office.follow("/adopt")
	office.fill(answers{"body": "council", "on": now.AddDate(0, 0, -1).Format(time.DateOnly), "minutes": "J-1"})
	office.right()
	office.must("workplan.stepped.adopt")
	office.size(phone)
	office.goTo(plan)
	office.right()
}

// TestATargetOfThePlan: a target that people report upon gets its value with
// evidence, a light with its rule, and an explanation that stands on the page.
func TestATargetOfThePlan(t *testing.T) {
	base := ownDemo(t).base
	office := enter(t, base, "secretariat")
	office.goTo("/plans")
	plans := eval[[]string](office, `[...document.querySelectorAll('main a[href^="/plans/"]')].map(a => a.getAttribute('href')).filter(a => /[0-9a-f-]{36}$/.test(a))`)
	if len(plans) == 0 {
		t.Fatalf("there is no plan:\n%s", office.text("main"))
	}
	office.goTo(plans[0])
	items := eval[[]string](office, `[...new Set([...document.querySelectorAll('main a[href^="/plan-items/"]')].map(a => a.getAttribute('href')))]`)
	for _, address := range items {
		office.goTo(address)
		if eval[int](office, `document.querySelectorAll('main a[href$="/report"]').length`) == 0 {
			continue
		}
		office.follow("/report")
		office.fill(answers{"on": time.Now().AddDate(0, 0, -1).Format(time.DateOnly), "value": "0", "note": "Nothing yet"})
		office.upload("file", keepFile(t, "evidence.txt", []byte("seen and counted\n")))
		office.right()
		office.must("workplan.stepped.report")
		office.goTo(address)
		office.right()
		office.size(phone)
		office.goTo(address)
		office.right()
		if eval[int](office, `document.querySelectorAll('main a[href$="/explain"]').length`) == 0 {
			t.Fatalf("a target at nothing has no deviation to explain:\n%s", office.text("main"))
		}
		office.step("explain", answers{"explanation": "The machines came late."}, "workplan.stepped.explain")
		office.goTo(address)
		office.sees("The machines came late.")
		return
	}
	t.Fatalf("none of %d items can be reported upon", len(items))
}
