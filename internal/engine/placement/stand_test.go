package placement_test

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/verify"
)

// TestWideGroup: two million posts in one group whose cap binds.
func TestWideGroup(t *testing.T) {
	const posts, students = 2_000_000, 100_000
	in := &placement.Instance{
		Posts:  slices.Repeat([]placement.Post{{Seats: 1, Group: 0}}, posts),
		Groups: []placement.Group{{Parent: placement.None, Cap: students / 2}},
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range students {
		grade := r.Uint32N(1000)
		a, b, c := r.Uint32N(posts/3), posts/3+r.Uint32N(posts/3), 2*posts/3+r.Uint32N(posts/3)
		in.Append(placement.Wish{Post: a, Grade: grade}, placement.Wish{Post: b, Grade: grade}, placement.Wish{Post: c, Grade: grade})
	}
	res := solve(t, in, placement.Options{Workers: 2})
	if rep := verify.Check(in, res.Post, verify.Options{Lottery: true}); rep.Total != 0 || res.Placed != students/2 {
		t.Errorf("%d placed, %d findings", res.Placed, rep.Total)
	}
}

// TestDeepTree: twelve levels, each with its own cap, against brute force.
func TestDeepTree(t *testing.T) {
	for i := range 300 {
		r := rand.New(rand.NewPCG(uint64(i), 12))
		in := &placement.Instance{}
		for g := range 12 {
			parent := placement.None
			if g > 0 {
				parent = uint32(g - 1)
			}
			in.Groups = append(in.Groups, placement.Group{Parent: parent, Cap: 1 + r.Uint32N(uint32(5-g/4))})
		}
		for range 4 {
			in.Posts = append(in.Posts, placement.Post{Seats: 1 + r.Uint32N(2), Group: 11 - r.Uint32N(6)})
		}
		for range 5 {
			in.Append(randomList(r, in, usual)...)
		}
		got := solve(t, in, placement.Options{}).Post
		best := false
		every(in, func(match []uint32) { best = best || slices.Equal(match, got) && !blocked(in, match, byLottery) })
		if !best || !slices.Equal(got, solveSimple(in)) {
			t.Fatalf("instance %d: %v: %s", i, got, show(in))
		}
	}
}

// TestCapsThatMakeNoTree: what is no forest is refused.
func TestCapsThatMakeNoTree(t *testing.T) {
	none := placement.None
	for name, in := range map[string]*placement.Instance{
		"circle":         {Groups: []placement.Group{{Parent: 1, Cap: 1}, {Parent: 0, Cap: 1}}},
		"own parent":     {Groups: []placement.Group{{Parent: 0, Cap: 1}}},
		"missing parent": {Groups: []placement.Group{{Parent: 7, Cap: 1}}},
		"missing group":  {Posts: []placement.Post{{Seats: 1, Group: 3}}, Groups: []placement.Group{{Parent: none, Cap: 1}}},
	} {
		if res, err := placement.Solve(in, placement.Options{}); err == nil {
			t.Errorf("%s: %+v", name, res)
		}
	}
}

// TestNothing: no students, no posts, students without wishes.
func TestNothing(t *testing.T) {
	empty := &placement.Instance{}
	if res := solve(t, empty, placement.Options{Workers: 4}); res.Placed != 0 {
		t.Errorf("%+v", res)
	}
	empty.Append()
	if res := solve(t, empty, placement.Options{Fill: true}); res.Placed != 0 || res.Post[0] != placement.None {
		t.Errorf("%+v", res)
	}
}

// TestLocked (P1): locked students keep their posts, everybody else gets what is
// left, and locks alone above a cap are refused with the node.
func TestLocked(t *testing.T) {
	refused := 0
	trials(t, 1000, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		var locks []placement.Lock
		for s := range in.Start {
			if r.IntN(3) == 0 {
				locks = append(locks, placement.Lock{Student: uint32(s), Post: r.Uint32N(uint32(len(in.Posts)))})
			}
		}
		alone := make([]uint32, len(in.Start))
		for s := range alone {
			alone[s] = placement.None
		}
		for _, l := range locks {
			alone[l.Student] = l.Post
		}
		res, err := placement.Solve(in, placement.Options{Locked: locks})
		var over *placement.CapError
		if errors.As(err, &over) != !lawful(in, alone) {
			t.Fatalf("locks %v: %v", locks, err)
		}
		if err != nil {
			refused++
			return
		}
		for _, l := range locks {
			if res.Post[l.Student] != l.Post {
				t.Errorf("student %d was locked in %d and is in %d", l.Student, l.Post, res.Post[l.Student])
			}
		}
		if !lawful(in, res.Post) || verify.Check(in, res.Post, verify.Options{Lottery: true, Locked: locks}).Total != 0 {
			t.Errorf("locks %v: %v", locks, res.Post)
		}
	})
	if refused < 50 || refused > 900 {
		t.Errorf("%d of 1000 refused: one-sided", refused)
	}
}

// TestBands: one band of everything is the usual placement; bands of one wish
// are immediate acceptance; each band respects what stands.
func TestBands(t *testing.T) {
	differ := 0
	trials(t, 1500, usual, func(t *testing.T, _ *rand.Rand, in *placement.Instance) {
		whole, err := placement.SolveBands(in, []int{9}, placement.Options{})
		if err != nil {
			t.Fatal(err)
		}
		usual := solve(t, in, placement.Options{})
		if !slices.Equal(whole.Post, usual.Post) || !slices.Equal(whole.Rank, usual.Rank) || whole.Proposals != usual.Proposals {
			t.Errorf("one band: %+v, no bands: %+v", whole, usual)
		}
		single, err := placement.SolveBands(in, []int{1, 1, 1, 1}, placement.Options{})
		if err != nil || !lawful(in, single.Post) || single.Placed != placed(single.Post) {
			t.Fatalf("%+v %v", single, err)
		}
		// Whoever is placed by a first wish in the whole is so in bands of one, too.
		for s, rank := range usual.Rank {
			if rank == 1 && single.Rank[s] != 1 {
				t.Errorf("student %d has the first wish only without bands", s)
			}
		}
		if !slices.Equal(single.Post, usual.Post) {
			differ++
		}
	})
	if differ < 20 {
		t.Errorf("bands made a difference %d times only", differ)
	}
}

// TestCutoffs (P8): a student's post is the first in her list whose limit her
// key reaches; so everybody can check a result from the table of cutoffs, also
// where others are locked into posts that they list with whatever grade.
func TestCutoffs(t *testing.T) {
	sh := usual
	sh.perPost = true
	locked := 0
	trials(t, 3000, sh, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		var locks []placement.Lock
		if n := len(in.Start); n > 0 && r.IntN(2) == 0 {
			s := r.Uint32N(uint32(n))
			if list := in.List(s); len(list) > 0 {
				locks = []placement.Lock{{Student: s, Post: list[r.IntN(len(list))].Post}}
			}
			if _, err := in.Without(locks); err != nil {
				locks = nil
			}
		}
		post := solve(t, in, placement.Options{Locked: locks}).Post
		table := placement.NewTable(in, post, locks)
		for s := range in.Start {
			if len(locks) > 0 && locks[0].Student == uint32(s) {
				locked++
				continue
			}
			own := placement.None
			for place, w := range in.List(uint32(s)) {
				c, _, full := table.Limit(w.Post)
				reaches := !full || c.Student != placement.None && !byLottery(c.Grade, c.Student, w.Grade, uint32(s))
				if own == placement.None && reaches {
					own = w.Post
				}
				e := table.Explain(uint32(s), place)
				want := placement.Refused
				switch {
				case w.Post == post[s]:
					want = placement.Placed
				case own != placement.None:
					want = placement.Spared
				}
				if e.Outcome != want {
					t.Errorf("student %d, wish %d: outcome %d, want %d", s, place, e.Outcome, want)
				}
			}
			if own != post[s] {
				t.Errorf("student %d: by cutoffs %d, placed in %d", s, own, post[s])
			}
		}
	})
	if locked < 300 {
		t.Errorf("one-sided: %d locked", locked)
	}
}

// TestTicket pins the lottery that documents promise: printf '42:s1' | sha256sum.
func TestTicket(t *testing.T) {
	if got := placement.Ticket(42, []byte("s1")); got != ticketOf42s1 {
		t.Errorf("%016x", got)
	}
	ids := []string{"a", "b", "c", "d", "e", "f"}
	order := placement.Draw(tickets(7, len(ids), func(i int) []byte { return []byte(ids[i]) }), 2)
	for i := 1; i < len(order); i++ {
		if placement.Ticket(7, []byte(ids[order[i-1]])) < placement.Ticket(7, []byte(ids[order[i]])) {
			t.Errorf("%v is not in the order of tickets", order)
		}
	}
	if len(order) != 6 || len(slices.Compact(slices.Sorted(slices.Values(order)))) != 6 {
		t.Errorf("%v", order)
	}
}

// tickets are those of n students.
func tickets(seed uint64, n int, id func(i int) []byte) []uint64 {
	list := make([]uint64, n)
	for i := range list {
		list[i] = placement.Ticket(seed, id(i))
	}
	return list
}

// TestDraw: the order of tickets, whatever the number of students and workers;
// equal ids, whose tickets are equal, stay in their order.
func TestDraw(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000, 60_000} {
		id := func(i int) []byte { return strconv.AppendInt(nil, int64(i%50_000), 36) }
		want := make([]uint32, n)
		for i := range want {
			want[i] = uint32(i)
		}
		slices.SortStableFunc(want, func(a, b uint32) int {
			return cmp.Compare(placement.Ticket(9, id(int(b))), placement.Ticket(9, id(int(a))))
		})
		for workers := range 4 {
			if !slices.Equal(placement.Draw(tickets(9, n, id), workers), want) {
				t.Errorf("%d students, %d workers: not in the order of tickets", n, workers)
			}
		}
	}
}

const ticketOf42s1 = 0x2d0e1a616ebd8e3c

// TestTell: a run says how many still ask, from all of them down.
func TestTell(t *testing.T) {
	in := market(100_000, 128)
	var told []int
	solve(t, in, placement.Options{Workers: 2, Tell: func(n int) { told = append(told, n) }})
	if len(told) < 5 || told[0] != len(in.Start) || told[len(told)-1] >= told[1] || told[1] >= told[0] {
		t.Errorf("told %v", told)
	}
	in = market(5000, 128)
	value := make([]uint32, len(in.Wishes))
	for i := range value {
		value[i] = 1
	}
	told = nil
	_, _, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: 1, Tell: func(n int) { told = append(told, n) }})
	if err != nil || len(told) < 3 || told[0] != len(in.Start) || !slices.IsSortedFunc(told, func(a, b int) int { return b - a }) {
		t.Errorf("weighted: told %v, %v", told, err)
	}
}
