package search

import (
	"strings"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// text is what a record is found by.
type text struct {
	id, owner record.ID
	folded    string
}

// document is a text that is in the index.
type document struct {
	number int64
	folded string
}

// merge takes records that wait into the index, mergeMost at most, and returns
// how many. It does nothing where the source is not indexed yet.
func (s Source) merge(tx *db.Tx) (int, error) {
	last, err := db.All(tx, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) },
		`UPDATE search_sources SET last = last WHERE consortium_id = $1 AND kind = $2 RETURNING last`, s.Kind)
	if err != nil || len(last) == 0 {
		return 0, err
	}
	// They are taken off the list before their texts are read: whoever changes
	// one meanwhile waits, and puts it there again.
	ids, err := db.All(tx, scanID, `DELETE FROM search_pending WHERE consortium_id = $1 AND kind = $2 AND record_id IN
		(SELECT p.record_id FROM search_pending p WHERE p.consortium_id = $1 AND p.kind = $2 ORDER BY p.record_id LIMIT $3) RETURNING record_id`, s.Kind, mergeMost)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	next := last[0]
	rows := map[place]string{}
	for start := 0; start < len(ids); start += 500 {
		if next, err = s.take(tx, ids[start:min(start+500, len(ids))], next, rows); err != nil {
			return 0, err
		}
	}
	if err := s.store(tx, rows); err != nil {
		return 0, err
	}
	_, err = tx.Exec(`UPDATE search_sources SET last = $3 WHERE consortium_id = $1 AND kind = $2`, s.Kind, next)
	return len(ids), err
}

func scanID(r db.Row) (id record.ID, err error) { return id, r.Scan(&id) }

// place is a row of grams.
type place struct {
	gram  string
	block int64
}

// take writes the documents of some records and gathers what their grams add to
// the rows. It returns the last number that is used.
func (s Source) take(tx *db.Tx, ids []record.ID, last int64, rows map[place]string) (int64, error) {
	known, err := s.documents(tx, ids)
	if err != nil {
		return last, err
	}
	texts, err := s.texts(tx, ids)
	if err != nil {
		return last, err
	}
	inserted := insertDocuments.Into(tx)
	for _, t := range texts {
		d, old := known[t.id]
		if !old {
			last++
			d.number = last
			inserted.Add(s.Kind, d.number, t.id, db.Null(t.owner), t.folded)
		} else if d.folded != t.folded {
			_, err = tx.Exec(`UPDATE search_documents SET owner_id = $4, text = $5 WHERE consortium_id = $1 AND kind = $2 AND number = $3`,
				s.Kind, d.number, db.Null(t.owner), t.folded)
		}
		if err != nil {
			return last, err
		}
		for gram := range fresh(t.folded, d.folded) {
			rows[place{gram, d.number / blockSize}] += written(d.number)
		}
	}
	return last, inserted.Done()
}

// texts reads what records are found by, as it is now.
func (s Source) texts(tx *db.Tx, ids []record.ID) ([]text, error) {
	w := db.NewWhere(0)
	w.In(s.Key, words(ids))
	return db.All(tx, func(r db.Row) (t text, err error) {
		parts := make([]string, s.Texts)
		dest := []any{&t.id, &t.owner}
		for i := range parts {
			dest = append(dest, &parts[i])
		}
		err = r.Scan(dest...)
		t.folded = fold(strings.Join(parts, "\n")) // no gram holds a blank
		return t, err
	}, s.Rows+w.SQL(), w.Args()...)
}

// documents are those of the records that are in the index.
func (s Source) documents(tx *db.Tx, ids []record.ID) (map[record.ID]document, error) {
	w := db.NewWhere(1)
	w.In("d.record_id", words(ids))
	known := map[record.ID]document{}
	return known, tx.Each(func(r db.Row) error {
		var id record.ID
		var d document
		err := r.Scan(&id, &d.number, &d.folded)
		known[id] = d
		return err
	}, `SELECT d.record_id, d.number, d.text FROM search_documents d WHERE d.consortium_id = $1 AND d.kind = $2`+w.SQL(), w.Args(s.Kind)...)
}

var (
	insertDocuments = db.Inserting("search_documents", "kind, number, record_id, owner_id, text", "")
	insertGrams     = db.Inserting("search_grams", "kind, gram, block, documents", `ON CONFLICT (consortium_id, kind, gram, block)
		DO UPDATE SET documents = search_grams.documents || excluded.documents`)
)

// store adds documents to the rows of grams.
func (s Source) store(tx *db.Tx, rows map[place]string) error {
	inserted := insertGrams.Into(tx)
	for at, documents := range rows {
		inserted.Add(s.Kind, at.gram, at.block, documents)
	}
	return inserted.Done()
}

// words are ids as texts.
func words(ids []record.ID) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	return list
}
