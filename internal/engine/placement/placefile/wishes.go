package placefile

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"tongpin/internal/engine/placement"
)

// wishes is what wishes.csv says. Students stand in the order of their ids.
type wishes struct {
	students Names
	start    []uint32 // of each student
	wish     []placement.Wish
	count    int    // entries of wish that are wishes
	tied     []bool // of each entry of wish: of the same rank as the one before; may be too short
	scale    Scale
	open     bool // the last line has no end: it may have been cut
}

// piece is a part of a file, of whole lines.
type piece struct{ from, to int64 }

// pieces cuts the rows of a file into parts for the workers.
func (s *source) pieces(workers int) ([]piece, error) {
	const smallest = 1 << 20
	n := max(1, min(int64(workers*16), (s.size-s.body)/smallest))
	var list []piece
	buf := make([]byte, longest)
	for i, from := int64(1), s.body; from < s.size; i++ {
		to := s.body + (s.size-s.body)*i/n
		for to = max(to, from); to < s.size; {
			got, err := s.ReadAt(buf[:min(longest, s.size-to)], to)
			if got == 0 {
				return nil, shortRead(err)
			}
			if end := bytes.IndexByte(buf[:got], '\n'); end >= 0 {
				to += int64(end) + 1
				break
			}
			to += int64(got)
		}
		if i >= n {
			to = s.size
		}
		list = append(list, piece{from, to})
		from = to
	}
	return list, nil
}

// each lets workers do the pieces and returns the first error.
func each(workers, n int, do func(i int) error) error {
	var taken atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, n)
	for range min(max(1, workers), n) {
		wait.Go(func() {
			for i := int(taken.Add(1)) - 1; i < n; i = int(taken.Add(1)) - 1 {
				if errs[i] = do(i); errs[i] != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// errUnusual ends the quick reading of a file that needs the careful one.
var errUnusual = errors.New("placefile: not the usual file")

// readWishes reads wishes.csv: quickly if each student's rows stand together in
// the order of ranks, students in the order of ids, and everything is as it
// should be; else a second time and carefully, which also finds what is wrong.
func readWishes(path string, p *posts, o Options) (*wishes, error) {
	s, err := openSource(path)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.header(wishesHeader); err != nil {
		return nil, err
	}
	pieces, err := s.pieces(o.Workers)
	if err != nil {
		return nil, err
	}
	var done atomic.Int64
	tell := func(bytes int64) {
		if n := done.Add(bytes); o.Progress != nil {
			o.Progress(min(n, s.size-s.body), s.size-s.body)
		}
	}
	w, err := quick(s, p, pieces, o.Workers, tell)
	if errors.Is(err, errUnusual) {
		done.Store(0)
		w, err = careful(s, p, pieces, o.Workers, o.Ties, tell)
	}
	if err != nil {
		return nil, err
	}
	w.open, err = s.isOpen()
	return w, err
}

// tie says that the entry at is of the same rank as the one before.
func (w *wishes) tie(at int) {
	w.tied = append(w.tied, make([]bool, at+1-len(w.tied))...)
	w.tied[at] = true
}

// isOpen tells whether the last line lacks its end.
func (s *source) isOpen() (bool, error) {
	if s.size == s.body {
		return false, nil
	}
	var last [1]byte
	if _, err := s.ReadAt(last[:], s.size-1); err != nil && err != io.EOF {
		return false, err
	}
	return last[0] != '\n', nil
}
