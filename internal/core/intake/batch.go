package intake

import (
	"context"
	"fmt"

	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/sheet"
)

// batch decides a batch and, unless this is a dry run, saves it. The failed
// rows are kept before the commit that moves the cursor behind them, so that
// none is lost; after a kill in between they are put there once more.
func (w *worker) batch(ctx context.Context, rows []*sheet.Row) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	decided, results, err := w.decide(ctx, rows)
	if err != nil {
		return err
	}
	if err := w.keep(ctx, rows); err != nil {
		return err
	}
	next := w.at
	next.Row = rows[len(rows)-1].Number
	for _, r := range results {
		next.Counts.add(r)
	}
	err = w.save(ctx, decided, next)
	if final(err) {
		return w.single(ctx, rows)
	}
	return w.moved(next, err)
}

// moved takes note of a committed cursor.
func (w *worker) moved(next cursor, err error) error {
	if err != nil {
		return err
	}
	w.at = next
	if w.told != nil {
		w.told(next.Counts)
	}
	return nil
}

// decide asks the feature and makes sure that every row has a result.
func (w *worker) decide(ctx context.Context, rows []*sheet.Row) (Batch, []Result, error) {
	decided, err := w.kind.Decide(ctx, w.with.Actor, rows)
	if err != nil {
		return decided, nil, err
	}
	if len(decided.Outcomes) != len(rows) {
		return decided, nil, fmt.Errorf("intake: %s decided %d of %d rows", w.kind.Name, len(decided.Outcomes), len(rows))
	}
	results := make([]Result, len(rows))
	for i, row := range rows {
		results[i] = decided.Outcomes[i].Result
		switch {
		case row.Err() != nil:
			results[i] = Failed
		case results[i] == Failed:
			return decided, nil, fmt.Errorf("intake: %s gave no reason why row %d failed", w.kind.Name, row.Number)
		}
	}
	return decided, results, nil
}

// keep stores the rows that have problems.
func (w *worker) keep(ctx context.Context, rows []*sheet.Row) error {
	var failed []Failure
	for _, row := range rows {
		if row.Err() != nil {
			failed = append(failed, row.Failure())
		}
	}
	if len(failed) == 0 {
		return nil
	}
	return w.s.o.Store.PutFailures(ctx, w.imp.ID, failed)
}

// save commits a batch together with the cursor behind it. Its Once key makes a
// batch happen once, even if a worker that lost its lease works on.
func (w *worker) save(ctx context.Context, decided Batch, next cursor) error {
	tail := change.By(w.with.Actor, w.s.o.Clock.Now())
	tail.Progress = &job.Progress{Job: w.job.ID, Done: next.Counts.Total(), Total: w.with.Total, Cursor: next.text()}
	if !w.write {
		return w.s.o.Store.Commit(ctx, tail)
	}
	tail.Once = fmt.Sprintf("import:%s:%d", w.imp.ID, w.at.Row)
	save := w.s.o.Store.Commit
	if decided.Save != nil {
		save = decided.Save
	}
	err := save(ctx, tail)
	if ledger.Repeated(err) {
		return errTakenOver
	}
	return err
}

// single decides and saves the rows of a batch one by one, because one of them
// met somebody else's change or a rule that only the database knows.
func (w *worker) single(ctx context.Context, rows []*sheet.Row) error {
	for i := range rows {
		if err := w.one(ctx, rows[i:i+1]); err != nil {
			return err
		}
	}
	return nil
}

// one is a batch of one row; what stops it is the row's problem alone.
func (w *worker) one(ctx context.Context, row []*sheet.Row) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	next := w.at
	next.Row = row[0].Number
	result, decided := Failed, Batch{}
	if row[0].Err() == nil {
		d, results, err := w.decide(ctx, row)
		if err != nil {
			return err
		}
		decided, result = d, results[0]
	}
	plain := next
	if result != Failed {
		next.Counts.add(result)
		err := w.save(ctx, decided, next)
		if !final(err) {
			return w.moved(next, err)
		}
		row[0].Add(err)
	}
	plain.Counts.add(Failed)
	if err := w.keep(ctx, row); err != nil {
		return err
	}
	return w.moved(plain, w.save(ctx, Batch{}, plain))
}
