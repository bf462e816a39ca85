package sealingdb

import (
	"fmt"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/db"
	"tongpin/internal/sealing"
)

// reader reads the log in one transaction.
type reader struct{ tx *db.Tx }

// Key is the key of the consortium.
func (r reader) Key() (string, error) {
	return consortiumdb.OwnKey(r.tx)
}

// Tile returns the hashes of a stored tile.
func (r reader) Tile(t seal.Tile) ([]seal.Hash, error) {
	text, err := db.Value[string](r.tx, `SELECT hashes FROM seal_tiles WHERE consortium_id = $1 AND level = $2 AND n = $3`, t.Level, t.N)
	if err != nil {
		return nil, fmt.Errorf("seal: tile %d of level %d: %w", t.N, t.Level, err)
	}
	return seal.SplitHashes(text)
}

// Pack returns the leaves below a tile of level 0.
func (r reader) Pack(n int64) ([]seal.Leaf, error) {
	text, err := db.Value[string](r.tx, `SELECT leaves FROM seal_leaves WHERE consortium_id = $1 AND n = $2`, n)
	if err != nil {
		return nil, fmt.Errorf("seal: leaves of tile %d: %w", n, err)
	}
	return seal.UnpackLeaves(text)
}

func scanHead(r db.Row) (h sealing.StoredHead, err error) {
	return h, r.Scan(&h.Size, &h.Signed, &h.At)
}

// Heads lists heads up to a size, the largest first.
func (r reader) Heads(upTo int64, limit int) ([]sealing.StoredHead, error) {
	return db.All(r.tx, scanHead, `SELECT size, signed, at FROM seal_heads WHERE consortium_id = $1 AND (CAST($2 AS BIGINT) = 0 OR size <= $2)
		ORDER BY size DESC LIMIT $3`, upTo, limit)
}

// HeadsFrom lists the heads from a size on, the smallest first; all for limit 0.
func (r reader) HeadsFrom(size int64, limit int) ([]sealing.StoredHead, error) {
	text, args := `SELECT size, signed, at FROM seal_heads WHERE consortium_id = $1 AND size >= $2 ORDER BY size`, []any{size}
	if limit > 0 {
		text, args = text+` LIMIT $3`, append(args, limit)
	}
	return db.All(r.tx, scanHead, text, args...)
}

// Tally counts the sealed facts by kind and month.
func (r reader) Tally() (seal.Tally, error) {
	tally := seal.Tally{}
	err := r.tx.Each(func(row db.Row) error {
		var kind, month string
		var facts int64
		if err := row.Scan(&kind, &month, &facts); err != nil {
			return err
		}
		if tally[kind] == nil {
			tally[kind] = map[string]int64{}
		}
		tally[kind][month] = facts
		return nil
	}, `SELECT kind, month, facts FROM seal_counts WHERE consortium_id = $1`)
	return tally, err
}

// Numbers are the numbers of the last fact and of the last sealed one.
func (r reader) Numbers() (recorded, sealed int64, err error) {
	if recorded, err = db.Value[int64](r.tx, `SELECT coalesce(max(seq), 0) FROM facts WHERE consortium_id = $1`); err != nil {
		return 0, 0, err
	}
	sealed, err = db.Value[int64](r.tx, `SELECT coalesce(max(last), 0) FROM numbers WHERE consortium_id = $1 AND series = $2`, series)
	return recorded, sealed, err
}

const selectFact = `SELECT seq, id, kind, counts_on, recorded_at, quantity, unit, scope, owner_id, subject_id, dims,
	record_kind, record_id, evidence_id, person_id, reverses_id, reason FROM facts WHERE consortium_id = $1`

func scanFact(r db.Row) (f sealing.Numbered, err error) {
	return f, r.Scan(&f.Seq, &f.ID, &f.Kind, &f.On, &f.At, &f.Quantity, &f.Unit, &f.Scope, &f.Owner, &f.Subject, db.JSON(&f.Dims),
		&f.Record.Kind, &f.Record.ID, &f.Evidence, &f.By, &f.Reverses, &f.Reason)
}

// Between returns facts by place and the salts of what they point at.
func (r reader) Between(from, to int64) ([]sealing.Numbered, sealing.Salts, error) {
	facts, err := db.All(r.tx, scanFact, selectFact+` AND seq >= $2 AND seq <= $3 ORDER BY seq`, from, to)
	if err != nil {
		return nil, nil, err
	}
	salts, err := r.SaltsOf(sealing.PointedAt(facts))
	return facts, salts, err
}

// Matching returns the facts of kinds in a span, by place.
func (r reader) Matching(kinds []fact.Kind, span calendar.Period, upTo int64) ([]sealing.Numbered, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	w := db.NewWhere(0)
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	w.In("kind", names)
	if !span.From.Zero() {
		w.And("counts_on >= ?", span.From)
	}
	if !span.To.Zero() {
		w.And("counts_on <= ?", span.To)
	}
	w.And("seq <= ?", upTo)
	return db.All(r.tx, scanFact, selectFact+w.SQL()+` ORDER BY seq`, w.Args()...)
}

// chunk is how many ids one statement asks for.
const chunk = 500

// SaltsOf returns the salts of ids.
func (r reader) SaltsOf(ids []record.ID) (sealing.Salts, error) {
	salts := sealing.Salts{}
	for part := range slices.Chunk(ids, chunk) {
		w := db.NewWhere(0)
		names := make([]string, len(part))
		for i, id := range part {
			names[i] = string(id)
		}
		w.In("about_id", names)
		err := r.tx.Each(func(row db.Row) error {
			var s sealing.Salt
			err := row.Scan(&s.About, &s.Since, &s.Value)
			salts[s.About] = append(salts[s.About], s)
			return err
		}, `SELECT about_id, since, salt FROM seal_salts WHERE consortium_id = $1`+w.SQL()+` ORDER BY about_id, since`, w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return salts, nil
}
