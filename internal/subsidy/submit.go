package subsidy

import (
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

// Ground is what a claim stands on, as it is now: the class, its roster with
// what the rules find, and what each person gets in the year from other claims.
type Ground struct {
	Class  training.Class
	Roster []training.Examined
	Before map[record.ID]money.Fen // by trainee
	Year   YearMark                // of what Before says, for the store
}

// YearMark tells the store what the sums of a year were read at: who submits
// while somebody else does is told to try again.
type YearMark struct {
	Year    int
	Version int64
}

// claimable refuses classes that nothing can be claimed for. Money of a subsidy
// and other money are kept apart here, and nowhere can it be gone round.
func claimable(k training.Class) error {
	switch {
	case !k.Subsidised:
		return fault.Refuse("subsidy.class.unsubsidised", "class", k.Name)
	case k.State != training.Completed:
		return fault.Refuse("subsidy.class.not_completed", "class", k.Name, "state", string(k.State))
	}
	return nil
}

// Build makes the lines of a claim from the roster, each calculated by the
// policy. Who must not take part is not paid for; the step names the rule.
func Build(g Ground, p Content) []Line {
	lines := make([]Line, 0, len(g.Roster))
	for i, x := range g.Roster {
		l := Line{
			ID: record.Derived(x.Entry.ID, "subsidy line"), Place: int64(i + 1), Enrolment: x.Entry.ID, Trainee: x.Trainee,
			Result: x.State, Hours: x.Hours, Counted: x.Hours != training.Unknown, Findings: x.Found,
		}
		if !l.Counted {
			l.Hours = g.Class.Hours
		}
		l.Amount, l.Steps = p.Calculate(Person{Result: x.State, Hours: l.Hours, Occupation: g.Class.Occupation, Level: g.Class.Level, Before: g.Before[x.Trainee]})
		for _, f := range x.Found {
			if f.Severity.Blocks() {
				l.Amount = 0
				l.Steps = append(l.Steps, Step{Key: "barred", Args: map[string]string{"rule": f.Rule, "edition": f.Edition}})
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// Payment says where the money goes.
type Payment struct {
	Account string
	Bank    string
}

func (x Payment) read(p Content) (Payment, fault.List) {
	var wrong fault.List
	x.Account, x.Bank = strings.NewReplacer(" ", "", "-", "").Replace(x.Account), strings.TrimSpace(x.Bank)
	if p.Terms.Payee == PayPerson { // each person has an own account, on the roster
		return Payment{}, wrong
	}
	if len(x.Account) < 8 || len(x.Account) > 32 || strings.Trim(x.Account, "0123456789") != "" {
		wrong.Add("account", x.Account, "subsidy.account.wrong")
	}
	if x.Bank == "" || len([]rune(x.Bank)) > 120 {
		wrong.Add("bank", x.Bank, "subsidy.bank.missing")
	}
	return x, wrong
}

// StartCommand begins a claim.
type StartCommand struct {
	Class  record.ID
	Policy record.ID
	Payment
	Files  []file.File
	Sample bool
}

// calculate puts policy and ground into a claim.
func (d Dossier) calculate(g Ground, p Policy) (Dossier, error) {
	if err := claimable(g.Class); err != nil {
		return d, err
	}
	if !p.Fits(g.Class.Opens, g.Class.Category, g.Class.Fund) {
		return d, fault.Wrong("policy", p.Name, "subsidy.policy.unfit")
	}
	k := g.Class
	d.Class, d.ClassNumber, d.ClassName, d.Provider, d.ProviderName = k.ID, k.Number, k.Name, k.Provider, k.ProviderName
	d.Category, d.Occupation, d.Level, d.Fund, d.Opens, d.Closes = k.Category, k.Occupation, k.Level, k.Fund, k.Opens, k.Closes
	d.Policy, d.Basis, d.Holder = p.ID, p.Content, k.ProviderName
	d.Lines = Build(g, p.Content)
	return d.sums(), nil
}

// Start makes a draft, calculated line by line.
func Start(cmd StartCommand, g Ground, p Policy, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	d := Dossier{Claim: Claim{ID: ClaimID(g.Class.ID), State: Draft, Sample: cmd.Sample, CreatedAt: now}}
	d, err := d.calculate(g, p)
	if err != nil {
		return d, change.Change{}, err
	}
	x, wrong := cmd.Payment.read(p.Content)
	if err := wrong.Err(); err != nil {
		return d, change.Change{}, err
	}
	d.Account, d.Bank = x.Account, x.Bank
	c := change.By(a, now)
	c.Log(d.Ref(), VerbDraft)
	c.Attach(cmd.Files...)
	d.ask(&c, VerbSubmit, c.Today().AddWorkingDays(10))
	return d, c, nil
}

// Edit changes policy and account, and calculates anew.
func Edit(d Dossier, cmd StartCommand, g Ground, p Policy, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbEdit); err != nil {
		return d, change.Change{}, err
	}
	kept := d
	d, err := d.calculate(g, p)
	if err != nil {
		return kept, change.Change{}, err
	}
	x, wrong := cmd.Payment.read(p.Content)
	if err := wrong.Err(); err != nil {
		return kept, change.Change{}, err
	}
	d.Account, d.Bank = x.Account, x.Bank
	c := change.By(a, now)
	c.Log(d.Ref(), VerbEdit)
	c.Attach(cmd.Files...)
	return d, c, nil
}

// Submit hands a claim in, calculated once more on what is known now. Rejected
// people stay rejected unless the claim came back to the provider.
func Submit(d Dossier, g Ground, p Policy, message string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	next, err := Flow.Next(d.State, VerbSubmit)
	if err != nil {
		return d, change.Change{}, err
	}
	kept := d
	if d, err = d.calculate(g, p); err != nil {
		return kept, change.Change{}, err
	}
	if d.Claimed == 0 {
		return kept, change.Change{}, fault.Refuse("subsidy.submit.nothing")
	}
	d.State, d.SubmittedBy, d.SubmittedAt, d.EndReason = next, a.Person, now, ""
	c := change.By(a, now)
	c.Log(d.Ref(), VerbSubmit, "sum", d.Claimed.Yuan()).Message = strings.TrimSpace(message)
	c.Close(d.Ref())
	c.Open(d.todo("check", access.Secretariat, "", c.Today().AddWorkingDays(5)))
	return d, c, nil
}

// Withdraw takes a claim back before it is published.
func Withdraw(d Dossier, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	return d.ended(VerbWithdraw, reason, a, now)
}

// Reopen makes a draft of a claim that was taken back.
func Reopen(d Dossier, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	next, err := Flow.Next(d.State, VerbReopen)
	if err != nil {
		return d, change.Change{}, err
	}
	d.State, d.EndReason = next, ""
	c := change.By(a, now)
	c.Log(d.Ref(), VerbReopen)
	d.ask(&c, VerbSubmit, c.Today().AddWorkingDays(10))
	return d, c, nil
}

// ended leads to a state without a further step, with a reason.
func (d Dossier) ended(verb, reason string, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	next, err := Flow.Next(d.State, verb)
	if err != nil {
		return d, change.Change{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return d, change.Change{}, fault.Wrong("reason", "", "subsidy.reason.missing")
	}
	d.State, d.EndReason = next, reason
	c := change.By(a, now)
	c.Log(d.Ref(), verb).Message = reason
	c.Close(d.Ref())
	return d, c, nil
}

// stands refuses what the class no longer bears out: it was reopened or
// reversed, or somebody who is to be paid left the roster.
func (d Dossier) stands(g Ground) error {
	if err := claimable(g.Class); err != nil {
		return err
	}
	on := map[record.ID]training.EnrolmentState{}
	for _, x := range g.Roster {
		on[x.Entry.ID] = x.State
	}
	var wrong fault.List
	for _, l := range d.Lines {
		if state := on[l.Enrolment]; !l.Rejected && l.Amount > 0 && state != l.Result {
			wrong = append(wrong, fault.Refuse("subsidy.line.changed", "place", l.Place))
		}
	}
	return wrong.Err()
}
