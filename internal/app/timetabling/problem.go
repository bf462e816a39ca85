package timetabling

import (
	"bufio"
	"context"
	"io"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/engine/timetable/planner"
	"tongpin/internal/platform/i18n"
)

// problem is what a file asks for: a standard instance or a plan. For a standard
// instance the plan is its translation.
type problem struct {
	in   *ctt.Instance // nil: the file is a plan
	plan *plan.Plan
}

// schedule is a timetable of a problem.
type schedule struct {
	standard ctt.Solution // if the problem is a standard instance
	planned  plan.Solution
}

func readProblem(path string) (p problem, err error) {
	err = disk.Read(path, func(r io.Reader) error {
		b := bufio.NewReader(r)
		head, _ := b.Peek(len(bom) + len(plan.Heading))
		if len(head) >= len(bom) && string(head[:len(bom)]) == bom {
			head = head[len(bom):]
		}
		if len(head) >= len(kind) && string(head[:len(kind)]) == kind {
			p.plan, err = plan.Read(b)
			return wrongFile(path, err)
		}
		if p.in, err = ctt.Read(b); err != nil {
			return wrongFile(path, err)
		}
		p.plan = plan.FromCTT(p.in)
		return nil
	})
	return p, err
}

// kind is how every edition of a plan begins, and bom what editors put before.
const (
	kind = "tongpin-timetable"
	bom  = "\ufeff"
)

func (p problem) readSchedule(path string) (s schedule, err error) {
	err = disk.Read(path, func(r io.Reader) error {
		if p.in == nil {
			s.planned, err = plan.ReadSolution(r, p.plan)
			return wrongFile(path, err)
		}
		if s.standard, err = ctt.ReadSolution(r, p.in); err != nil {
			return wrongFile(path, err)
		}
		s.planned = plan.SolutionFromCTT(p.plan, s.standard)
		return nil
	})
	return s, err
}

func (p problem) write(w io.Writer, s schedule) error {
	if p.in == nil {
		return s.planned.Write(w, p.plan)
	}
	return s.standard.Write(w, p.in)
}

// solve searches with the engine that suits the problem, and tells how many
// proposals were made.
func (p problem) solve(ctx context.Context, o timetable.Options) (schedule, int64, error) {
	if p.in == nil {
		r, err := planner.Solve(ctx, p.plan, o)
		return schedule{planned: r.Solution}, r.Tried, err
	}
	r, err := timetable.Solve(ctx, p.in, o)
	return schedule{standard: r.Solution}, r.Tried, err
}

func (p problem) check(s schedule, l *i18n.Localizer) account {
	if p.in == nil {
		return planAccount(p.plan, plan.Check(p.plan, s.planned), l)
	}
	return standardAccount(p.in, ctt.Check(p.in, s.standard), l)
}

// sum is check without the findings, where the problem has a shorter way to it.
func (p problem) sum(s schedule, l *i18n.Localizer) account {
	if p.in == nil {
		return p.check(s, l)
	}
	return standardAccount(p.in, ctt.Count(p.in, s.standard), l)
}

// change enters a file of changes into the plan.
func (p problem) change(path string, s schedule) error {
	return disk.Read(path, func(r io.Reader) error { return wrongFile(path, plan.ApplyChanges(r, p.plan, s.planned)) })
}
