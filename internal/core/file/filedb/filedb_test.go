package filedb

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

func TestFiles(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, home context.Context) {
		of := record.Ref{Kind: "agreement", ID: record.NewID()}
		first := file.File{
			ID: record.NewID(), Record: of, Name: "\u534f\u8bae.pdf", Media: "application/pdf", Size: 9, Hash: strings.Repeat("a", 64),
			By: record.NewID(), ByName: "Li", At: now.Now(),
		}
		second := first
		second.ID, second.By, second.ByName, second.At = record.NewID(), "", "", now.Now().Add(time.Second)
		twin := first
		twin.Name = "TWIN"
		insert := func(ctx context.Context, list ...file.File) {
			t.Helper()
			err := d.Write(ctx, func(tx *db.Tx) error {
				for _, f := range list {
					if err := Insert(tx, f); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		insert(home, second, first)
		insert(dbtest.Ctx(dbtest.Twin), twin)
		err := d.Read(home, func(tx *db.Tx) error {
			list, err := Of(tx, of)
			if err != nil {
				return err
			}
			if diff := cmp.Diff([]file.File{first, second}, list); diff != "" {
				t.Error(diff)
			}
			found, err := Find(tx, first.ID)
			if diff := cmp.Diff(first, found); diff != "" {
				t.Error(diff)
			}
			if _, none := Find(tx, record.NewID()); !fault.Is(none, fault.NotFound) {
				t.Errorf("no such file: %v", none)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		other := first
		other.Record.ID = record.NewID()
		remove := func(f file.File) error { return d.Write(home, func(tx *db.Tx) error { return Delete(tx, f) }) }
		if err := remove(other); !fault.Is(err, fault.NotFound) {
			t.Errorf("a file was taken off a record that is not its own: %v", err)
		}
		if first, again := remove(first), remove(first); first != nil || !fault.Is(again, fault.NotFound) {
			t.Errorf("%v, then %v", first, again)
		}
		if err := d.Read(dbtest.Ctx(dbtest.Twin), func(tx *db.Tx) error { _, err := Find(tx, twin.ID); return err }); err != nil {
			t.Errorf("the twin's file went too: %v", err)
		}
	})
}
