package attendance

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

func keyOf(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Key
	}
	return ""
}

func TestSlotsAreTheHalvesOfTheTimetable(t *testing.T) {
	got := Slots([]training.Session{
		{On: first, From: 9 * 60, To: 10 * 60, Hours: 1}, {On: first, From: 10 * 60, To: 12 * 60, Hours: 2},
		{On: first, From: 14 * 60, To: 16 * 60, Hours: 2}, {On: first.AddDays(1), From: 13 * 60, To: 15 * 60, Hours: 2},
	})
	want := []Slot{{first, Morning, 540, 720, 3}, {first, Afternoon, 840, 960, 2}, {first.AddDays(1), Morning, 780, 900, 2}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
}

func TestSignIn(t *testing.T) {
	s, slots := NewSecret(), []Slot{lesson}
	begins := lesson.at(lesson.From)
	good := training.Place{Enrolment: training.Enrolment{ID: who(1), State: training.Enrolled}, In: training.Class{ID: "c", State: training.Open}}
	gone, closed := good, good
	gone.State, closed.In.State = training.Withdrawn, training.Closing
	cases := map[string]struct {
		place training.Place
		at    time.Time
		code  bool
		want  string
	}{
		"in the lesson":        {good, begins, true, ""},
		"an hour before":       {good, begins.Add(-early), true, ""},
		"earlier":              {good, begins.Add(-early - 1), true, "attendance.sign.no_lesson"},
		"when it is over":      {good, lesson.at(lesson.To), true, "attendance.sign.no_lesson"},
		"a wrong code":         {good, begins, false, "attendance.code.wrong"},
		"somebody who left":    {gone, begins, true, "attendance.sign.closed"},
		"a class that is over": {closed, begins, true, "attendance.sign.closed"},
	}
	for name, c := range cases {
		code, _ := s.Code(lesson, c.at)
		if !c.code {
			code = "x"
		}
		m, err := SignIn(c.place, slots, s, SignInCommand{Code: code, Device: "d"}, c.at)
		if keyOf(err) != c.want || err == nil && (!m.Present || m.Half != Morning || m.Device != "d" || !m.At.Equal(c.at)) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func TestTheRollIsOfSlotsThatHaveBegun(t *testing.T) {
	x := honest()
	slots := Slots(x.Sessions)
	cmd := RollCommand{On: first, Half: Morning, Present: map[record.ID]bool{who(0): true, who(99): true}}
	marks, c, err := Roll(x.Class, x.Roster, slots, cmd, clerk, noonT)
	if err != nil || len(marks) != 12 || !marks[0].Present || marks[1].Present || len(c.Entries) != 1 || c.Entries[0].Args["present"] != "1" {
		t.Errorf("%d marks, %+v, %v", len(marks), c.Entries, err)
	}
	if _, _, err := Roll(x.Class, x.Roster, slots, cmd, clerk, first.Start()); keyOf(err) != "attendance.slot.future" {
		t.Errorf("before its time: %v", err)
	}
	cmd.On = first.AddDays(9)
	if _, _, err := Roll(x.Class, x.Roster, slots, cmd, clerk, noonT); keyOf(err) != "attendance.slot.none" {
		t.Errorf("a day without lessons: %v", err)
	}
	x.Class.State = training.Completed
	if _, _, err := Roll(x.Class, x.Roster, slots, cmd, clerk, noonT); keyOf(err) != "attendance.roll.state" {
		t.Errorf("a completed class: %v", err)
	}
}

// TestHoursFollowTheLastWordOfTheSchool: whatever is marked in whatever order,
// the latest word of the school counts, else the code; hours are those of the
// slots, never more than the timetable has.
func TestHoursFollowTheLastWordOfTheSchool(t *testing.T) {
	slots := Slots(honest().Sessions)
	rapid.Check(t, func(t *rapid.T) {
		want := map[Slot]bool{}
		school := map[Slot]bool{}
		var marks []Mark
		for i := range rapid.IntRange(0, 30).Draw(t, "marks") {
			s := rapid.SampledFrom(slots).Draw(t, "slot")
			m := Mark{Enrolment: who(1), On: s.On, Half: s.Half, Source: rapid.SampledFrom([]Source{ByCode, ByRoll, BySheet}).Draw(t, "source"), Present: true, At: noonT.Add(time.Duration(i) * time.Second)}
			if m.School() {
				m.Present = rapid.Bool().Draw(t, "present")
				want[s], school[s] = m.Present, true
			} else if !school[s] {
				want[s] = true
			}
			marks = append(marks, m)
		}
		var hours int64
		for s, there := range want {
			if there {
				hours += s.Hours
			}
		}
		if got := BookOf(rapid.Permutation(marks).Draw(t, "order")).Hours(who(1), slots); got != hours {
			t.Fatalf("%d hours, want %d of %+v", got, hours, marks)
		}
	})
}

func TestLeave(t *testing.T) {
	p := training.Place{Enrolment: training.Enrolment{ID: who(1), State: training.Enrolled}, In: training.Class{ID: "c", State: training.Open, Provider: "o", Name: "K"}}
	before := lesson.at(lesson.From).Add(-24 * time.Hour)
	cmd := AskCommand{ID: "l", On: lesson.On, Half: Morning, Reason: " Wedding "}
	l, c, err := Ask(p, []Slot{lesson}, cmd, clerk, before)
	if err != nil || l.State != Asked || l.Reason != "Wedding" || len(c.Opened) != 1 || c.Opened[0].Organisation != "o" {
		t.Fatalf("%+v, %+v, %v", l, c, err)
	}
	for want, spoil := range map[string]func(*AskCommand, *time.Time){
		"attendance.slot.none":      func(c *AskCommand, _ *time.Time) { c.Half = Afternoon },
		"attendance.leave.late":     func(_ *AskCommand, at *time.Time) { *at = lesson.at(lesson.To) },
		"attendance.reason.missing": func(c *AskCommand, _ *time.Time) { c.Reason = "\t" },
	} {
		bad, at := cmd, before
		spoil(&bad, &at)
		if _, _, err := Ask(p, []Slot{lesson}, bad, clerk, at); keyOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, _, err := Decide(l, VerbRefuse, "", clerk, before); keyOf(err) != "attendance.reason.missing" {
		t.Errorf("refused without a reason: %v", err)
	}
	granted, c, err := Decide(l, VerbGrant, "", clerk, before)
	if err != nil || granted.State != Granted || len(c.Closed) != 1 {
		t.Errorf("%+v, %v", granted, err)
	}
	if _, _, err := Decide(granted, VerbGrant, "", clerk, before); err == nil {
		t.Error("granted twice")
	}
}

func TestInspect(t *testing.T) {
	x := honest()
	slots, at := Slots(x.Sessions), first.Start().Add(10*time.Hour)
	cmd := InspectCommand{ID: "i", Half: Morning, Heads: 11, Remark: "R"}
	got, c, err := Inspect(x.Class, slots, cmd, clerk, at)
	if err != nil || got.Heads != 11 || got.On != first || len(c.Facts) != 1 || c.Facts[0].Kind != FactInspected || c.Facts[0].Dims["subsidised"] != "no" {
		t.Errorf("%+v, %+v, %v", got, c.Facts, err)
	}
	for want, spoil := range map[string]func(*InspectCommand, *training.Class){
		"attendance.inspect.no_lesson": func(c *InspectCommand, _ *training.Class) { c.Half = Afternoon },
		"attendance.inspect.heads":     func(c *InspectCommand, _ *training.Class) { c.Heads = -1 },
		"attendance.inspect.state":     func(_ *InspectCommand, k *training.Class) { k.State = training.Approved },
	} {
		bad, k := cmd, x.Class
		spoil(&bad, &k)
		if _, c, err := Inspect(k, slots, bad, clerk, at); keyOf(err) != want || len(c.Facts) != 0 {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
