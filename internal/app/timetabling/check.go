package timetabling

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/platform/fault"
)

// CheckOptions count a timetable anew.
type CheckOptions struct {
	Streams
	File     string
	Solution string
	JSON     bool
}

// CheckTimetable prints every violation and every soft point. It refuses a
// timetable that breaks a hard rule, after printing.
func (Program) CheckTimetable(_ context.Context, o CheckOptions) error {
	in, err := readInstance(o.File)
	if err != nil {
		return err
	}
	s, err := readSolution(o.Solution, in)
	if err != nil {
		return err
	}
	r := ctt.Check(in, s)
	if o.JSON {
		err = printJSON(o.Out, newAccount(in, r))
	} else {
		err = printText(o.Out, r)
	}
	if err == nil && r.Violations > 0 {
		err = fault.Refuse("timetable.violations", "n", r.Violations)
	}
	return err
}

func readSolution(path string, in *ctt.Instance) (s ctt.Solution, err error) {
	err = disk.Read(path, func(r io.Reader) error {
		s, err = ctt.ReadSolution(r, in)
		return wrongFile(path, err)
	})
	return s, err
}

// checked is what check --json prints.
type checked struct {
	Instance   string         `json:"instance"`
	Feasible   bool           `json:"feasible"`
	Violations int            `json:"violations"`
	Cost       int            `json:"cost"`
	Rules      []ruleAccount  `json:"rules"`
	Findings   []foundAccount `json:"findings"`
}

type ruleAccount struct {
	Rule   string `json:"rule"`
	Hard   bool   `json:"hard"`
	Points int    `json:"points"` // violations of a hard rule
}

type foundAccount struct {
	Rule   string   `json:"rule"`
	Hard   bool     `json:"hard"`
	Points int      `json:"points"`
	Who    []string `json:"who"`
	Day    *int     `json:"day,omitempty"`    // from 0; absent: no single day
	Period *int     `json:"period,omitempty"` // of the day, from 0; absent: no single period
	Why    string   `json:"why"`
}

func newAccount(in *ctt.Instance, r ctt.Report) checked {
	out := checked{Instance: in.Name, Feasible: r.Violations == 0, Violations: r.Violations, Cost: r.Cost, Findings: []foundAccount{}}
	for _, rule := range ctt.Rules {
		out.Rules = append(out.Rules, ruleAccount{string(rule), rule.Hard(), r.ByRule[rule]})
	}
	for _, f := range r.Findings {
		one := foundAccount{Rule: string(f.Rule), Hard: f.Rule.Hard(), Points: f.Points, Who: f.Who, Why: f.Why}
		if f.Day >= 0 {
			one.Day = &f.Day
		}
		if f.Period >= 0 {
			hour := f.Period % in.PerDay
			one.Period = &hour
		}
		out.Findings = append(out.Findings, one)
	}
	return out
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func printText(w io.Writer, r ctt.Report) error {
	for _, f := range r.Findings {
		kind := "soft"
		if f.Rule.Hard() {
			kind = "HARD"
		}
		fmt.Fprintf(w, "%s %-21s %3d  %s\n", kind, f.Rule, f.Points, f.Why)
	}
	account(w, r)
	return nil
}
