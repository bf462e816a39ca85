package timetabling

import (
	"encoding/json"
	"fmt"
	"io"

	"tongpin/internal/app/terminal"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/platform/i18n"
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
	Why    string   `json:"why"` // one sentence, in the language of the environment
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

func standardAccount(in *ctt.Instance, r ctt.Report, l *i18n.Localizer) account {
	out := account{Instance: in.Name, Feasible: r.Violations == 0, Violations: r.Violations, Cost: r.Cost, Findings: []finding{}}
	for _, rule := range ctt.Rules {
		out.Rules = append(out.Rules, tally{string(rule), rule.Hard(), r.ByRule[rule]})
	}
	for _, f := range r.Findings {
		one := finding{Rule: string(f.Rule), Hard: f.Rule.Hard(), Points: f.Points, Who: f.Who, Why: l.Value(f.Why())}
		one.at(f.Day, f.Period, in.PerDay)
		out.Findings = append(out.Findings, one)
	}
	return out
}

func planAccount(p *plan.Plan, r plan.Report, l *i18n.Localizer) account {
	out := account{Instance: p.Name, Feasible: r.Violations == 0, Violations: r.Violations, Cost: r.Cost, Findings: []finding{}}
	for _, rule := range plan.Rules {
		out.Rules = append(out.Rules, tally{string(rule), rule.Hard(), r.ByRule[rule]})
	}
	for _, f := range r.Findings {
		one := finding{Rule: string(f.Rule), Hard: f.Rule.Hard(), Points: f.Points, Who: f.Who, Weeks: f.Weeks, Why: l.Value(f.Why)}
		one.at(f.Day, f.Period, len(p.Hours))
		out.Findings = append(out.Findings, one)
	}
	return out
}

// summary prints the sum and the points of each rule that has some.
func (a account) summary(w io.Writer, l *i18n.Localizer) {
	sum := l.T("timetable.sum.feasible", "cost", a.Cost)
	if !a.Feasible {
		sum = l.T("timetable.sum.violations", "n", a.Violations)
	}
	for _, r := range a.Rules {
		if r.Points > 0 {
			sum += l.T("timetable.sum.rule", "rule", r.Rule, "points", r.Points)
		}
	}
	fmt.Fprintln(w, sum)
}

// text prints a line for each finding, in columns, and the sum.
func (a account) text(w io.Writer, l *i18n.Localizer) {
	wide := 0
	for _, r := range a.Rules {
		wide = max(wide, terminal.Columns(l.Word("timetable.rule", r.Rule)))
	}
	for _, f := range a.Findings {
		kind := l.T("timetable.soft")
		if f.Hard {
			kind = l.T("timetable.hard")
		}
		fmt.Fprintf(w, "%s %s %3d  %s\n", kind, terminal.Pad(l.Word("timetable.rule", f.Rule), wide), f.Points, f.Why)
	}
	a.summary(w, l)
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
