package place

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/app/declared"
	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
	"tongpin/internal/engine/placement/quota"
	"tongpin/internal/engine/placement/verify"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// market is a small instance in files, with locks and lower quotas.
type market struct {
	t     *testing.T
	r     *rand.Rand
	dir   string
	texts *i18n.Localizer
}

func (m *market) at(name string) string { return filepath.Join(m.dir, name) }

func (m *market) write(name, text string) {
	m.t.Helper()
	if err := os.WriteFile(m.at(name), []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

func (m *market) run(o Options) (string, error) {
	var out bytes.Buffer
	err := Run(m.t.Context(), o, Surroundings{Out: &out, Err: &out, Clock: clock.System{}, Texts: m.texts})
	return out.String(), err
}

// fill makes up the files: up to five students, three posts, three groups.
func (m *market) fill() Options {
	caps, posts, wishes, quotas := "group,parent,cap,reason\n", "post,seats,group\n", "student,rank,post,grade\n", "group,at_least,reason\n"
	groups := []string{""}
	for g := range 1 + m.r.IntN(3) {
		name := fmt.Sprintf("G%d", g)
		caps += fmt.Sprintf("%s,%s,%d,law %d\n", name, groups[m.r.IntN(len(groups))], m.r.IntN(4), g)
		if m.r.IntN(4) == 0 {
			quotas += fmt.Sprintf("%s,%d,class\n", name, 1+m.r.IntN(2))
		}
		groups = append(groups, name)
	}
	for p := range 3 {
		posts += fmt.Sprintf("p%d,%d,%s\n", p, m.r.IntN(3), groups[m.r.IntN(len(groups))])
	}
	locks := "student,post\n"
	for s := range 1 + m.r.IntN(5) {
		list := m.r.Perm(3)[:m.r.IntN(4)]
		for i, p := range list {
			wishes += fmt.Sprintf("s%d,%d,p%d,%d\n", s, i+1, p, m.r.IntN(100))
		}
		if len(list) == 0 {
			wishes += fmt.Sprintf("s%d,,,\n", s)
		}
		if m.r.IntN(8) == 0 {
			locks += fmt.Sprintf("s%d,p%d\n", s, m.r.IntN(3))
		}
	}
	for name, text := range map[string]string{"wishes.csv": wishes, "posts.csv": posts, "caps.csv": caps, "quotas.csv": quotas, "locks.csv": locks} {
		m.write(name, text)
	}
	return Options{
		Wishes: m.at("wishes.csv"), Posts: m.at("posts.csv"), Caps: m.at("caps.csv"), Locks: m.at("locks.csv"), Quotas: m.at("quotas.csv"),
		Mode: Weighted, Out: m.at("best.csv"), Prices: m.at("prices.csv"), Workers: 1,
	}
}

// every returns all placements that keep everything, and the highest sum.
func every(c *placefile.Case, x *extras) (all [][]uint32, best int64) {
	best = -1
	post := slices.Repeat([]uint32{placement.None}, len(c.Instance.Start))
	held := make(map[uint32]uint32)
	for _, l := range x.locks {
		held[l.Student] = l.Post
	}
	var place func(s int)
	place = func(s int) {
		if s == len(post) {
			if lawful(c, x, post) {
				all = append(all, slices.Clone(post))
				best = max(best, verify.Sum(c.Instance, values(c), post))
			}
			return
		}
		choice := append(slices.Clone(c.Instance.List(uint32(s))), placement.End)
		if p, ok := held[uint32(s)]; ok {
			choice = []placement.Wish{{Post: p}}
		}
		for _, w := range choice {
			post[s] = w.Post
			place(s + 1)
		}
	}
	place(0)
	return all, best
}

func lawful(c *placefile.Case, x *extras, post []uint32) bool {
	_, moved := x.moved(post)
	return !moved && verify.Check(c.Instance, post, verify.Options{CapsOnly: true, Locked: x.locks}).Total == 0 && len(quota.Unmet(c.Instance, post, x.least())) == 0
}

// TestPricesProve: the prices that are written prove the highest sum, which trying
// every placement finds; no other placement passes by them, nor by prices that are
// a point off.
func TestPricesProve(t *testing.T) {
	catalogue, err := declared.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for seed := range uint64(150) {
		m := &market{t, rand.New(rand.NewPCG(seed, 5)), t.TempDir(), catalogue.In(i18n.English)}
		o := m.fill()
		if _, err := m.run(o); err != nil {
			if _, there := os.Stat(o.Prices); there == nil {
				t.Fatalf("seed %d: prices without a placement: %v", seed, err)
			}
			counts["impossible"]++
			continue
		}
		r := &run{Options: o, Surroundings: Surroundings{Texts: m.texts}}
		c, err := placefile.Read(r.paths(), placefile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		x, err := r.readExtras(c)
		if err != nil {
			t.Fatal(err)
		}
		all, best := every(c, &x)
		o.Verify, o.Out = o.Out, ""
		said, err := m.run(o)
		if want := fmt.Sprintf("No lawful placement has a higher sum: %s points", m.texts.Number(best)); err != nil || !strings.Contains(said, want) {
			t.Fatalf("seed %d: the best is %d, and %q, %v", seed, best, said, err)
		}
		m.refuse(c, &x, o, all, best, counts)
	}
	for _, kind := range []string{"impossible", "worse", "one off", "exchanged"} {
		if counts[kind] < 10 {
			t.Errorf("%q was tried %d times", kind, counts[kind])
		}
	}
}

// refuse checks that placements below the best do not pass.
func (m *market) refuse(c *placefile.Case, x *extras, o Options, all [][]uint32, best int64, counts map[string]int) {
	m.t.Helper()
	proof, err := os.ReadFile(o.Prices)
	if err != nil {
		m.t.Fatal(err)
	}
	found, err := c.ReadPlacement(o.Verify)
	if err != nil {
		m.t.Fatal(err)
	}
	o.Verify = m.at("other.csv")
	try := func(kind string, post []uint32) {
		m.t.Helper()
		var text bytes.Buffer
		if err := c.WritePlacement(&text, post, 1); err != nil {
			m.t.Fatal(err)
		}
		m.write("other.csv", text.String())
		counts[kind]++
		said, err := m.run(o)
		if wrong := !lawful(c, x, post) || verify.Sum(c.Instance, values(c), post) < best; wrong != fault.Is(err, fault.Refused) {
			m.t.Fatalf("%s: %v, wrong is %v, and %q, %v", kind, post, wrong, said, err)
		}
	}
	for range 3 {
		post := all[m.r.IntN(len(all))]
		if verify.Sum(c.Instance, values(c), post) == best {
			continue
		}
		try("worse", post)
		m.write("prices.csv", m.off(string(proof)))
		try("one off", post)
		m.write("prices.csv", string(proof))
	}
	if len(found) > 1 {
		a, b := m.r.IntN(len(found)), m.r.IntN(len(found))
		found[a], found[b] = found[b], found[a]
		if found[a] != found[b] {
			try("exchanged", found)
		}
	}
}

// off changes one of the prices by a point.
func (m *market) off(prices string) string {
	rows := strings.Split(strings.TrimSpace(prices), "\n")
	if len(rows) == 1 {
		return prices + "post,p0,1,\n"
	}
	k := 1 + m.r.IntN(len(rows)-1)
	field := strings.Split(rows[k], ",")
	var n int64
	if _, err := fmt.Sscan(field[2], &n); err != nil {
		m.t.Fatal(err)
	}
	field[2] = fmt.Sprint(n + int64(2*m.r.IntN(2)-1))
	rows[k] = strings.Join(field, ",")
	return strings.Join(rows, "\n") + "\n"
}

// TestGapProved: the prices of an auction prove what was asked for, and no more.
func TestGapProved(t *testing.T) {
	catalogue, err := declared.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	short := 0
	for seed := range uint64(60) {
		m := &market{t, rand.New(rand.NewPCG(seed, 6)), t.TempDir(), catalogue.In(i18n.English)}
		o := m.fill()
		o.Quotas, o.Gap = "", 50
		if _, err := m.run(o); err != nil {
			continue // the locks alone are too many
		}
		o.Verify, o.Out = o.Out, ""
		said, err := m.run(o)
		if err != nil || !strings.Contains(said, "within --gap 50") && !strings.Contains(said, "No lawful placement has a higher sum") {
			t.Fatalf("seed %d: %q %v", seed, said, err)
		}
		best := strings.Contains(said, "No lawful")
		o.Gap = 0
		said, err = m.run(o)
		if best != (err == nil) || err != nil && !errors.Is(err, fault.Refuse("app.place.found.below")) && !errors.Is(err, fault.Refuse("app.place.found.nothing")) {
			t.Fatalf("seed %d: %q %v", seed, said, err)
		}
		if !best {
			short++
		}
	}
	if short < 20 {
		t.Errorf("only %d proofs left a gap", short)
	}
}
