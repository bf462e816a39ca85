package ledger

import (
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// FactQuery asks for the facts behind a figure.
type FactQuery struct {
	Kinds  []fact.Kind
	Span   calendar.Period
	Scope  string
	Owner  record.ID
	Limit  int
	Offset int
}

// Facts lists facts, the newest first.
func Facts(tx *db.Tx, q FactQuery) ([]fact.Fact, error) {
	w := db.NewWhere(0)
	w.In("kind", words(q.Kinds))
	within(w, q.Span)
	if q.Scope != "" {
		w.And("scope = ?", q.Scope)
	}
	if q.Owner != "" {
		w.And("owner_id = ?", q.Owner)
	}
	args := w.Args()
	text := selectFact + w.SQL() + ` ORDER BY counts_on DESC, seq DESC`
	if q.Limit > 0 {
		text += limit(w, q.Limit, q.Offset, &args)
	}
	return db.All(tx, scanFact, text, args...)
}

// FactsOf lists the facts of one record, the oldest first.
func FactsOf(tx *db.Tx, ref record.Ref) ([]fact.Fact, error) {
	return db.All(tx, scanFact, selectFact+` AND record_kind = $2 AND record_id = $3 ORDER BY seq`, ref.Kind, ref.ID)
}

// FactByID returns one fact.
func FactByID(tx *db.Tx, id record.ID) (fact.Fact, error) {
	return db.One(tx, scanFact, selectFact+` AND id = $2`, id)
}

const selectFact = `SELECT id, kind, counts_on, recorded_at, quantity, unit, scope, owner_id, subject_id, dims,
	record_kind, record_id, evidence_id, person_id, reverses_id, reason FROM facts WHERE consortium_id = $1`

func scanFact(r db.Row) (f fact.Fact, err error) {
	return f, r.Scan(&f.ID, &f.Kind, &f.On, &f.At, &f.Quantity, &f.Unit, &f.Scope, &f.Owner, &f.Subject, db.JSON(&f.Dims),
		&f.Record.Kind, &f.Record.ID, &f.Evidence, &f.By, &f.Reverses, &f.Reason)
}

func within(w *db.Where, span calendar.Period) {
	if !span.From.Zero() {
		w.And("counts_on >= ?", span.From)
	}
	if !span.To.Zero() {
		w.And("counts_on <= ?", span.To)
	}
}

func words[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// FactsAbout lists the facts whose subject or owner is an organisation or
// person, the newest first.
func FactsAbout(tx *db.Tx, id record.ID, count int) ([]fact.Fact, error) {
	w := db.NewWhere(0)
	w.And("subject_id = ? OR owner_id = ?", id, id)
	args := w.Args()
	return db.All(tx, scanFact, selectFact+w.SQL()+` ORDER BY counts_on DESC, seq DESC`+limit(w, count, 0, &args), args...)
}
