package timetabling

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tongpin/internal/engine/timetable/plan"
)

// TestFieldsCoverEachPeriodOnce lays sessions into one day of five periods: alone,
// beside another for all its length, and beside another for a part of it.
func TestFieldsCoverEachPeriodOnce(t *testing.T) {
	p := &plan.Plan{Days: []string{"Mon"}}
	for h := range 5 {
		p.Hours = append(p.Hours, plan.Hour{Label: fmt.Sprint(h + 1), From: time.Duration(8+h) * time.Hour, To: time.Duration(9+h) * time.Hour})
	}
	session := func(name string, from, length int) plan.Entry {
		return plan.Entry{Name: name, Period: from, Length: length}
	}
	for want, entries := range map[string][]plan.Entry{
		"a3 -1 -1":           {session("a", 0, 3)},
		"-1 a2 b2":           {session("a", 1, 2), session("b", 3, 2)},
		"a+b1 a+b1 -1 -1 -1": {session("a", 0, 2), session("b", 0, 2)},
		"a1 a+b1 a+b1 b1 -1": {session("a", 0, 3), session("b", 1, 3)},
		"a1 a+b1 a1 -1 c1":   {session("a", 0, 3), session("b", 1, 1), session("c", 4, 1)},
		"-1 -1 -1 a1 a+b1":   {session("a", 3, 2), session("b", 4, 1)},
		"a1 b1 c1 d1 e1":     {session("a", 0, 1), session("b", 1, 1), session("c", 2, 1), session("d", 3, 1), session("e", 4, 1)},
		"a5":                 {session("a", 0, 5)},
		"-1 -1 -1 -1 -1":     nil,
		"a+b+c1 a1 a1 a1 -1": {session("a", 0, 4), session("b", 0, 1), session("c", 0, 1)},
		"a1 a1 a1 a1 a+b1":   {session("a", 0, 5), session("b", 4, 1)},
		"-1 a+b1 a+b1 c2":    {session("a", 1, 2), session("b", 1, 2), session("c", 3, 2)},
	} {
		v := view{plan: p, by: plan.ByRoom}
		var got []string
		for h := 0; h < 5; {
			c := v.field(plan.Sheet{Entries: entries}, 0, h)
			names := []string{}
			for _, s := range c.Held {
				names = append(names, s.Name)
			}
			if len(names) == 0 {
				names = []string{"-"}
			}
			got = append(got, fmt.Sprintf("%s%d", strings.Join(names, "+"), c.Span))
			h += c.Span
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: got %s", want, text)
		}
	}
}
