package order

import (
	"cmp"
	"slices"
	"strings"

	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/offer"
)

// Reason is why a suggestion has its points. The catalogues hold its text under
// "reason.<key>".
type Reason struct {
	Key    string
	Args   map[string]string
	Points int
	Warn   bool // it speaks against the suggestion
}

// Suggestion is a programme, and where there is one a cohort, that could fill
// an order. Score is the sum of the points of its reasons, 0 to 100.
type Suggestion struct {
	School     record.ID
	SchoolName string
	Programme  offer.Programme
	Cohort     offer.Cohort
	Score      int
	Reasons    []Reason
}

// Past is what an enterprise and a school did together before.
type Past struct {
	Agreements int64 // agreements signed
	Landed     int64 // persons who came of them
}

// Cooperation holds the past of the ordering enterprise with each school.
type Cooperation map[record.ID]Past

// The most points that each reason can give; they add up to 100.
const (
	pointsProgramme  = 40
	pointsOccupation = 20
	pointsSkills     = 10
	pointsDates      = 12
	pointsCapacity   = 10
	pointsPast       = 8
)

// Suggest ranks supplies for an order of people or training, best first, ties
// by the ids of cohort and programme. It leaves out what nothing speaks for. The
// order of supplies does not matter.
func Suggest(o Order, supplies []offer.Supply, past Cooperation) []Suggestion {
	if !o.Kind.Counts() {
		return nil
	}
	var list []Suggestion
	for _, s := range supplies {
		if g := weigh(o, s, past[s.Programme.School]); fits(g) {
			list = append(list, g)
		}
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Cohort.ID, b.Cohort.ID), cmp.Compare(a.Programme.ID, b.Programme.ID))
	})
	return list
}

// fits wants a reason of content: dates, room and a past alone suggest nothing.
func fits(g Suggestion) bool {
	return slices.ContainsFunc(g.Reasons, func(r Reason) bool {
		kind, _, _ := strings.Cut(r.Key, ".")
		return r.Points > 0 && (kind == "programme" || kind == "occupation" || kind == "skills")
	})
}

func weigh(o Order, s offer.Supply, past Past) Suggestion {
	g := Suggestion{School: s.Programme.School, SchoolName: s.Programme.SchoolName, Programme: s.Programme, Cohort: s.Cohort}
	for _, reason := range []func(Order, offer.Supply) (Reason, bool){byProgramme, byOccupation, bySkills, byDates, byCapacity} {
		if r, ok := reason(o, s); ok {
			g.Reasons = append(g.Reasons, r)
		}
	}
	if r, ok := byPast(past); ok {
		g.Reasons = append(g.Reasons, r)
	}
	for _, r := range g.Reasons {
		g.Score += r.Points
	}
	return g
}

// nearnesses are the points of a programme by how near it stands to an accepted
// one; across categories in principle not (INT-012).
var nearnesses = map[code.Nearness]struct {
	key    string
	points int
}{
	code.SameProgramme: {"programme.same", pointsProgramme},
	code.SameClass:     {"programme.class", 30},
	code.SameCategory:  {"programme.category", 18},
	code.Unrelated:     {"programme.unrelated", 0},
}

func byProgramme(o Order, s offer.Supply) (Reason, bool) {
	if len(o.Details.Programmes) == 0 {
		return Reason{}, false
	}
	nearest, nearness := offer.NearestOf(s.Programme.Code, o.Details.Programmes)
	by := nearnesses[nearness]
	return Reason{
		Key: by.key, Points: by.points, Warn: nearness == code.Unrelated,
		Args: map[string]string{"code": s.Programme.Code, "accepted": nearest, "class": s.Programme.Code[:4]},
	}, true
}

// occupations are the points of an occupation by how many steps of its path it
// shares with the wanted one.
var occupations = map[int]Reason{
	4: {Key: "occupation.same", Points: pointsOccupation},
	3: {Key: "occupation.near", Points: 12},
	2: {Key: "occupation.group", Points: 5},
}

func byOccupation(o Order, s offer.Supply) (Reason, bool) {
	wanted, best := o.Details.Occupation, Reason{}
	if wanted == "" {
		return best, false
	}
	for _, have := range s.Programme.Occupations {
		if r, ok := occupations[code.Occupation{Code: have}.Shared(code.Occupation{Code: wanted})]; ok && r.Points > best.Points {
			r.Args = map[string]string{"code": have}
			best = r
		}
	}
	return best, best.Points > 0
}

func bySkills(o Order, s offer.Supply) (Reason, bool) {
	var shared []string
	for _, wanted := range o.Details.Skills {
		if slices.ContainsFunc(s.Programme.Skills, func(have string) bool { return strings.EqualFold(have, wanted) }) {
			shared = append(shared, wanted)
		}
	}
	if len(shared) == 0 {
		return Reason{}, false
	}
	return Reason{
		Key: "skills.shared", Points: min(5*len(shared), pointsSkills),
		Args: map[string]string{"skills": strings.Join(shared, ", "), "count": itoa(int64(len(shared)))},
	}, true
}

func byCapacity(o Order, s offer.Supply) (Reason, bool) {
	if s.Cohort.ID == "" {
		return Reason{}, false
	}
	args := map[string]string{"available": itoa(s.Cohort.Available), "left": itoa(o.Left())}
	if s.Cohort.Available >= o.Left() {
		return Reason{Key: "capacity.all", Points: pointsCapacity, Args: args}, true
	}
	return Reason{Key: "capacity.part", Points: int(pointsCapacity * s.Cohort.Available / max(o.Left(), 1)), Args: args}, true
}

func byPast(p Past) (Reason, bool) {
	points := min(2*p.Agreements+p.Landed/5, pointsPast)
	if points <= 0 {
		return Reason{}, false
	}
	return Reason{Key: "past.cooperation", Points: int(points), Args: map[string]string{"agreements": itoa(p.Agreements), "landed": itoa(p.Landed)}}, true
}
