package sealingdb_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/dump"
	"tongpin/internal/schema"
	"tongpin/internal/sealing"
	"tongpin/internal/sealing/sealingdb"
)

func audit(t testing.TB, s *sealing.Service, ctx context.Context, facts int64) {
	t.Helper()
	if a, err := s.Audit(ctx); err != nil || a.Facts != facts || a.Unsealed != 0 {
		t.Errorf("audit %+v: %v; want %d facts", a, err, facts)
	}
}

// TestALateFactIsNotSkipped: a fact that took its number early and is committed
// late keeps all later numbers waiting, so nothing can be sealed past it.
func TestALateFactIsNotSkipped(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := serviceOf(d)
		attend(t, d, ctx, now.Now(), 0, 3)
		sealAll(t, s, ctx, 3)
		numbered, release, both := make(chan struct{}), make(chan struct{}), sync.WaitGroup{}
		c := change.By(access.Robot(dbtest.Home), now.Now())
		c.Count(fact.Fact{ID: id(1, 3), Kind: "training.attended", On: quarter.From, Quantity: 1, Unit: "person_time", Scope: fact.ScopeConsortium, Record: record.Ref{Kind: "enrolment", ID: id(4, 3)}})
		both.Go(func() {
			if err := d.Write(ctx, func(tx *db.Tx) error {
				err := ledger.Commit(tx, c)
				close(numbered)
				<-release
				return err
			}); err != nil {
				t.Error(err)
			}
		})
		<-numbered
		late := make(chan struct{})
		both.Go(func() { defer close(late); attend(t, d, ctx, now.Now(), 4, 2) })
		for range 50 {
			sealAll(t, s, ctx, 0)
		}
		select {
		case <-late:
			t.Error("a fact with a later number was committed first")
		default:
		}
		close(release)
		both.Wait()
		sealAll(t, s, ctx, 3)
		audit(t, s, ctx, 6)
	})
}

// TestManySealAtOnce: nodes seal while others record; each fact is sealed once.
func TestManySealAtOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		const writers, each = 4, 60
		var recording, sealers sync.WaitGroup
		var mu sync.Mutex
		var total int64
		done := make(chan struct{})
		for w := range writers {
			recording.Go(func() {
				for i := range each {
					attend(t, d, ctx, now.Now(), w*each+i, 1)
				}
			})
		}
		for range 3 {
			sealers.Go(func() {
				s := serviceOf(d)
				for last := false; ; {
					n, err := s.Seal(ctx)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					total += n
					mu.Unlock()
					if last {
						return
					}
					select {
					case <-done:
						last = true
					default:
					}
				}
			})
		}
		recording.Wait()
		close(done)
		sealers.Wait()
		if total != writers*each {
			t.Errorf("%d facts were sealed, want %d", total, writers*each)
		}
		audit(t, serviceOf(d), ctx, writers*each)
	})
}

// dying is a store whose process dies in the middle of the second batch.
type dying struct {
	*sealingdb.Store
	kill  context.CancelFunc
	grown *int
}

func (s dying) Grow(ctx context.Context, most int, decide func(sealing.Log, []sealing.Numbered, time.Time) (sealing.Growth, error)) (int, error) {
	return s.Store.Grow(ctx, most, func(l sealing.Log, f []sealing.Numbered, now time.Time) (sealing.Growth, error) {
		if *s.grown++; *s.grown == 2 {
			s.kill()
		}
		return decide(l, f, now)
	})
}

func TestAKilledSealGoesOn(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		attend(t, d, ctx, now.Now(), 0, 4500)
		dies, kill := context.WithCancel(ctx)
		defer kill()
		var grown int
		keys := func() (sealing.Keys, error) { return sealing.Keys{Signer: key(), Public: key().Public}, nil }
		n, err := sealing.NewService(dying{sealingdb.New(d), kill, &grown}, keys).Seal(dies)
		if !errors.Is(err, context.Canceled) || n != 4096 {
			t.Fatalf("sealed %d: %v", n, err)
		}
		s := serviceOf(d)
		if a, err := s.Audit(ctx); err != nil || a.Facts != 4096 || a.Unsealed != 404 {
			t.Errorf("after the kill: %+v %v", a, err)
		}
		sealAll(t, s, ctx, 404)
		audit(t, s, ctx, 4500)
	})
}

// TestABackupCarriesTheLog restores into the same kind of database and into the
// other one.
func TestABackupCarriesTheLog(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := serviceOf(d)
		attend(t, d, ctx, now.Now().Add(123456789*time.Nanosecond), 0, 300)
		sealAll(t, s, ctx, 300)
		before := prove(t, s, ctx)
		blobs, err := file.OpenBlobs(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		var archive bytes.Buffer
		if _, err := dump.Write(ctx, dump.Source{DB: d, Blobs: blobs, Program: "test", Hashes: filedb.Hashes, Skip: []string{"sessions"}}, &archive, now.Now()); err != nil {
			t.Fatal(err)
		}
		for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
			t.Run(string(engine), func(t *testing.T) {
				to := dbtest.Blank(t, engine, schema.Files, now)
				if _, err := dump.Restore(context.Background(), dump.Target{DB: to, Blobs: blobs}, bytes.NewReader(archive.Bytes())); err != nil {
					t.Fatal(err)
				}
				again := serviceOf(to)
				audit(t, again, ctx, 300)
				if err := again.Confirm(ctx, before); err != nil {
					t.Error(err)
				}
				attend(t, to, ctx, now.Now(), 300, 10)
				sealAll(t, again, ctx, 10)
				audit(t, again, ctx, 310)
			})
		}
	})
}

// TestATamperedLogIsNotCarriedOn: tiles, copies, counts and heads that were
// changed are found, and nothing is sealed on top of them.
func TestATamperedLogIsNotCarriedOn(t *testing.T) {
	cases := map[string]struct {
		statement, says string
		stops           bool // sealing stops too: it needs what was changed
	}{
		"tile":        {`UPDATE seal_tiles SET hashes = (SELECT hashes FROM seal_tiles AS t WHERE t.consortium_id = $1 AND t.level = 0 AND t.n = 1) WHERE consortium_id = $1 AND level = 0 AND n = 0`, "seal.audit.leaf", false},
		"edge":        {`UPDATE seal_tiles SET hashes = (SELECT hashes FROM seal_tiles AS t WHERE t.consortium_id = $1 AND t.level = 0 AND t.n = 0) WHERE consortium_id = $1 AND level = 0 AND n = 2`, "seal.audit.leaf", true},
		"upper tile":  {`DELETE FROM seal_tiles WHERE consortium_id = $1 AND level = 1`, "seal.audit.tile", true},
		"copies":      {`DELETE FROM seal_leaves WHERE consortium_id = $1 AND n = 1`, "seal.audit.leaves", false},
		"count":       {`UPDATE seal_counts SET facts = facts + 1 WHERE consortium_id = $1 AND month = '2026-03'`, "seal.audit.counts", true},
		"last head":   {`DELETE FROM seal_heads WHERE consortium_id = $1 AND size = 600`, "seal.audit.heads", true},
		"head's text": {`UPDATE seal_heads SET signed = (SELECT signed FROM seal_heads AS h WHERE h.consortium_id = $1 AND h.size = 600) WHERE consortium_id = $1 AND size = 100`, "seal.audit.head_form", false},
		"salt":        {`UPDATE seal_salts SET salt = 'x' WHERE consortium_id = $1 AND about_id = '01900003-0000-7000-8000-000000000002'`, "seal.audit.changed", false},
		"lost salt":   {`DELETE FROM seal_salts WHERE consortium_id = $1 AND about_id = '01900003-0000-7000-8000-000000000002'`, "seal.audit.changed", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, now := dbtest.SQLite(t, schema.Files)
			ctx, s := dbtest.Ctx(dbtest.Home), serviceOf(d)
			attend(t, d, ctx, now.Now(), 0, 100)
			sealAll(t, s, ctx, 100)
			attend(t, d, ctx, now.Now(), 100, 500)
			sealAll(t, s, ctx, 500)
			exec(t, d, ctx, c.statement)
			if _, err := s.Audit(ctx); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("audit: %v, want %s", err, c.says)
			}
			attend(t, d, ctx, now.Now(), 600, 1)
			if n, err := s.Seal(ctx); (err != nil) != c.stops {
				t.Errorf("sealed %d on top of it: %v", n, err)
			}
		})
	}
}
