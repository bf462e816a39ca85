package offer

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

var (
	now    = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	today  = calendar.DateOf(now)
	school = record.ID("00000000-0000-7000-8000-0000000000b1")
	dean   = access.Actor{Person: "p", Role: access.Dean, Organisation: school}
)

func welding() ProgrammeData {
	return ProgrammeData{Code: " 660105 ", Name: "Welding", Years: 3, Occupations: []string{"6-18-02-04", "6-18-02-04"}, Skills: []string{"arc"}}
}

func classOf24() CohortData {
	return CohortData{Name: "2024", StartOn: today.AddDays(-600), GraduateOn: today.AddDays(400), Students: 40, Available: 30}
}

func programme(t testing.TB) Programme {
	t.Helper()
	p, _, err := AddProgramme("p1", school, welding(), dean, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func cohort(t testing.TB) Cohort {
	t.Helper()
	c, _, err := AddCohort("c1", programme(t), classOf24(), dean, now)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sum(c change.Change, kind fact.Kind) (n int64) {
	for _, f := range c.Facts {
		if f.Kind == kind {
			n += f.Quantity
		}
	}
	return n
}

func fields(err error) map[string]string {
	m := map[string]string{}
	for _, f := range fault.All(err) {
		m[f.Field] = f.Key
	}
	return m
}

func TestAddProgramme(t *testing.T) {
	p, c, err := AddProgramme("p1", school, welding(), dean, now)
	if err != nil {
		t.Fatal(err)
	}
	if p.Code != "660105" || len(p.Occupations) != 1 || p.State != Active || p.Level() != "secondary" {
		t.Errorf("added %+v", p)
	}
	if sum(c, FactProgramme) != 1 || c.Facts[0].Dims["category"] != "6" {
		t.Errorf("facts %+v", c.Facts)
	}
	_, _, err = AddProgramme("p1", school, ProgrammeData{Code: "990105", Occupations: []string{"9-99-99-99"}}, dean, now)
	got := fields(err)
	for _, field := range []string{"code", "name", "years", "occupations"} {
		if got[field] == "" {
			t.Errorf("nothing is said about %s: %v", field, err)
		}
	}
}

func TestCodeStaysWhileCohortsAreActive(t *testing.T) {
	d := welding()
	d.Code = "630301"
	if _, _, err := EditProgramme(programme(t), d, 1, dean, now); fields(err)["code"] != "offer.code.has_cohorts" {
		t.Errorf("edited: %v", err)
	}
	_, c, err := EditProgramme(programme(t), d, 0, dean, now)
	if err != nil || len(c.Facts) != 2 || sum(c, FactProgramme) != 0 {
		t.Errorf("moved to another category: %v, %+v", err, c.Facts)
	}
	if _, _, err := CloseProgramme(programme(t), "ends", 1, dean, now); !fault.Is(err, fault.Refused) {
		t.Errorf("closed with cohorts: %v", err)
	}
}

func TestCohortChecks(t *testing.T) {
	for field, spoil := range map[string]func(*CohortData){
		"name":          func(d *CohortData) { d.Name = " " },
		"graduate_on":   func(d *CohortData) { d.GraduateOn = d.StartOn },
		"students":      func(d *CohortData) { d.Students = 0 },
		"available":     func(d *CohortData) { d.Available = 41 },
		"practice_to":   func(d *CohortData) { d.PracticeFrom = today },
		"practice_from": func(d *CohortData) { d.PracticeFrom, d.PracticeTo = d.StartOn.AddDays(-1), today },
	} {
		d := classOf24()
		spoil(&d)
		if _, _, err := AddCohort("c", programme(t), d, dean, now); fields(err)[field] == "" {
			t.Errorf("nothing is said about %s: %v", field, err)
		}
	}
}

// The stock of capacity equals what is available in active cohorts, whatever
// happens to a cohort.
func TestCapacityIsTheStock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := classOf24()
		p, _, _ := AddProgramme("p1", school, welding(), dean, now)
		c, ch, err := AddCohort("c1", p, d, dean, now)
		stock := sum(ch, FactCapacity)
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"edit", "close", "reopen", "promise", "confirm"}).Draw(t, "step") {
			case "edit":
				d = c.Data()
				d.Available = rapid.Int64Range(0, 40).Draw(t, "available")
				c, ch, err = EditCohort(c, d, dean, now)
			case "close":
				c, ch, err = CloseCohort(c, "full", dean, now)
			case "reopen":
				c, ch, err = ReopenCohort(c, p, dean, now)
			case "promise":
				c, ch, err = Keep(c, Promise{Quantity: rapid.Int64Range(1, 50).Draw(t, "promised")}, dean, now)
			case "confirm":
				c, ch, err = ConfirmCohort(c, dean, now)
			}
			if err == nil {
				stock += sum(ch, FactCapacity)
			}
			want := c.Available
			if c.State == Closed {
				want = 0
			}
			if stock != want {
				t.Fatalf("stock %d, available %d in a cohort that is %s", stock, c.Available, c.State)
			}
		}
	})
}

func TestRemindCohort(t *testing.T) {
	c := cohort(t)
	if _, _, ok := RemindCohort(c, dean, now.AddDate(0, 0, ConfirmDays-1)); ok {
		t.Error("reminded too early")
	}
	_, ch, ok := RemindCohort(c, dean, now.AddDate(0, 0, ConfirmDays))
	if !ok || len(ch.Opened) != 1 || ch.Opened[0].Organisation != school {
		t.Errorf("reminder: %v %+v", ok, ch.Opened)
	}
}

func TestNearestOf(t *testing.T) {
	for _, c := range []struct {
		code     string
		accepted []string
		best     string
		near     code.Nearness
	}{
		{"660105", []string{"630301", "660103", "660105K"}, "660105K", code.SameProgramme},
		{"660105", []string{"630301", "660103"}, "660103", code.SameClass},
		{"660105", []string{"460301"}, "460301", code.SameCategory},
		{"660105", []string{"630301"}, "630301", code.Unrelated},
		{"660105", nil, "", code.Unrelated},
		{"nonsense", []string{"660105"}, "", code.Unrelated},
	} {
		if best, near := NearestOf(c.code, c.accepted); best != c.best || near != c.near {
			t.Errorf("%s among %v: %s %d, want %s %d", c.code, c.accepted, best, near, c.best, c.near)
		}
	}
}
