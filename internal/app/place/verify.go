package place

import (
	"fmt"
	"slices"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
	"tongpin/internal/engine/placement/verify"
	"tongpin/internal/platform/fault"
)

// listed is how many findings of a check are named.
const listed = 20

// verify checks a placement that exists. Only when the seed is given does the
// lottery count as well as the grades, and only in the stable mode; of the weighted
// mode the caps, lists and lower quotas are checked, and the sum by prices.
func (r *run) verify(c *placefile.Case, x *extras) error {
	post, err := c.ReadPlacement(r.Verify)
	if err != nil {
		return explained(err)
	}
	var rents *placement.Rents
	if r.Prices != "" {
		if rents, err = c.ReadPrices(r.Prices); err != nil {
			return explained(err)
		}
	}
	if lock, ok := x.moved(post); ok {
		return fault.Refuse("app.place.found.moved", "student", string(c.Student(lock.Student)), "post", string(c.Posts.At(lock.Post)), "own", r.postName(c, post[lock.Student]))
	}
	if err := r.check(c, x, post); err != nil {
		return err
	}
	if rents != nil {
		return r.prove(c, x, post, rents)
	}
	_, err = fmt.Fprintln(r.Surroundings.Out, r.proved(len(post)))
	return err
}

// check returns what is wrong with a placement that keeps the locks.
func (r *run) check(c *placefile.Case, x *extras, post []uint32) error {
	o := verify.Options{Lottery: r.Mode == Stable && r.Seed != nil, CapsOnly: r.capsOnly(), Locked: x.locks, Tied: c.Tied}
	if len(x.pairs) == 0 {
		o.Limit = listed
	}
	report := verify.Check(c.Instance, post, o)
	x.spare(c.Instance, post, &report)
	r.progress.end()
	list := r.broken(c, x, post)
	total := report.Total + len(list)
	for _, f := range report.Findings {
		list = append(list, r.finding(c, post, f))
	}
	return withRest(list, total)
}

// capsOnly tells whether students may prefer other posts: neither the weighted
// mode nor a second band of choices promises that they don't.
func (r *run) capsOnly() bool { return r.Mode == Weighted || len(r.Bands) > 1 }

// moved returns a locked placement that has not been kept.
func (x *extras) moved(post []uint32) (placement.Lock, bool) {
	for _, l := range x.locks {
		if post[l.Student] != l.Post {
			return l, true
		}
	}
	return placement.Lock{}, false
}

// spare takes out of a report that pairs who are together would rather be in
// other posts, and leaves the first findings of the rest.
func (x *extras) spare(in *placement.Instance, post []uint32, report *verify.Report) {
	if len(x.pairs) == 0 {
		return
	}
	members := x.paired(in, post)
	report.Findings = slices.DeleteFunc(report.Findings, func(f verify.Finding) bool {
		return (f.Kind == verify.Room || f.Kind == verify.Justified) && members[f.Student]
	})
	report.Total = len(report.Findings)
	report.Findings = report.Findings[:min(listed, report.Total)]
}

// proved says what a check without a finding has shown.
func (r *run) proved(students int) string {
	args := []any{"file", r.Verify, "students", students}
	switch {
	case r.Mode == Weighted:
		return r.Texts.T("app.place.proved.unpriced", args...)
	case r.capsOnly():
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
