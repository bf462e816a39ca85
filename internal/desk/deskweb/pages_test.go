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

func TestTheWayOfAFile(t *testing.T) {
	h := newHouse(t)
	h.Get("/imports", http.StatusOK, "Nothing has been imported yet", `href="/imports/firms/new"`)
	h.Get("/imports/firms/new", http.StatusOK, "as on the licence", `enctype="multipart/form-data"`, `href="/imports/firms/template"`, "finds the existing record")

	page := h.upload("k1", "firms.csv", rows(20), http.StatusSeeOther)
	if again := h.upload("k1", "firms.csv", rows(20), http.StatusSeeOther); again != page {
		t.Errorf("a double click leads to %s, not to %s", again, page)
	}
	h.Get(page, http.StatusOK, `data-hx-trigger="every 2s"`, `>Refresh</a>`)
	h.Get("/jobs", http.StatusOK, "Check of a file", `href="`+page+`"`, "Waiting")
	h.work()
	h.Get(page, http.StatusOK, "18 rows would succeed, 2 would fail", "Name must be filled in", "C003", page+"/confirm")
	if body := h.Get(page, http.StatusOK); strings.Contains(body, "every 2s") {
		t.Error("the page still asks for progress")
	}

	if to := h.Post(page+"/confirm", nil, http.StatusSeeOther); to != page {
		t.Errorf("confirm leads to %s", to)
	}
	h.Get(page, http.StatusOK, "Importing: 0 rows")
	h.work()
	h.Get(page, http.StatusOK, "Imported: 18 succeeded, 2 failed", page+"/failed.xlsx", "Upload the mended file", `href="/firms"`)
	h.Get("/imports", http.StatusOK, "firms.csv", "18")
	h.Get("/notices", http.StatusOK, "18 rows succeeded, 2 failed", `href="`+page+`"`)

	book := h.Do(httptest.NewRequest(http.MethodGet, page+"/failed.xlsx", nil), http.StatusOK)
	h.Has(book.Body.String(), "PK")
	if d := book.Header().Get("Content-Disposition"); d != `attachment; filename="firms failed rows.xlsx"` {
		t.Errorf("the workbook is sent as %s", d)
	}

	second := h.upload("k2", "firms.csv", rows(20), http.StatusSeeOther)
	h.work()
	h.Get(second, http.StatusOK, "Clerk imported the same file on", "There is nothing to import: 18 rows")
}

func TestAWrongFile(t *testing.T) {
	h := newHouse(t)
	h.upload("k1", "", "", http.StatusUnprocessableEntity, `href="#f-file"`)
	h.upload("k2", "firms.exe", "MZ", http.StatusUnprocessableEntity, `href="#f-file"`)
	page := h.upload("k3", "firms.csv", "height,weight\n1,2\n", http.StatusSeeOther)
	h.work()
	h.Get(page, http.StatusOK, "This file can’t be imported", "Required columns are missing", "Upload another file")
	empty := h.upload("k4", "firms.csv", "code,name\n", http.StatusSeeOther)
	h.work()
	h.Get(empty, http.StatusOK, "The file holds no rows")
}

func TestOthersDoNotSeeIt(t *testing.T) {
	h := newHouse(t)
	page := h.upload("k1", "firms.csv", rows(20), http.StatusSeeOther)
	h.work()
	other := clerk
	other.Person, other.Name, other.Role = "01900000-0000-7000-8000-0000000000cc", "Dean", access.Dean
	h.As(other)
	h.Get(page, http.StatusNotFound)
	h.Get(page+"/failed.xlsx", http.StatusNotFound)
	h.Post(page+"/confirm", nil, http.StatusNotFound)
	h.Get("/imports/firms/new", http.StatusForbidden)
	h.Get("/imports/firms/template", http.StatusForbidden)
	h.Get("/exports/firms", http.StatusForbidden)
	h.upload("k2", "firms.csv", rows(1), http.StatusForbidden)
	h.Get("/imports", http.StatusOK, "Nothing has been imported yet")
	h.Get("/imports/nothing/new", http.StatusNotFound)
	h.Get("/imports/7", http.StatusNotFound)
	other.Role = access.Auditor
	h.As(other)
	h.Get(page, http.StatusOK, "Waiting for Clerk to confirm.")
	h.Post(page+"/confirm", nil, http.StatusForbidden)
}

func TestExportsLeaveATrace(t *testing.T) {
	h := newHouse(t)
	h.Get("/exports", http.StatusOK, "Nothing has been exported yet")
	csv := h.Do(httptest.NewRequest(http.MethodGet, "/exports/firms?format=csv&state=open&page=3", nil), http.StatusOK)
	h.Has(csv.Body.String(), "C1,Firm open,139****0001")
	if d := csv.Header().Get("Content-Disposition"); d != `attachment; filename="firms 2026-04-10.csv"` {
		t.Errorf("sent as %s", d)
	}
	h.Post("/exports/firms?format=csv", url.Values{"id": {"a", "b"}}, http.StatusOK, "Firm a+b")
	h.Get("/exports/firms", http.StatusOK, "PK")
	h.Get("/exports", http.StatusOK, "State: open", "Rows ticked: 2", "everything", "Clerk")
}

func TestTheDesk(t *testing.T) {
	h := newHouse(t)
	h.Get("/todos", http.StatusOK, "Nothing waits for you")
	h.Get("/notices", http.StatusOK, "No notices yet")
	h.Get("/jobs", http.StatusOK, "No jobs yet")
	h.furnish()
	page := h.Get("/todos", http.StatusOK, "Check the papers of “Firm 0”", "4 days overdue", "due today", "due 12 Apr 2026", "Without a date", `href="/firms/`)
	if over, later := strings.Index(page, "Firm 0"), strings.Index(page, "Firm 3"); over > later {
		t.Error("what is overdue does not stand first")
	}
	h.Get("/notices", http.StatusOK, "Overdue since 6 Apr 2026: Check the papers of “Firm 0”", ">new</span>", "5 new.")
	if body := h.Get("/notices", http.StatusOK); strings.Contains(body, ">new</span>") {
		t.Error("what was read is still new")
	}
}

// TestEveryTextIsThere walks all pages in both languages.
func TestEveryTextIsThere(t *testing.T) {
	h := newHouse(t)
	h.furnish()
	for n, lang := range i18n.Languages {
		h.Language = lang
		k := string(lang)
		page := h.upload("a"+k, "firms.csv", rows(20+n), http.StatusSeeOther)
		h.Get(page, http.StatusOK)
		h.work()
		h.Get(page, http.StatusOK)
		h.Post(page+"/confirm", nil, http.StatusSeeOther)
		h.Get(page, http.StatusOK)
		h.work()
		wrong := h.upload("b"+k, "firms.csv", "x\n1\n", http.StatusSeeOther)
		h.work()
		for _, path := range []string{page, wrong, page + "/failed.xlsx", "/imports", "/imports/all", "/imports/firms/new", "/imports/firms/template", "/exports/firms", "/exports", "/todos", "/notices", "/jobs"} {
			h.Get(path, http.StatusOK)
		}
	}
	if missing := h.Catalogue.Missing(); len(missing) > 0 {
		t.Errorf("texts are missing: %q", missing)
	}
}

func TestNoTextIsWithoutUse(t *testing.T) {
	c, err := i18n.Load(deskweb.Texts())
	if err != nil {
		t.Fatal(err)
	}
	problems, err := i18n.Check(c, []string{"nav.", "kind.", "did.", "notice.", "job.", "desk.job.state.", "desk.todos.", "import.state.", "intake.count.", "intake.filter."},
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
