package app

import (
	"context"
	"errors"
	"time"

	"tongpin/internal/app/declared"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/search"
	"tongpin/internal/platform/db"
)

// dailyJob is the round that each consortium makes once a day: what lapses,
// expires, comes due or is overdue.
const dailyJob = "app.daily"

// rounds are the daily rounds of the features, in order.
func (h *House) rounds() []func(context.Context) error {
	return []func(context.Context) error{
		h.Offers.Daily,
		h.Orders.Daily,
		h.Agreements.Daily,
		h.Attendance.Daily,
		h.Internships.Daily,
		h.Plans.Daily,
		h.Bulletins.Daily,
		h.Desk.Daily,
		h.Intake.Daily,
		h.Insight.Daily,
		h.KeepWords,
		h.Sealing.Daily,
	}
}

func (h *House) daily(ctx context.Context, _ job.Job) error { return h.round(ctx) }

// round makes the daily rounds of the consortium in the context.
func (h *House) round(ctx context.Context) error {
	var errs []error
	for _, round := range h.rounds() {
		errs = append(errs, round(ctx))
	}
	return errors.Join(errs...)
}

// draftLife is how long an upload may take before its remains are swept away.
const draftLife = 24 * time.Hour

// unusedLife is how long content stays that no record refers to: long enough for
// a form that was refused to be mended, and for a backup under way.
const unusedLife = 30 * 24 * time.Hour

// sweep removes from the data folder what nothing needs any more.
func (h *House) sweep(ctx context.Context, consortia []int64) error {
	now := h.Clock.Now()
	if err := h.Blobs.Sweep(now.Add(-draftLife)); err != nil {
		return err
	}
	n, err := h.Blobs.Unreferenced(now.Add(-unusedLife), func() (map[string]bool, error) {
		needed := map[string]bool{}
		for _, id := range consortia {
			err := h.DB.Read(db.In(ctx, id), func(tx *db.Tx) error {
				hashes, err := filedb.Hashes(tx)
				for hash := range hashes {
					needed[hash] = true
				}
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		return needed, nil
	})
	if n > 0 {
		h.log.Info("removed unused uploads", "count", n)
	}
	return err
}

// callDaily queues today's round of every consortium, once, whatever the number
// of processes: the id of the job is made of its day.
func (h *House) callDaily(ctx context.Context) error {
	ids, err := h.consortiumIDs(ctx)
	if err != nil {
		return err
	}
	if err := h.sweep(ctx, ids); err != nil {
		return err
	}
	day := calendar.DateOf(h.Clock.Now())
	for _, id := range ids {
		err := h.DB.Write(db.In(ctx, id), func(tx *db.Tx) error {
			_, err := ledger.QueueJob(tx, job.New{ID: record.Derived("", "daily "+day.String()), Kind: dailyJob})
			return err
		})
		if err != nil {
			return err
		}
	}
	h.wake()
	return nil
}

// seal seals the facts of every consortium. Several nodes may do so at once.
func (h *House) seal(ctx context.Context) error {
	ids, err := h.consortiumIDs(ctx)
	errs := []error{err}
	for _, id := range ids {
		_, err := h.Sealing.Seal(db.In(ctx, id))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// sealEvery is how long a recorded fact may wait for its seal.
const sealEvery = 10 * time.Minute

// keepSealed seals what was recorded until ctx ends.
func (h *House) keepSealed(ctx context.Context) {
	ticker := time.NewTicker(sealEvery)
	defer ticker.Stop()
	for {
		if err := h.seal(ctx); err != nil && ctx.Err() == nil {
			h.log.Error("sealing", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// keepDerived has the figures of this program rolled up, and the words of its
// lists indexed, in every consortium: another version may have run before.
func (h *House) keepDerived(ctx context.Context) error {
	ids, err := h.consortiumIDs(ctx)
	for _, id := range ids {
		err = errors.Join(err, h.Insight.Daily(db.In(ctx, id)), h.KeepWords(db.In(ctx, id)))
	}
	return err
}

// KeepWords sees to it that what is searched by words is indexed, in the
// consortium of the context.
func (h *House) KeepWords(ctx context.Context) error {
	return search.Keep(ctx, h.DB, declared.Searched()...)
}

// keepDays brings figures and words up to this program, calls the daily round at the
// start and then every hour, so that a new day is noticed soon, until ctx ends.
func (h *House) keepDays(ctx context.Context) {
	if err := h.keepDerived(ctx); err != nil && ctx.Err() == nil {
		h.log.Error("figures and words", "error", err)
	}
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	for {
		if err := h.callDaily(ctx); err != nil && ctx.Err() == nil {
			h.log.Error("daily round", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
