package placement_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/placement"
)

// spa is the student-project allocation problem: projects have places, each
// belongs to one lecturer with places of her own, and lecturers rank students.
// It is what two levels of caps with one grade for each root are. The two
// algorithms below follow the pseudo-code of Abraham, Irving and Manlove (Two
// algorithms for the student-project allocation problem, 2007), with sets and
// loops and nothing of the engine: a second opinion, and a third.
type spa struct {
	in       *placement.Instance
	lists    [][]uint32 // of each student: projects, best first; what is deleted is taken out
	lecturer [][]uint32 // of each lecturer: students, best first
	at       []uint32   // of each student: the project, or None
}

func newSPA(in *placement.Instance) *spa {
	a := &spa{in: in, lists: make([][]uint32, len(in.Start)), lecturer: make([][]uint32, len(in.Groups)), at: make([]uint32, len(in.Start))}
	type ranked struct{ student, grade uint32 }
	rank := make([][]ranked, len(in.Groups))
	for s := range uint32(len(in.Start)) {
		a.at[s] = placement.None
		seen := map[uint32]bool{}
		for _, w := range in.List(s) {
			a.lists[s] = append(a.lists[s], w.Post)
			if l := in.Posts[w.Post].Group; !seen[l] {
				seen[l] = true
				rank[l] = append(rank[l], ranked{s, w.Grade})
			}
		}
	}
	for l, list := range rank {
		slices.SortFunc(list, func(x, y ranked) int {
			return cmp.Or(-cmp.Compare(x.grade, y.grade), cmp.Compare(x.student, y.student))
		})
		for _, x := range list {
			a.lecturer[l] = append(a.lecturer[l], x.student)
		}
	}
	return a
}

// of returns the students of lecturer l, best first, for whom is holds.
func (a *spa) of(l uint32, is func(s uint32) bool) []uint32 {
	var list []uint32
	for _, s := range a.lecturer[l] {
		if is(s) {
			list = append(list, s)
		}
	}
	return list
}

func (a *spa) inProject(p uint32) func(s uint32) bool {
	return func(s uint32) bool { return a.at[s] == p }
}

func (a *spa) withLecturer(l uint32) func(s uint32) bool {
	return func(s uint32) bool { return a.at[s] != placement.None && a.in.Posts[a.at[s]].Group == l }
}

func (a *spa) remove(s, p uint32) {
	a.lists[s] = slices.DeleteFunc(a.lists[s], func(q uint32) bool { return q == p })
}

// studentOriented is SPA-student.
func (a *spa) studentOriented() []uint32 {
	for {
		s := slices.IndexFunc(a.lists, func(list []uint32) bool { return len(list) > 0 })
		for s >= 0 && a.at[s] != placement.None {
			next := slices.IndexFunc(a.lists[s+1:], func(list []uint32) bool { return len(list) > 0 })
			if next < 0 {
				s = -1
			} else {
				s += 1 + next
			}
		}
		if s < 0 {
			return a.at
		}
		p := a.lists[s][0]
		l := a.in.Posts[p].Group
		places, all := int(a.in.Posts[p].Seats), int(a.in.Groups[l].Cap)
		a.at[s] = p
		if held := a.of(l, a.inProject(p)); len(held) > places {
			a.at[held[len(held)-1]] = placement.None
		} else if held := a.of(l, a.withLecturer(l)); len(held) > all {
			a.at[held[len(held)-1]] = placement.None
		}
		if held := a.of(l, a.inProject(p)); len(held) == places {
			for _, t := range a.behind(l, held) {
				a.remove(t, p)
			}
		}
		if held := a.of(l, a.withLecturer(l)); len(held) == all {
			for _, t := range a.behind(l, held) {
				for q, post := range a.in.Posts {
					if post.Group == l {
						a.remove(t, uint32(q))
					}
				}
			}
		}
	}
}

// behind returns the students whom lecturer l puts behind the last of held;
// everybody, if nobody is held because nobody may be.
func (a *spa) behind(l uint32, held []uint32) []uint32 {
	list := a.lecturer[l]
	if len(held) == 0 {
		return list
	}
	return list[slices.Index(list, held[len(held)-1])+1:]
}

// lecturerOriented is SPA-lecturer: lecturers offer places.
func (a *spa) lecturerOriented() []uint32 {
	for {
		s, p, found := a.offer()
		if !found {
			return a.at
		}
		a.at[s] = p
		a.lists[s] = a.lists[s][:slices.Index(a.lists[s], p)+1]
	}
}

// offer finds a lecturer with room, and the first student and project that she
// can offer.
func (a *spa) offer() (student, project uint32, found bool) {
	for l := range uint32(len(a.in.Groups)) {
		if len(a.of(l, a.withLecturer(l))) >= int(a.in.Groups[l].Cap) {
			continue
		}
		for _, s := range a.lecturer[l] {
			for _, p := range a.lists[s] {
				if post := a.in.Posts[p]; post.Group == l && a.at[s] != p && len(a.of(l, a.inProject(p))) < int(post.Seats) {
					return s, p, true
				}
			}
		}
	}
	return 0, 0, false
}

// blocked is the definition of the paper. It is a little stricter than that of
// nested caps: with a full lecturer, it also lets a student move to another
// project of the same lecturer that has room.
func (a *spa) blocked(match []uint32) bool {
	a.at = match
	for s, p := range match {
		list := a.in.List(uint32(s))
		for _, w := range list[:rankOf(list, p)] {
			l := a.in.Posts[w.Post].Group
			project, all := a.of(l, a.inProject(w.Post)), a.of(l, a.withLecturer(l))
			place := slices.Index(a.lecturer[l], uint32(s))
			before := func(held []uint32) bool {
				return len(held) > 0 && place < slices.Index(a.lecturer[l], held[len(held)-1])
			}
			if len(project) == int(a.in.Posts[w.Post].Seats) {
				if before(project) {
					return true
				}
			} else if len(all) < int(a.in.Groups[l].Cap) || a.withLecturer(l)(uint32(s)) || before(all) {
				return true
			}
		}
	}
	return false
}

// twoLevels is a random instance of projects and lecturers.
func twoLevels(r *rand.Rand, students, projects, lecturers int) *placement.Instance {
	in := &placement.Instance{}
	for range lecturers {
		in.Groups = append(in.Groups, placement.Group{Parent: placement.None, Cap: r.Uint32N(uint32(2 + 2*students/lecturers))})
	}
	for range projects {
		in.Posts = append(in.Posts, placement.Post{Seats: r.Uint32N(uint32(2 + 2*students/projects)), Group: r.Uint32N(uint32(lecturers))})
	}
	for range students {
		in.Append(randomList(r, in, shape{classes: uint32(1 + r.IntN(students))})...)
	}
	return in
}

// TestTwoLevels (P13): the engine's placement is that of the student-oriented
// algorithm. That of the lecturer-oriented one is stable, too, places the same
// students and as many with each lecturer, and is nobody's better one; on small
// instances trying everything says that each student has the worst there that
// any stable placement gives her.
func TestTwoLevels(t *testing.T) {
	differ := 0
	for i := range 1200 {
		r := rand.New(rand.NewPCG(uint64(i), 13))
		small := i%4 != 0
		in := twoLevels(r, 1+r.IntN(5), 1+r.IntN(4), 1+r.IntN(3))
		if !small {
			in = twoLevels(r, 40+r.IntN(80), 5+r.IntN(20), 2+r.IntN(6))
		}
		got := solve(t, in, placement.Options{}).Post
		if want := newSPA(in).studentOriented(); !slices.Equal(got, want) {
			t.Fatalf("instance %d: %v, SPA-student %v: %s", i, got, want, show(in))
		}
		worst := newSPA(in).lecturerOriented()
		if !lawful(in, worst) || blocked(in, worst, byLottery) {
			t.Fatalf("instance %d: SPA-lecturer finds %v, which is not stable: %s", i, worst, show(in))
		}
		if !slices.Equal(countRoots(in, got), countRoots(in, worst)) {
			t.Fatalf("instance %d: lecturers hold %v and %v", i, countRoots(in, got), countRoots(in, worst))
		}
		for s := range got {
			list := in.List(uint32(s))
			if (got[s] == placement.None) != (worst[s] == placement.None) || rankOf(list, worst[s]) < rankOf(list, got[s]) {
				t.Fatalf("instance %d: student %d has %d, SPA-lecturer %d: %s", i, s, got[s], worst[s], show(in))
			}
		}
		if !slices.Equal(got, worst) {
			differ++
		}
		if a := newSPA(in); small {
			every(in, func(match []uint32) {
				if a.blocked(match) {
					return
				}
				for s, p := range match {
					list := in.List(uint32(s))
					if at := rankOf(list, p); at > rankOf(list, worst[s]) || at < rankOf(list, got[s]) {
						t.Errorf("instance %d: student %d has %d in a stable placement, SPA-lecturer gives %d, the engine %d", i, s, p, worst[s], got[s])
					}
				}
			})
		}
	}
	if differ < 20 {
		t.Errorf("the two algorithms differ in %d instances only: the test says little", differ)
	}
}
