package intakedb_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/schema"
)

// killFolder names the folder in which a child process shall import.
const killFolder = "TONGPIN_TEST_KILL"

// TestKillTheProcess kills a process in the middle of an import, as kill -9
// does, at several moments; each time a row is whole or absent, and in the end
// each is there once.
func TestKillTheProcess(t *testing.T) {
	if dir := os.Getenv(killFolder); dir != "" {
		child(t, dir)
		return
	}
	const rows = 12 * intake.BatchRows
	dir, ctx := t.TempDir(), dbtest.Ctx(dbtest.Home)
	now := clock.At(dbtest.Start)
	d := openAt(t, dir, now)
	found(t, d)
	h := houseIn(t, d, now, dir)
	i := h.upload(ctx, sheetOf(0, rows, tenth))
	h.work(context.Background())
	if _, err := h.Confirm(ctx, clerk, i.ID, i18n.English); err != nil {
		t.Fatal(err)
	}
	for _, batches := range []int{1, 3, 2} {
		killAfter(t, dir, now, batches)
		firms, facts := h.made(ctx)
		if i, err := h.Find(ctx, clerk, i.ID); err != nil || i.State != intake.Importing {
			t.Fatalf("the kill came too late: %s, %v", i.State, err)
		}
		if at := h.detail(ctx, i.ID).Counts; firms != facts || int64(firms) != at.Created {
			t.Fatalf("after the kill: %d firms, %d facts, the job has counted %d", firms, facts, at.Created)
		}
		now.Advance(2 * time.Minute) // the lease of the dead process runs out
	}
	h.work(context.Background())
	done := h.detail(ctx, i.ID)
	wantCounts(t, done.Import.Counts, intake.Counts{Created: rows * 19 / 20, Failed: rows / 20})
	if firms, facts := h.made(ctx); firms != rows*19/20 || facts != firms || done.State != intake.Done {
		t.Errorf("%s: %d firms, %d facts", done.State, firms, facts)
	}
}

// killAfter starts a child and kills it once it has begun so many batches.
func killAfter(t *testing.T, dir string, now clock.Clock, batches int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestKillTheProcess$")
	cmd.Env = append(os.Environ(), killFolder+"="+dir, killFolder+"_AT="+now.Now().Format(time.RFC3339Nano), killFolder+"_MOST="+strconv.Itoa(batches+2))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for seen := 0; seen < batches && lines.Scan(); {
		if lines.Text() == "batch" {
			seen++
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed: that is its error
}

// child works on the queue, says when a batch begins, and waits to be killed
// before the last batch that it may begin.
func child(t *testing.T, dir string) {
	at, err := time.Parse(time.RFC3339Nano, os.Getenv(killFolder+"_AT"))
	if err != nil {
		t.Fatal(err)
	}
	now := clock.At(at)
	h := houseIn(t, openAt(t, dir, now), now, dir)
	most, err := strconv.Atoi(os.Getenv(killFolder + "_MOST"))
	if err != nil {
		t.Fatal(err)
	}
	h.firms.decided = func([]*sheet.Row) {
		fmt.Println("batch")
		if most--; most == 0 {
			select {} // the kill comes before this batch is saved
		}
	}
	h.work(context.Background())
}

// openAt opens the database of the folder.
func openAt(t *testing.T, dir string, now clock.Clock) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), "sqlite:"+filepath.Join(dir, "kill.db"), db.Options{Schema: schema.Files, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// found brings the schema and the consortium into a new database.
func found(t *testing.T, d *db.DB) {
	t.Helper()
	ctx := context.Background()
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	err := d.System(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO consortia (id, key, name, name_en, body_id, settings, sample, created_at)
			VALUES ($1, 'home', 'home', 'home', $2, '{}', TRUE, $3)`, dbtest.Home, record.NewID(), tx.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
