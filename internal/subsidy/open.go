package subsidy

import (
	"context"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// Details are what the page of a claim shows.
type Details struct {
	Dossier
	Names map[record.ID]string // masked, by enrolment
	Story []timeline.Entry
	Files []file.File
	Today calendar.Date
}

// hidden are the steps that a provider is not told of one by one.
var hidden = []string{VerbConfirm, VerbSample, VerbDraw, VerbAssure, VerbPayFile}

// Open returns a claim with all that its page shows to the actor.
func (s *Service) Open(ctx context.Context, a access.Actor, id record.ID) (Details, error) {
	d, err := s.Find(ctx, a, id)
	if err != nil {
		return Details{}, err
	}
	x := Details{Dossier: d, Today: s.Today()}
	if x.Names, err = s.names(ctx, a, d.Class); err != nil {
		return x, err
	}
	if x.Files, err = s.store.Files(ctx, d.Ref()); err != nil {
		return x, err
	}
	x.Story, err = s.store.Timeline(ctx, d.Ref())
	if !Insider(a) {
		x.Story = slices.DeleteFunc(x.Story, func(e timeline.Entry) bool { return slices.Contains(hidden, e.Verb) })
	}
	return x, err
}

// names are the masked names of a roster, by enrolment.
func (s *Service) names(ctx context.Context, a access.Actor, class record.ID) (map[record.ID]string, error) {
	roster, err := s.classes.Roster(ctx, a, class)
	names := make(map[record.ID]string, len(roster))
	for _, e := range roster {
		names[e.ID] = e.Person.Name
	}
	return names, err
}

// Story is the timeline of a policy or round.
func (s *Service) Story(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return s.store.Timeline(ctx, ref)
}

// Public is what anybody may see of a consortium's subsidies.
type Public struct {
	Consortium consortium.Consortium
	Claims     []Claim // with a notice, the newest first
	Rounds     []Round
	Today      calendar.Date
}

// of enters a consortium by its key, as the program: the public pages choose
// what they show.
func (s *Service) of(ctx context.Context, key string) (consortium.Consortium, context.Context, error) {
	c, err := s.store.Consortium(ctx, key)
	return c, db.In(ctx, c.ID), err
}

// Public returns the notices and rounds of a consortium.
func (s *Service) Public(ctx context.Context, key string) (Public, error) {
	c, ctx, err := s.of(ctx, key)
	if err != nil {
		return Public{}, err
	}
	x := Public{Consortium: c, Today: s.Today()}
	if x.Claims, err = s.store.OnNotice(ctx); err != nil {
		return x, err
	}
	x.Rounds, err = s.store.Rounds(ctx)
	for i := range x.Rounds {
		x.Rounds[i] = x.Rounds[i].open()
	}
	return x, err
}

// open is the round as anybody may see it: without the seed before the draw.
func (r Round) open() Round {
	if r.State == Committed {
		r.Seed = ""
	}
	return r
}

// Notice returns the claim with the code of a public notice and, while the
// notice runs, its lines with masked names; after that only the sums.
func (s *Service) Notice(ctx context.Context, key, code string) (Public, Details, error) {
	x, err := s.Public(ctx, key)
	if err != nil {
		return x, Details{}, err
	}
	at := slices.IndexFunc(x.Claims, func(m Claim) bool { return m.Code == code })
	if at < 0 {
		return x, Details{}, fault.New(fault.NotFound, "record.not_found")
	}
	ctx, d := db.In(ctx, x.Consortium.ID), Details{Dossier: Dossier{Claim: x.Claims[at]}, Today: x.Today}
	if !d.OnNotice(x.Today) {
		return x, d, nil
	}
	if d.Dossier, err = s.store.FindDossier(ctx, d.ID); err != nil {
		return x, d, err
	}
	d.Names, err = s.names(ctx, access.Robot(x.Consortium.ID), d.Class)
	return x, d, err
}

// PublicRound returns a round by its public code.
func (s *Service) PublicRound(ctx context.Context, key, code string) (consortium.Consortium, Pool, error) {
	c, ctx, err := s.of(ctx, key)
	if err != nil {
		return c, Pool{}, err
	}
	r, err := s.store.RoundByCode(ctx, code)
	if err != nil {
		return c, Pool{}, err
	}
	p, err := s.store.FindPool(ctx, r.ID)
	p.Round = p.open()
	return c, p, err
}

// Own is the key of the context's consortium, for links to the public pages.
func (s *Service) Own(ctx context.Context) (string, error) { return s.store.Own(ctx) }
