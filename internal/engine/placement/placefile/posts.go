package placefile

import (
	"math"
	"strconv"

	"tongpin/internal/engine/placement"
)

// The headers of the files.
const (
	postsHeader     = "post,seats,group"
	capsHeader      = "group,parent,cap,reason"
	wishesHeader    = "student,rank,post,grade"
	placementHeader = "student,post"
)

// maxCount is what larger numbers of seats and caps are taken for: there are
// never so many students.
const maxCount = math.MaxInt32

// count reads a whole number of 0 or more.
func count(text []byte) (uint32, bool) {
	n, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil {
		return maxCount, err.(*strconv.NumError).Err == strconv.ErrRange
	}
	return uint32(min(n, maxCount)), true
}

// padded returns a field with slack behind it, whatever stands there.
func padded(field []byte) []byte {
	if n := len(field) + slack; n <= cap(field) {
		return field[:n]
	}
	return append(append(make([]byte, 0, len(field)+slack), field...), make([]byte, slack)...)
}

// entry puts the name of a row into x; it has to be new.
func entry(x *index, lines *[]int, line int, name []byte, field, twice string) *Problem {
	if key := nameProblem(name); key != "" {
		return &Problem{Key: key, Value: clip(string(name)), Other: field}
	}
	id, fresh := x.put(padded(name), len(name))
	if !fresh {
		return &Problem{Key: twice, Value: string(name), Other: strconv.Itoa((*lines)[id])}
	}
	*lines = append(*lines, line)
	return nil
}

// caps is what caps.csv says.
type caps struct {
	index
	groups  []placement.Group
	reasons []string
}

func readCaps(path string) (*caps, error) {
	c := &caps{}
	if path == "" {
		return c, nil
	}
	s, err := openSource(path)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.header(capsHeader); err != nil {
		return nil, err
	}
	var wrong Problems
	var lines []int
	var parents []string
	err = s.table(capsHeader, &wrong, func(line int, f [][]byte) *Problem {
		n, ok := count(f[2])
		if !ok {
			return &Problem{Key: BadCount, Value: clip(string(f[2])), Other: "cap"}
		}
		if p := entry(&c.index, &lines, line, f[0], "group", GroupTwice); p != nil {
			return p
		}
		c.groups = append(c.groups, placement.Group{Parent: placement.None, Cap: n})
		c.reasons, parents = append(c.reasons, string(f[3])), append(parents, string(f[1]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	for g, parent := range parents {
		if parent == "" {
			continue
		}
		if c.groups[g].Parent = c.lookup([]byte(parent)); c.groups[g].Parent == placement.None {
			wrong.add(Problem{File: path, Line: lines[g], Key: ParentUnknown, Value: clip(parent), Other: string(c.At(uint32(g)))})
		}
	}
	if wrong.Total == 0 {
		c.findCircle(path, lines, &wrong)
	}
	return c, wrong.err()
}

// findCircle reports one circle of parents, with the groups on it.
func (c *caps) findCircle(path string, lines []int, wrong *Problems) {
	seen := make([]uint32, len(c.groups)) // the walk that came by first
	for g := range uint32(len(c.groups)) {
		v := g
		for v != placement.None && seen[v] == 0 {
			seen[v] = g + 1
			v = c.groups[v].Parent
		}
		if v == placement.None || seen[v] != g+1 {
			continue
		}
		text := string(c.At(v))
		for u := c.groups[v].Parent; u != v; u = c.groups[u].Parent {
			text += " > " + string(c.At(u))
		}
		wrong.add(Problem{File: path, Line: lines[v], Key: Circle, Value: clip(text + " > " + string(c.At(v)))})
		return
	}
}

// posts is what posts.csv says.
type posts struct {
	index
	posts    []placement.Post
	ungroups bool // groups are named, and there is no file of caps
}

func readPosts(path string, c *caps, capsGiven bool) (*posts, error) {
	s, err := openSource(path)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.header(postsHeader); err != nil {
		return nil, err
	}
	var wrong Problems
	rows, err := s.guess()
	if err != nil {
		return nil, err
	}
	lines := make([]int, 0, rows)
	x := &posts{posts: make([]placement.Post, 0, rows)}
	x.Names = Names{make([]byte, 0, s.size), make([]uint64, 0, rows)}
	x.reserve(rows)
	err = s.table(postsHeader, &wrong, func(line int, f [][]byte) *Problem {
		n, ok := count(f[1])
		if !ok {
			return &Problem{Key: BadCount, Value: clip(string(f[1])), Other: "seats"}
		}
		group := placement.None
		switch {
		case len(f[2]) == 0:
		case !capsGiven:
			x.ungroups = true
		default:
			if group = c.lookup(f[2]); group == placement.None {
				return &Problem{Key: GroupUnknown, Value: clip(string(f[2])), Other: clip(string(f[0]))}
			}
		}
		if p := entry(&x.index, &lines, line, f[0], "post", PostTwice); p != nil {
			return p
		}
		x.posts = append(x.posts, placement.Post{Seats: n, Group: group})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return x, wrong.err()
}
