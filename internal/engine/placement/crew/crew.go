// Package crew shares work out to goroutines.
package crew

import (
	"sync"
	"sync/atomic"
)

// Each lets workers do n pieces of work: whoever is free takes the next one. do is
// told which worker does it, from 0 on, so that each can have things of its own. Each
// returns the error of the first piece that failed, and begins none after it. One
// worker, or one piece, is done without a goroutine.
func Each(workers, n int, do func(worker, i int) error) error {
	workers = min(max(1, workers), n)
	if workers == 1 {
		for i := range n {
			if err := do(0, i); err != nil {
				return err
			}
		}
		return nil
	}
	var (
		taken  atomic.Int64
		wait   sync.WaitGroup
		mutex  sync.Mutex
		failed = n // the first piece that did
		first  error
	)
	for w := range workers {
		wait.Go(func() {
			for i := int(taken.Add(1)) - 1; i < n; i = int(taken.Add(1)) - 1 {
				if err := do(w, i); err != nil {
					taken.Store(int64(n))
					mutex.Lock()
					if i < failed {
						failed, first = i, err
					}
					mutex.Unlock()
				}
			}
		})
	}
	wait.Wait()
	return first
}

// Parts lets each worker do one part of n things, all of nearly the same size.
func Parts(workers, n int, do func(part, from, to int)) {
	workers = max(1, workers)
	_ = Each(workers, workers, func(_, w int) error {
		do(w, w*n/workers, (w+1)*n/workers)
		return nil
	})
}
