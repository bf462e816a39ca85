package place

import (
	"fmt"
	"strconv"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
	"tongpin/internal/engine/placement/verify"
	"tongpin/internal/platform/fault"
)

// listed is how many findings of a check are named.
const listed = 20

// verify checks a placement that exists. Only when the seed is given does the
// lottery count as well as the grades, and only in the stable mode; the weighted
// mode promises the caps alone.
func (r *run) verify(c *placefile.Case) error {
	post, err := c.ReadPlacement(r.Verify)
	if err != nil {
		return explained(err)
	}
	lottery := r.Mode == Stable && r.Seed != nil
	report := verify.Check(c.Instance, post, verify.Options{Lottery: lottery, CapsOnly: r.Mode == Weighted, Limit: listed})
	r.progress.end()
	if report.Total == 0 {
		_, err := fmt.Fprintln(r.Surroundings.Out, r.proved(len(post)))
		return err
	}
	var list fault.List
	for _, f := range report.Findings {
		list = append(list, r.finding(c, post, f))
	}
	return withRest(list, report.Total)
}

// proved says what a check without a finding has shown.
func (r *run) proved(students int) string {
	args := []any{"file", r.Verify, "students", students}
	switch {
	case r.Mode == Weighted:
		return r.Texts.T("app.place.proved.caps", args...)
	case r.Mode == Fill:
		return r.Texts.T("app.place.proved.grades", args...)
	case r.Seed == nil:
		return r.Texts.T("app.place.proved.grades", args...) + r.Texts.T("app.place.proved.hint")
	}
	return r.Texts.T("app.place.proved.lottery", args...)
}

// finding puts a finding into words.
func (r *run) finding(c *placefile.Case, post []uint32, f verify.Finding) *fault.Fault {
	switch f.Kind {
	case verify.OverCap:
		if f.Post != placement.None {
			return fault.Refuse("app.place.found.seats", "post", string(c.Posts.At(f.Post)), "held", int(f.Held), "cap", int(c.Instance.Posts[f.Post].Seats))
		}
		return fault.Refuse("app.place.found.cap", "group", string(c.Groups.At(f.Group)), "held", int(f.Held), "cap", int(c.Instance.Groups[f.Group].Cap), "reason", c.Reasons[f.Group])
	case verify.NotWished:
		return fault.Refuse("app.place.found.not_wished", "student", string(c.Student(f.Student)), "post", string(c.Posts.At(f.Post)))
	}
	args := []any{"student", string(c.Student(f.Student)), "post", string(c.Posts.At(f.Post)), "own", r.postName(c, post[f.Student])}
	if f.Kind == verify.Room {
		return fault.Refuse("app.place.found.room", args...)
	}
	node := c.Posts.At(f.Post)
	if f.Group < placement.None-1 {
		node = c.Groups.At(f.Group)
	}
	return fault.Refuse("app.place.found.justified", append(args, "node", string(node), "other", string(c.Student(f.Other)))...)
}

func (r *run) postName(c *placefile.Case, p uint32) string {
	if p == placement.None {
		return r.Texts.T("app.place.nowhere")
	}
	return string(c.Posts.At(p))
}

// because puts an explanation into words.
func (r *run) because(c *placefile.Case, b placefile.Because) string {
	switch b.Outcome {
	case placement.Placed:
		return r.Texts.T("app.place.why.placed")
	case placement.Spared:
		return r.Texts.T("app.place.why.spared")
	}
	number := func(code uint32) string { return strconv.FormatFloat(c.Grades.Number(code), 'f', -1, 64) }
	lot := func(n uint32) string { return strconv.FormatUint(uint64(n)+1, 10) }
	args := []any{"node", string(b.Node), "cap", int(b.Cutoff.Cap), "reason", b.Reason, "grade", number(b.Grade), "lot", lot(b.Lot)}
	if b.Cutoff.Student == placement.None {
		return r.Texts.T("app.place.why.closed", args...)
	}
	args = append(args, "lowest", number(b.Cutoff.Grade), "last", lot(b.Cutoff.Student))
	key := "app.place.why.grade"
	if b.Cutoff.Grade == b.Grade {
		key = "app.place.why.lottery"
	}
	if b.Outcome == placement.Passed {
		key = "app.place.why.passed"
	}
	if b.Reason != "" {
		return r.Texts.T(key, args...) + r.Texts.T("app.place.why.basis", "reason", b.Reason)
	}
	return r.Texts.T(key, args...)
}
