package attendance

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
)

var lesson = Slot{On: calendar.On(2026, 4, 9), Half: Morning, From: 9 * 60, To: 12 * 60, Hours: 4}

func TestACodeIsGoodForItsStepAndTheNext(t *testing.T) {
	s, at := Secret("secret"), time.Date(2026, 4, 9, 1, 0, 0, 0, time.UTC)
	code, left := s.Code(lesson, at)
	if len(code) != digits || left != Step {
		t.Fatalf("code %q for %v", code, left)
	}
	for after, want := range map[time.Duration]bool{0: true, Step - 1: true, Step: true, 2*Step - 1: true, 2 * Step: false, -1: false} {
		if got := s.Accepts(lesson, at.Add(after), code); got != want {
			t.Errorf("after %v: %v, want %v", after, got, want)
		}
	}
	for name, got := range map[string]bool{
		"another half":  s.Accepts(Slot{On: lesson.On, Half: Afternoon}, at, code),
		"another day":   s.Accepts(Slot{On: lesson.On.AddDays(1), Half: Morning}, at, code),
		"another class": Secret("other").Accepts(lesson, at, code),
		"nothing":       s.Accepts(lesson, at, ""),
	} {
		if got {
			t.Error("accepted for", name)
		}
	}
	if wide := code[:3] + " " + code[3:]; !s.Accepts(lesson, at, wide) {
		t.Error("a space in the code is refused")
	}
}

func TestALinkIsSignedByItsClass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, id := Secret(rapid.StringN(1, 30, -1).Draw(t, "secret")), record.NewID()
		token := s.Token(id)
		if got, ok := readToken(token); !ok || got != id || !s.Signs(id, token) {
			t.Fatalf("own link of %s: %s, %v", id, got, ok)
		}
		at := rapid.IntRange(0, len(token)-1).Draw(t, "at")
		c := rapid.SampledFrom([]byte("ABCxyz019-_")).Draw(t, "c")
		forged := token[:at] + string(c) + token[at+1:]
		if got, ok := readToken(forged); forged != token && ok && s.Signs(got, forged) {
			t.Fatalf("a forged link of %s opens %s", id, got)
		}
		if (s+"x").Signs(id, token) || Secret("").Signs(id, Secret("").Token(id)) {
			t.Fatal("another secret signs it too")
		}
	})
	for _, bad := range []string{"", "x", "====", string(make([]byte, 5000))} {
		if id, ok := readToken(bad); ok {
			t.Errorf("%q leads to %s", bad, id)
		}
	}
}
