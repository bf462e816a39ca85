package attendance

import (
	"context"
	"slices"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/training"
)

// Of is the consortium with a key, and a context for its public pages.
func (s *Service) Of(ctx context.Context, key string) (consortium.Consortium, context.Context, error) {
	c, err := s.store.Consortium(ctx, key)
	if err != nil {
		return c, ctx, err
	}
	return c, db.In(ctx, c.ID), nil
}

// robot is the program acting for the consortium of the context: what a public
// page shows or does was checked by the page's own rules before.
func robot(ctx context.Context) access.Actor {
	id, _ := db.Consortium(ctx)
	return access.Robot(id)
}

// Joinable tells whether people can take a place in a class by themselves: it is
// approved, its lessons have not passed the first day, and it was not entered
// afterwards.
func Joinable(k training.Class, today calendar.Date) bool {
	return !k.Registered && !today.After(k.Opens) && slices.Contains([]training.State{training.Approved, training.Open}, k.State)
}

// mostOccupations is how many occupations a word may mean.
const mostOccupations = 5

// mostOffers is how many classes the public page shows; more than a consortium
// opens at a time.
const mostOffers = 100

// Offers are the classes that people can join, the next first. Words find the
// name, the place and the school, and any usual word for an occupation.
func (s *Service) Offers(ctx context.Context, words string) ([]training.Class, error) {
	q := listing.Query{Filter: map[string][]string{"state": {string(training.Approved), string(training.Open)}}, Sort: "opens", Page: 1, Size: mostOffers}
	page, err := s.training.ClassesOf(ctx, robot(ctx), q)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, o := range code.SearchOccupations(words, mostOccupations) {
		codes = append(codes, o.Code)
	}
	return slices.DeleteFunc(page.Rows, func(k training.Class) bool {
		return !Joinable(k, s.Today()) || words != "" && !slices.Contains(codes, k.Occupation) && !strings.Contains(strings.ToLower(k.Name+" "+k.Place+" "+k.ProviderName), strings.ToLower(words))
	}), nil
}

// Offer is a class that people can join, or could have joined, and its timetable.
func (s *Service) Offer(ctx context.Context, id record.ID) (training.Class, []training.Session, error) {
	k, err := s.training.Class(ctx, robot(ctx), id)
	if err == nil && !Joinable(k, s.Today()) {
		err = fault.New(fault.NotFound, "record.not_found")
	}
	if err != nil {
		return training.Class{}, nil, err
	}
	list, err := s.training.Sessions(ctx, robot(ctx), id)
	return k, list, err
}

// JoinCommand is what somebody enters to take a place. ID and TraineeID are made
// of the form, so that the same form twice takes one place.
type JoinCommand struct {
	ID, TraineeID record.ID
	Name          string
	IDNumber      string
	Phone         string
	Group         string
	Agreed        bool // to the notice about personal data
}

// Join takes a place for somebody who has no account, and returns the signed
// part of the link to the own page.
func (s *Service) Join(ctx context.Context, class record.ID, cmd JoinCommand) (token string, err error) {
	k, _, err := s.Offer(ctx, class)
	if err != nil {
		return "", err
	}
	var wrong fault.List
	if !cmd.Agreed {
		wrong.Add("agreed", "", "attendance.join.agree")
	}
	if cmd.Phone == "" {
		wrong.Add("phone", "", "web.fault.required")
	}
	if cmd.Group == "" {
		wrong.Add("group", "", "web.fault.required")
	}
	person := training.PersonData{Name: cmd.Name, IDNumber: cmd.IDNumber, Phone: cmd.Phone, Group: cmd.Group}
	wrong.Append(training.CheckPerson(person, s.Today()))
	if err := wrong.Err(); err != nil {
		return "", err
	}
	e, err := s.training.Enrol(ctx, robot(ctx), k.ID, training.EnrolCommand{ID: cmd.ID, TraineeID: cmd.TraineeID, Source: training.SourceSelf, PersonData: person})
	if err != nil {
		if again, ok := s.again(ctx, cmd.ID); ok {
			return again, nil
		}
		return "", discreet(err)
	}
	secret, err := s.secret(ctx, k.ID)
	return secret.Token(e.ID), err
}

// again is the link of a place that the same form took before: a double click.
func (s *Service) again(ctx context.Context, enrolment record.ID) (string, bool) {
	p, err := s.training.Place(ctx, robot(ctx), enrolment)
	if err != nil || !p.OnRoster() {
		return "", false
	}
	secret, err := s.secret(ctx, p.In.ID)
	return secret.Token(enrolment), err == nil
}

// told are refusals that say nothing about anybody but what was just typed: the
// class, the age, the group. Any other could tell a stranger who knows an
// identity number where its owner is enrolled.
var told = []string{"training.full", "rule.TRN-014", "rule.TRN-016"}

// discreet replaces refusals that would disclose something by one that tells
// what to do, the same for all of them.
func discreet(err error) error {
	all := fault.All(err)
	if len(all) == 0 {
		return err
	}
	for _, f := range all {
		if !slices.Contains(told, f.Key) && f.Kind != fault.Unavailable {
			return fault.Refuse("attendance.join.ask")
		}
	}
	return err
}
