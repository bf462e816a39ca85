package placefile

import (
	"io"
	"strconv"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/quota"
	"tongpin/internal/engine/placement/together"
)

// The headers of what may be given besides wishes, posts and caps.
const (
	locksHeader  = "student,post"
	quotasHeader = "group,at_least,reason"
	pairsHeader  = "student,with,same"
	pricesHeader = "kind,name,price,basis"
)

// What a row of cutoffs.csv or prices.csv is about.
const (
	kindGroup = "group"
	kindPost  = "post"
)

// Quota is a lower quota with the reason for it.
type Quota struct {
	quota.Least
	Name   string
	Reason string
}

// small reads a file of which all rows are kept.
func small(path, header string, row func(line int, f [][]byte) *Problem) error {
	s, err := openSource(path)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.header(header); err != nil {
		return err
	}
	var wrong Problems
	if err := s.table(header, &wrong, row); err != nil {
		return err
	}
	return wrong.err()
}

// enlist finds students of the case, each of whom may stand in a file once.
type enlist struct {
	c      *Case
	finder finder
	lines  map[uint32]int
}

func (c *Case) enlist() *enlist {
	return &enlist{c, finder{names: &c.Students}, make(map[uint32]int)}
}

// number returns the number in the lottery of the student in a line.
func (e *enlist) number(name []byte, line int) (uint32, *Problem) {
	at := e.finder.find(name)
	if at == placement.None {
		return 0, &Problem{Key: StudentAlien, Value: clip(string(name))}
	}
	if before := e.lines[at]; before != 0 {
		return 0, &Problem{Key: StudentTwice, Value: string(name), Other: strconv.Itoa(before)}
	}
	e.lines[at] = line
	return e.c.number[at], nil
}

// ReadLocks reads locks.csv: students who are in a post already, whatever they
// wish. A student stands there once at most.
func (c *Case) ReadLocks(path string) ([]placement.Lock, error) {
	var list []placement.Lock
	students := c.enlist()
	err := small(path, locksHeader, func(line int, f [][]byte) *Problem {
		student, wrong := students.number(f[0], line)
		if wrong != nil {
			return wrong
		}
		post := c.known.lookup(f[1])
		if post == placement.None {
			return &Problem{Key: PostUnknown, Value: clip(string(f[1])), Other: string(f[0])}
		}
		list = append(list, placement.Lock{Student: student, Post: post})
		return nil
	})
	return list, err
}

// ReadQuotas reads quotas.csv: groups, or posts where no group has the name, in
// which at least so many students should be.
func (c *Case) ReadQuotas(path string) ([]Quota, error) {
	var list []Quota
	lines := make(map[string]int)
	err := small(path, quotasHeader, func(line int, f [][]byte) *Problem {
		q := Quota{Least: quota.Least{Post: placement.None, Group: c.groups.lookup(f[0])}, Name: string(f[0]), Reason: string(f[2])}
		if q.Group == placement.None {
			if q.Post = c.known.lookup(f[0]); q.Post == placement.None {
				return &Problem{Key: NodeUnknown, Value: clip(q.Name)}
			}
		}
		n, ok := count(f[1])
		if !ok {
			return &Problem{Key: BadCount, Value: clip(string(f[1])), Other: "at_least"}
		}
		if before := lines[q.Name]; before != 0 {
			return &Problem{Key: GroupTwice, Value: q.Name, Other: strconv.Itoa(before)}
		}
		lines[q.Name] = line
		q.N = n
		list = append(list, q)
		return nil
	})
	return list, err
}

// ReadPairs reads pairs.csv: two students who want to be in the same post, group
// or zone (the tree of a root). A student is in one pair at most.
func (c *Case) ReadPairs(path string) ([]together.Pair, error) {
	var list []together.Pair
	students := c.enlist()
	near := map[string]together.Within{"post": together.SamePost, "group": together.SameGroup, "zone": together.SameTree}
	err := small(path, pairsHeader, func(line int, f [][]byte) *Problem {
		within, ok := near[string(f[2])]
		if !ok {
			return &Problem{Key: BadSame, Value: clip(string(f[2]))}
		}
		if string(f[0]) == string(f[1]) {
			return &Problem{Key: PairAlone, Value: clip(string(f[0]))}
		}
		a, wrong := students.number(f[0], line)
		if wrong != nil {
			return wrong
		}
		b, wrong := students.number(f[1], line)
		if wrong != nil {
			return wrong
		}
		list = append(list, together.Pair{A: a, B: b, Within: within})
		return nil
	})
	return list, err
}

// WritePrices writes the prices of a weighted placement: every group and post that
// asks for one, with the basis of the group's cap.
func (c *Case) WritePrices(out io.Writer, rents *placement.Rents) error {
	line := append([]byte(pricesHeader), '\n')
	row := func(kind string, name []byte, rent int64, basis string) {
		if rent == 0 {
			return
		}
		line = append(append(line, kind...), ',')
		line = append(appendField(line, name), ',')
		line = append(strconv.AppendInt(line, rent, 10), ',')
		line = append(appendField(line, []byte(basis)), '\n')
	}
	for g, rent := range rents.Groups {
		row(kindGroup, c.Groups.At(uint32(g)), rent, c.Reasons[g])
	}
	for p, rent := range rents.Posts {
		row(kindPost, c.Posts.At(uint32(p)), rent, "")
	}
	_, err := out.Write(line)
	return err
}

// ReadPrices reads prices.csv: what groups and posts ask for a place, in points;
// those that it does not name ask for nothing.
func (c *Case) ReadPrices(path string) (*placement.Rents, error) {
	rents := &placement.Rents{Posts: make([]int64, c.Posts.Len()), Groups: make([]int64, c.Groups.Len())}
	groups, posts := make(map[uint32]int), make(map[uint32]int) // the lines
	err := small(path, pricesHeader, func(line int, f [][]byte) *Problem {
		of, names, lines, alien, twice := rents.Groups, c.groups, groups, GroupAlien, GroupTwice
		switch string(f[0]) {
		case kindGroup:
		case kindPost:
			of, names, lines, alien, twice = rents.Posts, c.known, posts, PostAlien, PostTwice
		default:
			return &Problem{Key: BadKind, Value: clip(string(f[0]))}
		}
		node := names.lookup(f[1])
		if node == placement.None {
			return &Problem{Key: alien, Value: clip(string(f[1]))}
		}
		if before := lines[node]; before != 0 {
			return &Problem{Key: twice, Value: string(f[1]), Other: strconv.Itoa(before)}
		}
		price, err := strconv.ParseInt(string(f[2]), 10, 64)
		if err != nil {
			return &Problem{Key: BadPrice, Value: clip(string(f[2]))}
		}
		of[node], lines[node] = price, line
		return nil
	})
	return rents, err
}
