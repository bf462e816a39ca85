package placefile

import (
	"bytes"
	"io"
	"strconv"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/crew"
)

// appendField appends a name, in quotes if it needs them.
func appendField(line, name []byte) []byte {
	if bytes.IndexByte(name, ',') < 0 && bytes.IndexByte(name, '"') < 0 {
		return append(line, name...)
	}
	line = append(line, '"')
	line = append(line, bytes.ReplaceAll(name, []byte(`"`), []byte(`""`))...)
	return append(line, '"')
}

// quoted tells whether any of the names needs quotes.
func (n *Names) quoted() bool {
	return bytes.IndexByte(n.text, ',') >= 0 || bytes.IndexByte(n.text, '"') >= 0
}

// WritePlacement writes placement.csv: every student in the order of ids, with
// the post, which is empty for those without one.
func (c *Case) WritePlacement(out io.Writer, post []uint32, workers int) error {
	field := appendField
	if !c.Students.quoted() && !c.Posts.quoted() {
		field = func(line, name []byte) []byte { return append(line, name...) }
	}
	return c.byStudents(out, placementHeader, workers, func(line []byte, number uint32, name []byte) []byte {
		line = append(field(line, name), ',')
		if p := post[number]; p != placement.None {
			line = field(line, c.Posts.At(p))
		}
		return append(line, '\n')
	})
}

// byStudents writes a header and what row appends for each student, in the
// order of ids, formatted by several workers.
func (c *Case) byStudents(out io.Writer, header string, workers int, row func(line []byte, number uint32, name []byte) []byte) error {
	if _, err := io.WriteString(out, header+"\n"); err != nil {
		return err
	}
	const part = 1 << 14
	workers = max(1, workers)
	texts := make([][]byte, workers)
	for from := 0; from < c.Students.Len(); from += workers * part {
		crew.Parts(workers, min(workers*part, c.Students.Len()-from), func(w, begin, end int) {
			text := texts[w][:0]
			for s := from + begin; s < from+end; s++ {
				text = row(text, c.number[s], c.Students.At(uint32(s)))
			}
			texts[w] = text
		})
		for _, text := range texts {
			if _, err := out.Write(text); err != nil {
				return err
			}
		}
	}
	return nil
}

// ReadPlacement reads placement.csv: the post of each student, by number. Every
// student of the case stands in it exactly once.
func (c *Case) ReadPlacement(path string) ([]uint32, error) {
	s, err := openSource(path)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.header(placementHeader); err != nil {
		return nil, err
	}
	post := make([]uint32, c.Students.Len())
	lines := make([]int, c.Students.Len())
	finder := finder{names: &c.Students}
	var wrong Problems
	err = s.table(placementHeader, &wrong, func(line int, f [][]byte) *Problem {
		student := finder.find(f[0])
		if student == placement.None {
			return &Problem{Key: StudentAlien, Value: clip(string(f[0]))}
		}
		if lines[student] != 0 {
			return &Problem{Key: StudentTwice, Value: string(f[0]), Other: strconv.Itoa(lines[student])}
		}
		lines[student] = line
		p := placement.None
		if len(f[1]) > 0 {
			if p = c.known.lookup(f[1]); p == placement.None {
				return &Problem{Key: PostUnknown, Value: clip(string(f[1])), Other: string(f[0])}
			}
		}
		post[c.number[student]] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, line := range lines {
		if line == 0 {
			wrong.add(Problem{File: path, Key: StudentLost, Value: string(c.Students.At(uint32(i)))})
		}
	}
	return post, wrong.err()
}

// finder finds students by id: the one after the last, as in a file in order,
// or by halving.
type finder struct {
	names *Names
	next  int
}

func (f *finder) find(name []byte) uint32 {
	at := f.next
	if at >= f.names.Len() || !bytes.Equal(f.names.At(uint32(at)), name) {
		low, high := 0, f.names.Len()
		for low < high {
			if middle := (low + high) / 2; compare(f.names.At(uint32(middle)), name) < 0 {
				low = middle + 1
			} else {
				high = middle
			}
		}
		at = low
		if at >= f.names.Len() || !bytes.Equal(f.names.At(uint32(at)), name) {
			return placement.None
		}
	}
	f.next = at + 1
	return uint32(at)
}

// Explainer says what became of the wish at a place, 0 for the first, of a
// student's list. It is asked by several goroutines.
type Explainer interface {
	Explain(student uint32, place int) placement.Explanation
}

// Because is an explanation with the names that a reader needs.
type Because struct {
	placement.Explanation
	Place  int    // of the wish in the student's list, 0 for the first
	Node   []byte // the post or group that decided
	Reason string // the group's reason; empty for a post
	Grade  uint32 // the student's own grade
	Lot    uint32 // the student's own number in the lottery, 0 for the first
}

const explainHeader = "student,rank,post,grade,lot,outcome,limit,cap,held,lowest_grade,lowest_lot,basis,reason"

var outcomes = map[placement.Outcome]string{
	placement.Placed: "placed", placement.Spared: "spared", placement.Refused: "refused", placement.Passed: "passed", placement.Alike: "alike",
}

// WriteExplanations writes one row for each wish: what became of it and why.
// Lots are counted from 1, the first in the lottery. words puts a reason into
// words.
func (c *Case) WriteExplanations(out io.Writer, t Explainer, workers int, words func(Because) string) error {
	return c.byStudents(out, explainHeader, workers, func(line []byte, number uint32, name []byte) []byte {
		rank := 0
		for place, w := range c.Instance.List(number) {
			if c.Tied == nil || place == 0 || !c.Tied[int(c.Instance.Start[number])+place] {
				rank++
			}
			b := Because{Explanation: t.Explain(number, place), Place: place, Grade: w.Grade, Lot: number}
			b.Node, b.Reason = c.Posts.At(w.Post), ""
			if b.Group != placement.None {
				b.Node, b.Reason = c.Groups.At(b.Group), c.Reasons[b.Group]
			}
			line = append(appendField(line, name), ',')
			line = append(strconv.AppendInt(line, int64(rank), 10), ',')
			line = append(appendField(line, c.Posts.At(w.Post)), ',')
			line = append(c.appendGrade(line, w.Grade), ',')
			line = append(strconv.AppendUint(line, uint64(number)+1, 10), ',')
			line = append(append(line, outcomes[b.Outcome]...), ',')
			line = c.appendLimit(line, b)
			line = append(appendField(append(line, ','), []byte(words(b))), '\n')
		}
		return line
	})
}

// appendLimit appends limit, cap, held, lowest_grade, lowest_lot and basis.
func (c *Case) appendLimit(line []byte, b Because) []byte {
	if b.Outcome != placement.Refused && b.Outcome != placement.Passed || !b.Cutoff.Full() {
		return append(line, ",,,,,"...)
	}
	line = appendField(line, b.Node)
	line = c.appendCutoff(append(line, ','), b.Cutoff)
	return appendField(append(line, ','), []byte(b.Reason))
}

// appendCutoff appends cap, held, lowest grade and lowest lot; the lowest only
// where it binds.
func (c *Case) appendCutoff(line []byte, x placement.Cutoff) []byte {
	line = append(strconv.AppendUint(line, uint64(x.Cap), 10), ',')
	line = append(strconv.AppendUint(line, uint64(x.Held), 10), ',')
	if !x.Full() || x.Student == placement.None {
		return append(line, ',')
	}
	line = append(c.appendGrade(line, x.Grade), ',')
	return strconv.AppendUint(line, uint64(x.Student)+1, 10)
}

func (c *Case) appendGrade(line []byte, code uint32) []byte {
	return strconv.AppendFloat(line, c.Grades.Number(code), 'f', -1, 64)
}

const cutoffHeader = "kind,name,cap,held,lowest_grade,lowest_lot,basis"

// WriteCutoffs writes the table of cutoffs: every post and group with its cap,
// how many it holds, and, where it is full, the last student's grade and lot.
func (c *Case) WriteCutoffs(out io.Writer, t *placement.Table) error {
	line := append([]byte(cutoffHeader), '\n')
	row := func(kind string, name []byte, x placement.Cutoff, basis string) {
		line = append(append(line, kind...), ',')
		line = append(appendField(line, name), ',')
		line = append(c.appendCutoff(line, x), ',')
		line = append(appendField(line, []byte(basis)), '\n')
	}
	for g, x := range t.Groups {
		row(kindGroup, c.Groups.At(uint32(g)), x, c.Reasons[g])
	}
	for p, x := range t.Posts {
		row(kindPost, c.Posts.At(uint32(p)), x, "")
	}
	_, err := out.Write(line)
	return err
}
