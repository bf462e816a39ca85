package clock_test

import (
	"sync"
	"testing"
	"time"

	"tongpin/internal/platform/clock"
)

// TestSet: the clock stands where it was put, in UTC and whole microseconds, so
// that what is stored equals what is read back.
func TestSet(t *testing.T) {
	at := time.Date(2026, 4, 9, 8, 0, 0, 1999, clock.Zone)
	c := clock.At(at)
	want := time.Date(2026, 4, 9, 0, 0, 0, 1000, time.UTC)
	if got := c.Now(); !got.Equal(want) || got.Location() != time.UTC {
		t.Errorf("got %v, want %v", got, want)
	}
	c.Advance(36 * time.Hour)
	if got := c.Now(); !got.Equal(want.Add(36 * time.Hour)) {
		t.Errorf("after 36 hours: %v", got)
	}
	c.Move(at.Add(-time.Hour))
	if got := c.Now(); !got.Equal(want.Add(-time.Hour)) {
		t.Errorf("moved back: %v", got)
	}
}

// TestSetConcurrently: no step of the clock is lost (and the race detector
// stays silent).
func TestSetConcurrently(t *testing.T) {
	start := time.Date(2026, 4, 9, 0, 0, 0, 0, time.UTC)
	c := clock.At(start)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				c.Move(c.Now())
			}
		})
	}
	wg.Wait()
	if !c.Now().Equal(start) {
		t.Errorf("got %v", c.Now())
	}
}

func TestSystem(t *testing.T) {
	var c clock.Clock = clock.System{}
	a := c.Now()
	if a.Location() != time.UTC || a.Nanosecond()%1000 != 0 || a.Year() < 2025 {
		t.Errorf("the machine's clock says %v", a)
	}
}
