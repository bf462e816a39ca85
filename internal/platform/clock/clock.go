// Package clock tells the time to everything that needs it, so that a test or
// the demo loader can set it. It is the only package, besides cmd, that may
// read the machine's clock.
package clock

import (
	"sync"
	"time"
)

// Zone is the one civil time of China (UTC+8, no daylight saving). Dates and
// deadlines of the field are dates of this zone; instants are stored in UTC.
var Zone = time.FixedZone("CST", 8*60*60)

// Clock tells the present instant.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock, rounded to the microsecond that both
// databases can store, so that what is written equals what is read back.
type System struct{}

// Now returns the present instant in UTC.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Set is a clock that stands where it was put; safe for concurrent use.
type Set struct {
	mu  sync.Mutex
	now time.Time
}

// At returns a clock that stands at t.
func At(t time.Time) *Set { return &Set{now: t.UTC().Truncate(time.Microsecond)} }

// Now returns the instant where the clock stands.
func (s *Set) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Move puts the clock to t.
func (s *Set) Move(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = t.UTC().Truncate(time.Microsecond)
}

// Advance moves the clock by d.
func (s *Set) Advance(d time.Duration) { s.Move(s.Now().Add(d)) }
