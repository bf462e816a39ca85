package order

import (
	"context"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
)

// Opened is what the page of an order shows to one actor.
type Opened struct {
	Order       Order
	Story       []timeline.Entry
	Files       []file.File
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
	if d.Files, err = s.store.Files(ctx, o.Ref()); err != nil {
		return d, err
	}
	if d.Story, err = s.store.Timeline(ctx, o.Ref()); err != nil {
		return d, err
	}
	if o.hides(a, s.full(a, o), all) { // nor what the files are called
		d.Files = nil
		d.Story = slices.DeleteFunc(d.Story, func(e timeline.Entry) bool { return e.Verb == VerbAttach || e.Verb == VerbDetach })
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
	supplies, err := s.offers.Suiting(ctx, a, school, o.need())
	if err != nil || len(supplies) == 0 {
		return nil, err
	}
	past, err := s.memory.Cooperation(ctx, o.Enterprise)
	if err != nil {
		return nil, err
	}
	return offer.Suggest(o.need(), supplies, past), nil
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

// OrderOf is the order of a response for somebody who may know that the response
// exists; false for anybody else.
func (s *Service) OrderOf(ctx context.Context, a access.Actor, id record.ID) (record.ID, bool) {
	r, err := s.store.FindResponse(ctx, id)
	if err != nil || !s.May(a, ActResponseStates, r.Subject(a)) {
		return "", false
	}
	return r.Order, true
}

// For is the order as an actor may read it. The problem of a confidential
// technology order is for who may place it, and for schools that said yes or
// maybe.
func (o Order) For(a access.Actor, places bool, responses []Response) Order {
	if o.hides(a, places, responses) {
		o.Details.Problem, o.Details.Expected, o.Details.Description, o.Details.Budget = "", "", "", 0
	}
	return o
}

// hides tells whether the actor must not read the problem, and the files, of a
// confidential technology order.
func (o Order) hides(a access.Actor, places bool, responses []Response) bool {
	if o.Kind != Technology || o.Details.Confidentiality != ForParties || places {
		return false
	}
	return !slices.ContainsFunc(responses, func(r Response) bool {
		return r.School == a.Organisation && a.Organisation != "" && (r.State.Live() || r.State == Settled)
	})
}

// full tells whether the actor reads an order whatever its confidentiality.
func (s *Service) full(a access.Actor, o Order) bool {
	return a.Role == access.Auditor || s.May(a, ActPlace, o.Subject(a))
}

// talks adapts the store to step.Keeper for responses.
type talks struct{ Store }

// Find returns the response with its order and the other live responses.
func (k talks) Find(ctx context.Context, id record.ID) (Talk, error) {
	r, err := k.FindResponse(ctx, id)
	if err != nil {
		return Talk{}, err
	}
	o, err := k.Store.Find(ctx, r.Order)
	if err != nil {
		return Talk{}, err
	}
	t := Talk{Response: r, Order: o}
	all, err := k.Responses(ctx, r.Order)
	for _, other := range all {
		if other.ID != r.ID && other.State.Live() {
			t.Others = append(t.Others, other)
		}
	}
	return t, err
}

// Timeline is the story of the response.
func (k talks) Timeline(ctx context.Context, t Talk) ([]timeline.Entry, error) {
	return k.Store.Timeline(ctx, t.Response.Ref())
}

// Save writes what the decision returned.
func (k talks) Save(ctx context.Context, t Talk, c change.Change) error {
	b := Batch{Responses: append(t.Others, t.Response)}
	if t.Fills {
		b.Orders = []Order{t.Order}
	}
	return k.Store.Save(ctx, b, c)
}

// Respond answers an order for the actor's school.
func (s *Service) Respond(ctx context.Context, a access.Actor, order record.ID, cmd AnswerCommand) (Response, error) {
	o, err := s.store.Find(ctx, order)
	if err != nil {
		return Response{}, err
	}
	if err := s.gate(ActAnswer).Check(a, o.Subject(a)); err != nil {
		return Response{}, err
	}
	was, err := s.store.FindResponse(ctx, ResponseID(order, a.Organisation))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return was, err
	}
	if cmd.Terms, err = s.named(ctx, a, a.Organisation, cmd.Terms); err != nil {
		return was, err
	}
	r, c, err := Respond(o, was, a.Organisation, a.OrganisationName, cmd, a, s.clock.Now(), s.book)
	if err != nil {
		return r, err
	}
	return r, s.store.Save(ctx, Batch{Responses: []Response{r}}, c)
}

// named completes terms with the code and name of the chosen programme, which
// has to be one of the school's.
func (s *Service) named(ctx context.Context, a access.Actor, school record.ID, t Terms) (Terms, error) {
	if t.Programme == "" && t.Cohort == "" {
		return t, nil
	}
	supplies, err := s.offers.Supplies(ctx, a, school)
	if err != nil {
		return t, err
	}
	for _, x := range supplies {
		if (t.Programme == "" || x.Programme.ID == t.Programme) && (t.Cohort == "" || x.Cohort.ID == t.Cohort) {
			t.Programme, t.ProgrammeCode, t.ProgrammeName = x.Programme.ID, x.Programme.Code, x.Programme.Name
			if t.Cohort != "" {
				t.CohortName = x.Cohort.Name
			}
			return t, nil
		}
	}
	return t, fault.Wrong("offer", string(t.Programme)+"/"+string(t.Cohort), "response.offer.unknown")
}

// Propose puts new terms on the table.
func (s *Service) Propose(ctx context.Context, a access.Actor, t step.Target, cmd ProposeCommand) (Response, error) {
	r, err := s.store.FindResponse(ctx, t.ID)
	if err != nil {
		return r, err
	}
	if cmd.Terms.Programme != r.Terms.Programme || cmd.Terms.Cohort != r.Terms.Cohort {
		if cmd.Terms, err = s.named(ctx, a, r.School, cmd.Terms); err != nil {
			return r, err
		}
	} else {
		cmd.Terms.ProgrammeCode, cmd.Terms.ProgrammeName, cmd.Terms.CohortName = r.Terms.ProgrammeCode, r.Terms.ProgrammeName, r.Terms.CohortName
	}
	return s.talk(ctx, a, t, func(k Talk, now time.Time) (Talk, change.Change, error) { return Propose(k, cmd, a, now, s.book) })
}

// Send hands the turn over with a message.
func (s *Service) Send(ctx context.Context, a access.Actor, t step.Target, text string) (Response, error) {
	return s.talk(ctx, a, t, func(k Talk, now time.Time) (Talk, change.Change, error) { return Send(k, text, a, now) })
}

// Approve approves the terms for the actor's side.
func (s *Service) Approve(ctx context.Context, a access.Actor, t step.Target, text string) (Response, error) {
	return s.talk(ctx, a, t, func(k Talk, now time.Time) (Talk, change.Change, error) { return Approve(k, text, a, now, s.book) })
}

// Decline ends a response for the enterprise.
func (s *Service) Decline(ctx context.Context, a access.Actor, t step.Target, cmd EndCommand) (Response, error) {
	return s.talk(ctx, a, t, func(k Talk, now time.Time) (Talk, change.Change, error) { return Decline(k, cmd, a, now) })
}

// Withdraw ends a response for the school.
func (s *Service) Withdraw(ctx context.Context, a access.Actor, t step.Target, cmd EndCommand) (Response, error) {
	return s.talk(ctx, a, t, func(k Talk, now time.Time) (Talk, change.Change, error) { return Withdraw(k, cmd, a, now) })
}

// attempts is how often a step on a response is tried when another response of
// the same order was settled in between: the person did not see that one.
const attempts = 3

func (s *Service) talk(ctx context.Context, a access.Actor, t step.Target,
	decide func(k Talk, now time.Time) (Talk, change.Change, error),
) (Response, error) {
	gate := step.Gate{Table: s.table, View: ActResponseView, Act: ActNegotiate}
	var k Talk
	var err error
	for range attempts {
		k, err = step.Take(ctx, talks{s.store}, gate, a, t, func(k Talk) (Talk, change.Change, error) { return decide(k, s.clock.Now()) })
		if !fault.Is(err, fault.Stale) {
			break
		}
	}
	return k.Response, err
}

// OffersOf lists what a school could put into the terms of a response.
func (s *Service) OffersOf(ctx context.Context, a access.Actor, school record.ID) ([]Supply, error) {
	return s.offers.Supplies(ctx, a, school)
}

// purposes are what the modes want students for.
var purposes = map[Mode]offer.Purpose{
	DirectHire: offer.ToHire, Internship: offer.ToPlace, OrderClass: offer.ToTrain, Apprenticeship: offer.ToTrain,
}

// need is the order as far as offers can meet it.
func (o Order) need() offer.Need {
	return offer.Need{
		Purpose: purposes[o.Details.Mode], Programmes: o.Details.Programmes, Occupation: o.Details.Occupation, Skills: o.Details.Skills,
		Left: o.Left(), StartOn: o.StartOn, EndOn: o.EndOn,
	}
}
