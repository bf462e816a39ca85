package metricdb

import (
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// Groups sums the facts of some kinds over a span, by everything that a metric
// can tell apart. It reads every one of them.
func Groups(tx *db.Tx, kinds []fact.Kind, span calendar.Period) ([]metric.Group, error) {
	w := ofKinds(kinds)
	if !span.From.Zero() {
		w.And("counts_on >= ?", span.From)
	}
	if !span.To.Zero() {
		w.And("counts_on <= ?", span.To)
	}
	return groups(tx, w)
}

// GroupsAbout sums the facts of some kinds about one subject, as Groups does.
func GroupsAbout(tx *db.Tx, kinds []fact.Kind, subject record.ID) ([]metric.Group, error) {
	w := ofKinds(kinds)
	w.And("subject_id = ?", subject)
	return groups(tx, w)
}

func ofKinds(kinds []fact.Kind) *db.Where {
	w, words := db.NewWhere(0), make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	w.In("kind", words)
	return w
}

func groups(tx *db.Tx, w *db.Where) ([]metric.Group, error) {
	known := dimensions{}
	return db.All(tx, func(r db.Row) (g metric.Group, err error) {
		var dims string
		if err = r.Scan(&g.Kind, &g.Scope, &g.Owner, &g.Subject, &dims, &g.Quantity, &g.Facts, &g.Reversals); err == nil {
			g.Dims, err = known.of(dims)
		}
		return g, err
	}, `SELECT kind, scope, owner_id, subject_id, dims, CAST(sum(quantity) AS BIGINT), count(*), count(reverses_id) FROM facts WHERE consortium_id = $1`+w.SQL()+`
		GROUP BY kind, scope, owner_id, subject_id, dims`, w.Args()...)
}
