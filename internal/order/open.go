package order

import (
	"context"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
)

// Opened is what the page of an order shows to one actor.
type Opened struct {
	Order       Order
	Story       []timeline.Entry
	Responses   []Response // with content for the parties, else state only
	Suggestions []Suggestion
	ShownTo     []string // names of the chosen schools, for those who may place
}

// Open returns an order with what the actor may know around it.
func (s *Service) Open(ctx context.Context, a access.Actor, id record.ID) (Opened, error) {
	o, err := s.Find(ctx, a, id)
	if err != nil {
		return Opened{}, err
	}
	all, err := s.store.Responses(ctx, id)
	if err != nil {
		return Opened{}, err
	}
	d := Opened{Order: o.For(a, s.full(a, o), all), Responses: s.seen(a, all)}
	if d.Story, err = s.store.Timeline(ctx, o.Ref()); err != nil {
		return d, err
	}
	if s.May(a, ActPlace, o.Subject(a)) && len(o.ShownTo) > 0 {
		if d.ShownTo, err = s.names(ctx, o.ShownTo); err != nil {
			return d, err
		}
	} else {
		d.Order.ShownTo = nil // a school does not learn of the other chosen ones
	}
	d.Suggestions, err = s.suggest(ctx, a, o)
	return d, err
}

func (s *Service) names(ctx context.Context, ids []record.ID) ([]string, error) {
	schools, err := s.Schools(ctx)
	var names []string
	for _, x := range schools {
		if slices.Contains(ids, x.ID) {
			names = append(names, x.Name)
		}
	}
	return names, err
}

// seen keeps the responses that the actor may know of; who may not read them
// sees school, answer and state.
func (s *Service) seen(a access.Actor, all []Response) []Response {
	var list []Response
	for _, r := range all {
		switch {
		case s.May(a, ActResponseView, r.Subject(a)):
			list = append(list, r)
		case s.May(a, ActResponseStates, r.Subject(a)):
			list = append(list, Response{
				ID: r.ID, Order: r.Order, Enterprise: r.Enterprise, School: r.School, SchoolName: r.SchoolName, Answer: r.Answer, State: r.State,
				Turn: r.Turn, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
			})
		}
	}
	return list
}

// suggest ranks offers: all of them for the enterprise and the secretariat, its
// own for a school.
func (s *Service) suggest(ctx context.Context, a access.Actor, o Order) ([]Suggestion, error) {
	if !o.Kind.Counts() || !s.May(a, ActSuggestions, o.Subject(a)) {
		return nil, nil
	}
	school := record.ID("")
	if a.OrganisationKind == organisation.School {
		school = a.Organisation
	}
	supplies, err := s.offers.Supplies(ctx, a, school)
	if err != nil {
		return nil, err
	}
	past, err := s.memory.Cooperation(ctx, o.Enterprise)
	if err != nil {
		return nil, err
	}
	return Suggest(o, supplies, past), nil
}

// TalkDetails are what the page of a response shows.
type TalkDetails struct {
	Order    Order
	Response Response
	Story    []timeline.Entry
}

// OpenResponse returns a response to one of its parties or an auditor.
func (s *Service) OpenResponse(ctx context.Context, a access.Actor, id record.ID) (TalkDetails, error) {
	r, err := s.store.FindResponse(ctx, id)
	if err != nil {
		return TalkDetails{}, err
	}
	if !s.May(a, ActResponseView, r.Subject(a)) {
		return TalkDetails{}, fault.New(fault.NotFound, "record.not_found")
	}
	d := TalkDetails{Response: r}
	if d.Order, err = s.store.Find(ctx, r.Order); err != nil {
		return d, err
	}
	d.Story, err = s.store.Timeline(ctx, r.Ref())
	return d, err
}

// For is the order as an actor may read it. The problem of a confidential
// technology order is for who may place it, and for schools that said yes or
// maybe.
func (o Order) For(a access.Actor, places bool, responses []Response) Order {
	if o.Kind != Technology || o.Details.Confidentiality != ForParties || places {
		return o
	}
	party := slices.ContainsFunc(responses, func(r Response) bool {
		return r.School == a.Organisation && a.Organisation != "" && (r.State.Live() || r.State == Settled)
	})
	if !party {
		o.Details.Problem, o.Details.Expected, o.Details.Description, o.Details.Budget = "", "", "", 0
	}
	return o
}

// full tells whether the actor reads an order whatever its confidentiality.
func (s *Service) full(a access.Actor, o Order) bool {
	return a.Role == access.Auditor || s.May(a, ActPlace, o.Subject(a))
}
