package agreementweb_test

import (
	"strings"
	"testing"
)

// TestRowsComeAndGoWithoutScripts: taking a party away keeps what was typed, and
// the obligations with their parties; the consortium is a party by that word.
func TestRowsComeAndGoWithoutScripts(t *testing.T) {
	h := newHouse(t)
	h.Has(h.Get("/agreements/new", 200), `<option value="The consortium">`, "Add an obligation")

	three := sound()
	three.Set("party.1.name", "Nobody")
	three.Set("party.2.name", "The consortium")
	three.Set("obligation.1.party", "2")
	three.Set("do", "party.1")
	shown := h.Post("/agreements", three, 200)
	h.Has(shown, `value="The consortium"`, "Talent for Plant", `<option value="1" selected>The consortium</option>`)
	if strings.Contains(shown, "Nobody") || strings.Contains(shown, "Remove party") {
		t.Error("the party that was taken away is still there, or one of the last two can be taken away")
	}

	two := sound()
	two.Set("party.1.name", "The consortium")
	two.Set("obligation.1.party", "1")
	g := h.find(h.Post("/agreements", two, 303))
	if body, ok := g.Body(); !ok || body.Name != "Body" || g.Obligations[0].Party != body.Organisation {
		t.Errorf("the consortium is no party, or does not owe: %+v, %+v", g.Parties, g.Obligations)
	}
}

// TestOnlyTheTurnEdits: the form does not open for who may not save it, and a
// draft is its writer's alone until it is handed over.
func TestOnlyTheTurnEdits(t *testing.T) {
	h := newHouse(t)
	page := h.As(hr).Post("/agreements", sound(), 303)
	h.Get(page+"/edit", 200)
	h.As(dean).Get(page+"/edit", 404)
	if strings.Contains(h.Get("/agreements", 200), "Talent") {
		t.Error("the other party finds a draft in the list")
	}
	h.As(hr).Has(h.Get(page+"/send", 200), "checked")
	send := h.Hidden(page + "/send")
	send.Set("to", string(college))
	h.Post(page+"/send", send, 303)
	h.Has(h.Get(page+"/edit", 409), "another party")
	h.As(dean).Get(page+"/edit", 200)
	back := h.Hidden(page + "/send")
	back.Set("to", string(plant))
	h.Post(page+"/send", back, 303)
	done := h.bothApprove(page)
	h.As(hr).Get(done+"/edit", 409)
}

// bothApprove lets both parties of a page approve.
func (h *house) bothApprove(page string) string {
	h.Helper()
	h.As(hr).Post(page+"/approve", h.Hidden(page+"/approve"), 303)
	h.As(dean).Post(page+"/approve", h.Hidden(page+"/approve"), 303)
	return page
}
