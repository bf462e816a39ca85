package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"tongpin/internal/core/calendar"
)

// play takes all steps in the order of time. What would lie in the future is
// refused: nobody has done it yet.
func (s *stage) play(ctx context.Context, now time.Time) error {
	slices.SortStableFunc(s.scenes, func(a, b scene) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	last := calendar.Date{}
	for _, step := range s.scenes {
		day := calendar.DateOf(step.at)
		if day.After(s.in.today) {
			return fmt.Errorf("demo: %s: the step lies in the future (%s)", step.what, day)
		}
		if err := s.pass(ctx, last, day); err != nil {
			return err
		}
		last = day
		s.Clock.Move(earlier(step.at, now))
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("demo: %s: %w", step.what, err)
		}
	}
	if err := s.pass(ctx, last, s.in.today); err != nil {
		return err
	}
	s.Clock.Move(now)
	return s.Drain(ctx)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// recent is for how many days before today the daily rounds run each day;
// before that, once a month is enough for what then ran out.
const recent = 60

// pass lets the days after last up to day go by: the daily rounds and the jobs.
func (s *stage) pass(ctx context.Context, last, day calendar.Date) error {
	if last.Zero() {
		return nil
	}
	for d := last.AddDays(1); !d.After(day); d = d.AddDays(1) {
		if d.DaysUntil(s.in.today) > recent && d.Day != 1 {
			continue
		}
		s.Clock.Move(earlier(d.Start().Add(6*time.Hour), s.now))
		if err := s.Daily(ctx); err != nil {
			return fmt.Errorf("demo: daily round of %s: %w", d, err)
		}
		if err := s.Drain(ctx); err != nil {
			return err
		}
	}
	return nil
}
