package attendance

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/training"
)

var (
	first = calendar.On(2026, 4, 9)
	noonT = first.AddDays(3).Start().Add(20 * time.Hour) // all lessons are over
	clerk = access.Actor{Consortium: 1, Person: "s", Name: "S", Role: access.Secretariat}
)

func book(t testing.TB) *rule.Book {
	t.Helper()
	b, err := rule.Load(Rules(), training.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func who(n int) record.ID { return record.Derived("", fmt.Sprint("enrolment ", n)) }

// honest is a class of twelve and six half-days in which nothing is odd: all
// sign in minutes apart on phones of their own, and in each half-day one is away.
func honest() Case {
	x := Case{Class: training.Class{ID: record.Derived("", "class"), Opens: first, Closes: first.AddDays(2), Hours: 24, State: training.Open, Place: "Base"}, Now: noonT, Phones: []string{"13800000000"}}
	for d := range 3 {
		for i, from := range []int64{9 * 60, 15 * 60} {
			x.Sessions = append(x.Sessions, training.Session{ID: record.Derived(x.Class.ID, fmt.Sprint(d, i)), On: first.AddDays(d), From: from, To: from + 180, Hours: 4, TeacherName: "T"})
		}
	}
	for n := range 12 {
		x.Roster = append(x.Roster, training.Entry{Enrolment: training.Enrolment{ID: who(n), Trainee: who(100 + n), State: training.Enrolled}, Person: training.Trainee{ID: who(100 + n), Identity: training.Identity{Name: "N", Phone: fmt.Sprintf("139%08d", n)}}})
	}
	for i, s := range Slots(x.Sessions) {
		for n := range 12 {
			if n != i {
				x.Marks = append(x.Marks, Mark{Class: x.Class.ID, Enrolment: who(n), On: s.On, Half: s.Half, Source: ByCode, Present: true, Device: fmt.Sprint("phone ", n), At: s.at(s.From).Add(time.Duration(n) * time.Minute)})
			}
		}
	}
	return x
}

func TestDetectors(t *testing.T) {
	slot := func(x Case, n int) Slot { return Slots(x.Sessions)[n] }
	cases := map[string]struct {
		spoil func(*Case)
		kinds []string
		rows  int // of the first signal
	}{
		"an honest class": {func(*Case) {}, nil, 0},
		"three in one second": {func(x *Case) {
			x.Marks[1].At, x.Marks[2].At = x.Marks[0].At.Add(time.Millisecond), x.Marks[0].At.Add(999*time.Millisecond)
		}, []string{"same_second"}, 3},
		"two in one second": {func(x *Case) { x.Marks[1].At = x.Marks[0].At }, nil, 0},
		"a second apart": {func(x *Case) {
			x.Marks[1].At, x.Marks[2].At = x.Marks[0].At.Add(time.Second), x.Marks[0].At.Add(2*time.Second)
		}, nil, 0},
		"one phone for three":    {func(x *Case) { x.Marks[1].Device, x.Marks[2].Device = x.Marks[0].Device, x.Marks[0].Device }, []string{"one_device"}, 7},
		"a phone that two share": {func(x *Case) { x.Marks[1].Device = x.Marks[0].Device }, nil, 0},
		"browsers that keep no word": {func(x *Case) {
			for i := range x.Marks {
				x.Marks[i].Device = ""
			}
		}, nil, 0},
		"nobody ever away": {func(x *Case) {
			for i := range 6 {
				s := slot(*x, i)
				x.Marks = append(x.Marks, Mark{Enrolment: who(i), On: s.On, Half: s.Half, Source: ByRoll, Present: true, At: noonT})
			}
		}, []string{"all_present"}, 1},
		"nobody ever away of a small class": {func(x *Case) { x.Roster = x.Roster[6:] }, nil, 0},
		"a teacher elsewhere": {func(x *Case) {
			x.Elsewhere = []training.Session{{ID: "o", On: first, From: 10 * 60, To: 11 * 60, TeacherName: "T", Topic: "PX-9", Place: "Far"}}
		}, []string{"two_places"}, 2},
		"two classes taught together": {func(x *Case) {
			x.Elsewhere = []training.Session{{ID: "o", On: first, From: 10 * 60, To: 11 * 60, TeacherName: "T", Topic: "PX-9", Place: "Base"}}
		}, nil, 0},
		"a half-day without anybody": {func(x *Case) {
			x.Marks = slices.DeleteFunc(x.Marks, func(m Mark) bool { return m.On == first && m.Half == Morning })
		}, []string{"short_hours"}, 1},
		"a half-day that is still to come": {func(x *Case) {
			x.Marks = slices.DeleteFunc(x.Marks, func(m Mark) bool { return m.On == first.AddDays(2) })
			x.Now = first.AddDays(2).Start()
		}, nil, 0},
		"the school's telephone":        {func(x *Case) { x.Roster[4].Person.Phone = "13800000000" }, []string{"provider_phone"}, 1},
		"the telephone of one who left": {func(x *Case) { x.Roster[4].Person.Phone, x.Roster[4].State = "13800000000", training.Withdrawn }, nil, 0},
		"one account for two": {func(x *Case) {
			for _, n := range []int{0, 1} {
				x.Sharers = append(x.Sharers, training.Trainee{ID: who(100 + n), Identity: training.Identity{BankAccount: "6222"}})
			}
		}, []string{"shared_account"}, 2},
		"accounts of one each": {func(x *Case) {
			for _, n := range []int{0, 1} {
				x.Sharers = append(x.Sharers, training.Trainee{ID: who(100 + n), Identity: training.Identity{BankAccount: fmt.Sprint(n)}})
			}
		}, nil, 0},
		"two heads fewer": {func(x *Case) { x.Inspections = []Inspection{{ID: "i", On: first, Half: Morning, Heads: 9}} }, []string{"head_count"}, 1},
		"one head fewer, or more": {func(x *Case) {
			x.Inspections = []Inspection{{ID: "i", On: first, Half: Morning, Heads: 10}, {ID: "j", On: first, Half: Morning, Heads: 20}}
		}, nil, 0},
		"three whom the roll did not find": {func(x *Case) {
			for _, n := range []int{1, 2, 3} {
				x.Marks = append(x.Marks, Mark{Enrolment: who(n), On: first, Half: Morning, Source: ByRoll, At: noonT})
			}
		}, []string{"contradiction"}, 3},
	}
	rules := book(t)
	for name, c := range cases {
		x := honest()
		c.spoil(&x)
		found := Detect(x, rules)
		var kinds []string
		for _, s := range found {
			kinds = append(kinds, s.Kind)
		}
		if !slices.Equal(kinds, c.kinds) {
			t.Errorf("%s: found %v, want %v", name, kinds, c.kinds)
		} else if c.rows > 0 && len(found[0].Evidence) != c.rows {
			t.Errorf("%s: %d rows of evidence, want %d", name, len(found[0].Evidence), c.rows)
		}
	}
}

// TestSignalsDoNotHangOnTheOrder: marks in any order give the same signals, and
// what a signal rests on was really marked.
func TestSignalsDoNotHangOnTheOrder(t *testing.T) {
	rules := book(t)
	rapid.Check(t, func(t *rapid.T) {
		x := honest()
		for i := range x.Marks {
			if rapid.IntRange(0, 9).Draw(t, "odd") == 0 {
				x.Marks[i].At = x.Marks[0].At
				x.Marks[i].Device = "shared"
			}
		}
		want := Detect(x, rules)
		seen := map[key]bool{}
		for _, m := range x.Marks {
			seen[m.key()] = true
		}
		x.Marks = rapid.Permutation(x.Marks).Draw(t, "order")
		got := Detect(x, rules)
		if len(got) != len(want) {
			t.Fatalf("%d signals, and %d in another order", len(want), len(got))
		}
		for i := range got {
			if got[i].ID != want[i].ID || grown(want[i].Evidence, got[i].Evidence) || grown(got[i].Evidence, want[i].Evidence) {
				t.Fatalf("%+v is not %+v", got[i], want[i])
			}
			for _, e := range got[i].Evidence {
				if got[i].Kind == "one_device" && !seen[key{e.Enrolment, e.On, e.Half}] {
					t.Fatalf("nobody marked %+v", e)
				}
			}
		}
	})
}

func TestASignalIsDecidedByAPersonAndOpensAgainWithMoreEvidence(t *testing.T) {
	x := honest()
	x.Marks[1].Device, x.Marks[2].Device = x.Marks[0].Device, x.Marks[0].Device
	save, c := Merge(x.Class, nil, Detect(x, book(t)), clerk, noonT)
	if len(save) != 1 || save[0].State != Open || len(c.Opened) != 1 || c.Opened[0].Role != access.Secretariat {
		t.Fatalf("found %+v, %+v", save, c)
	}
	if again, _ := Merge(x.Class, save, Detect(x, book(t)), clerk, noonT); len(again) != 0 {
		t.Errorf("the same again is saved: %+v", again)
	}
	if _, _, err := Judge(save[0], VerbDismiss, "  ", clerk, noonT); err == nil {
		t.Error("dismissed without a reason")
	}
	done, c, err := Judge(save[0], VerbDismiss, "A family", clerk, noonT)
	if err != nil || done.State != Dismissed || done.PersonName != "S" || len(c.Closed) != 1 || len(c.Entries) != 2 {
		t.Fatalf("%+v, %+v, %v", done, c, err)
	}
	if _, _, err := Judge(done, VerbDismiss, "Again", clerk, noonT); err == nil {
		t.Error("dismissed twice")
	}
	if same, _ := Merge(x.Class, []Signal{done}, Detect(x, book(t)), clerk, noonT); len(same) != 0 {
		t.Error("a dismissed signal came back without more evidence")
	}
	x.Marks[3].Device = x.Marks[0].Device
	more, c := Merge(x.Class, []Signal{done}, Detect(x, book(t)), clerk, noonT)
	if len(more) != 1 || more[0].State != Open || more[0].Reason != "A family" || len(c.Opened) != 1 {
		t.Errorf("more evidence: %+v, %+v", more, c)
	}
	if gone, _ := Merge(x.Class, []Signal{done}, nil, clerk, noonT); len(gone) != 0 {
		t.Error("a signal vanished")
	}
}
