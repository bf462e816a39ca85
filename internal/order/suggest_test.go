package order

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/offer"
)

var (
	someProgrammes  = []string{"660105", "660103", "660201", "460301", "630301", "230301"}
	someOccupations = []string{"6-18-02-04", "6-18-02-01", "6-18-01-01", "4-12-01-01"}
	someSkills      = []string{"arc", "gas", "drawing"}
)

func date(t *rapid.T, label string) calendar.Date {
	return today.AddDays(rapid.IntRange(-500, 900).Draw(t, label))
}

func drawOrder(t *rapid.T) Order {
	return Order{ID: orderID, Data: Data{
		Kind: People, Quantity: rapid.Int64Range(1, 60).Draw(t, "quantity"), StartOn: date(t, "start"), EndOn: date(t, "end"),
		Details: Details{
			Mode:       rapid.SampledFrom(Modes).Draw(t, "mode"),
			Occupation: rapid.SampledFrom(someOccupations).Draw(t, "wanted"),
			Programmes: rapid.SliceOfNDistinct(rapid.SampledFrom(someProgrammes), 0, 3, rapid.ID).Draw(t, "accepted"),
			Skills:     rapid.SliceOfNDistinct(rapid.SampledFrom(someSkills), 0, 3, rapid.ID).Draw(t, "skills wanted"),
		},
	}}
}

func drawSupply(t *rapid.T, id string) offer.Supply {
	p := offer.Programme{
		ID: record.ID("p" + id), School: rapid.SampledFrom([]record.ID{college, academy}).Draw(t, "school"),
		Code:        rapid.SampledFrom(someProgrammes).Draw(t, "code"),
		Occupations: rapid.SliceOfNDistinct(rapid.SampledFrom(someOccupations), 0, 2, rapid.ID).Draw(t, "occupations"),
		Skills:      rapid.SliceOfNDistinct(rapid.SampledFrom(someSkills), 0, 2, rapid.ID).Draw(t, "skills"),
	}
	return offer.Supply{Programme: p, Cohort: offer.Cohort{
		ID: record.ID("k" + id), Available: rapid.Int64Range(1, 50).Draw(t, "available"), GraduateOn: date(t, "graduate"),
		PracticeFrom: date(t, "from"), PracticeTo: date(t, "to"),
	}}
}

func drawSupplies(t *rapid.T) []offer.Supply {
	list := make([]offer.Supply, rapid.IntRange(0, 8).Draw(t, "supplies"))
	for i := range list {
		list[i] = drawSupply(t, string(rune('a'+i)))
	}
	return list
}

func TestSuggestionsDoNotDependOnTheOrderOfSupplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, supplies := drawOrder(t), drawSupplies(t)
		past := Cooperation{college: {Agreements: 2}}
		first := Suggest(o, supplies, past)
		shuffled := rapid.Permutation(supplies).Draw(t, "shuffled")
		if diff := cmp.Diff(first, Suggest(o, shuffled, past)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestScoresAreSumsWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := Suggest(drawOrder(t), drawSupplies(t), Cooperation{college: {Agreements: 9, Landed: 900}})
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
		o, s := drawOrder(t), drawSupply(t, "a")
		before := weigh(o, s, Past{}).Score
		better, past := s, Past{}
		switch rapid.SampledFrom([]string{"programme", "occupation", "skill", "capacity", "past"}).Draw(t, "gains") {
		case "programme":
			o.Details.Programmes = append(o.Details.Programmes, s.Programme.Code)
		case "occupation":
			better.Programme.Occupations = append(better.Programme.Occupations, o.Details.Occupation)
		case "skill":
			better.Programme.Skills = append(better.Programme.Skills, o.Details.Skills...)
		case "capacity":
			better.Cohort.Available += rapid.Int64Range(1, 50).Draw(t, "more")
		case "past":
			past = Past{Agreements: rapid.Int64Range(0, 9).Draw(t, "agreements"), Landed: rapid.Int64Range(0, 90).Draw(t, "landed")}
		}
		if after := weigh(o, better, past).Score; after < before {
			t.Fatalf("%d became %d", before, after)
		}
	})
}

func TestSuggestionNamesItsReasons(t *testing.T) {
	o := at(t, interns(), Open)
	o.Details.Occupation, o.Details.Skills = "6-18-02-04", []string{"arc"}
	s := offer.Supply{
		Programme: offer.Programme{ID: "p", School: college, Code: welding, Occupations: []string{"6-18-02-04"}, Skills: []string{"Arc"}},
		Cohort:    offer.Cohort{ID: "k", Available: 10, PracticeFrom: o.StartOn.AddDays(-1), PracticeTo: o.EndOn.AddDays(1)},
	}
	far := offer.Supply{Programme: offer.Programme{ID: "q", School: college, Code: electric}, Cohort: offer.Cohort{ID: "z", Available: 99}}
	list := Suggest(o, []offer.Supply{far, s}, Cooperation{college: {Agreements: 1}})
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
	if Suggest(at(t, people(), Open), nil, nil) != nil {
		t.Error("suggestions out of nothing")
	}
}
