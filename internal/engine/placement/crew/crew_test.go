package crew

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// TestEach: every piece once, none by two workers of one number at a time.
func TestEach(t *testing.T) {
	for workers := range 5 {
		for _, n := range []int{0, 1, 2, 3, 100} {
			done := make([]atomic.Int32, n)
			own := make([]sync.Mutex, max(1, workers))
			err := Each(workers, n, func(w, i int) error {
				if !own[w].TryLock() {
					t.Errorf("%d workers: number %d does two pieces at a time", workers, w)
				}
				defer own[w].Unlock()
				done[i].Add(1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			for i := range done {
				if got := done[i].Load(); got != 1 {
					t.Errorf("%d workers: piece %d of %d is done %d times", workers, i, n, got)
				}
			}
		}
	}
}

// TestEachFails: the first error by number comes back, however late it comes, and
// hardly anything is begun after it.
func TestEachFails(t *testing.T) {
	for workers := 1; workers < 5; workers++ {
		later := make(chan struct{})
		var begun atomic.Int32
		err := Each(workers, 1000, func(_, i int) error {
			begun.Add(1)
			switch {
			case i == 10 && workers > 1: // fails, but only when one behind it has
				<-later
				return errors.New("10")
			case i == 11:
				close(later)
				return errors.New("11")
			}
			return nil
		})
		want := "10"
		if workers == 1 {
			want = "11"
		}
		if fmt.Sprint(err) != want || begun.Load() > 12+int32(workers) {
			t.Errorf("%d workers: %v after %d pieces", workers, err, begun.Load())
		}
	}
}

// TestParts: the parts are everything, one after the other.
func TestParts(t *testing.T) {
	for workers := range 5 {
		for _, n := range []int{0, 1, 2, 3, 1000} {
			ends := make([][2]int, max(1, workers))
			Parts(workers, n, func(part, from, to int) { ends[part] = [2]int{from, to} })
			at := 0
			for _, e := range ends {
				if e[0] != at || e[1] < at {
					t.Errorf("%d workers, %d things: parts %v", workers, n, ends)
				}
				at = e[1]
			}
			if at != n {
				t.Errorf("%d workers, %d things: parts %v", workers, n, ends)
			}
		}
	}
}
