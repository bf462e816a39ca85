package member

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

// ReviewCommand is the yearly review of a member.
type ReviewCommand struct {
	Year    int
	Result  string
	Comment string
}

// Judge records the review of a year, once a year. If the last reviews are
// unfulfilled as often as MEM-003 says, the removal is proposed to the
// secretariat: the program proposes, people decide.
func Judge(m Membership, cmd ReviewCommand, a access.Actor, now time.Time, book *rule.Book) (Membership, change.Change, error) {
	if _, err := Flow.Next(m.State, VerbReview); err != nil {
		return m, change.Change{}, err
	}
	c := change.By(a, now)
	var wrong fault.List
	if cmd.Year < 2000 || cmd.Year > c.Today().Year {
		wrong.Add("year", strconv.Itoa(cmd.Year), "member.review.year")
	}
	if slices.ContainsFunc(m.Reviews, func(r Review) bool { return r.Year == cmd.Year }) {
		wrong.Add("year", strconv.Itoa(cmd.Year), "member.review.done")
	}
	if !slices.Contains(Results, cmd.Result) {
		wrong.Add("result", cmd.Result, "member.review.result")
	}
	if cmd.Result != Fulfilled && strings.TrimSpace(cmd.Comment) == "" {
		wrong.Add("comment", "", "member.comment.missing")
	}
	if err := wrong.Err(); err != nil {
		return m, change.Change{}, err
	}
	m.Reviews = append(slices.Clone(m.Reviews), Review{cmd.Year, cmd.Result, cmd.Comment, c.Today()})
	slices.SortFunc(m.Reviews, func(a, b Review) int { return a.Year - b.Year })
	c.Log(m.Ref(), VerbReview, "year", strconv.Itoa(cmd.Year), "result", cmd.Result).Message = cmd.Comment
	c.Close(m.Ref(), "consider_removal") // a new year judges anew
	if len(m.Findings(c.Today(), book)) > 0 {
		c.Open(m.todo("consider_removal", access.Secretariat, "", c.Today().AddDays(decideDays)))
	}
	c.Tell(m.notice("member.reviewed"))
	return m, c, nil
}

// Findings tests the member against the rules in force on a day.
func (m Membership) Findings(day calendar.Date, book *rule.Book) []rule.Finding {
	r, ok := book.On("MEM-003", day)
	years := int(r.Params["years"])
	if !ok || years < 1 || m.State != Member || len(m.Reviews) < years {
		return nil
	}
	last := m.Reviews[len(m.Reviews)-years:]
	for i, review := range last {
		if review.Result != Unfulfilled || (i > 0 && review.Year != last[i-1].Year+1) {
			return nil
		}
	}
	return []rule.Finding{r.Broken("reviews", map[string]any{"years": years})}
}

// EndCommand ends a membership.
type EndCommand struct {
	Removal bool // by the council; else the member leaves
	Reasons []string
	Note    string
	Meeting string // that decided a removal
}

// End lets a member leave with reasons, or removes it by a decision.
func End(m Membership, cmd EndCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	verb, key := VerbLeave, "member.left"
	if cmd.Removal {
		verb, key = VerbRemove, "member.removed"
	}
	next, err := Flow.Next(m.State, verb)
	if err != nil {
		return m, change.Change{}, err
	}
	var wrong fault.List
	if len(cmd.Reasons) == 0 {
		wrong.Add("reasons", "", "member.reason.missing")
	}
	for _, r := range cmd.Reasons {
		if !slices.Contains(LeaveReasons, r) {
			wrong.Add("reasons", r, "member.reason.unknown")
		}
	}
	if cmd.Removal && strings.TrimSpace(cmd.Meeting) == "" {
		wrong.Add("meeting", "", "member.meeting.missing")
	}
	if err := wrong.Err(); err != nil {
		return m, change.Change{}, err
	}
	c := change.By(a, now)
	c.Count(m.moved(-1, moveOut))
	m.State, m.EndedOn, m.EndReasons, m.EndNote = next, c.Today(), cmd.Reasons, cmd.Note
	c.Log(m.Ref(), verb, "meeting", cmd.Meeting).Message = cmd.Note
	c.Close(m.Ref())
	c.Tell(m.notice(key))
	return m, c, nil
}

// ReinstateCommand takes a former member back.
type ReinstateCommand struct{ Meeting, Note string }

// Reinstate makes a former member a member again, with its old tier.
func Reinstate(m Membership, cmd ReinstateCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	next, err := Flow.Next(m.State, VerbReinstate)
	if err != nil {
		return m, change.Change{}, err
	}
	if strings.TrimSpace(cmd.Meeting) == "" {
		return m, change.Change{}, fault.Wrong("meeting", "", "member.meeting.missing")
	}
	c := change.By(a, now)
	m.State = next
	m.join(&c, c.Today())
	c.Log(m.Ref(), VerbReinstate, "meeting", cmd.Meeting).Message = cmd.Note
	c.Tell(m.notice("member.reinstated"))
	return m, c, nil
}
