package ctt_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/lines"
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
		{"no number", "Courses: 2", "Courses: two", 2, `Courses "two" is not a whole number; write a number from 1`},
		{"too many days", "Days: 2", "Days: 99", 4, "Days 99 is out of range"},
		{"head not given", "Rooms: 2\n", "", 8, "the head gives no Rooms"},
		{"head given twice", "Rooms: 2\n", "Rooms: 2\nRooms: 2\n", 4, "Rooms is given a second time"},
		{"no head at all", "Name: Toy", "hello", 1, `"hello" is no line of the head`},
		{"short course", "weld zhang 2 2 30", "weld zhang 2", 10, "a course needs 5 words, here are 3"},
		{"more lectures than periods", "weld zhang 2", "weld zhang 7", 10, "number of lectures 7 is out of range; write a number from 1 to 6"},
		{"course twice", "lathe li", "weld li", 11, "course weld is given a second time"},
		{"room without seats", "w2 10", "w2", 15, "a room needs 2 words"},
		{"curriculum of another length", "q1 2", "q1 3", 18, "curriculum q1 announces 3 courses and lists 2"},
		{"unknown course", "weld lathe", "weld turn", 18, "course turn is unknown"},
		{"ban after the last day", "weld 1 2", "weld 2 2", 21, "day 2 is out of range; write a number from 0 to 1"},
		{"ban of two words", "weld 1 2", "weld 1", 21, "an unavailability needs 3 words"},
		{"cut in the middle", toy[strings.Index(toy, "CURRICULA"):], "", 0, "announces 1 Curricula, the file lists 0; check that the file is whole"},
		{"empty", toy, "", 0, "the file is empty"},
		{"head alone", toy[strings.Index(toy, "COURSES:"):], "", 0, "no line COURSES:"},
		{"bytes", "zhang", "zh\xffng", 10, "holds bytes that are not text"},
		{"binary", "zhang", "zh\x00ng", 10, "holds bytes that are not text"},
		{"endless line", "zhang", strings.Repeat("z", 1<<21), 10, "is longer than 1 MiB"},
	}
	for _, c := range cases {
		if !strings.Contains(toy, c.old) {
			t.Fatalf("%s: nothing to replace", c.name)
		}
		_, err := ctt.Read(strings.NewReader(strings.Replace(toy, c.old, c.new, 1)))
		var e *lines.Error
		if !errors.As(err, &e) || e.Line != c.line || !strings.Contains(e.Error(), c.says) || e.Remedy == "" {
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
		"weld w1 0":         "line 1: a lecture needs 4 words, here are 3; write: course room day period",
		"\nturn w1 0 0":     "line 2: course turn is unknown",
		"weld w9 0 0":       "room w9 is unknown",
		"weld w1 2 0":       "day 2 is out of range; write a number from 0 to 1",
		"weld w1 0 3":       "period 3 is out of range",
		"weld w1 0 0\n\xff": "line 2: holds bytes that are not text",
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
