package web

import (
	"sync"
	"time"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
)

// Limiter counts what is tried under a key in a span of time, and refuses what
// is too much. It counts in this process only: behind several nodes each counts
// for itself. It holds no more keys than were used in the present span.
type Limiter struct {
	clock clock.Clock
	most  int
	span  time.Duration

	mu    sync.Mutex
	ends  time.Time
	tries map[string]int
}

// NewLimiter allows most tries under one key in each span.
func NewLimiter(c clock.Clock, most int, span time.Duration) *Limiter {
	return &Limiter{clock: c, most: most, span: span}
}

// Try takes note of a try: a Refused fault if there were too many.
func (l *Limiter) Try(key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.clock.Now(); l.tries == nil || !now.Before(l.ends) {
		l.tries, l.ends = map[string]int{}, now.Add(l.span)
	}
	if l.tries[key] >= l.most {
		return fault.Refuse("web.fault.too_often", "minutes", int(l.span.Minutes()))
	}
	l.tries[key]++
	return nil
}
