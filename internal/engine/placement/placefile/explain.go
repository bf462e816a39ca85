package placefile

import (
	"io"
	"strconv"

	"tongpin/internal/engine/placement"
)

// Because is an explanation with the names that a reader needs.
type Because struct {
	placement.Explanation
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
func (c *Case) WriteExplanations(out io.Writer, t *placement.Table, workers int, words func(Because) string) error {
	return c.byStudents(out, explainHeader, workers, func(line []byte, number uint32, name []byte) []byte {
		rank := 0
		for place, w := range c.Instance.List(number) {
			if c.Tied == nil || place == 0 || !c.Tied[int(c.Instance.Start[number])+place] {
				rank++
			}
			b := Because{Explanation: t.Explain(number, place), Grade: w.Grade, Lot: number}
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
		row("group", c.Groups.At(uint32(g)), x, c.Reasons[g])
	}
	for p, x := range t.Posts {
		row("post", c.Posts.At(uint32(p)), x, "")
	}
	_, err := out.Write(line)
	return err
}
