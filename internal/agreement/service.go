package agreement

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
)

// Service is everything that people and jobs do with agreements.
type Service struct {
	store Store
	table *access.Table
	clock clock.Clock
}

// NewService makes the service.
func NewService(store Store, table *access.Table, c clock.Clock) *Service {
	return &Service{store, table, c}
}

func (s *Service) gate(act access.Action) step.Gate {
	return step.Gate{Table: s.table, View: ActView, Act: act}
}

// take is one step on one agreement.
func (s *Service) take(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(g Agreement, now time.Time) (Agreement, change.Change, error),
) (Agreement, error) {
	return step.Take(ctx, s.store, s.gate(act), a, t, func(g Agreement) (Agreement, change.Change, error) {
		return decide(g, s.clock.Now())
	})
}

// Find returns an agreement that the actor may see.
func (s *Service) Find(ctx context.Context, a access.Actor, id record.ID) (Agreement, error) {
	g, err := s.store.Find(ctx, id)
	if err != nil {
		return g, err
	}
	return g, s.gate(ActView).Check(a, g.Subject(a))
}

// May tells whether the actor may do an action to the agreement, for buttons.
func (s *Service) May(a access.Actor, act access.Action, g Agreement) bool {
	return s.table.Can(a, act, g.Subject(a))
}

// Reaches tells whether the actor may do an action to any agreement at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

func (s *Service) today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// List answers a query with what the actor may see.
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Agreement], error) {
	return s.store.List(ctx, q, s.table.Reach(a, ActList), a, s.today())
}

// Start makes a draft. The actor's organisation must be one of the parties.
func (s *Service) Start(ctx context.Context, a access.Actor, cmd DraftCommand) (Agreement, error) {
	if err := s.complete(ctx, &cmd.Content); err != nil {
		return Agreement{}, err
	}
	if err := s.mayRenew(ctx, a, cmd.Renews); err != nil {
		return Agreement{}, err
	}
	g, c, err := Start(cmd, a, s.clock.Now())
	if err != nil {
		return g, err
	}
	if !s.table.Can(a, ActDraft, g.Subject(a)) {
		return Agreement{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	return g, s.store.Save(ctx, g, c)
}

// mayRenew refuses to renew an agreement of others, or one that never held.
func (s *Service) mayRenew(ctx context.Context, a access.Actor, id record.ID) error {
	if id == "" {
		return nil
	}
	g, err := s.Find(ctx, a, id)
	if err != nil {
		return err
	}
	if g.Acting(a) == "" {
		return fault.New(fault.Forbidden, "turn.not_party")
	}
	_, err = Flow.Next(g.State, VerbRenew)
	return err
}

// complete marks the party that acts for the consortium as such.
func (s *Service) complete(ctx context.Context, x *Content) error {
	body, err := s.store.Body(ctx)
	for i := range x.Parties {
		x.Parties[i].Body = x.Parties[i].Organisation == body
	}
	return err
}

// Edit changes the content.
func (s *Service) Edit(ctx context.Context, a access.Actor, t step.Target, cmd EditCommand) (Agreement, error) {
	if err := s.complete(ctx, &cmd.Content); err != nil {
		return Agreement{}, err
	}
	return s.take(ctx, a, t, ActAct, func(g Agreement, now time.Time) (Agreement, change.Change, error) { return Edit(g, cmd, a, now) })
}

// Send hands the turn to another party.
func (s *Service) Send(ctx context.Context, a access.Actor, t step.Target, cmd SendCommand) (Agreement, error) {
	return s.take(ctx, a, t, ActAct, func(g Agreement, now time.Time) (Agreement, change.Change, error) { return Send(g, cmd, a, now) })
}

// Approve approves the present content.
func (s *Service) Approve(ctx context.Context, a access.Actor, t step.Target, message string) (Agreement, error) {
	cmd := ApproveCommand{Message: message, Code: code.NewVerification()}
	return s.take(ctx, a, t, ActAct, func(g Agreement, now time.Time) (Agreement, change.Change, error) { return Approve(g, cmd, a, now) })
}

// Reopen proposes a change of an approved agreement.
func (s *Service) Reopen(ctx context.Context, a access.Actor, t step.Target, reason string) (Agreement, error) {
	return s.take(ctx, a, t, ActAct, func(g Agreement, now time.Time) (Agreement, change.Change, error) { return Reopen(g, reason, a, now) })
}

// Sign hands in the signed copy.
func (s *Service) Sign(ctx context.Context, a access.Actor, t step.Target, cmd SignCommand) (Agreement, error) {
	return s.take(ctx, a, t, ActAct, func(g Agreement, now time.Time) (Agreement, change.Change, error) { return Sign(g, cmd, a, now) })
}

// Withdraw gives up an agreement that is not signed.
func (s *Service) Withdraw(ctx context.Context, a access.Actor, t step.Target, reason string) (Agreement, error) {
	return s.take(ctx, a, t, ActAct, func(g Agreement, now time.Time) (Agreement, change.Change, error) { return Withdraw(g, reason, a, now) })
}

// Fulfil records a delivery.
func (s *Service) Fulfil(ctx context.Context, a access.Actor, t step.Target, cmd FulfilCommand) (Agreement, error) {
	return s.take(ctx, a, t, ActFulfil, func(g Agreement, now time.Time) (Agreement, change.Change, error) { return Fulfil(g, cmd, a, now) })
}

// Correct takes a recorded delivery back.
func (s *Service) Correct(ctx context.Context, a access.Actor, t step.Target, factID record.ID, reason string) (Agreement, error) {
	f, err := s.store.Fact(ctx, factID)
	if err != nil {
		return Agreement{}, err
	}
	return s.take(ctx, a, t, ActCorrect, func(g Agreement, now time.Time) (Agreement, change.Change, error) {
		return Correct(g, CorrectCommand{Fact: f, Reason: reason}, a, now)
	})
}

// End ends an active agreement early.
func (s *Service) End(ctx context.Context, a access.Actor, t step.Target, reason string, on calendar.Date) (Agreement, error) {
	return s.take(ctx, a, t, ActAct, func(g Agreement, now time.Time) (Agreement, change.Change, error) { return End(g, reason, on, a, now) })
}

// Register enters an agreement that was signed on paper.
func (s *Service) Register(ctx context.Context, a access.Actor, cmd RegisterCommand) (Agreement, error) {
	if !s.table.Can(a, ActRegister, access.Subject{}) {
		return Agreement{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	if err := s.complete(ctx, &cmd.Content); err != nil {
		return Agreement{}, err
	}
	cmd.Code = code.NewVerification()
	g, c, err := Register(cmd, a, s.clock.Now())
	if err != nil {
		return g, err
	}
	return g, s.store.Save(ctx, g, c)
}

// Verify returns the agreement with a verification code, for anybody who holds
// the paper and need not sign in.
func (s *Service) Verify(ctx context.Context, text string) (Published, error) {
	parsed, ok := code.ParseVerification(text)
	if !ok {
		return Published{}, fault.Wrong("code", text, "agreement.code.wrong")
	}
	return s.store.FindCode(ctx, parsed)
}

// Daily is the round of the day: silent turns go back, terms end, what is due
// is put on lists. An agreement that somebody changes at the same time is left
// to the next round.
func (s *Service) Daily(ctx context.Context) error {
	robot := access.Must(ctx)
	lapsed, err := s.store.Lapsed(ctx, s.today())
	if err != nil {
		return err
	}
	if err := s.round(ctx, lapsed, robot, Lapse); err != nil {
		return err
	}
	awaited, err := s.store.Awaited(ctx, s.today())
	if err != nil {
		return err
	}
	return s.round(ctx, awaited, robot, Round)
}

func (s *Service) round(ctx context.Context, ids []record.ID, robot access.Actor, decide func(Agreement, access.Actor, time.Time) (Agreement, change.Change, bool)) error {
	for _, id := range ids {
		g, err := s.store.Find(ctx, id)
		if err != nil {
			return err
		}
		next, c, changed := decide(g, robot, s.clock.Now())
		if !changed {
			continue
		}
		if err := s.store.Save(ctx, next, c); err != nil && !fault.Is(err, fault.Stale) {
			return err
		}
	}
	return nil
}
