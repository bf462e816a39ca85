package orderweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
)

// welders is a complete order of ten people.
func welders() url.Values {
	return url.Values{
		"kind": {"people"}, "once": {"k1"}, "title": {"Tower welding"}, "mode": {"direct_hire"}, "post": {"Welder"}, "occupation": {"6-18-02-04"},
		"quantity": {"10"}, "places": {"Ruoqiang"}, "start_on": {"2026-06-01"}, "pay_from": {"4,800"}, "pay_to": {"5600"}, "programmes": {"660105, 660103"},
		"visibility": {"members"}, "valid_until": {"2026-09-01"},
	}
}

// placed places an order and returns its address.
func (h *house) placed() string {
	h.Helper()
	to := h.as(hr).post("/orders", welders(), http.StatusSeeOther)
	if again := h.post("/orders", welders(), http.StatusSeeOther); again != to {
		h.Errorf("a double click leads to %s, not to %s", again, to)
	}
	return to
}

func (h *house) published() string {
	h.Helper()
	to := h.placed()
	h.as(clerk).post(to+"/publish", url.Values{"version": {"2"}}, http.StatusSeeOther)
	return to
}

func TestFromOrderToAgreement(t *testing.T) {
	h := newHouse(t)
	to := h.placed()
	h.get(to, http.StatusOK, "Tower welding", "XQ-2026-0001", "The secretariat is checking it", "4,800 to 5,600 yuan a month")
	h.as(clerk).get(to, http.StatusOK, "Please check and publish", to+"/publish", to+"/return")
	h.get(to+"/publish", http.StatusOK, "Welder")
	h.post(to+"/publish", url.Values{"version": {"2"}}, http.StatusSeeOther)

	h.as(dean).get("/answers", http.StatusOK, "Tower welding", "Not answered yet")
	h.get(to, http.StatusOK, "Welding class", "Same programme", to+"/respond")
	h.get(to+"/respond", http.StatusOK, "Welding class", `value="10"`)
	h.post(to+"/respond", url.Values{"answer": {"no"}}, http.StatusUnprocessableEntity, `href="#f-category"`)
	talk := h.post(to+"/respond", url.Values{"answer": {"yes"}, "programme": {offered + "/"}, "quantity": {"10"}, "start_on": {"2026-06-01"}, "message": {"Gladly"}}, http.StatusSeeOther)
	h.get(talk, http.StatusOK, "Waiting for the enterprise", "Gladly", "College")

	h.as(rival).get(talk, http.StatusNotFound)
	if body := h.get(to+"?tab=responses", http.StatusOK); strings.Contains(body, "Org b1") {
		t.Error("a rival sees the response")
	}
	h.as(clerk).get(to+"?tab=responses", http.StatusOK, "Org b1", "Negotiations are visible to their two parties only")
	if body := h.get(talk, http.StatusSeeOther, to+"?tab=responses"); strings.Contains(body, "Gladly") {
		t.Error("the secretariat reads a negotiation")
	}
	h.as(auditor).get(talk, http.StatusOK, "Gladly")

	h.as(hr).get(to, http.StatusOK, "It is your turn")
	h.get(talk, http.StatusOK, "It is your turn", talk+"/approve", talk+"/propose")
	h.post(talk+"/propose", url.Values{"version": {"1"}, "programme": {offered + "/"}, "quantity": {"8"}, "start_on": {"2026-06-01"}, "approve": {"on"}}, http.StatusSeeOther)
	h.as(dean).get(talk+"/approve", http.StatusOK, "8")
	h.post(talk+"/approve", url.Values{"version": {"1"}}, http.StatusUnprocessableEntity)
	h.post(talk+"/approve", url.Values{"version": {"2"}}, http.StatusSeeOther)
	h.get(talk, http.StatusOK, "Both sides agreed")
	h.get(to, http.StatusOK, "10 persons, 2 still wanted")
}

func TestAnUnfinishedOrderIsKeptAndSaysWhatIsMissing(t *testing.T) {
	h := newHouse(t).as(hr)
	v := welders()
	v.Del("post")
	v.Set("pay_from", "much")
	h.post("/orders", v, http.StatusUnprocessableEntity, `href="#f-pay_from"`, `value="much"`)
	v.Set("pay_from", "4800")
	h.post("/orders", v, http.StatusUnprocessableEntity, `href="#f-post"`, `value="Tower welding"`, "/edit")
	h.get("/orders", http.StatusOK, "Tower welding", "Draft")
	h.as(dean).get("/orders", http.StatusOK)
	if strings.Contains(h.get("/orders", http.StatusOK), "Tower welding") {
		t.Error("a school sees a draft")
	}
}

func TestStepsOfAnOpenOrder(t *testing.T) {
	h := newHouse(t)
	to := h.published()
	h.as(hr).post(to+"/confirm", url.Values{"version": {"3"}}, http.StatusSeeOther)
	h.get(to+"/edit", http.StatusOK, "Amend order")
	v := welders()
	v.Set("version", "4")
	v.Set("quantity", "12")
	h.post(to+"/edit", v, http.StatusSeeOther)
	h.get(to, http.StatusOK, "12 persons, 12 still wanted")
	h.get(to+"/close", http.StatusOK)
	h.post(to+"/close", url.Values{"version": {"5"}, "why": {"other"}}, http.StatusUnprocessableEntity, `href="#f-reason"`)
	h.as(dean).post(to+"/close", url.Values{"version": {"5"}, "why": {"no_supply"}}, http.StatusForbidden)
	h.as(hr).post(to+"/close", url.Values{"version": {"5"}, "why": {"no_supply"}}, http.StatusSeeOther)
	h.get(to, http.StatusOK, "No fitting supply", "Closed")
	h.post(to+"/confirm", nil, http.StatusUnprocessableEntity)
}

func TestPagesInBothLanguages(t *testing.T) {
	h := newHouse(t)
	to := h.published()
	product := h.as(hr).post("/products", url.Values{"name": {"Towers"}, "year": {"2026"}, "position": {"midstream"}, "output": {"1000000"}}, http.StatusSeeOther)
	talk := h.as(dean).post(to+"/respond", url.Values{"answer": {"maybe"}, "category": {"dates"}, "programme": {offered + "/"}, "quantity": {"3"}, "start_on": {"2026-06-01"}}, http.StatusSeeOther)
	for _, lang := range i18n.Languages {
		h.lang = lang
		h.as(hr)
		for _, kind := range order.Kinds {
			h.get("/orders/new?kind="+string(kind), http.StatusOK)
		}
		for _, path := range []string{
			"/orders", "/orders/new", to, to + "?tab=responses", to + "?tab=suggestions", to + "/edit", to + "/close", "/lists/talent", "/lists/technology",
			"/lists/products", product, product + "/edit", "/products/new", talk, talk + "/propose", talk + "/send", talk + "/approve", talk + "/decline",
		} {
			h.get(path, http.StatusOK)
		}
		h.as(clerk).get("/orders?state=open&waits=enterprise&sort=-quantity&kind=people", http.StatusOK, "Tower welding")
		h.get("/orders/new?kind=people", http.StatusOK, "Org a1")
		h.as(dean).get("/answers?mine=answered", http.StatusOK, "Tower welding")
		h.get(talk+"/withdraw", http.StatusOK)
		h.as(student).get("/posts", http.StatusOK, "Welder", to)
		h.get(to, http.StatusOK, "Ruoqiang")
	}
	h.get("/orders/new", http.StatusForbidden)
}

func TestConfidentialProblemIsForParties(t *testing.T) {
	h := newHouse(t)
	to := h.as(hr).post("/orders", url.Values{
		"kind": {"technology"}, "once": {"k2"}, "title": {"Weld defects"}, "problem": {"Secret cracks"}, "field": {"Welding"}, "expected": {"None"},
		"budget": {"300000"}, "deadline": {"2026-12-01"}, "confidentiality": {"parties"}, "visibility": {"members"}, "valid_until": {"2026-09-01"},
	}, http.StatusSeeOther)
	h.as(clerk).post(to+"/publish", url.Values{"version": {"2"}}, http.StatusSeeOther)
	h.as(hr).upload(to+"/attach", "file", "cracks.txt", "Where they are", http.StatusSeeOther)
	if page := h.as(dean).get(to, http.StatusOK, "Confidential"); strings.Contains(page, "Secret cracks") || strings.Contains(page, "cracks.txt") {
		t.Error("a school reads the problem before it answered")
	}
	h.post(to+"/respond", url.Values{"answer": {"yes"}}, http.StatusSeeOther)
	h.get(to, http.StatusOK, "Secret cracks", "cracks.txt")
	if page := h.as(rival).get(to+"?tab=files", http.StatusOK); strings.Contains(page, "Secret cracks") || strings.Contains(page, "cracks.txt") {
		t.Error("a rival reads the problem")
	}
}

var fileLink = regexp.MustCompile(`/files/[0-9a-f-]{36}`)

// TestFilesFollowTheOrder: the enterprise adds files and takes them off; who
// reads the order finds them, who does not learns nothing of them.
func TestFilesFollowTheOrder(t *testing.T) {
	h := newHouse(t)
	o := h.published()
	h.as(hr).get(o+"?tab=files", 200, "No files yet", o+"/attach")
	h.upload(o+"/attach", "file", "virus.exe", "MZ", 422, "f-file")
	h.upload(o+"/attach", "file", "empty.txt", "", 422, "f-file")
	if to := h.upload(o+"/attach", "file", "post.txt", "Welds pipes", 303); to != o+"?tab=files" {
		t.Errorf("leads to %s", to)
	}
	h.upload(o+"/attach", "file", "post.txt", "Welds pipes", 422, "is there already")
	page := h.get(o+"?tab=files", 200, "post.txt", "Added the file")
	id := strings.TrimPrefix(fileLink.FindString(page), "/files/")
	if page = h.as(dean).get(o+"?tab=files", 200, "post.txt"); strings.Contains(page, "/detach") || strings.Contains(page, "/attach") {
		t.Error("a school can change the files of an order")
	}
	h.as(dean).upload(o+"/attach", "file", "x.txt", "x", 403)
	h.post(o+"/detach", url.Values{"file": {id}}, 403)
	h.as(hr).get(o+"/detach?file="+id, 200, "post.txt")
	h.post(o+"/detach", url.Values{"file": {id}}, 303)
	h.post(o+"/detach", url.Values{"file": {id}}, 422, "was removed meanwhile")
	if page = h.as(dean).get(o, 200, "Removed the file"); strings.Contains(page, "?tab=files") {
		t.Error("an empty tab is shown to who can't fill it")
	}
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// TestSeveralAtOnce: the office returns or publishes several orders; each is
// decided for itself, what is refused says why, and what is asked for all is
// asked again before anything is done.
func TestSeveralAtOnce(t *testing.T) {
	h := newHouse(t)
	var orders []string
	for _, key := range []string{"a", "b", "c"} {
		v := welders()
		v.Set("once", key)
		v.Set("title", "Several "+key)
		orders = append(orders, h.as(hr).post("/orders", v, 303))
	}
	ids := url.Values{}
	for _, o := range orders {
		ids.Add("id", strings.TrimPrefix(o, "/orders/"))
	}
	h.as(clerk).get("/orders", 200, "/orders/chosen/publish", "/orders/chosen/return", "/orders/chosen/confirm")
	h.as(dean).post("/orders/chosen/return", ids, 403)
	h.as(clerk).post("/orders/chosen/return", url.Values{}, 409, "Nothing is ticked")
	h.post("/orders/chosen/return", url.Values{"id": {"no id"}}, 404)
	ask := func(name string) url.Values {
		t.Helper()
		w := h.send(formPost("/orders/chosen/"+name, ids))
		fields := url.Values{}
		for _, m := range hiddenField.FindAllStringSubmatch(h.check(w, name, 200, []string{"Several a", "Several b", "Several c"}), -1) {
			fields.Add(m[1], m[2])
		}
		return fields
	}
	fields := ask("return")
	h.post("/orders/chosen/return", fields, 422, "f-reason")
	h.post(orders[1]+"/publish", url.Values{}, 303) // somebody is faster with one
	fields.Set("reason", "Name the shifts")
	h.post("/orders/chosen/return", fields, 200, "2 done, 1 refused", "Several b")
	h.as(hr).get(orders[0], 200, "Name the shifts", "Returned")
	h.as(clerk).get(orders[1], 200, "Open")
	fields = ask("publish")
	h.post("/orders/chosen/publish", fields, 200, "0 done, 3 refused")
	h.as(hr).post("/orders/chosen/confirm", url.Values{"id": {strings.TrimPrefix(orders[1], "/orders/")}, "sure": {"on"}}, 200, "1 done, 0 refused")
}
