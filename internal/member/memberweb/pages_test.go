package memberweb_test

import (
	"io/fs"
	"maps"
	"net/url"
	"os"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/member"
	"tongpin/internal/member/memberweb"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
)

// sound is a form that registers an organisation nobody knows yet.
func sound() url.Values {
	return url.Values{
		"once": {"k1"}, "name": {"New Works"}, "credit_code": {"91652824QQ0000039C"}, "kind": {"enterprise"}, "industry": {"new_energy"}, "staff_count": {"1,020"},
		"contact": {"Wang"}, "phone": {"13800001234"}, "tier": {"council"}, "joined_on": {"2026-03-01"},
	}
}

// asked is the application of Plant.
func asked() url.Values {
	return url.Values{
		"once": {"k2"}, "name": {"Plant"}, "credit_code": {"91652824qq0000012l"}, "kind": {"enterprise"}, "staff_count": {"20"}, "phone": {"13800001234"},
		"purpose": {"Places for forty"},
	}
}

var materials = []string{member.Licence, member.Application, member.Commitment}

func TestRegister(t *testing.T) {
	h := newHouse(t)
	h.As(clerk)
	h.Has(h.Get("/members", 200), "/members/new", "/members/apply", "/imports/member/new", "/exports/member")
	h.Has(h.Get("/members/new", 200), "Register a member", `name="tier"`)

	wrong := sound()
	for key, value := range map[string]string{"name": " ", "credit_code": "91652824QQ0000013L", "staff_count": "many", "joined_on": "2026-99-99"} {
		wrong.Set(key, value)
	}
	h.Has(h.Post("/members", wrong, 422), "is not a whole number", "is not a date", `value="91652824QQ0000013L"`, `value="Wang"`, `href="#f-staff_count"`)
	wrong.Set("staff_count", "3")
	wrong.Set("joined_on", "2026-12-31")
	h.Has(h.Post("/members", wrong, 422), "Give the name of the organisation", "in the future", `href="#f-credit_code"`, `href="#f-name"`, `href="#f-joined_on"`)

	page := h.Post("/members", sound(), 303)
	if again := h.Post("/members", sound(), 303); again != page {
		t.Errorf("a double click leads to %s and not to %s", again, page)
	}
	other := sound()
	other.Set("once", "k9")
	h.Has(h.Post("/members", other, 422), "known already as “Member”", `href="#f-credit_code"`)
	h.Has(h.Get(page, 200), "New Works", "Council member", "138****1234", "Registered as a member of old", "1,020", "1 Mar 2026")
	h.Has(h.Get(page+"?tab=record", 200), "Joined or left")
	h.Has(h.Get("/members?q=works&kind=enterprise&state=member&col=name&col=staff", 200), page, "1,020")
	h.Lacks(h.Get("/members?q=nothing", 200), page)
}

// TestTheWayOfAnApplication goes from the button in the list to the decision.
func TestTheWayOfAnApplication(t *testing.T) {
	h := newHouse(t)
	h.Has(h.Get("/members", 200), "/members/apply")
	h.Has(h.Get("/members/apply", 200), `value="Plant"`, "91652824QQ0000012L")
	wrong := asked()
	wrong.Set("purpose", "")
	h.Has(h.Post("/members/apply", wrong, 422), "Say why you apply", `href="#f-purpose"`)
	stolen := asked()
	stolen.Set("credit_code", firms[1].CreditCode)
	h.Has(h.Post("/members/apply", stolen, 422), "Another organisation has this credit code")

	page := h.Upload("/members/apply", asked(), papers(member.Licence), 303)
	if again := h.Upload("/members/apply", asked(), papers(member.Licence), 303); again != page {
		t.Errorf("a double click leads to %s and not to %s", again, page)
	}
	if m := h.find(page); m.Organisation.ID != plant || m.Organisation.CreditCode != firms[0].CreditCode {
		t.Errorf("Plant applied as %+v", m.Organisation)
	}
	h.Lacks(h.Get("/members", 200), "/members/apply")
	if to := h.Get("/members/apply", 303); to != page {
		t.Errorf("who has applied is led to %s", to)
	}
	h.Has(h.Get(page, 200), "To be checked", "Applied for membership", "Withdraw the application")
	h.Has(h.Get(page+"?tab=materials", 200), "licence.pdf", "Missing: Commitment to the charter")

	h.As(clerk).Has(h.Send(page+"/assign", url.Values{"assessors": {string(expertA), string(expertB)}}, 422), "Application form (sealed) is missing", "Commitment to the charter is missing")
	h.Has(h.Send(page+"/return", nil, 422), "Give the reason")
	h.Send(page+"/return", url.Values{"reason": {"two papers"}}, 303)
	h.As(boss).Has(h.Get(page, 200), "two papers", "Returned")
	h.Send(page+"/edit", asked(), 303, papers(member.Application, member.Commitment)...)

	h.As(clerk).Has(h.Get(page+"/assign", 200), "Expert A", "Expert B", "College")
	h.Has(h.Send(page+"/assign", url.Values{"assessors": {string(expertA)}}, 422), "Choose 2 assessors")
	h.Send(page+"/assign", url.Values{"assessors": {string(expertA), string(expertB)}}, 303)
	h.judge(page)
}

// judge lets both assessors write, and the council decide.
func (h *house) judge(page string) {
	h.Helper()
	h.As(clerk).Get(page+"/assess", 403)
	h.Get(page+"/decide", 409)
	h.As(first).Has(h.Get(page, 200), "Give your assessment")
	h.Has(h.Get(page+"?tab=materials", 200), "commitment.pdf")
	h.Has(h.Send(page+"/assess", url.Values{"verdict": {"against"}}, 422), "Give the reasons")
	h.Send(page+"/assess", url.Values{"verdict": {"against"}, "comment": {"Too small"}}, 303)
	h.Get(page+"/assess", 403)
	h.As(second).Lacks(h.Get(page+"?tab=opinions", 200), "Too small")
	h.Send(page+"/assess", url.Values{"verdict": {"recommend"}, "comment": {"Good places"}}, 303)
	h.Has(h.Get(page+"?tab=opinions", 200), "Too small", "Good places")
	h.As(boss).Lacks(h.Get(page+"?tab=opinions", 200), "Too small", "Good places")

	h.As(clerk)
	decision := url.Values{"outcome": {"admit"}, "tier": {"ordinary"}, "meeting": {"2026/2"}}
	h.Has(h.Send(page+"/decide", nil, 422), "Choose an outcome")
	late := url.Values{"outcome": {"admit"}, "tier": {"ordinary"}, "meeting": {"2026/2"}, "on": {"2026-99-99"}}
	h.Has(h.Send(page+"/decide", late, 422), "is not a date")
	if m := h.find(page); m.State != member.Assessed {
		h.Fatalf("a decision with a date that is none led to %s", m.State)
	}
	stale := h.Form(page + "/decide")
	maps.Copy(stale, decision)
	h.Post(page+"/decide", stale, 303)
	h.Has(h.Post(page+"/decide", stale, 422), "Clerk (Body) changed this record")
	h.Has(h.Get(page, 200), "Admitted by the council (2026/2)", "Yearly review", "Remove from the consortium")
	h.Has(h.As(boss).Get(page+"?tab=opinions", 200), "2026/2", "The opinions of the assessors are for the council")
	h.As(rival).Lacks(h.Get(page, 200), "Places for forty", "2026/2")
}

// TestTheLifeOfAMember walks the steps after joining, to leaving and coming back.
func TestTheLifeOfAMember(t *testing.T) {
	h := newHouse(t)
	h.As(clerk)
	page := h.Post("/members", sound(), 303)
	h.Has(h.Get(page+"/review", 200), `value="2026"`)
	h.Has(h.Send(page+"/review", url.Values{"year": {"never"}, "result": {"unfulfilled"}, "comment": {"c"}}, 422), "is not a whole number")
	for _, year := range []string{"2025", "2026"} {
		h.Send(page+"/review", url.Values{"year": {year}, "result": {"unfulfilled"}, "comment": {"nothing came"}}, 303)
	}
	h.Has(h.Get(page, 200), "Unfulfilled for 2 years in a row")
	h.Has(h.Get(page+"?tab=record", 200), "Review of 2025", "nothing came")
	h.Send(page+"/promote", url.Values{"tier": {"vice_president"}, "meeting": {"2026/3"}}, 303)
	h.Has(h.Get(page, 200), "Tier changed to Vice-president (2026/3)")
	h.Has(h.Send(page+"/remove", url.Values{"reasons": {"unfulfilled"}}, 422), "Name the meeting")
	h.Send(page+"/remove", url.Values{"reasons": {"unfulfilled"}, "meeting": {"2026/4"}}, 303)
	h.Has(h.Get(page, 200), "Removed", "Unfulfilled reviews", "Reinstate")
	h.Get(page+"/review", 409)
	h.Send(page+"/reinstate", url.Values{"meeting": {"2026/5"}, "note": {"promised"}}, 303)
	h.Send(page+"/leave", url.Values{"reasons": {"moved_away"}}, 303)
	h.Has(h.Get(page, 200), "Moved away", "/members/apply?of=")
	h.Has(h.Get("/members/apply?of="+strings.TrimPrefix(page, "/members/"), 200), `value="New Works"`)
	again := asked()
	again.Set("credit_code", sound().Get("credit_code"))
	again.Set("phone", "138****1234")
	if to := h.Upload("/members/apply", again, papers(materials...), 303); to != page {
		t.Errorf("a former member applies at %s and not at %s", to, page)
	}
	if m := h.find(page); m.Organisation.Phone != "13800001234" || m.State != member.Applied {
		t.Errorf("applied again: %+v", m)
	}
	h.Has(h.Get(page+"?tab=materials", 200), "licence.pdf", "commitment.pdf")
	h.Send(page+"/withdraw", nil, 303)
	h.Has(h.Get(page, 200), "Withdrawn", "Apply again")
}

// TestTheNumberIsMasked: the whole is shown once, to who may, and recorded.
func TestTheNumberIsMasked(t *testing.T) {
	h := newHouse(t)
	h.As(clerk)
	page := h.Post("/members", sound(), 303)
	h.Lacks(h.Get(page, 200)+h.Get(page+"/edit", 200), "13800001234")
	h.Has(h.Get(page, 200), page+"/contact")
	h.Has(h.Post(page+"/contact", nil, 200), "13800001234", "Saw the whole telephone number")
	h.Lacks(h.Get(page, 200), "13800001234")
	for _, a := range []access.Actor{rival, auditor} {
		h.As(a).Lacks(h.Get(page, 200), "13800001234", page+"/contact")
		h.Post(page+"/contact", nil, 403)
	}
}

// TestAMemberKeepsItsPapers: what other members see of it, and what they can't do.
func TestAMemberKeepsItsPapers(t *testing.T) {
	h := newHouse(t)
	h.As(clerk)
	page := h.Post("/members", sound(), 303)
	h.Send(page+"/review", url.Values{"year": {"2025"}, "result": {"partly"}, "comment": {"late"}}, 303)
	h.As(rival).Has(h.Get(page, 200), "New Works", "The timeline is for the organisation itself")
	h.Lacks(h.Get(page+"?tab=record", 200), "Joined or left", "late", "tab=materials")
	for _, step := range []string{"edit", "leave", "withdraw"} {
		h.Get(page+"/"+step, 403)
	}
	h.Post(page+"/edit", sound(), 403)
	h.Post(page+"/leave", url.Values{"reasons": {"other"}}, 403)
	for _, step := range []string{"assign", "decide", "review", "promote", "remove", "reinstate"} {
		h.Get(page+"/"+step, 403)
	}
}

// TestAnApplicationIsPrivate: the applicant sees it, another enterprise finds
// nothing, a student may not look at members, nobody is led to the sign-in page.
func TestAnApplicationIsPrivate(t *testing.T) {
	h := newHouse(t)
	page := h.Upload("/members/apply", asked(), papers(materials...), 303)
	h.Has(h.Get(page, 200), "Places for forty", "138****1234")
	h.Has(h.Get("/members", 200), page)
	h.As(rival).Lacks(h.Get("/members", 200), page)
	for _, step := range []string{"", "/edit", "/withdraw", "/leave"} {
		h.Get(page+step, 404)
	}
	h.Post(page+"/withdraw", nil, 404)
	h.Get("/members/apply?of="+strings.TrimPrefix(page, "/members/"), 200)
	h.As(first).Get(page, 404)
	for _, path := range []string{"/members", page, "/members/apply", "/members/new", page + "/edit"} {
		h.As(student).Get(path, 403)
		h.AsNobody().Get(path, 303)
	}
}

// TestBothLanguages shows the pages in Chinese too; the house refuses bare keys.
func TestBothLanguages(t *testing.T) {
	h := newHouse(t)
	page := h.Upload("/members/apply", asked(), papers(materials...), 303)
	h.Language = "zh"
	h.As(clerk)
	for _, path := range []string{"", "?tab=materials", "?tab=opinions", "?tab=record", "/assign", "/return", "/withdraw", "/edit"} {
		h.Get(page+path, 200)
	}
	h.Get("/members/new", 200)
	h.Get("/members/apply", 200)
	h.Post("/members", url.Values{}, 422)
	member := h.Post("/members", sound(), 303)
	for _, step := range []string{"", "/review", "/promote", "/leave", "/remove"} {
		h.Get(member+step, 200)
	}
}

func TestTextsAreWhole(t *testing.T) {
	own, err := i18n.Load(memberweb.Texts())
	if err != nil {
		t.Fatal(err)
	}
	dynamic := []string{
		"nav.", "kind.", "did.", "notice.", "todo.", "enum.", "unit.", "fact.", "metric.", "rule.", "intake.kind.", "membership.state.", "membership.step.",
		"member.column.", "member.step.", "member.stepped.", "member.tab.", "*.*.title.lead",
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
	l := newHouse(t).Catalogue.In(i18n.English)
	var need []string
	for family, codes := range map[string][]string{
		"enum.material.": member.Materials, "enum.review.": member.Results, "enum.leave_reason.": member.LeaveReasons, "enum.industry.": organisation.Industries,
		"enum.verdict.": {member.Recommend, member.Against}, "todo.membership.": {"check", "complete", "assess", "decide", "consider_removal"},
	} {
		for _, code := range codes {
			need = append(need, family+code)
		}
	}
	for _, tier := range member.Tiers {
		need = append(need, "enum.tier."+string(tier))
	}
	for _, s := range member.Flow.States() {
		need = append(need, "membership.state."+string(s))
	}
	for _, x := range member.Flow.Transitions {
		if x.Verb != member.VerbConclude { // told by the assessment itself
			need = append(need, "did.membership."+x.Verb)
		}
	}
	for _, m := range member.Metrics() {
		need = append(need, "metric."+m.Key, "metric."+m.Key+".wording")
	}
	for _, key := range need {
		if !l.Has(key) {
			t.Errorf("no text for %s", key)
		}
	}
}

func (h *house) find(page string) member.Membership {
	h.Helper()
	m, err := h.store.Find(dbtest.Ctx(dbtest.Home), record.ID(strings.TrimPrefix(page, "/members/")))
	if err != nil {
		h.Fatal(err)
	}
	return m
}
