// Package search finds records by words that stand anywhere in their texts, as
// LIKE does, without reading all of them (docs/decisions/0022).
//
// A feature declares a Source: where the texts of its records stand. Its store
// calls Changed in the transaction that changes a record, and Narrow where a list
// is asked for words. The index says which records may have them: those with all
// pairs of neighbouring characters of the words. The list still compares the
// words themselves, so that the index may hold too much, never too little.
package search

import (
	"fmt"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// Source is a kind of record that is found by words. Rows is a statement that
// selects, with the tie to the consortium at its end, the id of each record, the
// organisation whose name is among its texts (or NULL), and its texts; Key is the
// column of the id.
//
//	Source{Kind: "order", Key: "o.id", Texts: 2,
//		Rows: `SELECT o.id, NULL, o.title, o.number FROM orders o WHERE o.consortium_id = $1`}
type Source struct {
	Kind  record.Kind
	Key   string
	Texts int
	Rows  string
}

// Tables are those of the index. A backup leaves them out: they are built again.
var Tables = []string{"search_sources", "search_documents", "search_pending", "search_grams"}

const (
	// mergeFrom is how many records may wait for the index before those who
	// change one take them in.
	mergeFrom = 128
	// mergeMost is how many one transaction takes in.
	mergeMost = 2048
	// trusted is how many records may wait while the index is still asked.
	trusted = 1024
)

// The update locks the row against somebody who takes it in just now with the
// text that was there before.
var insertPending = db.Inserting("search_pending", "kind, record_id", `ON CONFLICT (consortium_id, kind, record_id) DO UPDATE SET kind = excluded.kind`)

// Changed notes that the texts of records may have changed. It belongs into the
// transaction that changes them, after the rows are written.
func (s Source) Changed(tx *db.Tx, ids ...record.ID) error {
	seen, rows := map[record.ID]bool{}, insertPending.Into(tx)
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			rows.Add(s.Kind, id)
		}
	}
	if err := rows.Done(); err != nil {
		return err
	}
	waiting, err := s.waiting(tx, mergeFrom)
	if err != nil || waiting < mergeFrom {
		return err
	}
	_, err = s.merge(tx)
	return err
}

// Renamed notes that an organisation has another name. It belongs into the
// transaction that renames it.
func Renamed(tx *db.Tx, organisation record.ID) error {
	_, err := tx.Exec(`INSERT INTO search_pending (consortium_id, kind, record_id)
		SELECT $1, d.kind, d.record_id FROM search_documents d WHERE d.consortium_id = $1 AND d.owner_id = $2
		ON CONFLICT (consortium_id, kind, record_id) DO UPDATE SET kind = excluded.kind`, organisation)
	return err
}

// waiting is how many records are not taken in yet, up to an end.
func (s Source) waiting(tx *db.Tx, end int) (int, error) {
	return db.Value[int](tx, fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 AS one FROM search_pending WHERE consortium_id = $1 AND kind = $2 LIMIT %d) AS capped`, end), s.Kind)
}
