package timetabling

import (
	"encoding/json"
	"fmt"
	"io"

	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/plan"
)

// account is the full count of a timetable, as check --json prints it.
type account struct {
	Instance   string    `json:"instance"`
	Feasible   bool      `json:"feasible"`
	Violations int       `json:"violations"`
	Cost       int       `json:"cost"`
	Rules      []tally   `json:"rules"`
	Findings   []finding `json:"findings"`
}

// tally is what one rule sums up to: violations of a hard one, points of a soft
// one.
type tally struct {
	Rule   string `json:"rule"`
	Hard   bool   `json:"hard"`
	Points int    `json:"points"`
}

// finding is one breach of a rule.
type finding struct {
	Rule   string   `json:"rule"`
	Hard   bool     `json:"hard"`
	Points int      `json:"points"`
	Who    []string `json:"who"`
	Day    *int     `json:"day,omitempty"`    // from 0; absent: no single day
	Period *int     `json:"period,omitempty"` // of the day, from 0; absent: no single period
	Weeks  string   `json:"weeks,omitempty"`
	Why    string   `json:"why"`
}

// at sets when a finding is; period counts through the week, -1 is none.
func (f *finding) at(day, period, perDay int) {
	if day >= 0 {
		f.Day = &day
	}
	if period >= 0 {
		hour := period % perDay
		f.Period = &hour
	}
}

func standardAccount(in *ctt.Instance, r ctt.Report) account {
	out := account{Instance: in.Name, Feasible: r.Violations == 0, Violations: r.Violations, Cost: r.Cost, Findings: []finding{}}
	for _, rule := range ctt.Rules {
		out.Rules = append(out.Rules, tally{string(rule), rule.Hard(), r.ByRule[rule]})
	}
	for _, f := range r.Findings {
		one := finding{Rule: string(f.Rule), Hard: f.Rule.Hard(), Points: f.Points, Who: f.Who, Why: f.Why()}
		one.at(f.Day, f.Period, in.PerDay)
		out.Findings = append(out.Findings, one)
	}
	return out
}

func planAccount(p *plan.Plan, r plan.Report) account {
	out := account{Instance: p.Name, Feasible: r.Violations == 0, Violations: r.Violations, Cost: r.Cost, Findings: []finding{}}
	for _, rule := range plan.Rules {
		out.Rules = append(out.Rules, tally{string(rule), rule.Hard(), r.ByRule[rule]})
	}
	for _, f := range r.Findings {
		one := finding{Rule: string(f.Rule), Hard: f.Rule.Hard(), Points: f.Points, Who: f.Who, Weeks: f.Weeks, Why: f.Why}
		one.at(f.Day, f.Period, len(p.Hours))
		out.Findings = append(out.Findings, one)
	}
	return out
}

// summary prints the sum and the points of each rule that has some.
func (a account) summary(w io.Writer) {
	sum := fmt.Sprintf("Feasible, cost %d.", a.Cost)
	if !a.Feasible {
		sum = fmt.Sprintf("%d violations.", a.Violations)
	}
	for _, r := range a.Rules {
		if r.Points > 0 {
			sum += fmt.Sprintf(" %s %d.", r.Rule, r.Points)
		}
	}
	fmt.Fprintln(w, sum)
}

func (a account) text(w io.Writer) {
	for _, f := range a.Findings {
		kind := "soft"
		if f.Hard {
			kind = "HARD"
		}
		fmt.Fprintf(w, "%s %-21s %3d  %s\n", kind, f.Rule, f.Points, f.Why)
	}
	a.summary(w)
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
