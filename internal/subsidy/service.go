package subsidy

import (
	"context"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/training"
)

// Classes is what subsidies need of training.
type Classes interface {
	Class(ctx context.Context, a access.Actor, id record.ID) (training.Class, error)
	ClassesOf(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[training.Class], error)
	Roster(ctx context.Context, a access.Actor, class record.ID) ([]training.Entry, error)
	RosterInClear(ctx context.Context, a access.Actor, class record.ID, purpose string) ([]training.Entry, error)
	Examine(ctx context.Context, a access.Actor, class record.ID) ([]training.Examined, error)
}

// Service is everything that people do with subsidies.
type Service struct {
	store   Store
	table   *access.Table
	clock   clock.Clock
	classes Classes
}

// NewService makes the service.
func NewService(store Store, table *access.Table, now clock.Clock, classes Classes) *Service {
	return &Service{store, table, now, classes}
}

// Today is the present day.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// May tells whether the actor may do an action to the claim, for buttons.
func (s *Service) May(a access.Actor, act access.Action, m Claim) bool {
	return s.table.Can(a, act, m.Subject(a))
}

// Reaches tells whether the actor may do an action to any record at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

// dossiers is the keeper of claims. Mark goes with the next save.
type dossiers struct {
	Store
	mark *YearMark
}

func (k dossiers) Find(ctx context.Context, id record.ID) (Dossier, error) {
	return k.FindDossier(ctx, id)
}

func (k dossiers) Save(ctx context.Context, d Dossier, c change.Change) error {
	return k.SaveDossier(ctx, d, *k.mark, c)
}

// take is one step on one claim.
func (s *Service) take(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(d Dossier, now time.Time) (Dossier, change.Change, error),
) (Claim, error) {
	d, err := step.Take(ctx, dossiers{s.store, &YearMark{}}, s.gate(act), a, t, func(d Dossier) (Dossier, change.Change, error) {
		return decide(d, s.clock.Now())
	})
	return d.Claim, err
}

func (s *Service) gate(act access.Action) step.Gate {
	return step.Gate{Table: s.table, View: ActView, Act: act}
}

// Find returns a claim, with its lines, that the actor may see.
func (s *Service) Find(ctx context.Context, a access.Actor, id record.ID) (Dossier, error) {
	d, err := s.store.FindDossier(ctx, id)
	if err != nil {
		return d, err
	}
	if err := s.gate(ActView).Check(a, d.Subject(a)); err != nil {
		return Dossier{}, err
	}
	return d, nil
}

// List answers a query with the claims that the actor may see.
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Claim], error) {
	return s.store.List(ctx, q, s.table.Reach(a, ActView), a)
}

// Sums adds up the claims that the actor may see.
func (s *Service) Sums(ctx context.Context, a access.Actor, q listing.Query) (Sums, error) {
	return s.store.Sums(ctx, q, s.table.Reach(a, ActView), a)
}

// Claimable are the classes of the actor's organisation that are completed and
// subsidised and have no claim, the newest first.
func (s *Service) Claimable(ctx context.Context, a access.Actor) ([]training.Class, error) {
	q := listing.Query{Size: most, Filter: map[string][]string{
		"state": {string(training.Completed)}, "subsidised": {"yes"}, "provider": {string(a.Organisation)},
	}}
	page, err := s.classes.ClassesOf(ctx, a, q)
	if err != nil {
		return nil, err
	}
	ids := make([]record.ID, len(page.Rows))
	for i, k := range page.Rows {
		ids[i] = k.ID
	}
	claimed, err := s.store.Claimed(ctx, ids)
	if err != nil {
		return nil, err
	}
	var free []training.Class
	for _, k := range page.Rows {
		if !claimed[k.ID] {
			free = append(free, k)
		}
	}
	return free, nil
}

// Fitting are the policies that pay for a class of the actor's.
func (s *Service) Fitting(ctx context.Context, k training.Class) ([]Policy, error) {
	all, err := s.store.Policies(ctx)
	var fit []Policy
	for _, p := range all {
		if p.Fits(k.Opens, k.Category, k.Fund) {
			fit = append(fit, p)
		}
	}
	return fit, err
}

// ClassOf returns the class that a claim is about, or would be.
func (s *Service) ClassOf(ctx context.Context, a access.Actor, id record.ID) (training.Class, error) {
	return s.classes.Class(ctx, a, id)
}

// ground is what a claim stands on now.
func (s *Service) ground(ctx context.Context, a access.Actor, class record.ID) (g Ground, err error) {
	if g.Class, err = s.classes.Class(ctx, a, class); err != nil {
		return g, err
	}
	if g.Roster, err = s.classes.Examine(ctx, a, class); err != nil {
		return g, err
	}
	g.Before, g.Year, err = s.store.Before(ctx, g.Class.Opens.Year, ClaimID(class))
	return g, err
}

// based is what a decision needs that calculates or confirms a claim.
func (s *Service) based(ctx context.Context, a access.Actor, class, policy record.ID) (g Ground, p Policy, err error) {
	if g, err = s.ground(ctx, a, class); err != nil {
		return g, p, err
	}
	p, err = s.store.FindPolicy(ctx, policy)
	if fault.Is(err, fault.NotFound) {
		err = fault.Wrong("policy", "", "subsidy.policy.unfit")
	}
	return g, p, err
}

// Start drafts the claim of a class of the actor's organisation.
func (s *Service) Start(ctx context.Context, a access.Actor, cmd StartCommand) (Claim, error) {
	g, p, err := s.based(ctx, a, cmd.Class, cmd.Policy)
	if err != nil {
		return Claim{}, err
	}
	if !s.table.Can(a, ActClaim, access.Subject{Owner: g.Class.Provider}) {
		return Claim{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	d, c, err := Start(cmd, g, p, a, s.clock.Now())
	if err != nil {
		return d.Claim, err
	}
	return d.Claim, s.store.SaveDossier(ctx, d, YearMark{}, c)
}

// Edit changes a draft, which is calculated anew.
func (s *Service) Edit(ctx context.Context, a access.Actor, t step.Target, cmd StartCommand) (Claim, error) {
	d, err := s.Find(ctx, a, t.ID)
	if err != nil {
		return d.Claim, err
	}
	g, p, err := s.based(ctx, a, d.Class, cmd.Policy)
	if err != nil {
		return d.Claim, err
	}
	return s.take(ctx, a, t, ActClaim, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Edit(d, cmd, g, p, a, now) })
}

// tries is how often a submission is decided anew because another one of the
// same year came first.
const tries = 5

// Submit hands a claim in, calculated on what is known at this moment.
func (s *Service) Submit(ctx context.Context, a access.Actor, t step.Target, message string) (Claim, error) {
	for try := 1; ; try++ {
		m, err := s.submitOnce(ctx, a, t, message)
		if try < tries && fault.Is(err, fault.Stale) {
			continue
		}
		return m, err
	}
}

func (s *Service) submitOnce(ctx context.Context, a access.Actor, t step.Target, message string) (Claim, error) {
	d, err := s.Find(ctx, a, t.ID)
	if err != nil {
		return d.Claim, err
	}
	g, p, err := s.based(ctx, a, d.Class, d.Policy)
	if err != nil {
		return d.Claim, err
	}
	d, err = step.Take(ctx, dossiers{s.store, &g.Year}, s.gate(ActClaim), a, t, func(d Dossier) (Dossier, change.Change, error) {
		return Submit(d, g, p, message, a, s.clock.Now())
	})
	return d.Claim, err
}

// Withdraw takes a claim back.
func (s *Service) Withdraw(ctx context.Context, a access.Actor, t step.Target, reason string) (Claim, error) {
	return s.take(ctx, a, t, ActClaim, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Withdraw(d, reason, a, now) })
}

// Reopen makes a draft of a claim that was taken back.
func (s *Service) Reopen(ctx context.Context, a access.Actor, t step.Target) (Claim, error) {
	return s.take(ctx, a, t, ActClaim, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Reopen(d, a, now) })
}

// Return sends a claim back to its provider.
func (s *Service) Return(ctx context.Context, a access.Actor, t step.Target, reason string) (Claim, error) {
	return s.take(ctx, a, t, ActCheck, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Return(d, reason, a, now) })
}

// Reject takes one person out of a claim.
func (s *Service) Reject(ctx context.Context, a access.Actor, t step.Target, line record.ID, reason string) (Claim, error) {
	return s.take(ctx, a, t, ActCheck, func(d Dossier, now time.Time) (Dossier, change.Change, error) {
		return Reject(d, line, reason, a, now)
	})
}

// Restore takes a rejected person in again.
func (s *Service) Restore(ctx context.Context, a access.Actor, t step.Target, line record.ID) (Claim, error) {
	return s.take(ctx, a, t, ActCheck, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Restore(d, line, a, now) })
}

// Decline ends a claim of which nobody is left.
func (s *Service) Decline(ctx context.Context, a access.Actor, t step.Target, reason string) (Claim, error) {
	return s.take(ctx, a, t, ActCheck, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return Decline(d, reason, a, now) })
}

// grounded is a step that must know what the claim stands on.
func (s *Service) grounded(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(d Dossier, g Ground, now time.Time) (Dossier, change.Change, error),
) (Claim, error) {
	d, err := s.Find(ctx, a, t.ID)
	if err != nil {
		return d.Claim, err
	}
	g, err := s.ground(ctx, a, d.Class)
	if err != nil {
		return d.Claim, err
	}
	return s.take(ctx, a, t, act, func(d Dossier, now time.Time) (Dossier, change.Change, error) { return decide(d, g, now) })
}

// Publish begins the public notice of a claim.
func (s *Service) Publish(ctx context.Context, a access.Actor, t step.Target) (Claim, error) {
	return s.grounded(ctx, a, t, ActCheck, func(d Dossier, g Ground, now time.Time) (Dossier, change.Change, error) {
		return Publish(d, g, code.NewVerification(), a, now)
	})
}

// most is how many records a choice or a round holds at once; what is more
// waits for the next.
const most = 500
