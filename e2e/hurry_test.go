package e2e

import (
	"net/url"
	"slices"
	"testing"

	"golang.org/x/net/html"

	"tongpin/internal/platform/pagetest"
)

// TestStaleForm: two people of the office check the same order at once. The
// second learns that it has changed; nothing is lost and nothing done twice.
func TestStaleForm(t *testing.T) {
	base := ownDemo(t).base
	enterprise := enter(t, base, "enterprise")
	order := enterprise.placeOrder("Twice checked")
	first, second := enter(t, base, "secretariat"), enter(t, base, "secretariat")
	for _, b := range []*tab{first, second} {
		b.goTo(order)
		b.follow("/publish")
	}
	first.must("order.state.open")
	status := second.send()
	if status != 409 && status != 422 {
		t.Errorf("the stale form answers %d", status)
	}
	second.complaints()                     // the console repeats the status
	second.sees(word(t, "record.stale_by")) // who was faster, and that nothing was stored
	second.goTo(order)
	second.sees(word(t, "order.state.open"))
}

// TestSameFormTwice: a form that is sent twice, as by a double click on a slow
// line, makes one record, and leads to it both times.
func TestSameFormTwice(t *testing.T) {
	base := ownDemo(t).base
	v := signInAs(t, base, "enterprise")
	fields := url.Values{}
	for _, n := range v.get(t, "/orders/new?kind=training").elements() {
		if n.Data == "input" && pagetest.Attribute(n, "type") == "hidden" && inForm(n, "/orders") {
			fields.Set(pagetest.Attribute(n, "name"), pagetest.Attribute(n, "value"))
		}
	}
	for name, value := range map[string]string{
		"title": "Sent twice", "topic": "Welding", "quantity": "12", "start_on": day(20), "visibility": "members", "valid_until": day(90), "do": "draft",
		"hours": "40", "places": "Ruoqiang", "skill_level": "junior", "occupation": "6-18-02-04", "end_on": day(40),
	} {
		fields.Set(name, value)
	}
	first, second := v.post(t, "/orders", fields), v.post(t, "/orders", fields)
	if first.status != 200 || second.status != 200 || first.address != second.address || screen(first.address) != "/orders/{id}" {
		t.Errorf("sent twice, the form leads to %s (%d), then to %s (%d)", first.address, first.status, second.address, second.status)
	}
}

// inForm tells whether an element stands in the form with an action.
func inForm(n *html.Node, action string) bool {
	for up := range n.Ancestors() {
		if up.Data == "form" {
			return pagetest.Attribute(up, "action") == action
		}
	}
	return false
}

// TestStaleEdit: two people of one enterprise edit the same order. The second
// sees field by field what is stored now beside what was typed, nothing of what
// is the same; what was typed is kept and can be sent on purpose.
func TestStaleEdit(t *testing.T) {
	base := ownDemo(t).base
	first := enter(t, base, "enterprise")
	order := first.placeOrder("Edited twice")
	first.step("take_back", nil, "order.state.draft")
	second := enter(t, base, "enterprise")
	for _, b := range []*tab{first, second} {
		b.goTo(order + "/edit")
	}
	first.fill(answers{"quantity": "9", "accommodation": "on"})
	first.click(`button[value="draft"]`)
	second.fill(answers{"quantity": "7", "pay_from": "5,000.00"})
	if status := second.send(); status != 422 {
		t.Errorf("the stale form answers %d", status)
	}
	second.complaints() // the console repeats the status
	got := eval[[]string](second, `[...document.querySelectorAll(".compare tbody tr")].map(r => [...r.children].map(c => c.textContent).join("|"))`)
	want := []string{
		word(t, "order.field.quantity") + "|9|7",
		word(t, "order.field.accommodation") + "|" + word(t, "web.yes") + "|" + word(t, "web.no"),
	}
	if !slices.Equal(got, want) {
		t.Errorf("the comparison shows %q, want %q", got, want)
	}
	for _, f := range second.axe() {
		t.Error(f)
	}
	if status := second.send(); status != 200 {
		t.Errorf("sent again on purpose, the form answers %d", status)
	}
	second.goTo(order)
	second.sees("7")
}
