package subsidy

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// Approve is one of the two approvals: the first confirms, the second, of
// another person, lets the claim be paid. Nobody approves what they handed in,
// nothing is approved before its notice is over, while an objection is open, or
// of which the class no longer bears out a line.
func Approve(d Dossier, g Ground, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	verb := VerbConfirm
	if d.State == Confirmed {
		verb = VerbApprove
	}
	next, err := Flow.Next(d.State, verb)
	if err != nil {
		return d, change.Change{}, err
	}
	c := change.By(a, now)
	same := a.Person == "" || a.Person == d.SubmittedBy || slices.ContainsFunc(d.Approvals, func(x Approval) bool { return x.Person == a.Person })
	switch {
	case same:
		return d, change.Change{}, fault.Refuse("subsidy.two.same")
	case d.Due == 0:
		return d, change.Change{}, fault.Refuse("subsidy.publish.nobody")
	}
	if err := d.ready(c); err != nil {
		return d, change.Change{}, err
	}
	if err := d.stands(g); err != nil {
		return d, change.Change{}, err
	}
	d.State = next
	d.Approvals = append(slices.Clone(d.Approvals), Approval{a.Person, a.Name, a.Role, now})
	c.Log(d.Ref(), verb, "sum", d.Due.Yuan())
	c.Close(d.Ref())
	if next == Confirmed {
		c.Open(d.todo("approve", access.Leader, "", c.Today().AddWorkingDays(5)))
		return d, c, nil
	}
	c.Open(d.todo("pay", access.Secretariat, "", c.Today().AddWorkingDays(10)))
	d.tell(&c, "subsidy.approved", "sum", d.Due.Yuan())
	return d, c, nil
}

// Revert sends a claim back to the check before it is paid: notice, sample and
// approvals are void and begin anew. Once the bank's file was made, money may
// be on its way.
func Revert(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if !d.ExportedAt.IsZero() {
		return d, change.Change{}, fault.Refuse("subsidy.revert.exported")
	}
	d, c, err := d.ended(VerbRevert, reason, a, now)
	if err != nil {
		return d, c, err
	}
	d.EndReason, d.CheckedBy, d.NoticeFrom, d.NoticeTo, d.Code, d.Round, d.Approvals = "", "", calendar.Date{}, calendar.Date{}, "", "", nil
	d.Lines = slices.Clone(d.Lines)
	for i := range d.Lines {
		d.Lines[i].Sampled, d.Lines[i].Assured, d.Lines[i].Remark = false, "", ""
	}
	c.Open(d.todo("check", access.Secretariat, "", c.Today().AddWorkingDays(5)))
	return d, c, nil
}

// PayFile records that the bank's file was made, with names and accounts in
// clear.
func PayFile(d Dossier, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbPayFile); err != nil {
		return d, change.Change{}, err
	}
	d.ExportedAt = now
	c := change.By(a, now)
	c.Log(d.Ref(), VerbPayFile, "sum", d.Due.Yuan())
	return d, c, nil
}

// PayCommand records what the bank did.
type PayCommand struct {
	On        calendar.Date // zero: today
	Reference string        // of the bank
}

// Pay records the payment; each person's money is counted on that day.
func Pay(d Dossier, cmd PayCommand, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	next, err := Flow.Next(d.State, VerbPay)
	if err != nil {
		return d, change.Change{}, err
	}
	c := change.By(a, now)
	if cmd.On.Zero() {
		cmd.On = c.Today()
	}
	cmd.Reference = strings.TrimSpace(cmd.Reference)
	var wrong fault.List
	switch {
	case cmd.On.After(c.Today()):
		wrong.Add("on", cmd.On.String(), "subsidy.pay.future")
	case cmd.On.Before(calendar.DateOf(d.Approvals[len(d.Approvals)-1].At)):
		wrong.Add("on", cmd.On.String(), "subsidy.pay.early")
	}
	if cmd.Reference == "" || len([]rune(cmd.Reference)) > 60 {
		wrong.Add("reference", cmd.Reference, "subsidy.reference.missing")
	}
	if d.ExportedAt.IsZero() {
		wrong = append(wrong, fault.Refuse("subsidy.pay.no_file"))
	}
	if err := wrong.Err(); err != nil {
		return d, change.Change{}, err
	}
	d.State, d.PaidOn, d.Reference, d.Paid = next, cmd.On, cmd.Reference, d.Due
	for _, l := range d.Lines {
		if l.due() > 0 {
			d.count(&c, FactPaid, l.ID, l, l.due(), cmd.On)
		}
	}
	c.Log(d.Ref(), VerbPay, "sum", d.Paid.Yuan())
	c.Close(d.Ref())
	d.tell(&c, "subsidy.paid", "sum", d.Paid.Yuan())
	return d, c, nil
}

// ClawCommand asks for money of one person back. ID is made by the caller.
type ClawCommand struct {
	ID     record.ID
	Line   record.ID
	Amount money.Fen
	Reason string
}

// asked is what of a line is asked back and not decided.
func (m Claim) asked(line record.ID) (sum money.Fen) {
	for _, x := range m.Clawbacks {
		if x.Line == line && x.State == ClawAsked {
			sum += x.Amount
		}
	}
	return sum
}

// Left is what of a line can still be asked back: never more than was paid.
func (d Dossier) Left(l Line) money.Fen {
	if d.State != Paid {
		return 0
	}
	return l.due() - l.Back - d.asked(l.ID)
}

// Claw asks for money back; another person decides.
func Claw(d Dossier, cmd ClawCommand, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbClaw); err != nil {
		return d, change.Change{}, err
	}
	at := d.line(cmd.Line)
	if at < 0 {
		return d, change.Change{}, fault.Wrong("line", string(cmd.Line), "subsidy.claw.line")
	}
	cmd.Reason = strings.TrimSpace(cmd.Reason)
	var wrong fault.List
	if left := d.Left(d.Lines[at]); cmd.Amount <= 0 || cmd.Amount > left {
		wrong.Add("amount", cmd.Amount.Yuan(), "subsidy.claw.amount", "most", left.Yuan())
	}
	if cmd.Reason == "" {
		wrong.Add("reason", "", "subsidy.reason.missing")
	}
	if slices.ContainsFunc(d.Clawbacks, func(x Clawback) bool { return x.ID == cmd.ID }) {
		wrong = append(wrong, fault.New(fault.Conflict, "record.exists"))
	}
	if err := wrong.Err(); err != nil {
		return d, change.Change{}, err
	}
	c := change.By(a, now)
	d.Clawbacks = append(slices.Clone(d.Clawbacks), Clawback{
		ID: cmd.ID, Line: cmd.Line, Amount: cmd.Amount, Reason: cmd.Reason, State: ClawAsked, AskedBy: a.Person, Asker: a.Name, AskedOn: c.Today(),
	})
	c.Log(d.Ref(), VerbClaw, "place", number(d.Lines[at].Place), "sum", cmd.Amount.Yuan()).Message = cmd.Reason
	c.Open(d.todo("decide", access.Leader, "", c.Today().AddWorkingDays(5)))
	return d, c, nil
}

// DecideCommand decides on a claw-back.
type DecideCommand struct {
	Clawback record.ID
	Grant    bool
	Reason   string // required to deny
}

// Decide grants or denies a claw-back; never the person who asked for it.
func Decide(d Dossier, cmd DecideCommand, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	verb := VerbDeny
	if cmd.Grant {
		verb = VerbGrant
	}
	if _, err := Flow.Next(d.State, verb); err != nil {
		return d, change.Change{}, err
	}
	at := slices.IndexFunc(d.Clawbacks, func(x Clawback) bool { return x.ID == cmd.Clawback && x.State == ClawAsked })
	cmd.Reason = strings.TrimSpace(cmd.Reason)
	switch {
	case at < 0:
		return d, change.Change{}, fault.New(fault.NotFound, "record.not_found")
	case a.Person == "" || d.Clawbacks[at].AskedBy == a.Person:
		return d, change.Change{}, fault.Refuse("subsidy.two.same")
	case !cmd.Grant && cmd.Reason == "":
		return d, change.Change{}, fault.Wrong("reason", "", "subsidy.reason.missing")
	}
	c := change.By(a, now)
	d.Clawbacks, d.Lines = slices.Clone(d.Clawbacks), slices.Clone(d.Lines)
	x := &d.Clawbacks[at]
	x.State, x.Decider, x.Decided, x.Decision = ClawDenied, a.Name, c.Today(), cmd.Reason
	l := &d.Lines[d.line(x.Line)]
	c.Log(d.Ref(), verb, "place", number(l.Place), "sum", x.Amount.Yuan()).Message = cmd.Reason
	if cmd.Grant {
		x.State = ClawGranted
		l.Back += x.Amount
		d = d.sums()
		d.count(&c, FactClawed, x.ID, *l, x.Amount, c.Today())
		d.tell(&c, "subsidy.clawed", "sum", x.Amount.Yuan(), "place", number(l.Place))
	}
	if !slices.ContainsFunc(d.Clawbacks, func(x Clawback) bool { return x.State == ClawAsked }) {
		c.Close(d.Ref(), "decide")
	}
	return d, c, nil
}
