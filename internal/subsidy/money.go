package subsidy

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/training"
)

// Object takes down an objection. ID is made by the caller.
func (s *Service) Object(ctx context.Context, a access.Actor, t step.Target, id record.ID, text string) (Claim, error) {
	return s.take(ctx, a, t, ActCheck, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Object(d, id, text, a, now) })
}

// Answer decides on an objection.
func (s *Service) Answer(ctx context.Context, a access.Actor, t step.Target, cmd AnswerCommand) (Claim, error) {
	return s.take(ctx, a, t, ActCheck, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Answer(d, cmd, a, now) })
}

// pools is the keeper of rounds.
type pools struct{ Store }

func (k pools) Find(ctx context.Context, id record.ID) (Pool, error) { return k.FindPool(ctx, id) }

func (k pools) Save(ctx context.Context, p Pool, c change.Change) error { return k.SavePool(ctx, p, c) }

// ripe are the claims whose notice is over, with no objection open.
func (s *Service) ripe(ctx context.Context, a access.Actor) ([]Claim, error) {
	page, err := s.store.List(ctx, listing.Query{Size: most, Filter: map[string][]string{"state": {string(Published)}}}, s.table.Reach(a, ActView), a)
	return slices.DeleteFunc(page.Rows, func(m Claim) bool {
		return Dossier{Claim: m}.ready(change.By(a, s.clock.Now())) != nil
	}), err
}

// Ripe are the claims that can go into a round now.
func (s *Service) Ripe(ctx context.Context, a access.Actor) ([]Claim, error) {
	if !s.Reaches(a, ActRounds) {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.ripe(ctx, a)
}

// NewSeed makes a seed that nobody can guess.
func NewSeed() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return hex.EncodeToString(b)
}

// Commit takes all claims that are ripe into a new round and publishes the hash
// of its seed.
func (s *Service) Commit(ctx context.Context, a access.Actor, id record.ID, sample bool) (Round, error) {
	if !s.Reaches(a, ActCommit) {
		return Round{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	ripe, err := s.ripe(ctx, a)
	if err != nil {
		return Round{}, err
	}
	claims := make([]Dossier, len(ripe))
	for i, m := range ripe {
		if claims[i], err = s.store.FindDossier(ctx, m.ID); err != nil {
			return Round{}, err
		}
	}
	p, c, err := Commit(CommitCommand{ID: id, Seed: NewSeed(), Code: code.NewVerification(), Sample: sample}, claims, a, s.clock.Now())
	if err != nil {
		return p.Round, err
	}
	return p.Round, s.store.SavePool(ctx, p, c)
}

// Draw draws a round with the word of the actor.
func (s *Service) Draw(ctx context.Context, a access.Actor, t step.Target, word string) (Round, error) {
	p, err := step.Take(ctx, pools{s.store}, step.Gate{Table: s.table, View: ActRounds, Act: ActDraw}, a, t, func(p Pool) (Pool, change.Change, error) {
		return DrawRound(p, word, a, s.clock.Now())
	})
	return p.Round, err
}

// Rounds are all rounds, the newest first.
func (s *Service) Rounds(ctx context.Context, a access.Actor) ([]Round, error) {
	if !s.Reaches(a, ActRounds) {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.Rounds(ctx)
}

// Pool returns a round with its claims; before the draw without its seed, for
// whoever prepared it too.
func (s *Service) Pool(ctx context.Context, a access.Actor, id record.ID) (Pool, error) {
	if !s.Reaches(a, ActRounds) {
		return Pool{}, fault.New(fault.NotFound, "record.not_found")
	}
	p, err := s.store.FindPool(ctx, id)
	if p.State == Committed {
		p.Seed = ""
	}
	return p, err
}

// Assure answers for sampled people.
func (s *Service) Assure(ctx context.Context, a access.Actor, t step.Target, list []AssureCommand) (Claim, error) {
	return s.take(ctx, a, t, ActCheck, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Assure(d, list, a, now) })
}

// Approve gives one of the two approvals.
func (s *Service) Approve(ctx context.Context, a access.Actor, t step.Target) (Claim, error) {
	return s.grounded(ctx, a, t, ActApprove, func(d Dossier, g Ground, now time.Time) (Dossier, change.Change, error) {
		return Approve(d, g, a, now)
	})
}

// Revert sends a claim back to the check.
func (s *Service) Revert(ctx context.Context, a access.Actor, t step.Target, reason string) (Claim, error) {
	return s.take(ctx, a, t, ActApprove, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Revert(d, reason, a, now) })
}

// Payee is one row of the bank's file, in clear.
type Payee struct {
	Claim   Claim
	Place   int64 // of the line; 0 if the provider is paid
	Name    string
	Account string
	Bank    string
	Amount  int64 // fen
}

// PayFile returns the rows of the bank's file of one approved claim, with names
// and accounts in clear; that it was made stands in the timelines of the claim
// and, if people are named, of the class.
func (s *Service) PayFile(ctx context.Context, a access.Actor, t step.Target, purpose string) ([]Payee, error) {
	d, err := s.Find(ctx, a, t.ID)
	if err != nil {
		return nil, err
	}
	if !s.May(a, ActPay, d.Claim) {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	if _, err := Flow.Next(d.State, VerbPayFile); err != nil {
		return nil, err
	}
	var roster []training.Entry
	if d.Basis.Terms.Payee == PayPerson {
		if roster, err = s.classes.RosterInClear(ctx, a, d.Class, purpose); err != nil {
			return nil, err
		}
	}
	payees, err := PayeesOf(d, roster)
	if err != nil {
		return nil, err
	}
	_, err = s.take(ctx, a, t, ActPay, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return PayFile(d, a, now) })
	return payees, err
}

// PayeesOf are the rows of the bank's file: the provider, or each person that is
// paid for, whose account the roster must know.
func PayeesOf(d Dossier, roster []training.Entry) ([]Payee, error) {
	if d.Basis.Terms.Payee == PayProvider {
		return []Payee{{Claim: d.Claim, Name: d.Holder, Account: d.Account, Bank: d.Bank, Amount: int64(d.Due)}}, nil
	}
	people := map[record.ID]training.Trainee{}
	for _, e := range roster {
		people[e.ID] = e.Person
	}
	var list []Payee
	var wrong fault.List
	for _, l := range d.Lines {
		if l.due() == 0 {
			continue
		}
		p := people[l.Enrolment]
		if p.Name == "" || p.BankAccount == "" {
			wrong = append(wrong, fault.Refuse("subsidy.payee.account", "place", l.Place))
		}
		list = append(list, Payee{Claim: d.Claim, Place: l.Place, Name: p.Name, Account: p.BankAccount, Amount: int64(l.due())})
	}
	return list, wrong.Err()
}

// Pay records the payment.
func (s *Service) Pay(ctx context.Context, a access.Actor, t step.Target, cmd PayCommand) (Claim, error) {
	return s.take(ctx, a, t, ActPay, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Pay(d, cmd, a, now) })
}

// Claw asks for money back.
func (s *Service) Claw(ctx context.Context, a access.Actor, t step.Target, cmd ClawCommand) (Claim, error) {
	return s.take(ctx, a, t, ActClaw, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Claw(d, cmd, a, now) })
}

// Decide grants or denies a claw-back.
func (s *Service) Decide(ctx context.Context, a access.Actor, t step.Target, cmd DecideCommand) (Claim, error) {
	return s.take(ctx, a, t, ActClaw, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Decide(d, cmd, a, now) })
}

// StartPolicy drafts a policy.
func (s *Service) StartPolicy(ctx context.Context, a access.Actor, cmd PolicyCommand) (Policy, error) {
	if !s.Reaches(a, ActKeep) {
		return Policy{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	p, c, err := DraftPolicy(cmd, a, s.clock.Now())
	if err != nil {
		return p, err
	}
	return p, s.store.SavePolicy(ctx, p, c)
}

// policies is the keeper of policies.
type policies struct{ Store }

func (k policies) Find(ctx context.Context, id record.ID) (Policy, error) {
	return k.FindPolicy(ctx, id)
}

func (k policies) Save(ctx context.Context, p Policy, c change.Change) error {
	return k.SavePolicy(ctx, p, c)
}

func (s *Service) takePolicy(ctx context.Context, a access.Actor, t step.Target, act access.Action, decide func(Policy, time.Time) (Policy, change.Change, error)) (Policy, error) {
	return step.Take(ctx, policies{s.store}, step.Gate{Table: s.table, View: ActPolicies, Act: act}, a, t, func(p Policy) (Policy, change.Change, error) {
		return decide(p, s.clock.Now())
	})
}

// EditPolicy changes a draft.
func (s *Service) EditPolicy(ctx context.Context, a access.Actor, t step.Target, x Content) (Policy, error) {
	return s.takePolicy(ctx, a, t, ActKeep, func(p Policy, now time.Time) (Policy, change.Change, error) { return EditPolicy(p, x, a, now) })
}

// Adopt puts a policy into force.
func (s *Service) Adopt(ctx context.Context, a access.Actor, t step.Target) (Policy, error) {
	return s.takePolicy(ctx, a, t, ActAdopt, func(p Policy, now time.Time) (Policy, change.Change, error) { return Adopt(p, a, now) })
}

// EndPolicy ends a policy with a day.
func (s *Service) EndPolicy(ctx context.Context, a access.Actor, t step.Target, last calendar.Date) (Policy, error) {
	return s.takePolicy(ctx, a, t, ActKeep, func(p Policy, now time.Time) (Policy, change.Change, error) { return EndPolicy(p, last, a, now) })
}

// Policies are those that the actor may see, the newest first.
func (s *Service) Policies(ctx context.Context, a access.Actor) ([]Policy, error) {
	all, err := s.store.Policies(ctx)
	return slices.DeleteFunc(all, func(p Policy) bool { return !s.table.Can(a, ActPolicies, p.Subject(a)) }), err
}

// Policy returns a policy that the actor may see.
func (s *Service) Policy(ctx context.Context, a access.Actor, id record.ID) (Policy, error) {
	p, err := s.store.FindPolicy(ctx, id)
	if err == nil && !s.table.Can(a, ActPolicies, p.Subject(a)) {
		return Policy{}, fault.New(fault.NotFound, "record.not_found")
	}
	return p, err
}
