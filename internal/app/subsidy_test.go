package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
	"tongpin/internal/subsidy"
)

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([a-z_.0-9-]+)" value="([^"]*)"`)
	lineID      = regexp.MustCompile(`/reject\?line=([0-9a-f-]{36})`)
	radioName   = regexp.MustCompile(`name="(assured\.[0-9a-f-]{36})"`)
	decideLink  = regexp.MustCompile(`/decide\?clawback=([0-9a-f-]{36})`)
	roundLink   = regexp.MustCompile(`/subsidy-rounds/[0-9a-f-]{36}`)
)

// form opens a page with a form and sends it, as a browser without scripts does.
func (v *visitor) form(t *testing.T, address string, fields url.Values) page {
	t.Helper()
	p := v.get(address)
	if p.status != http.StatusOK {
		t.Fatalf("%s: %s answers %d", v, address, p.status)
	}
	sent := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(string(p.body), -1) {
		sent.Add(m[1], m[2])
	}
	for name, values := range fields {
		sent[name] = values
	}
	path, _, _ := strings.Cut(address, "?")
	return v.post(strings.TrimSuffix(path, "/new"), sent)
}

// step sends the form of a step and expects it to be taken.
func (v *visitor) step(t *testing.T, address string, fields url.Values) {
	t.Helper()
	if p := v.form(t, address, fields); p.status != http.StatusSeeOther {
		t.Fatalf("%s: %s answers %d: %s", v, address, p.status, regexp.MustCompile(`(<[^>]*>|\s)+`).ReplaceAllString(string(p.body), " "))
	}
}

// TestASubsidyOnThePages takes a claim from the roster to the claw-back over the
// pages alone, with the people of the demonstration.
func TestASubsidyOnThePages(t *testing.T) {
	w := ownTown(t)
	ruoqiang := func(a access.Actor) bool { return a.Consortium == w.people[0].actor.Consortium }
	provider := w.person(t, access.Provider, ruoqiang)
	clerk := w.person(t, access.Secretariat, ruoqiang)
	second := w.person(t, access.Secretariat, func(a access.Actor) bool { return ruoqiang(a) && a.Person != clerk.actor.Person })
	leader := w.person(t, access.Leader, ruoqiang)
	ctx := access.With(db.In(t.Context(), provider.actor.Consortium), provider.actor)
	free, err := w.house.Subsidies.Claimable(ctx, provider.actor)
	if err != nil || len(free) == 0 {
		t.Fatalf("no class to claim for: %v", err)
	}
	class := free[0]
	fit, err := w.house.Subsidies.Fitting(ctx, class)
	if err != nil || len(fit) != 1 {
		t.Fatalf("%d policies fit: %v", len(fit), err)
	}
	provider.step(t, "/subsidies/new?class="+string(class.ID), url.Values{"policy": {string(fit[0].ID)}, "account": {"6500000000009"}, "bank": {"Bank"}})
	claim := "/subsidies/" + string(subsidy.ClaimID(class.ID))
	provider.step(t, claim+"/submit", nil)
	if page := string(provider.get(claim).body); strings.Contains(page, "/publish") || !strings.Contains(page, "\u5ba1\u6838\u4e2d") {
		t.Error("the provider sees more than that the claim is under review")
	}
	line := lineID.FindStringSubmatch(string(clerk.get(claim).body))
	clerk.step(t, claim+"/reject?line="+line[1], url.Values{"reason": {"not there"}})
	clerk.step(t, claim+"/publish", nil)
	w.later(t, 9*24*time.Hour, provider, clerk, second, leader)
	clerk.step(t, "/subsidy-rounds", nil)
	round := roundLink.FindString(string(leader.get("/subsidy-rounds").body))
	if p := clerk.form(t, round+"/draw", url.Values{"word": {"08 15"}}); p.status == http.StatusSeeOther {
		t.Error("who committed the seed draws")
	}
	leader.step(t, round+"/draw", url.Values{"word": {"08 15"}})
	yes := url.Values{}
	for _, m := range radioName.FindAllStringSubmatch(string(clerk.get(claim+"/assure").body), -1) {
		yes[m[1]] = []string{"yes"}
	}
	clerk.step(t, claim+"/assure", yes)
	second.step(t, claim+"/approve", nil)
	if p := second.form(t, claim+"/approve-second", nil); p.status == http.StatusSeeOther {
		t.Error("one person approves twice")
	}
	leader.step(t, claim+"/approve-second", nil)
	if p := leader.post(claim+"/payment-file", url.Values{"version": {"0"}}); p.status != http.StatusForbidden {
		t.Errorf("the leading group gets the bank's file: %d", p.status)
	}
	if p := clerk.post(claim+"/payment-file", url.Values{"version": {"0"}}); p.status != http.StatusOK || !strings.Contains(string(p.body), "6500000000009") {
		t.Errorf("the bank's file answers %d: %s", p.status, p.body)
	}
	clerk.step(t, claim+"/pay", url.Values{"reference": {"B-1"}})
	d, err := w.house.Subsidies.Find(ctx, clerk.actor, subsidy.ClaimID(class.ID))
	if err != nil || d.State != subsidy.Paid || d.Paid != d.Due || d.Due >= d.Claimed {
		t.Fatalf("%+v: %v", d.Claim, err)
	}
	w.clawBack(t, claim, d, clerk, leader)
	if trouble := w.log.take(); trouble != "" {
		t.Errorf("the log says: %s", trouble)
	}
}

// clawBack asks for the money of the first person who was paid back.
func (w *town) clawBack(t *testing.T, claim string, d subsidy.Dossier, clerk, leader *visitor) {
	t.Helper()
	paid := d.Payable()[0]
	clerk.step(t, claim+"/claw?line="+string(paid.ID), url.Values{"amount": {"100"}, "reason": {"was not there"}})
	if page := string(clerk.get(claim + "?tab=money").body); decideLink.MatchString(page) {
		t.Error("who asks is offered to decide")
	}
	link := decideLink.FindStringSubmatch(string(leader.get(claim + "?tab=money").body))
	leader.step(t, claim+"/decide?clawback="+link[1], url.Values{"grant": {"yes"}})
	ctx := access.With(db.In(t.Context(), clerk.actor.Consortium), clerk.actor)
	page, err := w.house.Subsidies.List(ctx, clerk.actor, listing.Query{Size: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range page.Rows {
		if m.ID == record.ID(d.ID) && m.Back != 100_00 {
			t.Errorf("%d fen came back", m.Back)
		}
	}
}

// later lets time go by; people sign in again.
func (w *town) later(t *testing.T, span time.Duration, people ...*visitor) {
	t.Helper()
	w.house.Clock.(*clock.Set).Move(w.house.Clock.Now().Add(span))
	for _, v := range people {
		if err := v.enter(); err != nil {
			t.Fatal(err)
		}
	}
}
