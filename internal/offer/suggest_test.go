package offer

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
)

const academy record.ID = "00000000-0000-7000-8000-0000000000b2"

var (
	someProgrammes  = []string{"660105", "660103", "660201", "460301", "630301", "230301"}
	someOccupations = []string{"6-18-02-04", "6-18-02-01", "6-18-01-01", "4-12-01-01"}
	someSkills      = []string{"arc", "gas", "drawing"}
)

func date(t *rapid.T, label string) calendar.Date {
	return today.AddDays(rapid.IntRange(-500, 900).Draw(t, label))
}

func drawNeed(t *rapid.T) Need {
	return Need{
		Left: rapid.Int64Range(1, 60).Draw(t, "left"), StartOn: date(t, "start"), EndOn: date(t, "end"),
		Purpose:    rapid.SampledFrom([]Purpose{"", ToHire, ToPlace, ToTrain}).Draw(t, "purpose"),
		Occupation: rapid.SampledFrom(someOccupations).Draw(t, "wanted"),
		Programmes: rapid.SliceOfNDistinct(rapid.SampledFrom(someProgrammes), 0, 3, rapid.ID).Draw(t, "accepted"),
		Skills:     rapid.SliceOfNDistinct(rapid.SampledFrom(someSkills), 0, 3, rapid.ID).Draw(t, "skills wanted"),
	}
}

func drawSupply(t *rapid.T, id string) Supply {
	p := Programme{
		ID: record.ID("p" + id), School: rapid.SampledFrom([]record.ID{school, academy}).Draw(t, "school"),
		Code:        rapid.SampledFrom(someProgrammes).Draw(t, "code"),
		Occupations: rapid.SliceOfNDistinct(rapid.SampledFrom(someOccupations), 0, 2, rapid.ID).Draw(t, "occupations"),
		Skills:      rapid.SliceOfNDistinct(rapid.SampledFrom(someSkills), 0, 2, rapid.ID).Draw(t, "skills"),
	}
	return Supply{Programme: p, Cohort: Cohort{
		ID: record.ID("k" + id), Available: rapid.Int64Range(1, 50).Draw(t, "available"), GraduateOn: date(t, "graduate"),
		PracticeFrom: date(t, "from"), PracticeTo: date(t, "to"),
	}}
}

func drawSupplies(t *rapid.T) []Supply {
	list := make([]Supply, rapid.IntRange(0, 8).Draw(t, "supplies"))
	for i := range list {
		list[i] = drawSupply(t, string(rune('a'+i)))
	}
	return list
}

func TestSuggestionsDoNotDependOnTheOrderOfSupplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, supplies := drawNeed(t), drawSupplies(t)
		past := Cooperation{school: {Agreements: 2}}
		first := Suggest(n, supplies, past)
		shuffled := rapid.Permutation(supplies).Draw(t, "shuffled")
		if diff := cmp.Diff(first, Suggest(n, shuffled, past)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestScoresAreSumsWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := Suggest(drawNeed(t), drawSupplies(t), Cooperation{school: {Agreements: 9, Landed: 900}})
		for i, g := range list {
			total := 0
			for _, r := range g.Reasons {
				total += r.Points
			}
			if g.Score != total || g.Score < 0 || g.Score > 100 {
				t.Fatalf("score %d, sum %d", g.Score, total)
			}
			if i > 0 && list[i-1].Score < g.Score {
				t.Fatal("not ranked")
			}
		}
	})
}

func TestMoreReasonsNeverLowerTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, s := drawNeed(t), drawSupply(t, "a")
		before := weigh(n, s, Past{}).Score
		better, past := s, Past{}
		switch rapid.SampledFrom([]string{"programme", "occupation", "skill", "capacity", "past"}).Draw(t, "gains") {
		case "programme":
			n.Programmes = append(n.Programmes, s.Programme.Code)
		case "occupation":
			better.Programme.Occupations = append(better.Programme.Occupations, n.Occupation)
		case "skill":
			better.Programme.Skills = append(better.Programme.Skills, n.Skills...)
		case "capacity":
			better.Cohort.Available += rapid.Int64Range(1, 50).Draw(t, "more")
		case "past":
			past = Past{Agreements: rapid.Int64Range(0, 9).Draw(t, "agreements"), Landed: rapid.Int64Range(0, 90).Draw(t, "landed")}
		}
		if after := weigh(n, better, past).Score; after < before {
			t.Fatalf("%d became %d", before, after)
		}
	})
}

func TestSuggestionNamesItsReasons(t *testing.T) {
	n := Need{
		Purpose: ToPlace, Programmes: []string{"660105"}, Occupation: "6-18-02-04", Skills: []string{"arc"}, Left: 10,
		StartOn: today.AddDays(60), EndOn: today.AddDays(240),
	}
	s := Supply{
		Programme: Programme{ID: "p", School: school, Code: "660105", Occupations: []string{"6-18-02-04"}, Skills: []string{"Arc"}},
		Cohort:    Cohort{ID: "k", Available: 10, PracticeFrom: n.StartOn.AddDays(-1), PracticeTo: n.EndOn.AddDays(1)},
	}
	far := Supply{Programme: Programme{ID: "q", School: school, Code: "630301"}, Cohort: Cohort{ID: "z", Available: 99}}
	list := Suggest(n, []Supply{far, s}, Cooperation{school: {Agreements: 1}})
	if len(list) != 1 {
		t.Fatalf("%d suggestions, want the one with something in common", len(list))
	}
	want := []string{"programme.same", "occupation.same", "skills.shared", "dates.practice_covers", "capacity.all", "past.cooperation"}
	var got []string
	for _, r := range list[0].Reasons {
		got = append(got, r.Key)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if list[0].Score != 40+20+5+12+10+2 {
		t.Errorf("score %d", list[0].Score)
	}
	if Suggest(n, nil, nil) != nil {
		t.Error("suggestions out of nothing")
	}
}
