package search

import (
	"context"
	"strings"

	"tongpin/internal/platform/db"
)

// Keep sees to it that the index holds all records of the sources, in the
// consortium of the context: it is built where it is not, or where this program
// reads other texts than the one that built it, and takes in the records that it
// lacks. Each transaction takes some; until most are in, lists are searched
// without the index.
func Keep(ctx context.Context, d *db.DB, sources ...Source) error {
	for _, s := range sources {
		if err := d.Write(ctx, s.plan); err != nil {
			return err
		}
		for more := true; more; {
			err := d.Write(ctx, func(tx *db.Tx) error {
				n, err := s.merge(tx)
				more = n > 0
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Rebuild throws the index of the sources away and builds it anew.
func Rebuild(ctx context.Context, d *db.DB, sources ...Source) error {
	for _, s := range sources {
		if err := d.Write(ctx, s.anew); err != nil {
			return err
		}
	}
	return Keep(ctx, d, sources...)
}

// plan puts on the list of those that wait what the index has to take in.
func (s Source) plan(tx *db.Tx) error {
	query, err := s.query(tx)
	if err != nil {
		return err
	}
	if query != s.Rows {
		return s.anew(tx)
	}
	return s.await(tx, ` AND NOT EXISTS (SELECT 1 FROM search_documents d WHERE d.consortium_id = $1 AND d.kind = $2 AND d.record_id = `+s.Key+`)`)
}

// anew empties the index of the source.
func (s Source) anew(tx *db.Tx) error {
	if _, err := tx.Exec(`INSERT INTO search_sources (consortium_id, kind, query, last) VALUES ($1, $2, $3, 0)
		ON CONFLICT (consortium_id, kind) DO UPDATE SET query = excluded.query, last = 0`, s.Kind, s.Rows); err != nil {
		return err
	}
	for _, table := range []string{"search_grams", "search_documents"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE consortium_id = $1 AND kind = $2`, s.Kind); err != nil {
			return err
		}
	}
	return s.await(tx, "")
}

// await puts records of the source on the list of those that wait.
func (s Source) await(tx *db.Tx, which string) error {
	_, tables, _ := strings.Cut(s.Rows, " FROM ")
	_, err := tx.Exec(`INSERT INTO search_pending (consortium_id, kind, record_id) SELECT $1, CAST($2 AS TEXT), `+s.Key+` FROM `+tables+which+`
		ON CONFLICT DO NOTHING`, s.Kind)
	return err
}
