package memberweb_test

import (
	"io/fs"
	"net/http/httptest"
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
	h := newHouse(t).as(&clerk)
	h.has(h.get("/members", 200), "/members/new", "/members/apply", "/imports/member/new", "/exports/member")
	h.has(h.get("/members/new", 200), "Register a member", `name="tier"`)

	wrong := sound()
	for key, value := range map[string]string{"name": " ", "credit_code": "91652824QQ0000013L", "staff_count": "many", "joined_on": "2026-99-99"} {
		wrong.Set(key, value)
	}
	h.has(h.post("/members", wrong, 422), "is not a whole number", "is not a date", `value="91652824QQ0000013L"`, `value="Wang"`, `href="#f-staff_count"`)
	wrong.Set("staff_count", "3")
	wrong.Set("joined_on", "2026-12-31")
	h.has(h.post("/members", wrong, 422), "Give the name of the organisation", "in the future", `href="#f-credit_code"`, `href="#f-name"`, `href="#f-joined_on"`)

	page := h.post("/members", sound(), 303)
	if again := h.post("/members", sound(), 303); again != page {
		t.Errorf("a double click leads to %s and not to %s", again, page)
	}
	other := sound()
	other.Set("once", "k9")
	h.has(h.post("/members", other, 422), "known already as “Member”", `href="#f-credit_code"`)
	h.has(h.get(page, 200), "New Works", "Council member", "138****1234", "Registered as a member of old", "1,020", "1 Mar 2026")
	h.has(h.get(page+"?tab=record", 200), "Joined or left")
	h.has(h.get("/members?q=works&kind=enterprise&state=member&col=name&col=staff", 200), page, "1,020")
	h.lacks(h.get("/members?q=nothing", 200), page)
}

// TestTheWayOfAnApplication goes from the button in the list to the decision.
func TestTheWayOfAnApplication(t *testing.T) {
	h := newHouse(t)
	h.has(h.get("/members", 200), "/members/apply")
	h.has(h.get("/members/apply", 200), `value="Plant"`, "91652824QQ0000012L")
	wrong := asked()
	wrong.Set("purpose", "")
	h.has(h.post("/members/apply", wrong, 422), "Say why you apply", `href="#f-purpose"`)
	stolen := asked()
	stolen.Set("credit_code", firms[1].CreditCode)
	h.has(h.post("/members/apply", stolen, 422), "Another organisation has this credit code")

	page := h.upload("/members/apply", asked(), 303, member.Licence)
	if again := h.upload("/members/apply", asked(), 303, member.Licence); again != page {
		t.Errorf("a double click leads to %s and not to %s", again, page)
	}
	if m := h.find(page); m.Organisation.ID != plant || m.Organisation.CreditCode != firms[0].CreditCode {
		t.Errorf("Plant applied as %+v", m.Organisation)
	}
	h.lacks(h.get("/members", 200), "/members/apply")
	if to := h.do(httptest.NewRequest("GET", "/members/apply", nil), 303).Header().Get("Location"); to != page {
		t.Errorf("who has applied is led to %s", to)
	}
	h.has(h.get(page, 200), "To be checked", "Applied for membership", "Withdraw the application")
	h.has(h.get(page+"?tab=materials", 200), "licence.pdf", "Missing: Commitment to the charter")

	h.as(&clerk).has(h.take(page, "assign", url.Values{"assessors": {string(expertA), string(expertB)}}, 422), "Application form (sealed) is missing", "Commitment to the charter is missing")
	h.has(h.take(page, "return", nil, 422), "Give the reason")
	h.take(page, "return", url.Values{"reason": {"two papers"}}, 303)
	h.as(&boss).has(h.get(page, 200), "two papers", "Returned")
	h.upload(page+"/edit", h.form(page+"/edit", asked()), 303, member.Application, member.Commitment)

	h.as(&clerk).has(h.get(page+"/assign", 200), "Expert A", "Expert B", "College")
	h.has(h.take(page, "assign", url.Values{"assessors": {string(expertA)}}, 422), "Choose 2 assessors")
	h.take(page, "assign", url.Values{"assessors": {string(expertA), string(expertB)}}, 303)
	h.judge(page)
}

// judge lets both assessors write, and the council decide.
func (h *house) judge(page string) {
	h.t.Helper()
	h.as(&clerk).get(page+"/assess", 403)
	h.get(page+"/decide", 409)
	h.as(&first).has(h.get(page, 200), "Give your assessment")
	h.has(h.get(page+"?tab=materials", 200), "commitment.pdf")
	h.has(h.take(page, "assess", url.Values{"verdict": {"against"}}, 422), "Give the reasons")
	h.take(page, "assess", url.Values{"verdict": {"against"}, "comment": {"Too small"}}, 303)
	h.get(page+"/assess", 403)
	h.as(&second).lacks(h.get(page+"?tab=opinions", 200), "Too small")
	h.take(page, "assess", url.Values{"verdict": {"recommend"}, "comment": {"Good places"}}, 303)
	h.has(h.get(page+"?tab=opinions", 200), "Too small", "Good places")
	h.as(&boss).lacks(h.get(page+"?tab=opinions", 200), "Too small", "Good places")

	h.as(&clerk)
	decision := url.Values{"outcome": {"admit"}, "tier": {"ordinary"}, "meeting": {"2026/2"}}
	h.has(h.take(page, "decide", nil, 422), "Choose an outcome")
	late := url.Values{"outcome": {"admit"}, "tier": {"ordinary"}, "meeting": {"2026/2"}, "on": {"2026-99-99"}}
	h.has(h.take(page, "decide", late, 422), "is not a date")
	if m := h.find(page); m.State != member.Assessed {
		h.t.Fatalf("a decision with a date that is none led to %s", m.State)
	}
	stale := h.form(page+"/decide", decision)
	h.post(page+"/decide", stale, 303)
	h.has(h.post(page+"/decide", stale, 422), "Clerk (Body) changed this record")
	h.has(h.get(page, 200), "Admitted by the council (2026/2)", "Yearly review", "Remove from the consortium")
	h.has(h.as(&boss).get(page+"?tab=opinions", 200), "2026/2", "The opinions of the assessors are for the council")
	h.as(&rival).lacks(h.get(page, 200), "Places for forty", "2026/2")
}

// TestTheLifeOfAMember walks the steps after joining, to leaving and coming back.
func TestTheLifeOfAMember(t *testing.T) {
	h := newHouse(t).as(&clerk)
	page := h.post("/members", sound(), 303)
	h.has(h.get(page+"/review", 200), `value="2026"`)
	h.has(h.take(page, "review", url.Values{"year": {"never"}, "result": {"unfulfilled"}, "comment": {"c"}}, 422), "is not a whole number")
	for _, year := range []string{"2025", "2026"} {
		h.take(page, "review", url.Values{"year": {year}, "result": {"unfulfilled"}, "comment": {"nothing came"}}, 303)
	}
	h.has(h.get(page, 200), "Unfulfilled for 2 years in a row")
	h.has(h.get(page+"?tab=record", 200), "Review of 2025", "nothing came")
	h.take(page, "promote", url.Values{"tier": {"vice_president"}, "meeting": {"2026/3"}}, 303)
	h.has(h.get(page, 200), "Tier changed to Vice-president (2026/3)")
	h.has(h.take(page, "remove", url.Values{"reasons": {"unfulfilled"}}, 422), "Name the meeting")
	h.take(page, "remove", url.Values{"reasons": {"unfulfilled"}, "meeting": {"2026/4"}}, 303)
	h.has(h.get(page, 200), "Removed", "Unfulfilled reviews", "Reinstate")
	h.get(page+"/review", 409)
	h.take(page, "reinstate", url.Values{"meeting": {"2026/5"}, "note": {"promised"}}, 303)
	h.take(page, "leave", url.Values{"reasons": {"moved_away"}}, 303)
	h.has(h.get(page, 200), "Moved away", "/members/apply?of=")
	h.has(h.get("/members/apply?of="+strings.TrimPrefix(page, "/members/"), 200), `value="New Works"`)
	again := asked()
	again.Set("credit_code", sound().Get("credit_code"))
	again.Set("phone", "138****1234")
	if to := h.upload("/members/apply", again, 303, materials...); to != page {
		t.Errorf("a former member applies at %s and not at %s", to, page)
	}
	if m := h.find(page); m.Organisation.Phone != "13800001234" || m.State != member.Applied {
		t.Errorf("applied again: %+v", m)
	}
	h.has(h.get(page+"?tab=materials", 200), "licence.pdf", "commitment.pdf")
	h.take(page, "withdraw", nil, 303)
	h.has(h.get(page, 200), "Withdrawn", "Apply again")
}

// TestTheNumberIsMasked: the whole is shown once, to who may, and recorded.
func TestTheNumberIsMasked(t *testing.T) {
	h := newHouse(t).as(&clerk)
	page := h.post("/members", sound(), 303)
	h.lacks(h.get(page, 200)+h.get(page+"/edit", 200), "13800001234")
	h.has(h.get(page, 200), page+"/contact")
	h.has(h.post(page+"/contact", nil, 200), "13800001234", "Saw the whole telephone number")
	h.lacks(h.get(page, 200), "13800001234")
	for _, a := range []*access.Actor{&rival, &auditor} {
		h.as(a).lacks(h.get(page, 200), "13800001234", page+"/contact")
		h.post(page+"/contact", nil, 403)
	}
}

// TestAMemberKeepsItsPapers: what other members see of it, and what they can't do.
func TestAMemberKeepsItsPapers(t *testing.T) {
	h := newHouse(t).as(&clerk)
	page := h.post("/members", sound(), 303)
	h.take(page, "review", url.Values{"year": {"2025"}, "result": {"partly"}, "comment": {"late"}}, 303)
	h.as(&rival).has(h.get(page, 200), "New Works", "The timeline is for the organisation itself")
	h.lacks(h.get(page+"?tab=record", 200), "Joined or left", "late", "tab=materials")
	for _, step := range []string{"edit", "leave", "withdraw"} {
		h.get(page+"/"+step, 403)
	}
	h.post(page+"/edit", sound(), 403)
	h.post(page+"/leave", url.Values{"reasons": {"other"}}, 403)
	for _, step := range []string{"assign", "decide", "review", "promote", "remove", "reinstate"} {
		h.get(page+"/"+step, 403)
	}
}

// TestAnApplicationIsPrivate: the applicant sees it, another enterprise finds
// nothing, a student may not look at members, nobody is led to the sign-in page.
func TestAnApplicationIsPrivate(t *testing.T) {
	h := newHouse(t)
	page := h.upload("/members/apply", asked(), 303, materials...)
	h.has(h.get(page, 200), "Places for forty", "138****1234")
	h.has(h.get("/members", 200), page)
	h.as(&rival).lacks(h.get("/members", 200), page)
	for _, step := range []string{"", "/edit", "/withdraw", "/leave"} {
		h.get(page+step, 404)
	}
	h.post(page+"/withdraw", nil, 404)
	h.get("/members/apply?of="+strings.TrimPrefix(page, "/members/"), 200)
	h.as(&first).get(page, 404)
	for _, path := range []string{"/members", page, "/members/apply", "/members/new", page + "/edit"} {
		h.as(&student).get(path, 403)
		h.as(nil).get(path, 303)
	}
}

// TestBothLanguages shows the pages in Chinese too; the house refuses bare keys.
func TestBothLanguages(t *testing.T) {
	h := newHouse(t)
	page := h.upload("/members/apply", asked(), 303, materials...)
	h.lang = "zh"
	h.as(&clerk)
	for _, path := range []string{"", "?tab=materials", "?tab=opinions", "?tab=record", "/assign", "/return", "/withdraw", "/edit"} {
		h.get(page+path, 200)
	}
	h.get("/members/new", 200)
	h.get("/members/apply", 200)
	h.post("/members", url.Values{}, 422)
	member := h.post("/members", sound(), 303)
	for _, step := range []string{"", "/review", "/promote", "/leave", "/remove"} {
		h.get(member+step, 200)
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
	l := catalogue(t).In(i18n.English)
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
	h.t.Helper()
	m, err := h.store.Find(dbtest.Ctx(dbtest.Home), record.ID(strings.TrimPrefix(page, "/members/")))
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}
