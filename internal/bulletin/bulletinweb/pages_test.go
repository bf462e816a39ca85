package bulletinweb_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	commit "tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
)

// draft begins the paper of the first quarter and returns its address.
func (h *house) draft() string {
	h.Helper()
	to := h.Post("/bulletins", url.Values{"once": {"k1"}, "period": {"2026-Q1"}, "language": {"en"}}, 303)
	if again := h.Post("/bulletins", url.Values{"once": {"k1"}, "period": {"2026-Q1"}, "language": {"en"}}, 303); again+"/edit" != to {
		h.Errorf("a double click leads to %s and not to %s", again, to)
	}
	return strings.TrimSuffix(to, "/edit")
}

// TestTheWayOfABulletin goes from an empty list to a published paper and the
// correction of one of its figures, through forms as a browser without scripts
// sends them.
func TestTheWayOfABulletin(t *testing.T) {
	h := newHouse(t)
	h.Has(h.Get("/bulletins", 200), "There is no bulletin yet")
	h.Has(h.Get("/bulletins/new", 200), "quarter 1 of 2026", "the year 2026")
	page := h.draft()
	h.Has(h.Post("/bulletins", url.Values{"once": {"k2"}, "period": {"2026-Q1"}, "language": {"en"}}, 422), "There is one of this period")

	edit := h.Form(page + "/edit")
	if text := edit.Get("section.0.text"); strings.Contains(text, "member.members") || !strings.Contains(text, "{{training.classes|by=occupation}}") && !strings.Contains(text, "Classes") {
		t.Errorf("the usual wording asks for what is not there, or for nothing: %q", text)
	}
	edit.Set("section.0.heading", "Training")
	edit.Set("section.0.text", "There were {{training.classes}}, typed 7777, with {{training.person_times}}.\n{{training.classes|by=occupation}}")
	edit.Set("checks", "{{training.classes|by=occupation}} = {{training.classes}}")
	wrong := url.Values{}
	for k, v := range edit {
		wrong[k] = v
	}
	wrong.Set("section.0.text", "There were {{training.clases}}.")
	h.Has(h.Post(page+"/edit", wrong, 422), "There is no figure training.clases", `href="#f-section-0-text"`)
	h.Has(h.Post(page+"/preview", wrong, 200), "There is no figure training.clases")
	more := url.Values{}
	for k, v := range edit {
		more[k] = v
	}
	more.Set("do", "section")
	h.Has(h.Post(page+"/edit", more, 200), `name="section.1.text"`)
	h.Post(page+"/edit", edit, 303)
	h.Has(h.Post(page+"/edit", edit, 422), "changed this record")
	h.Has(h.Get(page, 200), "5 classes", "typed 7777", "1,074 person-times", `href="/figures/training.classes?period=2026-Q1"`, "2 + 3 = 5", "holds")

	h.Send(page+"/submit", nil, 303)
	h.Get(page+"/edit", 409)
	h.As(leader).Has(h.Get(page, 200), "Waiting for the leading group", "Approve")
	h.Get(page+"/publish", 403)
	h.Has(h.Send(page+"/return", nil, 422), "Give the reason")
	h.Send(page+"/approve", nil, 303)
	h.As(clerk).Send(page+"/publish", nil, 303)
	h.Has(h.Get(page, 200), "No. 1 of 2026", "sealed and signed when the log held 42 facts", "/published/home/")
	h.correct(strings.TrimPrefix(page, "/bulletins/"))
}

// correct changes a figure after publication: the paper keeps its own, and the
// pages state both.
func (h *house) correct(id string) {
	h.Helper()
	public := "/published/home/" + id
	h.AsNobody().Has(h.Get("/published/home", 200), "No. 1 of 2026", public)
	before := h.Get(public, 200)
	h.Has(before, "5 classes", "1,074 person-times", "By opening day.")
	if strings.Contains(before, "/figures/") || strings.Contains(before, "changed since") {
		h.Error("the public page leads to what needs an account, or tells of a change")
	}
	h.ledger.count("training.class_opened", "occupation", "y", 1)
	h.Has(h.Get(public, 200), "5 classes", "2 published figures have changed since", "Classes: published as 5 classes, now 6 classes")
	h.Get("/published/nowhere", 404)
	h.Get("/published/twin/"+id, 404)
	h.As(dean).Get("/bulletins", 403)
	h.papers(public)
}

// papers fetches the published paper as JSON and as Word.
func (h *house) papers(public string) {
	h.Helper()
	var doc struct {
		Number  string
		Figures []struct {
			Key   string
			Slice struct{ Scope, Dimension, Value string }
			Value int64
		}
		Proof json.RawMessage
	}
	if err := json.Unmarshal([]byte(h.AsNobody().Get(public+"/json", 200)), &doc); err != nil {
		h.Fatal(err)
	}
	if doc.Number != "2026-1" || len(doc.Figures) != 4 || doc.Figures[2].Value != 5 || string(doc.Proof) == "" {
		h.Errorf("the document is %+v", doc)
	}
	text := h.Word(public + "/word")
	for _, want := range []string{"No. 1 of 2026", "There were 5 classes, typed 7777, with 1,074 person-times.", "2 + 3 = 5", "(seal)"} {
		if !strings.Contains(text, want) {
			h.Errorf("the Word document lacks %q:\n%s", want, text)
		}
	}
}

// TestUnpublishedPapersAreNobodysBusiness: a draft has no public address.
func TestUnpublishedPapersAreNobodysBusiness(t *testing.T) {
	h := newHouse(t)
	page := h.draft()
	id := strings.TrimPrefix(page, "/bulletins/")
	h.AsNobody()
	for _, path := range []string{"", "/word", "/json"} {
		h.Get("/published/home/"+id+path, 404)
	}
	h.Get(page, 303)
	h.Has(h.Get("/published/home", 200), "Nothing is published yet")
	h.As(clerk).Send(page+"/withdraw", webtest.Fields("message", "no need"), 303)
	h.Has(h.Get(page, 200), "Withdrawn", "no need")
	h.Get(page+"/events", 409)
	h.draftAgain()
}

// draftAgain: a withdrawn paper leaves its period free.
func (h *house) draftAgain() {
	h.Helper()
	h.Post("/bulletins", url.Values{"once": {"k9"}, "period": {"2026-Q1"}, "language": {"zh"}}, 303)
}

// TestEventsAreChosenOnce: what counted in the period and is no matter of one person
// is offered until it is in the paper; a double click does not enter it twice.
func TestEventsAreChosenOnce(t *testing.T) {
	h := newHouse(t)
	page := h.draft()
	h.Has(h.Get(page+"/events", 200), "Nothing of the period has counted yet")
	for id, kind := range map[record.ID]fact.Kind{
		"01900000-0000-7000-8000-0000000000c1": "training.class_opened", "01900000-0000-7000-8000-0000000000c2": "training.class_opened",
		"01900000-0000-7000-8000-0000000000c3": "training.attended",
	} {
		c := change.By(clerk, h.Now.Now())
		ref := record.Ref{Kind: bulletin.Kind, ID: id}
		c.Log(ref, "submit")
		c.Count(fact.Fact{Kind: kind, On: calendar.On(2026, 2, 3), Quantity: 1, Unit: "class", Scope: fact.ScopeConsortium, Subject: id, Record: ref})
		if err := h.DB.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error { return commit.Commit(tx, c) }); err != nil {
			t.Fatal(err)
		}
	}
	sent := h.Hidden(page + "/events")
	h.Has(h.Post(page+"/events", sent, 422), `href="#f-step"`)
	keys := regexp.MustCompile(`name="step"[^>]* value="([^"]+)"`).FindAllStringSubmatch(h.Get(page+"/events", 200), -1)
	if len(keys) != 2 {
		t.Fatalf("%d steps are offered", len(keys))
	}
	sent.Set("step", keys[0][1])
	for range 2 {
		if to := h.Post(page+"/events", sent, 303); to != page+"/edit" {
			t.Errorf("events lead to %s", to)
		}
	}
	if edit := h.Form(page + "/edit"); edit.Get("event.0.record") == "" || edit.Get("event.1.record") != "" {
		t.Errorf("the paper has %v", edit)
	}
	sent.Set("step", keys[1][1])
	h.Has(h.Post(page+"/events", sent, 422), "changed this record")
}

// TestAFigureThatMovesWhileItIsProved is not published: the paper would state
// another number than its proof.
func TestAFigureThatMovesWhileItIsProved(t *testing.T) {
	h := newHouse(t)
	page := h.draft()
	h.Send(page+"/submit", nil, 303)
	h.As(leader).Send(page+"/approve", nil, 303)
	h.notary.skew = 1
	h.As(clerk).Has(h.Send(page+"/publish", nil, 422), "Facts came in while it was published")
	h.Has(h.Get(page, 200), "Approved: to be published")
	h.notary.skew = 0
	h.Send(page+"/publish", nil, 303)
	if proved := h.notary.papers[len(h.notary.papers)-1]; !strings.Contains(string(proved), `"number": "2026-1"`) {
		t.Errorf("the words that are proved lack the number: %.300s", proved)
	}
}

// TestAPaperThatNobodyStored is what the command prints of a period without one.
func TestAPaperThatNobodyStored(t *testing.T) {
	h := newHouse(t)
	ctx := access.With(dbtest.Ctx(dbtest.Home), clerk)
	b, err := h.service.Current(ctx, clerk, calendar.QuarterOf(calendar.On(2026, 1, 1)), i18n.English)
	if err != nil || b.ID != "" || b.Number() != "" {
		t.Fatalf("it is %+v, %v", b, err)
	}
	p, err := h.service.Paper(ctx, clerk, b)
	if err != nil || len(p.Figures) == 0 || !strings.Contains(p.Number, "no number") {
		t.Errorf("it is %q and states %d figures, %v", p.Number, len(p.Figures), err)
	}
	if stated, err := h.service.Published(ctx, []string{"training.classes"}); err != nil || len(stated) != 0 {
		t.Errorf("published before anything is: %+v, %v", stated, err)
	}
	if text, err := h.service.Document(ctx, clerk, b); err != nil || !strings.Contains(string(text), `"state": "draft"`) {
		t.Errorf("its document is %.200s, %v", text, err)
	}
}
