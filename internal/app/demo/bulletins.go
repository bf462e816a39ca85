package demo

import (
	"context"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/i18n"
)

// bulletins drafts papers in the usual wording and takes them as far as their
// dates go. The figures are those of the records on the day of publication.
func (s *stage) bulletins() {
	for _, r := range s.in.rows("bulletins.csv") {
		period, err := calendar.ParsePeriod(r.text("period"))
		if err != nil {
			r.fail("period", err.Error())
			continue
		}
		at := step.Target{ID: s.id("bulletin", r.text("period"))}
		clerk, leader := s.secretary(), s.leader()
		s.on(r, r.date("drafted_on"), ending, func(ctx context.Context) error {
			x, err := s.Bulletins.Compose(ctx, clerk, period, i18n.Chinese)
			if err != nil {
				return err
			}
			_, err = s.Bulletins.Start(ctx, clerk, bulletin.DraftCommand{ID: at.ID, Period: period, Content: x, Sample: true})
			return err
		})
		s.on(r, r.date("submitted_on"), ending, func(ctx context.Context) error { _, err := s.Bulletins.Submit(ctx, clerk, at, ""); return err })
		s.on(r, r.date("approved_on"), ending, func(ctx context.Context) error { _, err := s.Bulletins.Approve(ctx, leader, at, ""); return err })
		s.on(r, r.date("published_on"), ending, func(ctx context.Context) error { _, err := s.Bulletins.Publish(ctx, clerk, at); return err })
	}
}
