package placefile

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/verify"
)

// through solves a case, writes the placement, reads it again and has the
// independent check prove it.
func through(t *testing.T, c *Case) (post []uint32) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "placement.csv")
	if err := os.WriteFile(path, []byte(placed(t, c)), 0o600); err != nil {
		t.Fatal(err)
	}
	post, err := c.ReadPlacement(path)
	if err != nil {
		t.Fatal(err)
	}
	if rep := verify.Check(c.Instance, post, verify.Options{Lottery: true, Limit: 3}); rep.Total != 0 {
		t.Errorf("%d findings, first %+v", rep.Total, rep.Findings)
	}
	return post
}

// TestTwoMillionPosts: posts.csv has two million rows, all in one group whose
// cap binds; fewer, if they are not numbered.
func TestTwoMillionPosts(t *testing.T) {
	t.Run("numbered", func(t *testing.T) { manyPosts(t, "p", 2_000_000) })
	t.Run("long names", func(t *testing.T) { manyPosts(t, "place number ", 500_000) })
}

func manyPosts(t *testing.T, before string, posts int) {
	const students, limit = 20_000, 15_000
	var x texts
	text := []byte("post,seats,group\n")
	for p := range posts {
		text = append(strconv.AppendInt(append(text, before...), int64(p), 10), ",1,G\n"...)
	}
	x.posts = string(text)
	x.caps = fmt.Sprintf("group,parent,cap,reason\nG,,%d,law\n", limit)
	text = []byte("student,rank,post,grade\n")
	r := rand.New(rand.NewPCG(8, 8))
	for s := range students {
		for rank := range 4 {
			text = fmt.Appendf(text, "s%05d,%d,%s%d,%d\n", s, rank+1, before, rank*posts/4+r.IntN(posts/4), r.IntN(1000))
		}
	}
	x.wishes = string(text)
	var from, to runtime.MemStats
	runtime.ReadMemStats(&from)
	c, err := x.read(t, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&to)
	if got := (to.TotalAlloc - from.TotalAlloc) / uint64(posts); got > 400 {
		t.Errorf("reading took %d bytes of memory for each post", got)
	}
	n := 0
	for _, p := range through(t, c) {
		if p != placement.None {
			n++
		}
	}
	if n != limit {
		t.Errorf("%d are placed, the cap is %d", n, limit)
	}
}

// TestTwelveLevels: caps.csv has trees of twelve levels, written in no order, in
// which caps bind at every level.
func TestTwelveLevels(t *testing.T) {
	const trees, levels, posts, students = 24, 12, 600, 6000
	r := rand.New(rand.NewPCG(12, 12))
	group := func(tree, level int) string { return fmt.Sprintf("group %d.%d", tree, level) }
	var seats [trees][levels]int // below each group
	text := []byte("post,seats,group\n")
	for p := range posts {
		n, tree, level := 1+r.IntN(10), r.IntN(trees), levels/2+r.IntN(levels/2)
		text = fmt.Appendf(text, "p%d,%d,%s\n", p, n, group(tree, level))
		for l := range level + 1 {
			seats[tree][l] += n
		}
	}
	x := texts{posts: string(text)}
	var rows []string
	for tree := range trees {
		for level := range levels {
			limit, parent := seats[tree][level], ""
			if level == tree%levels || r.IntN(4) == 0 {
				limit = limit * (50 + r.IntN(40)) / 100
			}
			if level > 0 {
				parent = group(tree, level-1)
			}
			rows = append(rows, fmt.Sprintf("%s,%s,%d,law\n", group(tree, level), parent, limit))
		}
	}
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	x.caps = "group,parent,cap,reason\n" + strings.Join(rows, "")
	text = []byte("student,rank,post,grade\n")
	for s := range students {
		for rank, p := range r.Perm(posts)[:8] {
			text = fmt.Appendf(text, "s%04d,%d,p%d,%d\n", s, rank+1, p, r.IntN(50))
		}
	}
	x.wishes = string(text)
	c, err := x.read(t, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	table := placement.NewTable(c.Instance, through(t, c), nil)
	full := make([]int, levels)
	for g, cutoff := range table.Groups {
		var tree, level int
		if _, err := fmt.Sscanf(string(c.Groups.At(uint32(g))), "group %d.%d", &tree, &level); err != nil {
			t.Fatal(err)
		}
		if cutoff.Cap > 0 && cutoff.Full() {
			full[level]++
		}
	}
	if slices.Contains(full, 0) {
		t.Errorf("full groups by level are %v: the test says little", full)
	}
}
