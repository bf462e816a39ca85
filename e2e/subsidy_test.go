package e2e

import (
	"strings"
	"testing"
)

// right judges the page that somebody came to on the way: axe and the outline.
func (b *tab) right() {
	b.t.Helper()
	for _, flaw := range b.flaws() {
		b.t.Errorf("%s: %s", b.path(), flaw)
	}
}

// first follows the first link of the page whose address holds a text.
func (b *tab) first(part string) {
	b.t.Helper()
	b.follow(b.firstLink(part))
}

// firstLink is the address of the first link of the page that holds a text.
func (b *tab) firstLink(part string) string {
	b.t.Helper()
	address := eval[string](b, `document.querySelector('main a[href*="`+part+`"]')?.getAttribute('href') ?? ''`)
	if address == "" {
		b.t.Fatalf("%s has no link with %q:\n%s", b.path(), part, b.text("main"))
	}
	return address
}

// TestASubsidyFromPolicyToNotice: a policy is drafted by one and put into force
// by another; a provider claims by it, line by line; the secretariat rejects one
// person, not the claim, and publishes the rest, which anybody can read.
func TestASubsidyFromPolicyToNotice(t *testing.T) {
	base := ownDemo(t).base
	office, leader, provider := enter(t, base, "secretariat"), enter(t, base, "leader"), enter(t, base, "provider")
	leader.size(phone)

	office.goTo("/subsidy-policies/new")
	office.fill(answers{
		"name": "Journey policy", "source": "Document 1", "edition": "J-1", "mark": "D", "from": "2026-01-01", "categories": "basic_quality", "shape": "by_hour",
		"hour": "20", "most": "900", "finished": "60", "payee": "provider", "notice_days": "1", "permille": "100", "strata": "provider",
	})
	office.right()
	if status := office.send(); status != 200 {
		t.Fatalf("the policy answers %d: %s", status, office.text("main"))
	}
	policy := office.path()
	if strings.Contains(office.text("main"), word(t, "subsidy.policy.adopt")) {
		t.Error("who drafted the policy is offered to put it into force")
	}
	leader.goTo(policy)
	leader.follow("/adopt")
	leader.right()
	leader.must("subsidy_policy.state.in_force")

	provider.goTo("/subsidies/new")
	provider.right()
	provider.first("/subsidies/new?class=")
	policies := eval[int](provider, `document.querySelectorAll('main input[name=policy]').length`)
	eval[bool](provider, `(() => { const all = [...document.querySelectorAll('main input[name=policy]')]; all[0].checked = true; return true })()`)
	if policies == 0 {
		t.Fatalf("no policy fits:\n%s", provider.text("main"))
	}
	provider.fill(answers{"account": "6500000000001", "bank": "Bank"})
	provider.right()
	if status := provider.send(); status != 200 {
		t.Fatalf("the claim answers %d: %s", status, provider.text("main"))
	}
	claim := provider.path()
	provider.step("submit", nil, "subsidy_claim.state.reviewing")
	provider.size(phone)
	provider.goTo(claim)
	provider.right()

	office.goTo(claim)
	office.right()
	lines := len(strings.Split(office.text(`main a[href*="/reject?line="]`), "\n"))
	office.first("/reject?line=")
	office.fill(answers{"reason": "Was not there"})
	office.must("subsidy.stepped.reject")
	office.goTo(claim)
	if left := len(strings.Split(office.text(`main a[href*="/reject?line="]`), "\n")); left != lines-1 {
		t.Errorf("%d of %d people can still be rejected, want all but one", left, lines)
	}
	office.step("publish", nil, "subsidy_claim.state.published")

	reader := openTab(t, base)
	reader.size(phone)
	reader.goTo("/c/ruoqiang/subsidies")
	reader.right()
	if !strings.Contains(reader.text("main"), word(t, "subsidy.public.title")) && reader.text("main a") == "" {
		t.Errorf("the notice is not public:\n%s", reader.text("main"))
	}
}

// TestASubsidyFromSampleToClawBack: of a claim whose notice is over a sample is
// drawn by another than who prepared the draw; it is answered for, approved by
// two, paid by the bank's file; money of one person is asked back by one and
// granted by another.
func TestASubsidyFromSampleToClawBack(t *testing.T) {
	base := ownDemo(t).base
	office, leader := enter(t, base, "secretariat"), enter(t, base, "leader")
	leader.size(phone)
	office.goTo("/subsidy-rounds")
	claim := office.firstLink("/subsidies/")
	office.right()
	if status := office.send(); status != 200 { // the seed is committed before anybody knows the word
		t.Fatalf("the round answers %d: %s", status, office.text("main"))
	}
	round := office.path()
	leader.goTo(round)
	leader.follow("/draw")
	leader.fill(answers{"word": "04 11 23 08 30"})
	leader.right()
	leader.must("subsidy.round.drawn")

	office.goTo(claim)
	office.follow("/assure")
	if n := eval[int](office, `[...document.querySelectorAll('main input[name^="assured."][value=yes]')].map(e => e.checked = true).length`); n == 0 {
		t.Fatalf("nobody was sampled:\n%s", office.text("main"))
	}
	office.right()
	office.must("subsidy.stepped.assure")
	office.goTo(claim)
	office.step("approve", nil, "subsidy.stepped.approve")
	leader.goTo(claim)
	leader.right()
	leader.step("approve-second", nil, "subsidy.stepped.approve-second")

	clerk := signInAs(t, base, "secretariat")
	file := clerk.post(t, claim+"/payment-file", map[string][]string{"version": {"0"}})
	if file.status != 200 || !strings.Contains(file.text, "6500000000003") {
		t.Fatalf("the bank's file answers %d: %.200s", file.status, file.text)
	}
	paid := office.figure("subsidy.paid", "consortium")
	office.goTo(claim)
	office.step("pay", answers{"reference": "J-1"}, "subsidy.stepped.pay")
	now := office.figure("subsidy.paid", "consortium")
	if now <= paid {
		t.Errorf("%d paid after the payment, %d before", now, paid)
	}

	office.goTo(claim)
	office.first("/claw?line=")
	office.fill(answers{"amount": "100", "reason": "Was abroad"})
	office.right()
	office.must("subsidy.stepped.claw")
	office.goTo(claim + "?tab=money")
	if strings.Contains(eval[string](office, `document.querySelector('main').innerHTML`), "/decide?clawback=") {
		t.Error("who asks for the money back is offered to decide")
	}
	leader.goTo(claim + "?tab=money")
	leader.first("/decide?clawback=")
	leader.fill(answers{"grant": "yes"})
	leader.right()
	leader.must("subsidy.stepped.decide")
}
