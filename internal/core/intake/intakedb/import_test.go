package intakedb_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/schema"
)

// each runs a test of the service on both databases.
func each(t *testing.T, test func(t *testing.T, h *house, ctx context.Context)) {
	t.Helper()
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		test(t, newHouse(t, d, now), ctx)
	})
}

func tenth(n int) bool { return n%40 == 7 || n%40 == 28 }

func TestTwoHundredRowsWithTenBroken(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		i := h.upload(ctx, sheetOf(0, 200, tenth))
		h.work(context.Background())
		dry := h.detail(ctx, i.ID)
		if dry.State != intake.Checked {
			t.Fatalf("after the dry run: %s", dry.State)
		}
		wantCounts(t, dry.Import.Counts, intake.Counts{Created: 190, Failed: 10})
		if n, _ := h.made(ctx); n != 0 {
			t.Fatalf("the dry run wrote %d rows", n)
		}
		if len(dry.Failures) != 10 || dry.Failures[0].Number != 9 || dry.Failures[0].Problems[0].Field != "staff" {
			t.Fatalf("failures %+v", dry.Failures)
		}

		if _, err := h.Confirm(ctx, clerk, i.ID, i18n.English); err != nil {
			t.Fatal(err)
		}
		again, err := h.Confirm(ctx, clerk, i.ID, i18n.English) // a double click
		if err != nil || again.State != intake.Importing {
			t.Fatalf("second click: %v %s", err, again.State)
		}
		h.work(context.Background())
		done := h.detail(ctx, i.ID)
		wantCounts(t, done.Import.Counts, intake.Counts{Created: 190, Failed: 10})
		if firms, facts := h.made(ctx); firms != 190 || facts != 190 || done.State != intake.Done {
			t.Fatalf("%d firms, %d facts, state %s", firms, facts, done.State)
		}
		if n := unread(t, h, ctx, clerk); n != 1 {
			t.Errorf("%d notices, want 1", n)
		}

		var book bytes.Buffer
		if err := h.FailedBook(ctx, clerk, i.ID, i18n.English, &book); err != nil {
			t.Fatal(err)
		}
		unmended, err := h.Run(ctx, clerk, intake.Direct{Upload: intake.Upload{Kind: "firms", FileName: "failed.xlsx", Content: &book}})
		if err != nil {
			t.Fatalf("the workbook of failed rows does not come back: %v", err)
		}
		wantCounts(t, unmended.Counts, intake.Counts{Failed: 10})

		mended := "code,name,staff,contact,phone\n"
		for n, line := range strings.Split(sheetOf(0, 200, nil), "\n") {
			if n > 0 && tenth(n-1) {
				mended += line + "\n"
			}
		}
		wantCounts(t, h.bring(ctx, mended).Import.Counts, intake.Counts{Created: 10})
		wantCounts(t, h.bring(ctx, sheetOf(0, 200, nil)).Import.Counts, intake.Counts{Unchanged: 200})
		same := h.bring(ctx, sheetOf(0, 200, nil))
		wantCounts(t, same.Import.Counts, intake.Counts{Unchanged: 200})
		if same.Same == nil {
			t.Error("nobody says that the same file was imported before")
		}
		if firms, facts := h.made(ctx); firms != 200 || facts != 200 {
			t.Errorf("%d firms, %d facts, want 200 of each", firms, facts)
		}
	})
}

func unread(t *testing.T, h *house, ctx context.Context, a access.Actor) (n int) {
	t.Helper()
	if err := h.db.Read(ctx, func(tx *db.Tx) (err error) { n, err = ledger.CountUnread(tx, a); return err }); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAKilledImportGoesOn stops the worker at each dangerous place; the next
// worker finishes, and each row is there exactly once.
func TestAKilledImportGoesOn(t *testing.T) {
	const rows = 3*intake.BatchRows + 10
	broken := func(n int) bool { return n%100 == 3 }
	for name, stop := range map[string]func(f *firms, die func(*sheet.Row)){
		"while deciding": func(f *firms, die func(*sheet.Row)) {
			f.decided = func(list []*sheet.Row) { die(list[0]) }
		},
		"between the failed rows and the commit": func(f *firms, die func(*sheet.Row)) {
			f.saving = func(list []*sheet.Row) { die(list[0]) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house, ctx context.Context) {
				i := h.upload(ctx, sheetOf(0, rows, broken))
				h.work(context.Background())
				if _, err := h.Confirm(ctx, clerk, i.ID, i18n.English); err != nil {
					t.Fatal(err)
				}
				life, kill := context.WithCancel(context.Background())
				stop(h.firms, func(r *sheet.Row) {
					if r.Number > intake.BatchRows+1 {
						kill()
					}
				})
				h.work(life)
				half := h.detail(ctx, i.ID)
				if firms, facts := h.made(ctx); firms != 495 || facts != 495 {
					t.Fatalf("after the kill: %d firms, %d facts, want the 495 of the first batch", firms, facts)
				}
				wantCounts(t, half.Counts, intake.Counts{Created: 495, Failed: 5})
				h.firms.decided, h.firms.saving = nil, nil
				h.clock.Advance(2 * time.Minute) // the lease runs out
				h.work(context.Background())
				done := h.detail(ctx, i.ID)
				wantCounts(t, done.Import.Counts, intake.Counts{Created: rows - 16, Failed: 16})
				if firms, facts := h.made(ctx); done.State != intake.Done || firms != rows-16 || facts != rows-16 {
					t.Errorf("%s: %d firms, %d facts", done.State, firms, facts)
				}
				if got := h.detail(ctx, i.ID); len(got.Failures) != 16 {
					t.Errorf("%d failed rows kept, want 16", len(got.Failures))
				}
			})
		})
	}
}

// TestAWorkerThatLostItsLease lets a second worker do the whole job while the
// first stands still before a commit.
func TestAWorkerThatLostItsLease(t *testing.T) {
	const rows = 4 * intake.BatchRows
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		h.firms.blind = true
		i := h.upload(ctx, sheetOf(0, rows, nil))
		h.work(context.Background())
		i, err := h.Confirm(ctx, clerk, i.ID, i18n.English)
		if err != nil {
			t.Fatal(err)
		}
		run := func() {
			j := jobOf(t, h, ctx, i.Job)
			if err := h.Handlers()[j.Kind](ctx, j); err != nil {
				t.Error(err)
			}
		}
		h.firms.saving = func(list []*sheet.Row) {
			if list[0].Number > intake.BatchRows+1 {
				h.firms.saving = nil
				run()
			}
		}
		run()
		wantCounts(t, h.detail(ctx, i.ID).Import.Counts, intake.Counts{Created: rows})
		if _, facts := h.made(ctx); facts != rows {
			t.Errorf("%d facts, want %d", facts, rows)
		}
	})
}

func jobOf(t testing.TB, h *house, ctx context.Context, id record.ID) (j job.Job) {
	t.Helper()
	if err := h.db.Read(ctx, func(tx *db.Tx) (err error) { j, err = ledger.JobByID(tx, id); return err }); err != nil {
		t.Error(err)
	}
	return j
}

// TestTwoImportsAtOnce imports overlapping files side by side.
func TestTwoImportsAtOnce(t *testing.T) {
	const rows = 2 * intake.BatchRows
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		results := make([]intake.Import, 2)
		var wait sync.WaitGroup
		for n := range results {
			wait.Go(func() {
				var err error
				results[n], err = h.Run(ctx, clerk, intake.Direct{Upload: intake.Upload{Kind: "firms", FileName: "f.csv", Content: strings.NewReader(sheetOf(0, rows+n, nil))}})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		a, b := results[0].Counts, results[1].Counts
		if a.Failed+b.Failed != 0 || a.Created+b.Created != rows+1 || a.Total() != rows || b.Total() != rows+1 {
			t.Errorf("counts %+v and %+v", a, b)
		}
		if firms, facts := h.made(ctx); firms != rows+1 || facts != rows+1 {
			t.Errorf("%d firms, %d facts, want %d", firms, facts, rows+1)
		}
	})
}

func TestTwinTenant(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		twin := dbtest.Ctx(dbtest.Twin)
		i := h.bring(ctx, sheetOf(0, 30, tenth))
		if firms, _ := h.made(twin); firms != 0 {
			t.Fatalf("%d firms in the other consortium", firms)
		}
		_, err := h.Find(twin, clerk, i.ID)
		wantFault(t, err, fault.NotFound)
		other := h.bring(twin, sheetOf(0, 30, nil))
		wantCounts(t, other.Import.Counts, intake.Counts{Created: 30})
		if other.Same != nil {
			t.Error("the file of another consortium is spoken of")
		}
		if list, err := h.List(twin, clerk, true, 10); err != nil || len(list) != 1 {
			t.Errorf("%d imports listed (%v), want 1", len(list), err)
		}
		if err := intakeStore(h).DropFailures(twin, i.ID, 0); err != nil {
			t.Fatal(err)
		}
		if n := len(h.detail(ctx, i.ID).Failures); n == 0 {
			t.Error("the failed rows of another consortium were dropped")
		}
	})
}

func TestAFileThatCanNotBeRead(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		i := h.upload(ctx, "name,height\nA,3\n")
		h.work(context.Background())
		d := h.detail(ctx, i.ID)
		if d.State != intake.Refused || len(d.Problems) != 2 || d.Problems[0].Key != "sheet.header.missing" {
			t.Fatalf("%s %v", d.State, d.Problems)
		}
		_, err := h.Confirm(ctx, clerk, i.ID, i18n.English)
		wantFault(t, err, fault.Refused)
		_, err = h.Run(ctx, clerk, intake.Direct{Upload: intake.Upload{Kind: "firms", FileName: "x.csv", Content: strings.NewReader("name,height\nA,3\n")}})
		wantFault(t, err, fault.Invalid)
	})
}
