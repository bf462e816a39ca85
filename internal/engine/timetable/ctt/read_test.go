package ctt_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"tongpin/internal/engine/message"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/sample"
)

const toy = `Name: Toy
Courses: 2
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 1

COURSES:
weld zhang 2 2 30
lathe li 1 1 12

ROOMS:
w1 32
w2 10

CURRICULA:
q1 2 weld lathe

UNAVAILABILITY_CONSTRAINTS:
weld 1 2

END.
`

func TestReadToy(t *testing.T) {
	want := &ctt.Instance{
		Name: "Toy", Days: 2, PerDay: 3,
		Courses:   []ctt.Course{{ID: "weld", Teacher: "zhang", Lectures: 2, MinDays: 2, Students: 30}, {ID: "lathe", Teacher: "li", Lectures: 1, MinDays: 1, Students: 12}},
		Rooms:     []ctt.Room{{ID: "w1", Capacity: 32}, {ID: "w2", Capacity: 10}},
		Curricula: []ctt.Curriculum{{ID: "q1", Courses: []int{0, 1}}},
		Bans:      []ctt.Ban{{Course: 0, Period: 5}},
	}
	for name, text := range map[string]string{
		"as it is":                    toy,
		"byte order mark, CRLF, tabs": "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(toy, "\n", "\r\n"), " 30", "\t30"),
		"words of .ectt":              strings.NewReplacer("Constraints: 1", "Min_Max_Daily_Lectures: 2 4\nUnavailabilityConstraints: 1\nRoomConstraints: 1", "30\n", "30 1\n", "w1 32", "w1 32 0", "END.", "ROOM_CONSTRAINTS:\nweld w2\n\nEND.").Replace(toy),
		"no end":                      strings.ReplaceAll(toy, "END.\n", ""),
	} {
		got, err := ctt.Read(strings.NewReader(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestWriteAndReadAgain(t *testing.T) {
	in, s := sample.Instance(small, 1)
	var b bytes.Buffer
	if err := in.Write(&b); err != nil {
		t.Fatal(err)
	}
	again, err := ctt.Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Bans) == 0 || len(again.Courses) != len(in.Courses) || !reflect.DeepEqual(again.Bans, in.Bans) || !reflect.DeepEqual(again.Rooms, in.Rooms) {
		t.Errorf("%+v\n%+v", in, again)
	}
	b.Reset()
	if err := s.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	if back, err := ctt.ReadSolution(&b, in); err != nil || !reflect.DeepEqual(back, s) {
		t.Errorf("%v %v", back, err)
	}
}

func TestReadRefuses(t *testing.T) {
	cases := []struct {
		name, old, new string
		line           int
		says           string
	}{
		{"no number", "Courses: 2", "Courses: two", 2, "timetable.wrong.number name=Courses value=two low=1"},
		{"too many days", "Days: 2", "Days: 99", 4, "timetable.wrong.range name=Days value=99"},
		{"head not given", "Rooms: 2\n", "", 8, "timetable.wrong.head_lacks value=Rooms"},
		{"head given twice", "Rooms: 2\n", "Rooms: 2\nRooms: 2\n", 4, "timetable.wrong.head_twice value=Rooms"},
		{"no head at all", "Name: Toy", "hello", 1, "timetable.wrong.head value=hello"},
		{"short course", "weld zhang 2 2 30", "weld zhang 2", 10, "timetable.wrong.course_words n=3"},
		{"more lectures than periods", "weld zhang 2", "weld zhang 7", 10, "timetable.wrong.range name=lectures value=7 low=1 high=6"},
		{"course twice", "lathe li", "weld li", 11, "timetable.wrong.twice kind=course value=weld"},
		{"room without seats", "w2 10", "w2", 15, "timetable.wrong.room_words"},
		{"curriculum of another length", "q1 2", "q1 3", 18, "timetable.wrong.curriculum_count value=q1 n=3 listed=2"},
		{"unknown course", "weld lathe", "weld turn", 18, "timetable.wrong.unknown kind=course value=turn"},
		{"ban after the last day", "weld 1 2", "weld 2 2", 21, "timetable.wrong.range name=on_day value=2 low=0 high=1"},
		{"ban of two words", "weld 1 2", "weld 1", 21, "timetable.wrong.ban_words n=2"},
		{"cut in the middle", toy[strings.Index(toy, "CURRICULA"):], "", 0, "timetable.wrong.head_count value=Curricula n=1 listed=0"},
		{"empty", toy, "", 0, "timetable.wrong.empty"},
		{"head alone", toy[strings.Index(toy, "COURSES:"):], "", 0, "timetable.wrong.no_courses"},
		{"bytes", "zhang", "zh\xffng", 10, "timetable.wrong.text"},
		{"binary", "zhang", "zh\x00ng", 10, "timetable.wrong.text"},
		{"endless line", "zhang", strings.Repeat("z", 1<<21), 10, "timetable.wrong.long"},
	}
	for _, c := range cases {
		if !strings.Contains(toy, c.old) {
			t.Fatalf("%s: nothing to replace", c.name)
		}
		_, err := ctt.Read(strings.NewReader(strings.Replace(toy, c.old, c.new, 1)))
		var p *message.Problem
		if !errors.As(err, &p) || p.Line != c.line || !strings.Contains(p.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestReadSolutionRefuses(t *testing.T) {
	in, err := ctt.Read(strings.NewReader(toy))
	if err != nil {
		t.Fatal(err)
	}
	for text, says := range map[string]string{
		"weld w1 0":         ":1: timetable.wrong.lecture_words n=3",
		"\nturn w1 0 0":     ":2: timetable.wrong.alien kind=course value=turn",
		"weld w9 0 0":       ":1: timetable.wrong.alien kind=room value=w9",
		"weld w1 2 0":       "timetable.wrong.range name=on_day value=2 low=0 high=1",
		"weld w1 0 3":       "timetable.wrong.range name=in_period value=3",
		"weld w1 0 0\n\xff": ":2: timetable.wrong.text",
	} {
		if _, err := ctt.ReadSolution(strings.NewReader(text), in); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(toy)
	f.Add(strings.ReplaceAll(toy, "2", "-1"))
	f.Fuzz(func(t *testing.T, text string) {
		in, err := ctt.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := in.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := ctt.Read(&b)
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if in.Lectures() != again.Lectures() || len(in.Bans) != len(again.Bans) {
			t.Errorf("%+v became %+v", in, again)
		}
	})
}

func FuzzReadSolution(f *testing.F) {
	in, err := ctt.Read(strings.NewReader(toy))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("weld w1 0 0\nlathe w2 1 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ctt.ReadSolution(strings.NewReader(text), in)
		if err != nil {
			return
		}
		if r := ctt.Check(in, s); r.Violations == 0 && len(s) != in.Lectures() {
			t.Errorf("%d lectures of %d pass", len(s), in.Lectures())
		}
	})
}
