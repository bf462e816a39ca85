package search

import (
	"strconv"

	"tongpin/internal/platform/db"
)

const (
	// fewDocuments are looked up one by one and sorted, sooner than the list is
	// walked in its order until the page is full.
	fewDocuments = 1024
	// manyDocuments are those of words so frequent that also the count is full
	// soon when the list is walked.
	manyDocuments = 8192
	// maxGrams of a question are asked for; more do not narrow it further.
	maxGrams = 12
)

// Narrow hands to a list that is asked for words what the index finds of them.
// The list compares the words itself (db.Where.Like). It does nothing where the
// index can't help: it is not built, or the words are in most texts.
func (s Source) Narrow(tx *db.Tx, w *db.Where, words string) error {
	list := asked(words)
	if len(list) == 0 {
		return nil
	}
	ready, err := s.ready(tx)
	if err != nil || !ready {
		return err
	}
	numbers, count, err := s.find(tx, list[:min(len(list), maxGrams)])
	if err != nil || count > manyDocuments {
		return err
	}
	w.Sift(s.Key, tx.ByEngine(foundLite, foundPostgres)+foundOrWaiting, count <= fewDocuments, numbers, s.Kind, s.Kind)
	return nil
}

// The ids of documents whose numbers come as a JSON array; portable SQL has no
// parameter that is a list.
const (
	foundLite = `SELECT d.record_id AS id FROM json_each(?) AS j CROSS JOIN search_documents d
		WHERE d.consortium_id = $1 AND d.kind = ? AND d.number = j.value`
	foundPostgres = `SELECT d.record_id AS id FROM json_array_elements_text(CAST(? AS json)) AS j (value) JOIN search_documents d
		ON d.number = CAST(j.value AS bigint) WHERE d.consortium_id = $1 AND d.kind = ?`
	// Nothing is gathered to be made distinct: a count stops where it is full.
	foundOrWaiting = ` AND NOT EXISTS (SELECT 1 FROM search_pending w WHERE w.consortium_id = $1 AND w.kind = d.kind AND w.record_id = d.record_id)
		UNION ALL SELECT p.record_id FROM search_pending p WHERE p.consortium_id = $1 AND p.kind = ?`
)

// ready tells whether the index holds the source as this program reads it.
func (s Source) ready(tx *db.Tx) (bool, error) {
	query, err := s.query(tx)
	if err != nil || query != s.Rows {
		return false, err
	}
	waiting, err := s.waiting(tx, trusted+1)
	return waiting <= trusted, err
}

// query is the statement with which the index was built; "" if there is none.
func (s Source) query(tx *db.Tx) (string, error) {
	list, err := db.All(tx, func(r db.Row) (q string, err error) { return q, r.Scan(&q) },
		`SELECT query FROM search_sources WHERE consortium_id = $1 AND kind = $2`, s.Kind)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

// find returns the numbers of the documents that have all grams, as a JSON array,
// and how many they are.
func (s Source) find(tx *db.Tx, grams []string) (numbers string, count int, err error) {
	blocks, err := s.blocks(tx, grams)
	list := []byte{'['}
	for at, f := range blocks {
		if f.grams < len(grams) {
			continue
		}
		if count += f.count(); count > manyDocuments {
			return "", count, err
		}
		f.each(func(place int64) { list = append(strconv.AppendInt(list, at*blockSize+place, 10), ',') })
	}
	if count > 0 {
		list = list[:len(list)-1]
	}
	return string(append(list, ']')), count, err
}

// found is a block of documents that have so many of the grams.
type found struct {
	block
	grams int
}

func (s Source) blocks(tx *db.Tx, grams []string) (map[int64]*found, error) {
	blocks := map[int64]*found{}
	w := db.NewWhere(1)
	w.In("gram", grams)
	return blocks, tx.Each(func(r db.Row) error {
		var at int64
		var row string
		if err := r.Scan(&at, &row); err != nil {
			return err
		}
		f, met := blocks[at]
		if !met {
			f = new(found)
			blocks[at] = f
		}
		var b block
		if err := b.read(row); err != nil {
			return err
		}
		if f.grams++; f.grams == 1 {
			f.block = b
		} else {
			f.both(&b)
		}
		return nil
	}, `SELECT block, documents FROM search_grams WHERE consortium_id = $1 AND kind = $2`+w.SQL(), w.Args(s.Kind)...)
}
