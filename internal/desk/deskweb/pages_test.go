package deskweb_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/platform/i18n"
)

// want tells what a page must hold.
func want(t *testing.T, w *httptest.ResponseRecorder, status int, holds ...string) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
	for _, s := range holds {
		if !strings.Contains(w.Body.String(), s) {
			t.Errorf("the page does not hold %q:\n%s", s, w.Body)
		}
	}
}

// target is where an answer redirects to.
func target(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d, want a redirect\n%s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

func TestTheWayOfAFile(t *testing.T) {
	h := newHouse(t)
	want(t, h.get("/imports"), http.StatusOK, "Nothing has been imported yet", `href="/imports/firms/new"`)
	want(t, h.get("/imports/firms/new"), http.StatusOK, "as on the licence", `enctype="multipart/form-data"`, `href="/imports/firms/template"`, "finds the existing record")

	page := target(t, h.upload("k1", "firms.csv", rows(20)))
	if again := target(t, h.upload("k1", "firms.csv", rows(20))); again != page {
		t.Errorf("a double click leads to %s, not to %s", again, page)
	}
	want(t, h.get(page), http.StatusOK, `data-hx-trigger="every 2s"`, `>Refresh</a>`)
	want(t, h.get("/jobs"), http.StatusOK, "Check of a file", `href="`+page+`"`, "waiting")
	h.work()
	want(t, h.get(page), http.StatusOK, "18 rows would succeed, 2 would fail", "Name must be filled in", "C003", page+"/confirm")
	if body := h.get(page).Body.String(); strings.Contains(body, "every 2s") {
		t.Error("the page still asks for progress")
	}

	if to := target(t, h.post(page+"/confirm", nil)); to != page {
		t.Errorf("confirm leads to %s", to)
	}
	want(t, h.get(page), http.StatusOK, "Importing: 0 rows")
	h.work()
	want(t, h.get(page), http.StatusOK, "Imported: 18 succeeded, 2 failed", page+"/failed.xlsx", "Upload the mended file", `href="/firms"`)
	want(t, h.get("/imports"), http.StatusOK, "firms.csv", "18")
	want(t, h.get("/notices"), http.StatusOK, "18 rows succeeded, 2 failed", `href="`+page+`"`)

	book := h.get(page + "/failed.xlsx")
	want(t, book, http.StatusOK, "PK")
	if d := book.Header().Get("Content-Disposition"); d != `attachment; filename="firms failed rows.xlsx"` {
		t.Errorf("the workbook is sent as %s", d)
	}

	second := target(t, h.upload("k2", "firms.csv", rows(20)))
	h.work()
	want(t, h.get(second), http.StatusOK, "Clerk imported the same file on", "There is nothing to import: 18 rows")
}

func TestAWrongFile(t *testing.T) {
	h := newHouse(t)
	want(t, h.upload("k1", "", ""), http.StatusUnprocessableEntity, `href="#f-file"`)
	want(t, h.upload("k2", "firms.exe", "MZ"), http.StatusUnprocessableEntity, `href="#f-file"`)
	page := target(t, h.upload("k3", "firms.csv", "height,weight\n1,2\n"))
	h.work()
	want(t, h.get(page), http.StatusOK, "This file can’t be imported", "Required columns are missing", "Upload another file")
	empty := target(t, h.upload("k4", "firms.csv", "code,name\n"))
	h.work()
	want(t, h.get(empty), http.StatusOK, "The file holds no rows")
}

func TestOthersDoNotSeeIt(t *testing.T) {
	h := newHouse(t)
	page := target(t, h.upload("k1", "firms.csv", rows(20)))
	h.work()
	h.actor.Person, h.actor.Name, h.actor.Role = "01900000-0000-7000-8000-0000000000cc", "Dean", access.Dean
	want(t, h.get(page), http.StatusNotFound)
	want(t, h.get(page+"/failed.xlsx"), http.StatusNotFound)
	want(t, h.post(page+"/confirm", nil), http.StatusNotFound)
	want(t, h.get("/imports/firms/new"), http.StatusForbidden)
	want(t, h.get("/imports/firms/template"), http.StatusForbidden)
	want(t, h.get("/exports/firms"), http.StatusForbidden)
	want(t, h.upload("k2", "firms.csv", rows(1)), http.StatusForbidden)
	want(t, h.get("/imports"), http.StatusOK, "Nothing has been imported yet")
	want(t, h.get("/imports/nothing/new"), http.StatusNotFound)
	want(t, h.get("/imports/7"), http.StatusNotFound)
	h.actor.Role = access.Auditor
	want(t, h.get(page), http.StatusOK, "Waiting for Clerk to confirm.")
	want(t, h.post(page+"/confirm", nil), http.StatusForbidden)
}

func TestExportsLeaveATrace(t *testing.T) {
	h := newHouse(t)
	want(t, h.get("/exports"), http.StatusOK, "Nothing has been exported yet")
	csv := h.get("/exports/firms?format=csv&state=open&page=3")
	want(t, csv, http.StatusOK, "C1,Firm open,139****0001")
	if d := csv.Header().Get("Content-Disposition"); d != `attachment; filename="firms 2026-04-10.csv"` {
		t.Errorf("sent as %s", d)
	}
	want(t, h.post("/exports/firms?format=csv", url.Values{"id": {"a", "b"}}), http.StatusOK, "Firm a+b")
	want(t, h.get("/exports/firms"), http.StatusOK, "PK")
	want(t, h.get("/exports"), http.StatusOK, "state=open", "chosen=2", "everything", "Clerk")
}

func TestTheDesk(t *testing.T) {
	h := newHouse(t)
	want(t, h.get("/todos"), http.StatusOK, "Nothing waits for you")
	want(t, h.get("/notices"), http.StatusOK, "No notices yet")
	want(t, h.get("/jobs"), http.StatusOK, "No jobs yet")
	h.furnish()
	w := h.get("/todos")
	want(t, w, http.StatusOK, "Check the papers of “Firm 0”", "4 days overdue", "due today", "due 12 Apr 2026", "Without a date", `href="/firms/`)
	if over, later := strings.Index(w.Body.String(), "Firm 0"), strings.Index(w.Body.String(), "Firm 3"); over > later {
		t.Error("what is overdue does not stand first")
	}
	want(t, h.get("/notices"), http.StatusOK, "Overdue since 6 Apr 2026: Check the papers of “Firm 0”", ">new</span>", "5 new.")
	if body := h.get("/notices").Body.String(); strings.Contains(body, ">new</span>") {
		t.Error("what was read is still new")
	}
}

// TestEveryTextIsThere walks all pages in both languages.
func TestEveryTextIsThere(t *testing.T) {
	h := newHouse(t)
	h.furnish()
	for n, lang := range i18n.Languages {
		h.lang = lang
		k := string(lang)
		page := target(t, h.upload("a"+k, "firms.csv", rows(20+n)))
		_ = h.get(page)
		h.work()
		_ = h.get(page)
		_ = h.post(page+"/confirm", nil)
		_ = h.get(page)
		h.work()
		wrong := target(t, h.upload("b"+k, "firms.csv", "x\n1\n"))
		h.work()
		for _, path := range []string{page, wrong, page + "/failed.xlsx", "/imports", "/imports/all", "/imports/firms/new", "/imports/firms/template", "/exports/firms", "/exports", "/todos", "/notices", "/jobs"} {
			want(t, h.get(path), http.StatusOK)
		}
	}
	if missing := h.catalogue.Missing(); len(missing) > 0 {
		t.Errorf("texts are missing: %q", missing)
	}
}

func TestNoTextIsWithoutUse(t *testing.T) {
	c, err := i18n.Load(deskweb.Texts())
	if err != nil {
		t.Fatal(err)
	}
	problems, err := i18n.Check(c, []string{"nav.", "kind.", "did.", "notice.", "job.", "desk.job.state.", "desk.todos.", "import.state.", "intake.count."},
		os.DirFS("."), os.DirFS("../../core/intake"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if !strings.Contains(p, "does not exist: web.") && !strings.Contains(p, "does not exist: todos.") && !strings.HasSuffix(p, ": record.timeline") {
			t.Error(p)
		}
	}
}
