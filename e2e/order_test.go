package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// day is a date some days from today, as a form takes it.
func day(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }

// TestFromOrderToFigure walks the spine: an enterprise orders people, the
// secretariat publishes, a school answers, both negotiate in turns and agree,
// the agreement is drafted, approved and signed, and a figure counts it, down
// to the record.
func TestFromOrderToFigure(t *testing.T) {
	base := ownDemo(t).base
	office, enterprise, school := enter(t, base, "secretariat"), enter(t, base, "enterprise"), enter(t, base, "dean")
	before := office.figure("agreement.count", "schools")

	order := enterprise.placeOrder("Journey")

	office.goTo(order)
	office.step("publish", nil, "order.state.open")

	school.size(phone) // the school answers on the way
	school.goTo(order)
	school.step("respond", answers{"answer": "yes", "programme": "*", "quantity": "2", "start_on": day(20), "pay": "5200", "message": "Two now"}, "response.turn.enterprise")
	talk := school.path()
	school.size(desk)

	enterprise.goTo(talk)
	enterprise.step("propose", answers{"quantity": "3"}, "response.turn.school")
	school.goTo(talk)
	school.step("approve", nil, "response.turn.agreed")

	agreement := enterprise.agree(talk, school)
	office.goTo(agreement)
	if after := office.figure("agreement.count", "schools"); after != before+1 {
		t.Errorf("before the signing %d agreements were counted, after it %d, want one more", before, after)
	}
	office.opensTo("agreement.count", "schools", agreement)
}

// journeyOrder is a sound order of three people.
func journeyOrder(title string) answers {
	return answers{
		"title": title, "mode": "direct_hire", "post": "Welder", "occupation": "6-18-02-04", "quantity": "3", "places": "Ruoqiang",
		"start_on": day(20), "pay_from": "5000", "pay_to": "6000", "visibility": "members", "valid_until": day(120),
	}
}

// placeOrder places an order of people and returns its address.
func (b *tab) placeOrder(title string) string {
	b.t.Helper()
	b.goTo("/orders/new?kind=people")
	b.fill(journeyOrder(title))
	if status := b.send(); status != 200 {
		b.t.Fatalf("placing an order answers %d: %s", status, b.text("main"))
	}
	return b.path()
}

// agree drafts the agreement that a settled negotiation leads to, and takes it
// through to the signed copy; it returns its address.
func (b *tab) agree(talk string, other *tab) string {
	b.t.Helper()
	b.goTo(talk)
	b.follow("/agreements/new?response=" + strings.TrimPrefix(talk, "/responses/"))
	b.fill(answers{"type": "cooperation", "to_on": day(700), "purpose": "To train", "obligation.0.due_on": day(300), "obligation.1.due_on": day(300)})
	b.must("agreement.turn.draft")
	address := b.path()
	b.step("approve", nil, "agreement.state.negotiating")
	other.goTo(address)
	other.step("approve", nil, "agreement.turn.approved")
	b.goTo(address)
	b.follow("/sign")
	b.upload("signed_file", signedCopy(b.t))
	b.fill(answers{"signed_on": day(0)})
	b.must("agreement.state.active")
	return address
}

// signedCopy is a small PDF.
func signedCopy(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "signed.pdf")
	text := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
