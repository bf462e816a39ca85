// Package bulletindb is the SQL of bulletins.
package bulletindb

import (
	"context"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

// Store keeps bulletins in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const from = ` FROM bulletins b WHERE b.consortium_id = $1`

const selectBulletin = `SELECT b.id, b.version, b.series, b.period, b.issue, b.content, b.state, b.turn, b.numbers, b.head_size,
	b.published_on, b.reason, b.sample, b.created_at, b.updated_at` + from

func scan(r db.Row) (b bulletin.Bulletin, err error) {
	var period string
	if err = r.Scan(&b.ID, &b.Version, &b.Series, &period, &b.Issue, db.JSON(&b.Content), &b.State, db.JSON(&b.Turn), db.JSON(&b.Numbers), &b.HeadSize,
		&b.PublishedOn, &b.Reason, &b.Sample, &b.CreatedAt, &b.UpdatedAt); err == nil {
		b.Period, err = calendar.ParsePeriod(period)
	}
	return b, err
}

func (s *Store) one(ctx context.Context, condition string, args ...any) (bulletin.Bulletin, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (bulletin.Bulletin, error) { return db.One(tx, scan, selectBulletin+condition, args...) })
}

// Find returns a bulletin.
func (s *Store) Find(ctx context.Context, id record.ID) (bulletin.Bulletin, error) {
	return s.one(ctx, ` AND b.id = $2`, id)
}

// Of returns the bulletin of a period that is not withdrawn.
func (s *Store) Of(ctx context.Context, series bulletin.Series, period string) (bulletin.Bulletin, error) {
	return s.one(ctx, ` AND b.series = $2 AND b.period = $3 AND b.state <> 'withdrawn'`, series, period)
}

// Save writes a bulletin and the change.
func (s *Store) Save(ctx context.Context, b bulletin.Bulletin, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := save(tx, b); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

func save(tx *db.Tx, b bulletin.Bulletin) error {
	var year, issue any
	if b.Issue > 0 {
		year, issue = int64(b.PublishedOn.Year), b.Issue
	}
	if b.Version == 0 {
		_, err := tx.Exec(`INSERT INTO bulletins (consortium_id, id, version, series, period, year, issue, title, content, state, turn, numbers, head_size,
				published_on, reason, sample, created_at, updated_at)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)`,
			b.ID, b.Series, b.Period.Name, year, issue, b.Content.Title, db.JSON(b.Content), b.State, db.JSON(b.Turn), db.JSON(b.Numbers), b.HeadSize,
			b.PublishedOn, b.Reason, b.Sample, tx.Now())
		return err
	}
	return tx.ExecOne(`UPDATE bulletins SET version = version + 1, year = $4, issue = $5, title = $6, content = $7, state = $8, turn = $9, numbers = $10,
			head_size = $11, published_on = $12, reason = $13, updated_at = $14
		WHERE consortium_id = $1 AND id = $2 AND version = $3`,
		b.ID, b.Version, year, issue, b.Content.Title, db.JSON(b.Content), b.State, db.JSON(b.Turn), db.JSON(b.Numbers),
		b.HeadSize, b.PublishedOn, b.Reason, tx.Now())
}

// sorts are the orders of the list.
var sorts = db.Sorts{
	Columns: map[string]string{"period": "b.period", "published": "b.published_on", "created": "b.created_at"},
	Empty:   []string{"b.published_on"},
	Usual:   "b.created_at DESC, b.id DESC",
	ID:      "b.id",
}

func where(q listing.Query) *db.Where {
	w := db.NewWhere(0)
	w.Like(q.Text, "b.title", "b.period")
	w.In("b.id", record.SoughtAll(q.Chosen))
	w.In("b.series", q.Filter["series"])
	w.In("b.state", q.Filter["state"])
	return w
}

// Each calls fn for every bulletin that the query matches.
func (s *Store) Each(ctx context.Context, q listing.Query, fn func(bulletin.Bulletin) error) error {
	w := where(q)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scan, fn, selectBulletin+w.SQL()+sorts.By(q), w.Args()...)
	})
}

// List answers a query with one page.
func (s *Store) List(ctx context.Context, q listing.Query) (p listing.Page[bulletin.Bulletin], err error) {
	w := where(q)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.Page(tx, db.Question[bulletin.Bulletin]{Scan: scan, Rows: selectBulletin, Count: from, Where: w, Order: sorts.By(q)}, q)
		return err
	})
	return p, err
}

// Timeline is the story of a bulletin, the newest first.
func (s *Store) Timeline(ctx context.Context, b bulletin.Bulletin) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, b.Ref()) })
}

// Lapsed lists bulletins whose review goes back today.
func (s *Store) Lapsed(ctx context.Context, today calendar.Date) ([]record.ID, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]record.ID, error) { return ledger.Lapsed(tx, bulletin.Kind, today) })
}
