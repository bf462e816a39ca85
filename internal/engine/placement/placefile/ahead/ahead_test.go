package ahead

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestReader: whoever reads, and in whatever steps, every part of the file is asked
// for once, and none further ahead than the distance.
func TestReader(t *testing.T) {
	for _, size := range []int64{0, 1, step, step + 1, distance, 3*distance + 12345} {
		var mutex sync.Mutex
		times := map[int64]int{}
		r := &Reader{size: size}
		r.fetch = func(at, n int64) {
			mutex.Lock()
			defer mutex.Unlock()
			if times[at]++; n != step || at%step != 0 || at >= r.read.Load()+distance {
				t.Errorf("%d bytes from %d on are asked for when %d are read", n, at, r.read.Load())
			}
		}
		r.Read(0)
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				for left := size / 3; left > 0; {
					n := min(left, rand.Int64N(1<<20))
					r.Read(n)
					left -= n
				}
			})
		}
		wait.Wait()
		if want := int((size + step - 1) / step); len(times) != want {
			t.Errorf("%d bytes: %d parts are asked for, not %d", size, len(times), want)
		}
		for at, n := range times {
			if n != 1 {
				t.Errorf("%d bytes: what begins at %d is asked for %d times", size, at, n)
			}
		}
	}
}

// TestNothing: what is no file, or none at all, needs nothing.
func TestNothing(t *testing.T) {
	Of(strings.NewReader("text"), 4).Read(4)
	Whole(filepath.Join(t.TempDir(), "nowhere"))
	Whole(t.TempDir())
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	Whole(path)
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	r := Of(file, 4)
	file.Close()
	r.Read(4) // a closed file is only not fetched
}
