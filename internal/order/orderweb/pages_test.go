package orderweb_test

import (
	"maps"
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
	to := h.As(hr).Post("/orders", welders(), http.StatusSeeOther)
	if again := h.Post("/orders", welders(), http.StatusSeeOther); again != to {
		h.Errorf("a double click leads to %s, not to %s", again, to)
	}
	return to
}

func (h *house) published() string {
	h.Helper()
	to := h.placed()
	h.As(clerk).Post(to+"/publish", url.Values{"version": {"2"}}, http.StatusSeeOther)
	return to
}

func TestFromOrderToAgreement(t *testing.T) {
	h := newHouse(t)
	to := h.placed()
	h.Get(to, http.StatusOK, "Tower welding", "XQ-2026-0001", "The secretariat is checking it", "4,800 to 5,600 yuan a month")
	h.As(clerk).Get(to, http.StatusOK, "Please check and publish", to+"/publish", to+"/return")
	h.Get(to+"/publish", http.StatusOK, "Welder")
	h.Post(to+"/publish", url.Values{"version": {"2"}}, http.StatusSeeOther)

	h.As(dean).Get("/answers", http.StatusOK, "Tower welding", "Not answered yet")
	h.Get(to, http.StatusOK, "Welding class", "Same programme", to+"/respond")
	h.Get(to+"/respond", http.StatusOK, "Welding class", `value="10"`)
	h.Post(to+"/respond", url.Values{"answer": {"no"}}, http.StatusUnprocessableEntity, `href="#f-category"`)
	talk := h.Post(to+"/respond", url.Values{"answer": {"yes"}, "programme": {offered + "/"}, "quantity": {"10"}, "start_on": {"2026-06-01"}, "message": {"Gladly"}}, http.StatusSeeOther)
	h.Get(talk, http.StatusOK, "Waiting for the enterprise", "Gladly", "College")

	h.As(rival).Get(talk, http.StatusNotFound)
	if body := h.Get(to+"?tab=responses", http.StatusOK); strings.Contains(body, "Org b1") {
		t.Error("a rival sees the response")
	}
	h.As(clerk).Get(to+"?tab=responses", http.StatusOK, "Org b1", "Negotiations are visible to their two parties only")
	if body := h.Get(talk, http.StatusSeeOther, to+"?tab=responses"); strings.Contains(body, "Gladly") {
		t.Error("the secretariat reads a negotiation")
	}
	h.As(auditor).Get(talk, http.StatusOK, "Gladly")

	h.As(hr).Get(to, http.StatusOK, "It is your turn")
	h.Get(talk, http.StatusOK, "It is your turn", talk+"/approve", talk+"/propose")
	h.Post(talk+"/propose", url.Values{"version": {"1"}, "programme": {offered + "/"}, "quantity": {"8"}, "start_on": {"2026-06-01"}, "approve": {"on"}}, http.StatusSeeOther)
	h.As(dean).Get(talk+"/approve", http.StatusOK, "8")
	h.Post(talk+"/approve", url.Values{"version": {"1"}}, http.StatusUnprocessableEntity)
	h.Post(talk+"/approve", url.Values{"version": {"2"}}, http.StatusSeeOther)
	h.Get(talk, http.StatusOK, "Both sides agreed")
	h.Get(to, http.StatusOK, "10 persons, 2 still wanted")
}

func TestAnUnfinishedOrderIsKeptAndSaysWhatIsMissing(t *testing.T) {
	h := newHouse(t)
	h.As(hr)
	v := welders()
	v.Del("post")
	v.Set("pay_from", "much")
	h.Post("/orders", v, http.StatusUnprocessableEntity, `href="#f-pay_from"`, `value="much"`)
	v.Set("pay_from", "4800")
	h.Post("/orders", v, http.StatusUnprocessableEntity, `href="#f-post"`, `value="Tower welding"`, "/edit")
	h.Get("/orders", http.StatusOK, "Tower welding", "Draft")
	to := regexp.MustCompile(`/orders/[0-9a-f-]{36}`).FindString(h.Get("/orders", http.StatusOK))
	again := h.Form(to + "/edit")
	late := maps.Clone(again)
	again.Set("title", "Tower welding in spring")
	page := h.Post(to+"/edit", again, http.StatusUnprocessableEntity, `href="#f-post"`, `value="Tower welding in spring"`)
	if strings.Contains(page, "changed this record") {
		t.Error("who keeps an unfinished order is told that it is stale")
	}
	late.Set("title", "Tower welding in autumn")
	h.Post(to+"/edit", late, http.StatusUnprocessableEntity, "changed this record", "Tower welding in spring", "Tower welding in autumn")
	button := url.Values{"version": {h.Form(to + "/edit").Get("version")}} // as the page of the order sends it
	h.Post(to+"/submit", button, http.StatusUnprocessableEntity, `href="#f-post"`, `value="Tower welding in spring"`, to+"/edit")
	h.Post(to+"/submit", url.Values{"version": {"1"}}, http.StatusUnprocessableEntity, "changed this record", `value="Tower welding in spring"`)
	mended := h.Form(to + "/edit")
	mended.Set("post", "Welder")
	mended.Set("do", "draft")
	h.Post(to+"/edit", mended, http.StatusSeeOther)
	button.Set("version", h.Form(to+"/edit").Get("version"))
	h.Post(to+"/submit", button, http.StatusSeeOther)
	h.Get(to, http.StatusOK, "Submitted")
	h.Get(to+"/edit", http.StatusConflict)
	if twice := h.Post(to+"/submit", button, http.StatusSeeOther); twice != to {
		t.Errorf("who presses the button twice is led to %s", twice)
	}
	h.As(dean).Get("/orders", http.StatusOK)
	if strings.Contains(h.Get("/orders", http.StatusOK), "Tower welding") {
		t.Error("a school sees an order that is not checked")
	}
}

func TestStepsOfAnOpenOrder(t *testing.T) {
	h := newHouse(t)
	to := h.published()
	h.As(hr).Post(to+"/confirm", url.Values{"version": {"3"}}, http.StatusSeeOther)
	h.Get(to+"/edit", http.StatusOK, "Amend order")
	v := welders()
	v.Set("version", "4")
	v.Set("quantity", "12")
	h.Post(to+"/edit", v, http.StatusSeeOther)
	h.Get(to, http.StatusOK, "12 persons, 12 still wanted")
	h.Get(to+"/close", http.StatusOK)
	h.Post(to+"/close", url.Values{"version": {"5"}, "why": {"other"}}, http.StatusUnprocessableEntity, `href="#f-reason"`)
	h.As(dean).Post(to+"/close", url.Values{"version": {"5"}, "why": {"no_supply"}}, http.StatusForbidden)
	h.As(hr).Post(to+"/close", url.Values{"version": {"5"}, "why": {"no_supply"}}, http.StatusSeeOther)
	h.Get(to, http.StatusOK, "No fitting supply", "Closed")
	h.Post(to+"/confirm", nil, http.StatusUnprocessableEntity)
}

func TestPagesInBothLanguages(t *testing.T) {
	h := newHouse(t)
	to := h.published()
	product := h.As(hr).Post("/products", url.Values{"name": {"Towers"}, "year": {"2026"}, "position": {"midstream"}, "output": {"1000000"}}, http.StatusSeeOther)
	talk := h.As(dean).Post(to+"/respond", url.Values{"answer": {"maybe"}, "category": {"dates"}, "programme": {offered + "/"}, "quantity": {"3"}, "start_on": {"2026-06-01"}}, http.StatusSeeOther)
	for _, lang := range i18n.Languages {
		h.Language = lang
		h.As(hr)
		for _, kind := range order.Kinds {
			h.Get("/orders/new?kind="+string(kind), http.StatusOK)
		}
		for _, path := range []string{
			"/orders", "/orders/new", to, to + "?tab=responses", to + "?tab=suggestions", to + "/edit", to + "/close", "/lists/talent", "/lists/technology",
			"/lists/products", product, product + "/edit", "/products/new", talk, talk + "/propose", talk + "/send", talk + "/approve", talk + "/decline",
		} {
			h.Get(path, http.StatusOK)
		}
		h.As(clerk).Get("/orders?state=open&waits=enterprise&sort=-quantity&kind=people", http.StatusOK, "Tower welding")
		h.Get("/orders/new?kind=people", http.StatusOK, "Org a1")
		h.As(dean).Get("/answers?mine=answered", http.StatusOK, "Tower welding")
		h.Get(talk+"/withdraw", http.StatusOK)
		h.As(student).Get("/posts", http.StatusOK, "Welder", to)
		h.Get(to, http.StatusOK, "Ruoqiang")
	}
	h.Get("/orders/new", http.StatusForbidden)
}

func TestConfidentialProblemIsForParties(t *testing.T) {
	h := newHouse(t)
	to := h.As(hr).Post("/orders", url.Values{
		"kind": {"technology"}, "once": {"k2"}, "title": {"Weld defects"}, "problem": {"Secret cracks"}, "field": {"Welding"}, "expected": {"None"},
		"budget": {"300000"}, "deadline": {"2026-12-01"}, "confidentiality": {"parties"}, "visibility": {"members"}, "valid_until": {"2026-09-01"},
	}, http.StatusSeeOther)
	h.As(clerk).Post(to+"/publish", url.Values{"version": {"2"}}, http.StatusSeeOther)
	h.As(hr)
	h.attach(to+"/attach", "cracks.txt", "Where they are", http.StatusSeeOther)
	if page := h.As(dean).Get(to, http.StatusOK, "Confidential"); strings.Contains(page, "Secret cracks") || strings.Contains(page, "cracks.txt") {
		t.Error("a school reads the problem before it answered")
	}
	h.Post(to+"/respond", url.Values{"answer": {"yes"}}, http.StatusSeeOther)
	h.Get(to, http.StatusOK, "Secret cracks", "cracks.txt")
	if page := h.As(rival).Get(to+"?tab=files", http.StatusOK); strings.Contains(page, "Secret cracks") || strings.Contains(page, "cracks.txt") {
		t.Error("a rival reads the problem")
	}
}

var fileLink = regexp.MustCompile(`/files/[0-9a-f-]{36}`)

// TestFilesFollowTheOrder: the enterprise adds files and takes them off; who
// reads the order finds them, who does not learns nothing of them.
func TestFilesFollowTheOrder(t *testing.T) {
	h := newHouse(t)
	o := h.published()
	h.As(hr).Get(o+"?tab=files", 200, "No files yet", o+"/attach")
	h.attach(o+"/attach", "virus.exe", "MZ", 422, "f-file")
	h.attach(o+"/attach", "empty.txt", "", 422, "f-file")
	if to := h.attach(o+"/attach", "post.txt", "Welds pipes", 303); to != o+"?tab=files" {
		t.Errorf("leads to %s", to)
	}
	h.attach(o+"/attach", "post.txt", "Welds pipes", 422, "is there already")
	page := h.Get(o+"?tab=files", 200, "post.txt", "Added the file")
	id := strings.TrimPrefix(fileLink.FindString(page), "/files/")
	if page = h.As(dean).Get(o+"?tab=files", 200, "post.txt"); strings.Contains(page, "/detach") || strings.Contains(page, "/attach") {
		t.Error("a school can change the files of an order")
	}
	h.attach(o+"/attach", "x.txt", "x", 403)
	h.Post(o+"/detach", url.Values{"file": {id}}, 403)
	h.As(hr).Get(o+"/detach?file="+id, 200, "post.txt")
	h.Post(o+"/detach", url.Values{"file": {id}}, 303)
	h.Post(o+"/detach", url.Values{"file": {id}}, 422, "was removed meanwhile")
	if page = h.As(dean).Get(o, 200, "Removed the file"); strings.Contains(page, "?tab=files") {
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
		orders = append(orders, h.As(hr).Post("/orders", v, 303))
	}
	ids := url.Values{}
	for _, o := range orders {
		ids.Add("id", strings.TrimPrefix(o, "/orders/"))
	}
	h.As(clerk).Get("/orders", 200, "/orders/chosen/publish", "/orders/chosen/return", "/orders/chosen/confirm")
	h.As(dean).Post("/orders/chosen/return", ids, 403)
	h.As(clerk).Post("/orders/chosen/return", url.Values{}, 409, "Nothing is ticked")
	h.Post("/orders/chosen/return", url.Values{"id": {"no id"}}, 404)
	ask := func(name string) url.Values {
		t.Helper()
		page := h.Post("/orders/chosen/"+name, ids, 200, "Several a", "Several b", "Several c")
		fields := url.Values{}
		for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
			fields.Add(m[1], m[2])
		}
		return fields
	}
	fields := ask("return")
	h.Post("/orders/chosen/return", fields, 422, "f-reason")
	h.Post(orders[1]+"/publish", url.Values{}, 303) // somebody is faster with one
	fields.Set("reason", "Name the shifts")
	h.Post("/orders/chosen/return", fields, 200, "2 done, 1 refused", "Several b")
	h.As(hr).Get(orders[0], 200, "Name the shifts", "Returned")
	h.As(clerk).Get(orders[1], 200, "Open")
	fields = ask("publish")
	h.Post("/orders/chosen/publish", fields, 200, "0 done, 3 refused")
	h.As(hr).Post("/orders/chosen/confirm", url.Values{"id": {strings.TrimPrefix(orders[1], "/orders/")}, "sure": {"on"}}, 200, "1 done, 0 refused")
}
