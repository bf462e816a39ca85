package boarddb_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/board"
	"tongpin/internal/board/boarddb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

const linkID record.ID = "01900000-0000-7000-8000-0000000000e1"

var clerk = access.Actor{Consortium: dbtest.Home, Name: "C", Role: access.Secretariat}

func TestLinksAreKeptWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, twin := boarddb.New(d), dbtest.Ctx(dbtest.Twin)
		whole := board.Link{ID: linkID, Name: "hall", Hash: board.HashOf("t"), By: "C", ExpiresOn: calendar.On(2026, 5, 1), RevokedAt: now.Now()}
		for name, where := range map[string]context.Context{"hall": ctx, "TWIN": twin} {
			k := whole
			k.Name = name
			if err := store.Save(where, k, change.By(clerk, now.Now())); err != nil {
				t.Fatal(err)
			}
		}
		got, err := store.ByHash(ctx, whole.Hash)
		if diff := cmp.Diff(whole, got, cmpopts.IgnoreFields(board.Link{}, "Version", "CreatedAt"), cmpopts.EquateApproxTime(0)); err != nil || diff != "" || got.CreatedAt.IsZero() {
			t.Fatal(err, diff)
		}
		got.Name = "changed"
		if err := store.Save(ctx, got, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		if err := store.Save(ctx, got, change.By(clerk, now.Now())); !fault.Is(err, fault.Stale) {
			t.Errorf("a stale save: %v", err)
		}
		if other, err := store.Find(twin, linkID); err != nil || other.Name != "TWIN" || other.Version != 1 {
			t.Errorf("the twin's is %+v, %v", other, err)
		}
		if _, err := store.ByHash(ctx, board.HashOf("other")); !fault.Is(err, fault.NotFound) {
			t.Errorf("a token that nobody has: %v", err)
		}
		second := whole
		second.ID = "01900000-0000-7000-8000-0000000000e2"
		if err := store.Save(ctx, second, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same token twice: %v", err)
		}
		second.Hash, second.RevokedAt, second.ExpiresOn = "h", board.Link{}.RevokedAt, calendar.Date{}
		if err := store.Save(ctx, second, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		list, err := store.List(ctx)
		if err != nil || len(list) != 2 || !list[0].RevokedAt.IsZero() && !list[1].RevokedAt.IsZero() {
			t.Errorf("listed are %+v, %v", list, err)
		}
	})
}
