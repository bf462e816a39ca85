package offer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
)

// Reason is why a suggestion has its points. The catalogues hold its text under
// "reason.<key>".
type Reason struct {
	Key    string
	Args   map[string]string
	Points int
	Warn   bool // it speaks against the suggestion
}

// Suggestion is a programme, and where there is one a cohort, that could meet
// a need. Score is the sum of the points of its reasons, 0 to 100.
type Suggestion struct {
	School     record.ID
	SchoolName string
	Programme  Programme
	Cohort     Cohort
	Score      int
	Reasons    []Reason
}

// Past is what an enterprise and a school did together before.
type Past struct {
	Agreements int64 // agreements signed
	Landed     int64 // persons who came of them
}

// Cooperation holds the past of an enterprise with each school.
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

// Purpose is what a need wants students for; dates are judged by it.
type Purpose string

// The purposes. Without one, dates do not matter.
const (
	ToHire  Purpose = "hire"  // finished students
	ToPlace Purpose = "place" // students inside their practice window
	ToTrain Purpose = "train" // students who are still learning
)

// Need is what somebody asks of schools: an order as far as offers can meet it.
type Need struct {
	Purpose    Purpose
	Programmes []string // accepted codes
	Occupation string   // code
	Skills     []string
	Left       int64 // persons still wanted
	StartOn    calendar.Date
	EndOn      calendar.Date
}

// Suggest ranks supplies for a need, best first, ties
// by the ids of cohort and programme. It leaves out what nothing speaks for. The
// order of supplies does not matter.
func Suggest(n Need, supplies []Supply, past Cooperation) []Suggestion {
	var list []Suggestion
	for _, s := range supplies {
		if g := weigh(n, s, past[s.Programme.School]); fits(g) {
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

func weigh(n Need, s Supply, past Past) Suggestion {
	g := Suggestion{School: s.Programme.School, SchoolName: s.Programme.SchoolName, Programme: s.Programme, Cohort: s.Cohort}
	for _, reason := range []func(Need, Supply) (Reason, bool){byProgramme, byOccupation, bySkills, byDates, byCapacity} {
		if r, ok := reason(n, s); ok {
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

func byProgramme(n Need, s Supply) (Reason, bool) {
	if len(n.Programmes) == 0 {
		return Reason{}, false
	}
	nearest, nearness := NearestOf(s.Programme.Code, n.Programmes)
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

func byOccupation(n Need, s Supply) (Reason, bool) {
	wanted, best := n.Occupation, Reason{}
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

func bySkills(n Need, s Supply) (Reason, bool) {
	var shared []string
	for _, wanted := range n.Skills {
		if slices.ContainsFunc(s.Programme.Skills, func(have string) bool { return strings.EqualFold(have, wanted) }) {
			shared = append(shared, wanted)
		}
	}
	if len(shared) == 0 {
		return Reason{}, false
	}
	return Reason{
		Key: "skills.shared", Points: min(5*len(shared), pointsSkills),
		Args: map[string]string{"skills": strings.Join(shared, ", "), "count": strconv.Itoa(len(shared))},
	}, true
}

func byCapacity(n Need, s Supply) (Reason, bool) {
	if s.Cohort.ID == "" {
		return Reason{}, false
	}
	args := map[string]string{"available": strconv.FormatInt(s.Cohort.Available, 10), "left": strconv.FormatInt(n.Left, 10)}
	if s.Cohort.Available >= n.Left {
		return Reason{Key: "capacity.all", Points: pointsCapacity, Args: args}, true
	}
	return Reason{Key: "capacity.part", Points: int(pointsCapacity * s.Cohort.Available / max(n.Left, 1)), Args: args}, true
}

func byPast(p Past) (Reason, bool) {
	points := min(2*p.Agreements+p.Landed/5, pointsPast)
	if points <= 0 {
		return Reason{}, false
	}
	return Reason{Key: "past.cooperation", Points: int(points), Args: map[string]string{"agreements": strconv.FormatInt(p.Agreements, 10), "landed": strconv.FormatInt(p.Landed, 10)}}, true
}

// byDates tells whether the students are where they are needed: finished for a
// hire, inside their practice window for a placement, still learning for a
// class made to order.
func byDates(n Need, s Supply) (Reason, bool) {
	if s.Cohort.ID == "" || n.StartOn.Zero() {
		return Reason{}, false
	}
	switch n.Purpose {
	case ToHire:
		return hireDates(n.StartOn, s.Cohort.GraduateOn)
	case ToPlace:
		return practiceDates(n, s.Cohort)
	case ToTrain:
		return studyDates(n.StartOn, s.Cohort.GraduateOn)
	}
	return Reason{}, false
}

func dated(key string, points int, on calendar.Date) (Reason, bool) {
	return Reason{Key: "dates." + key, Points: points, Warn: points == 0, Args: map[string]string{"on": on.String()}}, true
}

func hireDates(start, graduate calendar.Date) (Reason, bool) {
	switch days := start.DaysUntil(graduate); {
	case days <= 0 && days >= -365:
		return dated("graduated", pointsDates, graduate)
	case days > 0 && days <= 90:
		return dated("graduates_soon", 8, graduate)
	case days < -365:
		return dated("graduated_long", 4, graduate)
	}
	return dated("graduates_later", 0, graduate)
}

func practiceDates(n Need, c Cohort) (Reason, bool) {
	end := n.EndOn
	if end.Zero() {
		end = n.StartOn
	}
	switch {
	case c.PracticeFrom.Zero():
		return Reason{}, false
	case !c.PracticeFrom.After(n.StartOn) && !c.PracticeTo.Before(end):
		return dated("practice_covers", pointsDates, c.PracticeFrom)
	case !c.PracticeFrom.After(end) && !c.PracticeTo.Before(n.StartOn):
		return dated("practice_overlaps", 6, c.PracticeFrom)
	}
	return dated("practice_apart", 0, c.PracticeFrom)
}

func studyDates(start, graduate calendar.Date) (Reason, bool) {
	switch days := start.DaysUntil(graduate); {
	case days >= 180:
		return dated("time_to_train", pointsDates, graduate)
	case days > 0:
		return dated("little_time", 4, graduate)
	}
	return dated("gone_before", 0, graduate)
}
