package member

import (
	"context"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
)

// Applicant is what is known of who would apply: the actor's own organisation,
// or, for who may apply for others, the one of the membership of; zero for an
// organisation that nobody knows. Its state tells whether it may apply.
func (s *Service) Applicant(ctx context.Context, a access.Actor, of record.ID) (Membership, error) {
	reach := s.table.Reach(a, ActApply)
	switch {
	case reach&access.Any != 0 && of == "":
		return Membership{}, nil
	case reach&access.Any != 0:
		return s.Find(ctx, a, of)
	case reach&access.Own != 0 && a.Organisation != "":
		return s.store.Of(ctx, a.Organisation)
	}
	return Membership{}, fault.New(fault.Forbidden, "record.forbidden")
}

// MayApply tells whether there is an application to be made for who is known as
// m: there is none yet, or the last one or the membership is over.
func MayApply(m Membership) bool { return m.ID == "" || Flow.Can(m.State, VerbApply) }

// Apply asks for membership, for the first time or again. Who may not apply for
// others applies for the own organisation. The same application sent twice is
// one.
func (s *Service) Apply(ctx context.Context, a access.Actor, cmd ApplyCommand) (Membership, error) {
	former, err := s.Applicant(ctx, a, "")
	if err != nil {
		return former, err
	}
	known, err := s.byCode(ctx, cmd.Particulars.CreditCode)
	switch {
	case err != nil:
		return former, err
	case former.Organisation.ID == "":
		former = known
	case known.Organisation.ID != "" && known.Organisation.ID != former.Organisation.ID:
		return former, taken(cmd.Particulars.CreditCode)
	}
	if former.ID == cmd.ID && former.State == Applied {
		return former, nil
	}
	m, c, err := Apply(former, cmd, a, s.clock.Now())
	if err != nil {
		return m, err
	}
	return m, s.store.Save(ctx, m, c)
}

// byCode is what is known of the organisation with a credit code.
func (s *Service) byCode(ctx context.Context, given string) (Membership, error) {
	usual := usualCode(given)
	found, err := s.store.ByCreditCodes(ctx, []string{usual})
	return found[usual], err
}

// taken says that another organisation has the credit code.
func taken(creditCode string) error {
	return fault.Wrong("credit_code", creditCode, "member.credit_code.taken")
}

// Amend changes particulars or completes materials.
func (s *Service) Amend(ctx context.Context, a access.Actor, t step.Target, cmd AmendCommand) (Membership, error) {
	known, err := s.byCode(ctx, cmd.Particulars.CreditCode)
	if err != nil {
		return Membership{}, err
	}
	return s.take(ctx, a, t, ActAmend, func(m Membership, now time.Time) (Membership, change.Change, error) {
		if known.Organisation.ID != "" && known.Organisation.ID != m.Organisation.ID {
			return m, change.Change{}, taken(cmd.Particulars.CreditCode)
		}
		return Amend(m, cmd, a, now)
	})
}

// Register enters an organisation that is a member already. The same form sent
// twice registers once.
func (s *Service) Register(ctx context.Context, a access.Actor, cmd RegisterCommand) (Membership, error) {
	if !s.table.Can(a, ActRegister, access.Subject{}) {
		return Membership{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	known, err := s.byCode(ctx, cmd.Particulars.CreditCode)
	switch {
	case err != nil:
		return known, err
	case known.ID == cmd.ID && known.ID != "":
		return known, nil
	case known.ID != "":
		return known, fault.Wrong("credit_code", cmd.Particulars.CreditCode, "member.register.known", "state", string(known.State))
	}
	cmd.Known = known.Organisation
	m, c, err := Register(cmd, a, s.clock.Now())
	if err != nil {
		return m, err
	}
	return m, s.store.Save(ctx, m, c)
}
