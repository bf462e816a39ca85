package agreementweb_test

import (
	"context"
	"io/fs"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
)

// sound is a form that can be saved; the obligation stands in the second row, as
// when a person leaves the first one empty.
func sound() url.Values {
	return url.Values{
		"once": {"k1"}, "title": {"Talent for Plant"}, "type": {"cooperation"}, "topics": {"teacher_base", "student_base"},
		"party.0.name": {"Plant"}, "party.0.representative": {"R"}, "party.1.name": {"91620100QQ00000475"},
		"from_on": {"2026-04-10"}, "to_on": {"2027-04-09"}, "purpose": {"P"}, "clauses": {"One\nTwo"},
		"obligation.1.text": {"Posts"}, "obligation.1.party": {"0"}, "obligation.1.measure": {"posts"}, "obligation.1.quantity": {"1,020"}, "obligation.1.due_on": {"2026-12-31"},
	}
}

// TestTheWayOfAnAgreement goes from an empty form to the landing rate, through
// forms as a browser without scripts sends them.
func TestTheWayOfAnAgreement(t *testing.T) {
	h := newHouse(t)
	h.Has(h.Get("/agreements", 200), "No agreements yet")
	h.Has(h.Get("/agreements/new", 200), `value="Plant"`, "Party 2", "Add a party")

	more := sound()
	more.Set("do", "party")
	h.Has(h.Post("/agreements", more, 200), `name="party.2.name"`, "Talent for Plant")

	wrong := sound()
	wrong.Set("party.1.name", "Nobody")
	wrong.Set("title", "")
	wrong.Set("obligation.1.quantity", "many")
	h.Has(h.Post("/agreements", wrong, 422), "No such organisation", "Title: Fill in this field", "is not a whole number", `href="#f-party-1-name"`, `value="Posts"`)

	page := h.Post("/agreements", sound(), 303)
	if again := h.Post("/agreements", sound(), 303); again != page {
		t.Errorf("a double click leads to %s and not to %s", again, page)
	}
	h.Has(h.Get(page, 200), "Talent for Plant", "XY-2026-0001", "A draft, not handed over yet", "College", "Approve")
	h.Has(h.Get(page+"?tab=obligations", 200), "Posts", "1,020 persons", "0%")

	edit := h.Hidden(page + "/edit")
	for key, values := range sound() {
		if key != "once" {
			edit[key] = values
		}
	}
	edit.Set("title", "Talent for the Plant")
	h.Post(page+"/edit", edit, 303)
	h.Has(h.Post(page+"/edit", edit, 422), "Hr (Plant) changed this record on")

	h.Post(page+"/approve", h.Hidden(page+"/approve"), 303)
	h.Has(h.Get(page, 200), "Waiting for College")
	h.As(dean).Has(h.Get(page, 200), "It is your turn", "Talent for the Plant")
	h.Has(h.Get(page+"/approve", 200), "Yours is the last approval")
	h.Post(page+"/approve", h.Hidden(page+"/approve"), 303)
	h.Has(h.Get(page, 200), "All parties approved")

	sign := h.Hidden(page + "/sign")
	h.Has(h.Post(page+"/sign", sign, 422), "Hand in the scan")
	h.Upload(page+"/sign", sign, []webtest.File{webtest.PDF("signed_file", "signed.pdf")}, 303)
	h.Has(h.Get(page, 200), "In force", "signed on 2026-04-10")
	h.Has(h.Get(page+"?tab=files", 200), "signed.pdf")

	deliver := h.Hidden(page + "/fulfil")
	g := h.find(page)
	deliver.Set("obligation", string(g.Obligations[0].ID))
	deliver.Set("quantity", "510")
	deliver.Set("on", "2026-04-10")
	h.Upload(page+"/fulfil", deliver, []webtest.File{webtest.PDF("evidence", "list.pdf")}, 303)
	h.Has(h.Get(page+"?tab=obligations", 200), "50%", "list.pdf", "510 persons")
	h.Has(h.Get("/agreements", 200), "Landing rate 50%", "Talent for the Plant")
	h.takeBackAndEnd(page)
}

// takeBackAndEnd corrects the delivery and ends the agreement early.
func (h *house) takeBackAndEnd(page string) {
	h.Helper()
	h.As(clerk)
	link := regexp.MustCompile(`/correct\?fact=[0-9a-f-]+`).FindString(h.Get(page+"?tab=obligations", 200))
	if link == "" {
		h.Fatal("the secretariat can't take a delivery back")
	}
	correct := h.Hidden(page + link)
	h.Has(h.Post(page+"/correct", correct, 422), "Give a reason")
	correct.Set("reason", "counted twice")
	h.Post(page+"/correct", correct, 303)
	h.Has(h.Get(page+"?tab=obligations", 200), "Taken back: counted twice", "0%")
	end := h.Hidden(page + "/end")
	end.Set("reason", "Plant moved away")
	end.Set("on", "2026-99-99")
	h.Has(h.Post(page+"/end", end, 422), "is not a date")
	end.Set("on", "2026-04-10")
	h.Post(page+"/end", end, 303)
	h.Has(h.Get(page, 200), "Ended early", "Plant moved away")
	h.Get(page+"/end", 409)
}

func (h *house) find(page string) agreement.Agreement {
	h.Helper()
	g, err := h.store.Find(dbtest.Ctx(dbtest.Home), record.ID(strings.TrimPrefix(page, "/agreements/")))
	if err != nil {
		h.Fatal(err)
	}
	return g
}

// approved is the page of an agreement that all approved.
func (h *house) approved() string {
	h.Helper()
	page := h.As(hr).Post("/agreements", sound(), 303)
	h.Post(page+"/approve", h.Hidden(page+"/approve"), 303)
	h.As(dean).Post(page+"/approve", h.Hidden(page+"/approve"), 303)
	return page
}

// TestRivalsSeeNothing walks every address of an agreement as somebody who is no
// party, and as nobody.
func TestRivalsSeeNothing(t *testing.T) {
	h := newHouse(t)
	page := h.approved()
	for _, path := range []string{"", "/edit", "/print", "/word", "/approve", "/send", "/sign", "/fulfil", "/withdraw", "/end"} {
		h.As(rival).Get(page+path, 404)
		h.AsNobody().Get(page+path, 303)
	}
	h.As(rival).Post(page+"/withdraw", url.Values{"reason": {"why"}}, 404)
	h.Get(page+"/correct", 403)
	h.Get("/agreements/new?renews="+strings.TrimPrefix(page, "/agreements/"), 404)
	if list := h.Get("/agreements", 200); strings.Contains(list, "Talent") {
		t.Error("a rival finds the agreement in the list")
	}
}

// TestAnybodyVerifiesAPaper: without signing in, with the code alone, and
// without anything private.
func TestAnybodyVerifiesAPaper(t *testing.T) {
	h := newHouse(t)
	g := h.find(h.approved())
	h.AsNobody()
	h.Has(h.Get("/verify", 200), "Verification code")
	found := h.Get("/verify/"+strings.ToLower(g.Code), 200)
	h.Has(found, "Talent for Plant", g.Number, "Plant, College", "Approved, to be signed", "home")
	for _, private := range []string{"Posts", "One", "Timeline", ">R<"} {
		if strings.Contains(found, private) {
			t.Errorf("the public page shows %q", private)
		}
	}
	h.Has(h.Get("/verify?code=0000-0000-0000-0000", 404), "No agreement has this code")
	h.Has(h.Get("/verify?code=x", 422), "has a mistake")
}

func TestThePaper(t *testing.T) {
	h := newHouse(t)
	page := h.As(hr).Post("/agreements", sound(), 303)
	h.Has(h.Get(page+"/print", 200), "Not approved by all parties", "Posts offered", "1,020 persons")
	if text := h.Word(page + "/word"); !strings.Contains(text, "given once all parties have approved") {
		t.Errorf("a draft as Word says nothing of its code: %s", text)
	}
	h.Post(page+"/approve", h.Hidden(page+"/approve"), 303)
	h.As(dean).Post(page+"/approve", h.Hidden(page+"/approve"), 303)
	g := h.find(page)
	h.Has(h.Get(page+"/print", 200), "https://example.org/verify/"+g.Code, "Seal", "One", "Two")
	for _, lang := range []i18n.Language{i18n.English, "zh"} {
		h.Language = lang
		text := h.Word(page + "/word")
		for _, want := range []string{g.Number, g.Code, "Talent for Plant", "Plant", "College", "Posts", "1,020", "https://example.org/verify/" + g.Code} {
			if !strings.Contains(text, want) {
				t.Errorf("the Word document lacks %q", want)
			}
		}
	}
}

// TestRegisterAndRenew: a paper holds at once; its renewal begins where it ends.
func TestRegisterAndRenew(t *testing.T) {
	h := newHouse(t)
	h.As(hr).Get("/agreements/register", 403)
	h.As(clerk).Has(h.Get("/agreements/register", 200), "Register a paper")
	paper := sound()
	paper.Set("party.0.name", "Body")
	h.Has(h.Post("/agreements/register", paper, 422), "Fill in this field")
	paper.Set("number", "P-7")
	paper.Set("signed_on", "2026-04-01")
	page := h.Upload("/agreements/register", paper, []webtest.File{webtest.PDF("signed_file", "p.pdf")}, 303)
	h.Has(h.Get(page, 200), "In force", "P-7", "Registered paper", "Renew")
	renewal := h.Get("/agreements/new?renews="+strings.TrimPrefix(page, "/agreements/"), 200)
	h.Has(renewal, `value="2027-04-10"`, `value="2028-04-08"`, `value="Posts"`)
	draft := h.Hidden("/agreements/new?renews=" + strings.TrimPrefix(page, "/agreements/"))
	for key, values := range sound() {
		if key != "once" {
			draft[key] = values
		}
	}
	draft.Set("party.0.name", "Body")
	next := h.Post("/agreements", draft, 303)
	h.Has(h.Get(page, 200), "Renewed by", next)
	h.Has(h.Get(next, 200), "Renews", page)
}

// TestFromAResponse: a settled response prefills the form, and stays behind the
// agreement.
func TestFromAResponse(t *testing.T) {
	h := newHouse(t)
	const response = record.ID("01900000-0000-7000-8000-0000000000d1")
	h.options.Origin = func(_ context.Context, _ access.Actor, id record.ID) (agreement.Origin, error) {
		x := agreement.Content{Title: "Twenty for Plant", Type: "order_class", Parties: []agreement.Party{agreement.PartyOf(firms[0], ""), agreement.PartyOf(firms[2], "")}}
		return agreement.Origin{Order: plant, Response: id, Content: x}, nil
	}
	h.serve()
	form := h.Hidden("/agreements/new?response=" + string(response))
	for key, values := range sound() {
		form[key] = values
	}
	g := h.find(h.Post("/agreements", form, 303))
	if g.Response != response || g.Order != plant {
		t.Errorf("the agreement forgot where it comes from: %q, %q", g.Order, g.Response)
	}
}

// TestBothLanguages shows the pages in Chinese too; the house refuses bare keys.
func TestBothLanguages(t *testing.T) {
	h := newHouse(t)
	page := h.approved()
	h.Language = "zh"
	for _, path := range []string{"", "?tab=obligations", "?tab=files", "/print", "/sign", "/withdraw"} {
		h.Get(page+path, 200)
	}
	h.Get("/agreements?within=30&state=active&state=draft&turn=mine&topic=research&col=number&cols=topics", 200)
	h.Get("/agreements/new", 200)
	h.As(clerk).Get("/agreements/register", 200)
	h.AsNobody().Get("/verify/"+h.find(page).Code, 200)
}

func TestTextsAreWhole(t *testing.T) {
	c := newHouse(t).Catalogue
	own, err := i18n.Load(agreementweb.Texts())
	if err != nil {
		t.Fatal(err)
	}
	dynamic := []string{
		"nav.", "kind.", "did.", "notice.", "todo.", "enum.", "unit.", "fact.", "metric.", "intake.kind.", "agreement.state.", "agreement.way.",
		"agreement.column.", "agreement.step.", "agreement.stepped.", "agreement.tab.",
	}
	wrong, err := i18n.Check(own, dynamic, []fs.FS{os.DirFS("."), os.DirFS("..")}...)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range wrong {
		if !strings.Contains(line, "does not exist: web.") && !strings.Contains(line, "does not exist: record.") {
			t.Error(line)
		}
	}
	l := c.In(i18n.English)
	for family, codes := range map[string][]string{
		"enum.agreement_type": agreement.Types, "enum.topic": agreement.Topics, "enum.measure": agreement.MeasureKeys,
	} {
		for _, code := range codes {
			if !l.Has(family + "." + code) {
				t.Errorf("no text for %s.%s", family, code)
			}
		}
	}
	for _, s := range agreement.Flow.States() {
		if !l.Has("agreement.state." + string(s)) {
			t.Errorf("no text for the state %s", s)
		}
	}
	for _, x := range agreement.Flow.Transitions {
		if !l.Has("did.agreement." + x.Verb) {
			t.Errorf("no text for the verb %s", x.Verb)
		}
	}
	for _, unit := range agreement.Measures {
		if !l.Has("unit." + unit) {
			t.Errorf("no text for the unit %s", unit)
		}
	}
	for _, m := range agreement.Metrics() {
		for _, key := range []string{"metric." + m.Key, "metric." + m.Key + ".wording", "unit." + m.Unit} {
			if !l.Has(key) {
				t.Errorf("no text for %s", key)
			}
		}
		for _, kind := range m.Kinds {
			if !l.Has("fact." + string(kind)) {
				t.Errorf("no text for the fact %s", kind)
			}
		}
	}
}

// TestAChangeIsProposed: an approved agreement goes back to the table, and the
// code that was given to its earlier content vouches for nothing any more.
func TestAChangeIsProposed(t *testing.T) {
	h := newHouse(t)
	page := h.approved()
	code := h.find(page).Code
	h.Has(h.As(hr).Get(page, 200), page+"/reopen")
	h.Post(page+"/reopen", h.Hidden(page+"/reopen"), 422)
	fields := h.Hidden(page + "/reopen")
	fields.Set("reason", "The term is too short")
	h.Post(page+"/reopen", fields, 303)
	h.Has(h.Get(page, 200), "The term is too short", page+"/edit", page+"/approve")
	h.Has(h.AsNobody().Get("/verify/"+code, 404), "No agreement has this code")
}
