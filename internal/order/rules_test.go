package order

import (
	"testing"

	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

func TestInternshipRules(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Data, *Order)
		rule   string // "" for none
		stops  bool
	}{
		"lawful":          {func(*Data, *Order) {}, "", false},
		"short":           {func(d *Data, _ *Order) { d.EndOn = d.StartOn.AddDays(60) }, "INT-020", false},
		"long":            {func(d *Data, _ *Order) { d.EndOn = d.StartOn.AddDays(300) }, "INT-020", false},
		"night":           {func(d *Data, _ *Order) { d.Details.NightShift = true }, "INT-034", true},
		"ten hours":       {func(d *Data, _ *Order) { d.Details.HoursPerDay = 10 }, "INT-034", true},
		"night, filed":    {func(d *Data, _ *Order) { d.Details.NightShift, d.Details.Filing = true, "2026-7" }, "INT-034", false},
		"agency":          {func(d *Data, _ *Order) { d.Details.Agency = true }, "INT-030", true},
		"labour dispatch": {func(_ *Data, o *Order) { o.IndustryCode = "L7263" }, "INT-030", true},
		"fees":            {func(d *Data, _ *Order) { d.Details.Fees = true }, "INT-037", true},
		"low pay":         {func(d *Data, _ *Order) { d.Details.PayFrom = 399_999 }, "INT-035", false},
		"pay at 80 %":     {func(d *Data, _ *Order) { d.Details.PayFrom = 400_000 }, "", false},
		"lowest grade":    {func(d *Data, _ *Order) { d.Details.PayFrom, d.Details.LowestGrade = 300_000, 300_000 }, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			d, o := interns(), at(t, interns(), Draft)
			c.change(&d, &o)
			o.Data = d.tidied()
			found := Judge(o, today, book(t))
			if (c.rule == "") != (len(found) == 0) || (c.rule != "" && found[0].Rule != c.rule) {
				t.Fatalf("found %+v, want %q", found, c.rule)
			}
			next, _, err := Submit(o, hr, now, book(t))
			if fault.Is(err, fault.Refused) != c.stops {
				t.Fatalf("submitting: %v, want stopped %v", err, c.stops)
			}
			if !c.stops && c.rule != "" && (len(next.Findings) != 1 || next.Findings[0].Edition != "2021-4") {
				t.Errorf("stored %+v", next.Findings)
			}
		})
	}
}

func TestApprenticeshipNeedsThePledge(t *testing.T) {
	d := people()
	d.Details.Mode = Apprenticeship
	_, _, err := Submit(at(t, d, Draft), hr, now, book(t))
	if fields(err)["pledge"] != "rule.VEL-30" {
		t.Errorf("without pledge: %v", err)
	}
	d.Details.Pledge = true
	_, _, err = Submit(at(t, d, Draft), hr, now, book(t))
	must(t, err)
}

func TestProgrammeOfInterns(t *testing.T) {
	o := at(t, interns(), Open)
	for programme, want := range map[string]string{
		"660105": "", "660103": "", // same programme, same class
		"660201": "INT-012-NEAR", "460301": "INT-012-NEAR", // same category, also at another level
		"630301": "INT-012", // another category
	} {
		found := JudgeTerms(o, Terms{ProgrammeCode: programme}, today, book(t))
		got := ""
		if len(found) > 0 {
			got = found[0].Rule
		}
		if got != want {
			t.Errorf("%s: %q, want %q", programme, got, want)
		}
	}
}

func TestRulesCarrySourceAndMark(t *testing.T) {
	for _, r := range book(t).All() {
		if r.Article == "" || r.Edition == "" || r.Source == "" || r.From.Zero() {
			t.Errorf("%s lacks article, edition, source or date: %+v", r.ID, r)
		}
	}
	if _, ok := book(t).On("INT-037", today.AddDays(-3000)); ok {
		t.Error("a rule was in force before it was made")
	}
	if r, _ := book(t).On("INT-037", today); r.Severity != rule.Forbidden {
		t.Errorf("INT-037 is %s", r.Severity)
	}
}
