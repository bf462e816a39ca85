package e2e

import (
	"strings"
	"testing"
)

// TestABulletinKeepsItsNumbers drafts the bulletin of the last quarter, edits
// its wording around bound numbers, has it approved and published, and takes a
// fact of the quarter back: the public page states both values.
func TestABulletinKeepsItsNumbers(t *testing.T) {
	base := ownDemo(t).base
	office, leader, visitor := enter(t, base, "secretariat"), enter(t, base, "leader"), openTab(t, base)

	office.goTo("/bulletins/new")
	period := eval[string](office, `document.querySelector('[name=period]').value`)
	if status := office.send(); status != 200 {
		t.Fatalf("drafting answers %d: %s", status, office.text("main"))
	}
	address := strings.TrimSuffix(office.path(), "/edit")
	office.fill(answers{"section.0.heading": "Journey", "section.0.text": "Typed 4711, counted {{order.count}}.", "checks": "{{order.count|by=kind}} = {{order.count}}"})
	if status := office.send(); status != 200 {
		t.Fatalf("saving answers %d: %s", status, office.text("main"))
	}
	office.sees("Typed 4711, counted ")
	stated := office.text("article .bound")

	office.step("submit", nil, "bulletin.turn.review")
	leader.goTo(address)
	leader.step("approve", nil, "bulletin.turn.approved")
	office.goTo(address)
	office.step("publish", nil, "bulletin.stepped.publish")
	public := eval[string](office, `document.querySelector('main a[href^="/published/"]').getAttribute('href')`)

	visitor.goTo(public)
	visitor.sees("Typed 4711, counted ")
	if flaws := visitor.flaws(); len(flaws) > 0 {
		t.Errorf("the public page: %q", flaws)
	}
	office.takeBack("order.count", period)
	visitor.goTo(public)
	if now := visitor.text("article .bound"); now != stated {
		t.Errorf("the paper stated %q and states %q now", stated, now)
	}
	if visitor.text("main .note") == "" {
		t.Error("the page does not say that a figure has changed")
	}
	if list := append(office.complaints(), visitor.complaints()...); len(list) > 0 {
		t.Errorf("the console says %q", list)
	}
}

// takeBack reverses the newest fact of a figure in a period.
func (b *tab) takeBack(key, period string) {
	b.t.Helper()
	b.goTo("/figures/" + key + "/facts?scope=consortium&period=" + period)
	link := eval[string](b, `document.querySelector('main table a[href^="/facts/"]').getAttribute('href')`)
	b.goTo(link)
	b.fill(answers{"reason": "Journey"})
	if status := b.send(); status != 200 {
		b.t.Fatalf("taking a fact back answers %d: %s", status, b.text("main"))
	}
}

// TestBoardsDrawTheirCharts opens the dashboard, makes the address of a wall
// screen and sees it without an account: every chart is drawn, nothing is
// refused by the policy of the pages.
func TestBoardsDrawTheirCharts(t *testing.T) {
	base := ownDemo(t).base
	office, visitor := enter(t, base, "secretariat"), openTab(t, base)
	office.goTo("/board")
	office.drawn()
	office.goTo("/board/walls")
	office.fill(answers{"name": "Hall"})
	if status := office.send(); status != 200 {
		t.Fatalf("making an address answers %d", status)
	}
	visitor.goTo(eval[string](office, `document.querySelector('main .note a').getAttribute('href')`))
	visitor.drawn()
	for _, b := range []*tab{office, visitor} {
		if list := b.complaints(); len(list) > 0 {
			t.Errorf("the console says %q", list)
		}
	}
}

// drawn fails unless every chart of the page has its picture, and the page
// passes the checks of accessibility.
func (b *tab) drawn() {
	b.t.Helper()
	charts, pictures := eval[int](b, `document.querySelectorAll('[data-chart]').length`), eval[int](b, `document.querySelectorAll('[data-chart] svg').length`)
	if charts == 0 || charts != pictures {
		b.t.Errorf("%s: %d charts, %d pictures", b.path(), charts, pictures)
	}
	if found := b.axe(); len(found) > 0 {
		b.t.Errorf("%s: %v", b.path(), found)
	}
}
