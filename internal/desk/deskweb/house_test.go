package deskweb_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/intake/intakedb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/webtest"
	"tongpin/internal/core/worker"
	"tongpin/internal/desk"
	"tongpin/internal/desk/deskdb"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

var layout = sheet.Layout{Kind: "firm", Columns: []sheet.Column{
	{Key: "code", Required: true, Match: true, Sample: "C1"},
	{Key: "name", Required: true},
	{Key: "phone", Sensitive: true, Sample: "13800000000"},
}}

var grants = append(intake.Grants(),
	access.Allow("firm.import", access.Any, access.Secretariat),
	access.Allow("firm.export", access.Any, access.Secretariat),
)

// firms is a kind whose rows are new until they were saved once.
func firms(d *db.DB) intake.Kind {
	saved := map[string]bool{}
	return intake.Kind{
		Name: "firms", Layout: layout, Import: "firm.import", Export: "firm.export", Filters: []string{"state"},
		Decide: func(_ context.Context, _ access.Actor, rows []*sheet.Row) (intake.Batch, error) {
			b := intake.Batch{Outcomes: make([]intake.Outcome, len(rows))}
			for i, r := range rows {
				b.Outcomes[i].Result = intake.Created
				if saved[r.Text("code")] {
					b.Outcomes[i].Result = intake.Unchanged
				}
			}
			b.Save = func(ctx context.Context, tail change.Change) error {
				for _, r := range rows {
					saved[r.Text("code")] = r.Err() == nil
				}
				return d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, tail) })
			}
			return b, nil
		},
		Rows: func(_ context.Context, _ access.Actor, q listing.Query, yield func(sheet.Values) error) error {
			return yield(sheet.Values{"C1", "Firm " + q.First("state") + strings.Join(q.Chosen, "+"), "13900000001"})
		},
	}
}

// house is the pages of the desk around a small program.
type house struct {
	*webtest.House
	intake *intake.Service
}

var clerk = access.Actor{Consortium: dbtest.Home, Person: "01900000-0000-7000-8000-0000000000bb", Name: "Clerk", Role: access.Secretariat, OrganisationName: "Office"}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{House: webtest.New(t, grants, deskweb.Texts(), os.DirFS("testdata"))}
	h.intake = intake.NewService(intake.Options{
		Kinds: intake.NewKinds([]intake.Kind{firms(h.DB)}), Store: intakedb.New(h.DB), Table: h.Table, Clock: h.Now, Files: h.Files,
		Texts: func(l i18n.Language) sheet.Texts { return known{h.Catalogue.In(l)} },
	})
	h.Link = func(ref record.Ref) string {
		if ref.Kind == "firm" {
			return "/firms/" + string(ref.ID)
		}
		return deskweb.Link(ref)
	}
	h.Serve(deskweb.New(desk.NewService(deskdb.New(h.DB), h.Now), h.intake, func(kind string) string { return "/" + kind }))
	h.As(clerk)
	return h
}

// known asks for optional texts without remembering that they are missing.
type known struct{ *i18n.Localizer }

func (k known) T(key string, args ...any) string {
	if !k.Has(key) {
		return key
	}
	return k.Localizer.T(key, args...)
}

// upload sends a file; an empty name sends none. It returns where that leads, or
// the page.
func (h *house) upload(once, name, content string, status int, holds ...string) string {
	h.Helper()
	var files []webtest.File
	if name != "" {
		files = []webtest.File{{Field: "file", Name: name, Content: []byte(content)}}
	}
	return h.Upload("/imports/firms", webtest.Fields("once", once), files, status, holds...)
}

// work lets a worker do all that is due.
func (h *house) work() {
	h.Helper()
	w := worker.New(h.DB, h.intake.Handlers(), func(context.Context) ([]int64, error) { return []int64{dbtest.Home}, nil })
	if err := w.Drain(context.Background()); err != nil {
		h.Fatal(err)
	}
}

// rows is a file of n rows, every tenth without a name.
func rows(n int) string {
	var b strings.Builder
	b.WriteString("code,name,phone\n")
	for i := range n {
		name := fmt.Sprintf("Firm %d", i)
		if i%10 == 3 {
			name = ""
		}
		fmt.Fprintf(&b, "C%03d,%s,139%08d\n", i, name, i)
	}
	return b.String()
}

// furnish puts to-dos and notices on the clerk's desk.
func (h *house) furnish() {
	h.Helper()
	c := change.By(clerk, h.Now.Now())
	today := c.Today()
	for n, due := range []int{-4, 0, 2, 30} {
		ref := record.Ref{Kind: "firm", ID: record.NewID()}
		c.Open(todo.Item{Record: ref, Step: "check", Args: map[string]string{"name": fmt.Sprintf("Firm %d", n)}, Role: access.Secretariat, DueOn: today.AddDays(due), EscalateTo: access.Secretariat})
		c.Tell(notify.Notice{Record: ref, Key: "firm.joined", Args: map[string]string{"name": fmt.Sprintf("Firm %d", n)}, Role: access.Secretariat})
	}
	c.Open(todo.Item{Record: record.Ref{Kind: "firm", ID: record.NewID()}, Step: "check", Args: map[string]string{"name": "Undated"}, Role: access.Secretariat})
	err := h.DB.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error { return ledger.Commit(tx, c) })
	if err == nil {
		err = desk.NewService(deskdb.New(h.DB), h.Now).Daily(dbtest.Ctx(dbtest.Home))
	}
	if err != nil {
		h.Fatal(err)
	}
}
