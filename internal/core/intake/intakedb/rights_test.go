package intakedb_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/intake/intakedb"
	"tongpin/internal/core/job"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

func intakeStore(h *house) intake.Store { return intakedb.New(h.db) }

func TestWhoMayWhat(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		i := h.upload(ctx, sheetOf(0, 3, nil))
		h.work(context.Background())
		other, auditor, leader := clerk, clerk, clerk
		other.Person, auditor.Person, leader.Person = otherPerson, otherPerson, otherPerson
		auditor.Role, leader.Role = access.Auditor, access.Leader

		_, err := h.Find(ctx, leader, i.ID)
		wantFault(t, err, fault.NotFound)
		if _, err := h.Find(ctx, auditor, i.ID); err != nil {
			t.Errorf("the auditor: %v", err)
		}
		_, err = h.Confirm(ctx, auditor, i.ID, i18n.English)
		wantFault(t, err, fault.Forbidden)
		_, err = h.Confirm(ctx, other, i.ID, i18n.English)
		wantFault(t, err, fault.Forbidden)
		wantFault(t, h.FailedBook(ctx, other, i.ID, i18n.English, io.Discard), fault.Forbidden)
		_, err = h.Upload(ctx, leader, intake.Upload{ID: otherPerson, Kind: "firms", FileName: "f.csv", Content: strings.NewReader("code\n")})
		wantFault(t, err, fault.Forbidden)
		_, err = h.Export(ctx, auditor, intake.Out{Kind: "firms"}, io.Discard)
		wantFault(t, err, fault.Forbidden)
		_, err = h.List(ctx, leader, true, 10)
		wantFault(t, err, fault.Forbidden)
		if list, err := h.List(ctx, other, false, 10); err != nil || len(list) != 0 {
			t.Errorf("the colleague's own imports: %v, %v", list, err)
		}
	})
}

const otherPerson = "01900000-0000-7000-8000-0000000000cc"

func TestADoubleUploadIsOneImport(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		first := h.upload(ctx, sheetOf(0, 3, nil))
		again, err := h.Upload(ctx, clerk, intake.Upload{ID: first.ID, Kind: "firms", FileName: "firms.csv", Content: strings.NewReader(sheetOf(0, 3, nil))})
		if err != nil || again.Job != first.Job {
			t.Errorf("%v: job %s, want that of the first, %s", err, again.Job, first.Job)
		}
		if list, err := h.List(ctx, clerk, false, 10); err != nil || len(list) != 1 {
			t.Errorf("%d imports (%v), want 1", len(list), err)
		}
	})
}

// TestResume gives a job up after its last attempt and takes it up again.
func TestResume(t *testing.T) {
	const rows = 2*intake.BatchRows + 5
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		i := h.upload(ctx, sheetOf(0, rows, nil))
		h.work(context.Background())
		if _, err := h.Confirm(ctx, clerk, i.ID, i18n.English); err != nil {
			t.Fatal(err)
		}
		h.firms.decided = func(list []*sheet.Row) {
			if list[0].Number > intake.BatchRows+1 {
				panic(errors.New("broken"))
			}
		}
		for range job.MaxAttempts {
			h.work(context.Background())
			h.clock.Advance(time.Hour)
		}
		if d := h.detail(ctx, i.ID); !d.Stopped {
			t.Fatal("the job was not given up")
		}
		h.firms.decided = nil
		if _, err := h.Resume(ctx, clerk, i.ID); err != nil {
			t.Fatal(err)
		}
		h.work(context.Background())
		wantCounts(t, h.detail(ctx, i.ID).Import.Counts, intake.Counts{Created: rows})
		if firms, facts := h.made(ctx); firms != rows || facts != rows {
			t.Errorf("%d firms, %d facts, want %d", firms, facts, rows)
		}
	})
}

func TestExport(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		h.bring(ctx, sheetOf(0, 30, nil))
		leader := clerk
		leader.Role = access.Leader

		var out bytes.Buffer
		n, err := h.Export(ctx, clerk, intake.Out{Kind: "firms", Format: intake.CSV}, &out)
		if err != nil || n != 30 || !strings.Contains(out.String(), "C00003,Firm 00003,3,Wang Wei,13900000003") {
			t.Errorf("%v, %d rows:\n%s", err, n, out.String())
		}
		out.Reset()
		q := listing.Query{Text: "00003", Filter: map[string][]string{"kind": {"x"}}}
		n, err = h.Export(ctx, leader, intake.Out{Kind: "firms", Format: intake.CSV, Query: q}, &out)
		if err != nil || n != 1 || !strings.Contains(out.String(), "C00003,Firm 00003,3,W*,139****0003") {
			t.Errorf("masked: %v, %d rows:\n%s", err, n, out.String())
		}
		log, err := h.Exports(ctx, clerk, "firms")
		if err != nil || len(log) != 2 {
			t.Fatalf("%d entries (%v), want 2", len(log), err)
		}
		if got := log[0].Args; got["rows"] != "1" || got["filter"] != "kind=x&q=00003" || got["clear"] != "false" {
			t.Errorf("trace %v", got)
		}
		if log[1].Args["clear"] != "true" {
			t.Errorf("trace %v does not say that personal data went out", log[1].Args)
		}

		out.Reset()
		if _, err := h.Export(ctx, clerk, intake.Out{Kind: "firms"}, &out); err != nil {
			t.Fatal(err)
		}
		back, err := h.Run(ctx, clerk, intake.Direct{Upload: intake.Upload{Kind: "firms", FileName: "back.xlsx", Content: &out}})
		if err != nil {
			t.Fatal(err)
		}
		wantCounts(t, back.Counts, intake.Counts{Unchanged: 30})
	})
}

func TestFailedRowsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		old := h.bring(ctx, sheetOf(0, 30, tenth))
		h.clock.Advance(24 * time.Hour)
		young := h.bring(ctx, sheetOf(0, 31, tenth))
		twin := h.bring(dbtest.Ctx(dbtest.Twin), sheetOf(0, 30, tenth))
		h.clock.Advance((intake.KeepDays-1)*24*time.Hour + time.Minute)
		if err := h.Daily(ctx); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			got  intake.Detail
			want int
		}{"old": {h.detail(ctx, old.ID), 0}, "young": {h.detail(ctx, young.ID), 2}, "twin": {h.detail(dbtest.Ctx(dbtest.Twin), twin.ID), 2}} {
			if n := len(c.got.Failures); n != c.want {
				t.Errorf("%s: %d failed rows kept, want %d", name, n, c.want)
			}
		}
	})
}

// The workbook of an import with personal data goes some days after its end, of
// one that nobody confirmed some days after the upload; the timeline says so.
func TestWorkbooksAreDeleted(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		done := h.bring(ctx, sheetOf(0, 30, nil))
		waiting := h.upload(ctx, sheetOf(0, 31, nil))
		h.work(context.Background())
		h.clock.Advance(24 * time.Hour)
		young := h.bring(ctx, sheetOf(0, 32, nil))
		twin := h.bring(dbtest.Ctx(dbtest.Twin), sheetOf(0, 33, nil))
		kept := func(ctx context.Context, i intake.Import) bool {
			t.Helper()
			n, err := db.Ask(ctx, h.db, func(tx *db.Tx) (int, error) {
				return db.Value[int](tx, `SELECT count(*) FROM files WHERE consortium_id = $1 AND id = $2`, i.File)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n == 1
		}
		h.clock.Advance((intake.DefaultWorkbookDays-1)*24*time.Hour + time.Minute)
		for range 2 { // a second round has no effect
			if err := h.Daily(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if kept(ctx, done.Import) || kept(ctx, waiting) || !kept(ctx, young.Import) || !kept(dbtest.Ctx(dbtest.Twin), twin.Import) {
			t.Error("the wrong workbooks are kept")
		}
		after := h.detail(ctx, done.ID)
		if after.State != intake.Done || after.Story[0].Verb != intake.VerbForget || after.Story[1].Verb == intake.VerbForget {
			t.Errorf("%s, story %+v", after.State, after.Story)
		}
		if left := h.detail(ctx, waiting.ID); left.State != intake.Refused || len(left.Problems) != 1 {
			t.Errorf("what nobody confirmed is %s: %v", left.State, left.Problems)
		}
		if _, err := h.Confirm(ctx, clerk, waiting.ID, i18n.English); err == nil {
			t.Error("a deleted workbook is imported")
		}
	})
}

func TestADirectDryRunWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		var told intake.Counts
		i, err := h.Run(ctx, access.Robot(1), intake.Direct{DryRun: true, Progress: func(c intake.Counts) { told = c },
			Upload: intake.Upload{Kind: "firms", FileName: "f.csv", Content: strings.NewReader(sheetOf(0, 30, tenth))}})
		if err != nil || i.State != intake.Checked {
			t.Fatalf("%v, %s", err, i.State)
		}
		wantCounts(t, told, i.Counts)
		if firms, _ := h.made(ctx); firms != 0 || i.Counts.Good() == 0 {
			t.Errorf("%d firms, counts %+v", firms, i.Counts)
		}
	})
}

func TestTwoClicksAtOnceAreOneImport(t *testing.T) {
	each(t, func(t *testing.T, h *house, ctx context.Context) {
		i := h.upload(ctx, sheetOf(0, 30, nil))
		h.work(context.Background())
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				if _, err := h.Confirm(ctx, clerk, i.ID, i18n.English); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		h.work(context.Background())
		d := h.detail(ctx, i.ID)
		wantCounts(t, d.Import.Counts, intake.Counts{Created: 30})
		if confirmed := strings.Count(verbs(d), "confirm"); confirmed != 1 {
			t.Errorf("the story is %s, want one confirmation", verbs(d))
		}
	})
}

func verbs(d intake.Detail) string {
	var list []string
	for _, e := range d.Story {
		list = append(list, e.Verb)
	}
	return strings.Join(list, " ")
}
