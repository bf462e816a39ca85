package placefile

import (
	"bytes"

	"tongpin/internal/engine/placement"
)

// join puts the runs of all pieces together.
func (w *wishes) join(runs []*run) error {
	students, text := 0, 0
	w.scale = whole
	for _, r := range runs {
		w.scale.grain, w.scale.zero = max(w.scale.grain, r.scale.grain), max(w.scale.zero, r.scale.zero)
		students += r.names.Len()
		text += len(r.names.text)
		w.count += int(r.at-r.from) - len(r.start)
	}
	w.start = make([]uint32, 0, students)
	w.students = Names{text: make([]byte, 0, text), end: make([]uint64, 0, students)}
	var last *run
	for _, r := range runs {
		r.scale.recode(w.scale, w.wish[r.from:r.at])
		if r.names.Len() == 0 {
			continue
		}
		from := uint32(0)
		if n := w.students.Len(); n > 0 {
			before, name := w.students.At(uint32(n-1)), r.names.At(0)
			if bytes.Equal(before, name) {
				// Its rows go on here: move them to the list's end.
				list := w.wish[w.start[n-1] : last.at-1]
				if len(list) == 0 || r.first != uint32(len(list))+1 || !w.move(r, last, list) {
					return errUnusual
				}
				from = 1
			} else if r.first != 1 || compare(before, name) > 0 {
				return errUnusual
			}
		} else if r.first != 1 {
			return errUnusual
		}
		w.start = append(w.start, r.start[from:]...)
		base, skip := uint64(len(w.students.text)), uint64(0)
		if from == 1 {
			skip = r.names.end[0]
		}
		w.students.text = append(w.students.text, r.names.text[skip:]...)
		for _, end := range r.names.end[from:] {
			w.students.end = append(w.students.end, base+end-skip)
		}
		if from == 0 || r.names.Len() > 1 {
			last = r
		}
	}
	return nil
}

// move takes the first list of r behind list, the last one of the run before.
func (w *wishes) move(r, before *run, list []placement.Wish) bool {
	end := r.at - 1
	if len(r.start) > 1 {
		end = r.start[1] - 1
	}
	more := w.wish[r.start[0]:end]
	if int(before.at)+len(more) > int(r.start[0]) {
		return false // no room between the pieces
	}
	for _, a := range list {
		for _, b := range more {
			if a.Post == b.Post {
				return false
			}
		}
	}
	copy(w.wish[before.at-1:], more)
	before.at += uint32(len(more))
	w.wish[before.at-1] = placement.End
	return true
}
