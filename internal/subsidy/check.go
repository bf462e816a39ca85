package subsidy

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/fault"
)

// todo is an open step about the claim: of an organisation, or of a role in the
// whole consortium.
func (m Claim) todo(step string, role access.Role, of record.ID, due calendar.Date) todo.Item {
	return todo.Item{Record: m.Ref(), Step: step, Args: change.Pairs("number", m.ClassNumber, "name", m.ClassName), Organisation: of, Role: role, DueOn: due, EscalateTo: access.Leader}
}

func (p Policy) todo(step string, role access.Role, due calendar.Date) todo.Item {
	return todo.Item{Record: p.Ref(), Step: step, Args: change.Pairs("name", p.Name), Role: role, DueOn: due}
}

// ask puts a step on the list of those who claim for the provider, and of
// nobody else there: a teacher could not open it.
func (m Claim) ask(c *change.Change, step string, due calendar.Date) {
	for _, role := range claimants {
		c.Open(m.todo(step, role, m.Provider, due))
	}
}

// tell tells them.
func (m Claim) tell(c *change.Change, key string, args ...string) {
	for _, role := range claimants {
		c.Tell(notify.Notice{Record: m.Ref(), Key: key, Args: change.Pairs(append([]string{"name", m.ClassName}, args...)...), Organisation: m.Provider, Role: role})
	}
}

// Return sends a claim back to the provider to be mended. People who were
// rejected may be claimed again: the calculation begins anew.
func Return(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	d, c, err := d.ended(VerbReturn, reason, a, now)
	if err == nil {
		d.ask(&c, "mend", c.Today().AddWorkingDays(5))
		d.tell(&c, "subsidy.returned")
	}
	return d, c, err
}

// Reject takes one person out of a claim; the others stay.
func Reject(d Dossier, line record.ID, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbReject); err != nil {
		return d, change.Change{}, err
	}
	at := d.line(line)
	switch {
	case at < 0:
		return d, change.Change{}, fault.New(fault.NotFound, "record.not_found")
	case d.Lines[at].Rejected:
		return d, change.Change{}, fault.Refuse("subsidy.line.rejected")
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return d, change.Change{}, fault.Wrong("reason", "", "subsidy.reason.missing")
	}
	d.Lines = slices.Clone(d.Lines)
	d.Lines[at].Rejected, d.Lines[at].Reason = true, reason
	d = d.sums()
	c := change.By(a, now)
	c.Log(d.Ref(), VerbReject, "place", number(d.Lines[at].Place), "sum", d.Lines[at].Amount.Yuan()).Message = reason
	d.tell(&c, "subsidy.rejected", "place", number(d.Lines[at].Place))
	return d, c, nil
}

// Restore takes a person in again while the claim is being checked.
func Restore(d Dossier, line record.ID, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbRestore); err != nil {
		return d, change.Change{}, err
	}
	at := d.line(line)
	if at < 0 || !d.Lines[at].Rejected {
		return d, change.Change{}, fault.New(fault.NotFound, "record.not_found")
	}
	d.Lines = slices.Clone(d.Lines)
	d.Lines[at].Rejected, d.Lines[at].Reason = false, ""
	d = d.sums()
	c := change.By(a, now)
	c.Log(d.Ref(), VerbRestore, "place", number(d.Lines[at].Place))
	return d, c, nil
}

// Decline ends a claim of which nobody is left to pay for.
func Decline(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if d.Due > 0 {
		return d, change.Change{}, fault.Refuse("subsidy.decline.persons", "n", d.Persons())
	}
	d, c, err := d.ended(VerbDecline, reason, a, now)
	if err == nil {
		d.tell(&c, "subsidy.declined")
	}
	return d, c, err
}

// Publish finds a claim in order and begins its public notice, which runs for
// the working days of the policy after this day. Code is the public address.
func Publish(d Dossier, g Ground, code string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	next, err := Flow.Next(d.State, VerbPublish)
	if err != nil {
		return d, change.Change{}, err
	}
	if a.Person == d.SubmittedBy {
		return d, change.Change{}, fault.Refuse("subsidy.two.same")
	}
	if d.Due == 0 {
		return d, change.Change{}, fault.Refuse("subsidy.publish.nobody")
	}
	if err := d.stands(g); err != nil {
		return d, change.Change{}, err
	}
	c := change.By(a, now)
	d.State, d.CheckedBy, d.Code = next, a.Person, code
	d.NoticeFrom, d.NoticeTo = c.Today(), c.Today().AddWorkingDays(int(d.Basis.Terms.NoticeDays))
	c.Log(d.Ref(), VerbPublish, "from", d.NoticeFrom.String(), "to", d.NoticeTo.String())
	c.Close(d.Ref())
	c.Open(d.todo("sample", access.Secretariat, "", d.NoticeTo.AddWorkingDays(3)))
	d.tell(&c, "subsidy.published", "to", d.NoticeTo.String())
	return d, c, nil
}

// OnNotice tells whether the notice runs on a day.
func (m Claim) OnNotice(day calendar.Date) bool {
	return !m.NoticeFrom.Zero() && (calendar.Period{From: m.NoticeFrom, To: m.NoticeTo}).Contains(day)
}

// Object takes down what somebody said against a claim while it is on notice.
func Object(d Dossier, id record.ID, text string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbObject); err != nil {
		return d, change.Change{}, err
	}
	c := change.By(a, now)
	text = strings.TrimSpace(text)
	switch {
	case !d.OnNotice(c.Today()):
		return d, change.Change{}, fault.Refuse("subsidy.object.late", "to", d.NoticeTo.String())
	case text == "":
		return d, change.Change{}, fault.Wrong("text", "", "subsidy.reason.missing")
	case slices.ContainsFunc(d.Objections, func(o Objection) bool { return o.ID == id }):
		return d, change.Change{}, fault.New(fault.Conflict, "record.exists")
	}
	d.Objections = append(slices.Clone(d.Objections), Objection{ID: id, On: c.Today(), Text: text, By: a.Name})
	c.Log(d.Ref(), VerbObject).Message = text
	c.Open(d.todo("answer", access.Secretariat, "", c.Today().AddWorkingDays(5)))
	return d, c, nil
}

// AnswerCommand answers an objection. If it is upheld, the people concerned are
// rejected one by one besides.
type AnswerCommand struct {
	Objection record.ID
	Text      string
	Upheld    bool
}

// Answer decides on an objection.
func Answer(d Dossier, cmd AnswerCommand, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbAnswer); err != nil {
		return d, change.Change{}, err
	}
	at := slices.IndexFunc(d.Objections, func(o Objection) bool { return o.ID == cmd.Objection && o.Done.Zero() })
	if at < 0 {
		return d, change.Change{}, fault.New(fault.NotFound, "record.not_found")
	}
	if cmd.Text = strings.TrimSpace(cmd.Text); cmd.Text == "" {
		return d, change.Change{}, fault.Wrong("answer", "", "subsidy.reason.missing")
	}
	c := change.By(a, now)
	d.Objections = slices.Clone(d.Objections)
	o := &d.Objections[at]
	o.Answer, o.Upheld, o.Done = cmd.Text, cmd.Upheld, c.Today()
	c.Log(d.Ref(), VerbAnswer).Message = cmd.Text
	if d.openObjections() == 0 {
		c.Close(d.Ref(), "answer")
	}
	return d, c, nil
}

func (m Claim) openObjections() int {
	n := 0
	for _, o := range m.Objections {
		if o.Done.Zero() {
			n++
		}
	}
	return n
}
