package metricdb

import (
	"errors"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/db"
)

// Rolled answers a question about one slice from its rollup alone; false if it
// can't.
func Rolled(tx *db.Tx, q metric.Question) (metric.Figure, bool, error) {
	kept, err := current(tx)
	if err != nil {
		return metric.Figure{}, false, err
	}
	a, ok := kept.ask(q)
	if !ok {
		return metric.Figure{}, false, nil
	}
	err = read(tx, []*asking{a})
	return a.figures()[0], err == nil, err
}

// errEnough ends the reading of days.
var errEnough = errors.New("metricdb: enough days")

// Days finds where a page of the facts of a figure lies, the newest first: the
// days that hold its facts, and how many facts of the first of them come before
// the page. It is false if the rollup of the slice can't tell.
func Days(tx *db.Tx, d metric.Definition, s metric.Slice, span calendar.Period, offset, limit int64) (days []calendar.Date, skip int64, known bool, err error) {
	kept, err := current(tx)
	if err != nil {
		return nil, 0, false, err
	}
	r, ok := kept.find(d)
	if !ok || !d.Rolled(s) {
		return nil, 0, false, nil
	}
	from, to := bounds(metric.Range{From: span.From, To: span.To})
	err = tx.Each(func(row db.Row) error {
		var on calendar.Date
		var facts int64
		if err := row.Scan(&on, &facts); err != nil {
			return err
		}
		if len(days) == 0 && facts <= offset {
			offset -= facts
			return nil
		}
		days = append(days, on)
		if limit -= facts; limit+offset <= 0 {
			return errEnough
		}
		return nil
	}, `SELECT c.starts_on, c.facts FROM rollup_slices s JOIN rollup_cells c ON c.consortium_id = s.consortium_id AND c.slice_id = s.id
		WHERE s.consortium_id = $1 AND s.name = $2 AND c.grain = 'day' AND c.starts_on >= $3 AND c.starts_on <= $4 AND c.facts > 0
		ORDER BY c.starts_on DESC`, place{r.id, s}.name(), from, to)
	if errors.Is(err, errEnough) {
		err = nil
	}
	return days, offset, err == nil, err
}
