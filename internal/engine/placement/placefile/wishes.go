package placefile

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sync/atomic"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/crew"
	"tongpin/internal/engine/placement/large"
	"tongpin/internal/engine/placement/placefile/ahead"
)

// wishes is what wishes.csv says. Students stand in the order of their ids.
type wishes struct {
	students Names
	tickets  []uint64 // of each student: in the lottery
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
	return s.cut(max(1, min(int64(workers*16), (s.size-s.body)/smallest)))
}

// cut cuts the rows of a file into n parts at most, each of whole lines. Where
// two parts meet, another student begins, at least if the file is in order.
func (s *source) cut(n int64) ([]piece, error) {
	var list []piece
	for i, from := int64(1), s.body; from < s.size; i++ {
		to := s.size
		if i < n {
			var err error
			if to, err = s.nextStudent(max(from, s.body+(s.size-s.body)*i/n)); err != nil {
				return nil, err
			}
		}
		list = append(list, piece{from, to})
		from = to
	}
	return list, nil
}

// nextStudent returns where, behind the line in which at lies, the first line
// begins whose first field is not that of the line before; s.size without one.
func (s *source) nextStudent(at int64) (int64, error) {
	buf := make([]byte, longest)
	var name []byte
	for inside := true; at < s.size; {
		n := int(min(longest, s.size-at))
		if got, err := s.ReadAt(buf[:n], at); got < n {
			return 0, shortRead(err)
		}
		for rest := buf[:n]; len(rest) > 0; {
			if !inside {
				size := bytes.IndexByte(rest, ',')
				if size < 0 && len(rest) < n {
					break // read on from here
				}
				if size < 0 || name != nil && !bytes.Equal(name, rest[:size]) {
					return at, nil
				}
				name = append(name[:0], rest[:size]...)
			}
			end := bytes.IndexByte(rest, '\n') + 1
			if inside = end == 0; inside {
				end = len(rest)
			}
			rest, at = rest[end:], at+int64(end)
		}
	}
	return s.size, nil
}

// errUnusual ends the quick reading of a file that needs the careful one.
var errUnusual = errors.New("placefile: not the usual file")

// opening is wishes.csv, opened and cut into pieces while posts.csv is read.
type opening struct {
	*source
	pieces []piece
	ahead  *ahead.Reader
	err    error
	ready  chan struct{} // closed when the others stand
}

// openWishes begins with wishes.csv.
func openWishes(path string, workers int) *opening {
	w := &opening{ready: make(chan struct{})}
	go func() {
		defer close(w.ready)
		if w.source, w.err = openSource(path); w.err != nil {
			return
		}
		if w.err = w.header(wishesHeader); w.err == nil {
			w.pieces, w.err = w.source.pieces(workers)
			w.ahead = ahead.Of(w.ReaderAt, w.size)
		}
	}()
	return w
}

// done closes the file, as soon as it is open.
func (w *opening) done() {
	go func() {
		if <-w.ready; w.source != nil {
			w.close()
		}
	}()
}

// readWishes reads wishes.csv: quickly if each student's rows stand together in
// the order of ranks, students in the order of ids, and everything is as it
// should be; else a second time and carefully, which also finds what is wrong.
func readWishes(from *opening, p *posts, o Options) (*wishes, error) {
	if <-from.ready; from.err != nil {
		return nil, from.err
	}
	s := from.source
	var done atomic.Int64
	tell := func(bytes int64) {
		from.ahead.Read(bytes)
		if n := done.Add(bytes); o.Progress != nil {
			o.Progress(min(n, s.size-s.body), s.size-s.body)
		}
	}
	w, err := quick(s, p, from.pieces, o, tell)
	if errors.Is(err, errUnusual) {
		done.Store(0)
		w, err = careful(s, p, from.pieces, o, tell)
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

// join puts the runs of all pieces together.
func (w *wishes) join(runs []run, workers int) error {
	runs = slices.DeleteFunc(runs, func(r run) bool { return len(r.start) == 0 })
	from := make([]int, len(runs)+1)
	text := make([]uint64, len(runs)+1)
	w.scale = whole
	for i := range runs {
		r := &runs[i]
		w.scale.grain, w.scale.zero = max(w.scale.grain, r.scale.grain), max(w.scale.zero, r.scale.zero)
		from[i+1], text[i+1] = from[i]+len(r.start), text[i]+uint64(len(r.names.text))
		w.count += r.count
		if i > 0 && compare(runs[i-1].names.last(), r.names.At(0)) >= 0 {
			return errUnusual
		}
	}
	n := from[len(runs)]
	if n > placement.MaxStudents {
		return errUnusual
	}
	w.start, w.tickets = large.Make[uint32](n), large.Make[uint64](n)
	w.students = Names{text: large.Make[byte](int(text[len(runs)])), end: large.Make[uint64](n)}
	return crew.Each(workers, len(runs), func(_, i int) error {
		r := &runs[i]
		r.recode(w.wish, w.scale)
		copy(w.start[from[i]:], r.start)
		copy(w.tickets[from[i]:], r.tickets)
		copy(w.students.text[text[i]:], r.names.text)
		for j, end := range r.names.end {
			w.students.end[from[i]+j] = text[i] + end
		}
		*r = run{}
		return nil
	})
}
