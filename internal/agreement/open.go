package agreement

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
)

// Details are what the page of an agreement shows.
type Details struct {
	Agreement  Agreement
	Story      []timeline.Entry
	Facts      []fact.Fact // deliveries and their corrections, the oldest first
	Files      []file.File
	Successor  Agreement // that renews it; zero if none
	Today      calendar.Date
	MyTurn     bool
	Withdrawal bool // the actor's party may give it up
}

// Open returns an agreement with all that its page shows.
func (s *Service) Open(ctx context.Context, a access.Actor, id record.ID) (Details, error) {
	g, err := s.Find(ctx, a, id)
	if err != nil {
		return Details{}, err
	}
	d := Details{Agreement: g, Today: s.today()}
	acting := g.Acting(a)
	d.MyTurn = acting != "" && g.Turn.With == acting
	d.Withdrawal = acting != "" && Flow.Can(g.State, VerbWithdraw)
	if d.Story, err = s.store.Timeline(ctx, g); err != nil {
		return d, err
	}
	if d.Files, err = s.store.Files(ctx, g); err != nil {
		return d, err
	}
	all, err := s.store.Facts(ctx, g)
	if err != nil {
		return d, err
	}
	for _, f := range all {
		if f.Kind == FactDelivered {
			d.Facts = append(d.Facts, f)
		}
	}
	if d.Successor, err = s.store.Successor(ctx, id); fault.Is(err, fault.NotFound) {
		err = nil
	}
	return d, err
}

// Candidates are the organisations that can be parties.
func (s *Service) Candidates(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.Organisations(ctx)
}

// PartyOf makes a party of an organisation.
func PartyOf(o organisation.Organisation, representative string) Party {
	return Party{Organisation: o.ID, Name: o.Name, CreditCode: o.CreditCode, Kind: o.Kind, Industry: o.Industry, Representative: representative}
}

// Body is the organisation that acts for the consortium as such.
func (s *Service) Body(ctx context.Context) (record.ID, error) { return s.store.Body(ctx) }
