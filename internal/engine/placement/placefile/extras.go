package placefile

import (
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
