package placefile

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/crew"
)

// row is one row of wishes.csv; rank 0 says that the student lists none.
type row struct {
	student uint32
	rank    uint32
	post    uint32
	line    uint32
	grade   float64
}

// heap is the rows of one piece, with students numbered within it.
type heap struct {
	students index
	rows     []row
	lines    int
	wrong    Problems
}

// careful reads rows in any order, quoted or not, grades of any precision, and
// says of each row what is wrong. With Options.Ties a student may give several wishes
// one rank.
func careful(s *source, p *posts, pieces []piece, o Options, tell func(int64)) (*wishes, error) {
	heaps := make([]*heap, len(pieces))
	err := crew.Each(o.Workers, len(pieces), func(_, i int) error {
		h := &heap{}
		heaps[i] = h
		err := s.scan(pieces[i].from, pieces[i].to, func(line []byte) bool {
			h.lines++
			if len(line) > 0 {
				h.read(line, p)
			}
			return true
		})
		tell(pieces[i].to - pieces[i].from)
		return err
	})
	if err != nil {
		return nil, err
	}
	var wrong Problems
	var students index
	lines, total := s.lines, 0
	for _, h := range heaps {
		for _, x := range h.wrong.List {
			x.File = s.path
			x.Line += lines
			wrong.add(*x)
		}
		wrong.Total += h.wrong.Total - len(h.wrong.List)
		number := make([]uint32, h.students.Len())
		for i := range number {
			name := h.students.At(uint32(i))
			number[i], _ = students.put(padded(name), len(name))
		}
		for i := range h.rows {
			h.rows[i].student = number[h.rows[i].student]
			h.rows[i].line += uint32(lines)
		}
		lines += h.lines
		total += len(h.rows)
	}
	if wrong.Total > 0 {
		return nil, wrong.err()
	}
	if total+students.Len() > placement.MaxWishes || students.Len() > placement.MaxStudents {
		return nil, &Problems{[]*Problem{{File: s.path, Key: TooLarge, Value: strconv.Itoa(total)}}, 1}
	}
	return sorted(s.path, p, &students.Names, heaps, total, o)
}

// read reads one row.
func (h *heap) read(line []byte, p *posts) {
	var space [4][]byte
	x, wrong := parse(line, space[:], p)
	if wrong != nil {
		wrong.Line = h.lines
		h.wrong.add(*wrong)
		return
	}
	name := space[0]
	x.student, _ = h.students.put(padded(name), len(name))
	x.line = uint32(h.lines)
	h.rows = append(h.rows, x)
}

func parse(line []byte, space [][]byte, p *posts) (row, *Problem) {
	if len(line) > longest {
		return row{}, &Problem{Key: LongName, Value: clip(string(line[:longest]))}
	}
	f, ok := cut(line, space)
	switch {
	case !clean(line):
		return row{}, &Problem{Key: BadText, Value: clip(string(line))}
	case !ok:
		return row{}, &Problem{Key: BadQuotes, Value: clip(string(line))}
	case len(f) != 4:
		return row{}, &Problem{Key: BadRow, Value: strconv.Itoa(len(f)), Other: "4"}
	}
	if key := nameProblem(f[0]); key != "" {
		return row{}, &Problem{Key: key, Value: clip(string(f[0])), Other: "student"}
	}
	if len(f[1])+len(f[2])+len(f[3]) == 0 {
		return row{post: placement.None}, nil
	}
	rank, ok := count(f[1])
	if !ok || rank == 0 {
		return row{}, &Problem{Key: BadRank, Value: clip(string(f[1]))}
	}
	post := p.lookup(f[2])
	if post == placement.None {
		return row{}, &Problem{Key: PostUnknown, Value: clip(string(f[2])), Other: clip(string(f[0]))}
	}
	g, ok := grade(f[3])
	if !ok {
		return row{}, &Problem{Key: BadGrade, Value: clip(string(f[3]))}
	}
	return row{rank: rank, post: post, grade: g}, nil
}

// sorted puts the rows of all pieces into the order of students and ranks.
func sorted(path string, p *posts, names *Names, heaps []*heap, total int, o Options) (*wishes, error) {
	n := names.Len()
	rows := make([]row, total)
	from := make([]uint32, n+2)
	for _, h := range heaps {
		for _, x := range h.rows {
			from[x.student+2]++
		}
	}
	for i := 2; i < len(from); i++ {
		from[i] += from[i-1]
	}
	for _, h := range heaps {
		for _, x := range h.rows {
			rows[from[x.student+1]] = x
			from[x.student+1]++
		}
		h.rows = nil
	}
	order := make([]uint32, n)
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return compare(names.At(a), names.At(b)) })
	w := &wishes{start: make([]uint32, n), wish: make([]placement.Wish, 0, total+n)}
	w.students = Names{text: make([]byte, 0, len(names.text)), end: make([]uint64, 0, n)}
	w.scale = newScale(rows)
	seen := make([]uint32, len(p.posts)) // of each post: line of the student's row that lists it
	var wrong Problems
	for i, s := range order {
		list := rows[from[s]:from[s+1]]
		check(path, names.At(s), list, p, seen, o.Ties, &wrong)
		w.students.add(names.At(s))
		w.start[i] = uint32(len(w.wish))
		for i, x := range list {
			if o.Ties && i > 0 && x.rank == list[i-1].rank {
				w.tie(len(w.wish))
			}
			if x.rank > 0 {
				w.wish = append(w.wish, placement.Wish{Post: x.post, Grade: w.scale.of(x.grade)})
			}
		}
		w.wish = append(w.wish, placement.End)
	}
	w.count, w.tickets = len(w.wish)-n, w.students.tickets(o.Seed)
	return w, wrong.err()
}

// check sorts the rows of one student by rank and finds what can't be together.
func check(path string, name []byte, list []row, p *posts, seen []uint32, ties bool, wrong *Problems) {
	slices.SortFunc(list, func(a, b row) int {
		if a.rank != b.rank || !ties || a.rank == 0 {
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.line, b.line))
		}
		return cmp.Or(compare(p.At(a.post), p.At(b.post)), cmp.Compare(a.line, b.line)) // not the order of rows
	})
	report := func(x row, key, value string, other any) {
		wrong.add(Problem{File: path, Line: int(x.line), Key: key, Value: value, Other: fmt.Sprint(other)})
	}
	if list[0].rank == 0 && len(list) > 1 {
		report(list[0], NoWishTwice, string(name), list[1].line)
		return
	}
	for i, x := range list {
		if x.rank == 0 {
			break
		}
		before := uint32(0)
		if i > 0 {
			before = list[i-1].rank
		}
		switch {
		case x.rank == before && !ties:
			report(x, RankTwice, fmt.Sprintf("%s, %d", name, x.rank), list[i-1].line)
		case x.rank > before+1:
			report(x, RankGap, string(name), before+1)
		}
		if seen[x.post] != 0 {
			report(x, WishTwice, fmt.Sprintf("%s, %s", name, p.At(x.post)), seen[x.post])
		}
		seen[x.post] = x.line
	}
	for _, x := range list {
		if x.rank > 0 {
			seen[x.post] = 0
		}
	}
}
