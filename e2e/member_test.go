package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// TestApplicationWithTwoAssessors: an office hands an application in, two people
// assess it, each by their own opinion, and the council's decision makes it a
// member that the figures count.
func TestApplicationWithTwoAssessors(t *testing.T) {
	base := ownDemo(t).base
	office := enter(t, base, "secretariat")
	before := office.figure("member.members", "consortium")
	scan := signedCopy(t)

	office.goTo("/members/apply")
	office.fill(answers{"name": "Journey Applicant", "credit_code": creditCode(1), "kind": "enterprise", "contact": "Wang", "phone": "13800000000", "purpose": "To train together"})
	for _, material := range []string{"licence", "application", "commitment"} {
		office.upload(material, scan)
	}
	if status := office.send(); status != 200 {
		t.Fatalf("the application answers %d: %s", status, office.text("main"))
	}
	application := office.path()

	office.follow("/assign")
	assessors := map[string]string{"expert": "", "leader": ""}
	for role := range assessors {
		assessors[role] = personOf(t, base, role)
		office.tick("assessors", assessors[role])
	}
	office.must("member.stepped.assign")
	for role := range assessors {
		b := enter(t, base, role)
		b.goTo(application)
		b.step("assess", answers{"verdict": "recommend", "comment": "Sound, says the " + role}, "member.stepped.assess")
	}
	office.goTo(application)
	office.step("decide", answers{"outcome": "admit", "tier": "ordinary", "meeting": "Council 2026/4"}, "member.stepped.decide")
	if after := office.figure("member.members", "consortium"); after != before+1 {
		t.Errorf("%d members after the decision, want %d", after, before+1)
	}
	office.opensTo("member.members", "consortium", application)
}

// personOf is the name of the person behind the first demo account of a role.
func personOf(t *testing.T, base, role string) string {
	t.Helper()
	b := enter(t, base, role)
	b.goTo("/account")
	name, _, _ := strings.Cut(strings.TrimSpace(b.text("main dd")), "\n")
	if name == "" {
		t.Fatalf("the account of the %s does not say its name: %s", role, b.text("main"))
	}
	t.Logf("the %s is %s", role, name)
	return name
}

// tick ticks the box of a list whose label says a text.
func (b *tab) tick(name, text string) {
	b.t.Helper()
	found := eval[bool](b, fmt.Sprintf(`(() => {
		const box = [...document.querySelectorAll('main input[name=%q]')].find(e => e.labels[0]?.innerText.includes(%q))
		if (box) box.checked = true
		return !!box
	})()`, name, text))
	if !found {
		b.t.Fatalf("%s has no box %s for %q:\n%s", b.path(), name, text, b.text("main"))
	}
}
