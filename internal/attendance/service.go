package attendance

import (
	"context"
	"errors"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/training"
)

// Service is everything that people and jobs do with attendance.
type Service struct {
	store    Store
	training *training.Service
	table    *access.Table
	clock    clock.Clock
	book     *rule.Book
}

// NewService makes the service.
func NewService(store Store, classes *training.Service, table *access.Table, c clock.Clock, book *rule.Book) *Service {
	return &Service{store, classes, table, c, book}
}

// Today is the present day.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// OwnKey is the key of the context's consortium.
func (s *Service) OwnKey(ctx context.Context) (string, error) { return s.store.OwnKey(ctx) }

// Groups are the groups of people, for a form.
func Groups() []string { return training.Groups }

// Class is a training class, and Entry one line of its roster, for pages.
type (
	Class = training.Class
	Entry = training.Entry
)

// Reaches tells whether the actor may do an action to any class at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

// May tells whether the actor may do an action to the attendance of a class.
func (s *Service) May(a access.Actor, act access.Action, k training.Class) bool {
	return s.table.Can(a, act, k.Subject(a))
}

// class returns a class for an action; who may not see its attendance is told
// that there is none.
func (s *Service) class(ctx context.Context, a access.Actor, id record.ID, act access.Action) (training.Class, error) {
	k, err := s.training.Class(ctx, a, id)
	switch {
	case err != nil:
		return k, err
	case !s.May(a, ActView, k):
		return training.Class{}, fault.New(fault.NotFound, "record.not_found")
	case !s.May(a, act, k):
		return training.Class{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	return k, nil
}

func (s *Service) secret(ctx context.Context, class record.ID) (Secret, error) {
	return s.store.Secret(ctx, class, NewSecret())
}

// running are the states of classes that have attendance.
var running = []string{string(training.Open), string(training.Closing)}

// Classes are the classes with attendance whose own roll the actor may see, the
// latest first.
func (s *Service) Classes(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[training.Class], error) {
	q.Filter = map[string][]string{"state": {string(training.Approved), string(training.Open), string(training.Closing), string(training.Completed)}}
	if s.table.Reach(a, ActView)&access.Any == 0 {
		q.Filter["provider"] = []string{string(a.Organisation)}
	}
	return s.training.ClassesOf(ctx, a, q)
}

// Room is what the wall of the room shows: the code of the running slot.
type Room struct {
	Class   training.Class
	Slot    Slot // running or next; zero if all are over
	Running bool
	Code    string
	Left    int   // seconds for which it is shown
	Signed  int64 // people who are present in the slot
}

// Room returns what the room shows now.
func (s *Service) Room(ctx context.Context, a access.Actor, id record.ID) (Room, error) {
	if _, err := s.class(ctx, a, id, ActKeep); err != nil {
		return Room{}, err
	}
	x, err := s.Open(ctx, a, id)
	if err != nil {
		return Room{}, err
	}
	r := Room{Class: x.Class, Slot: x.Now, Running: x.Running && x.Class.State == training.Open}
	if !r.Running {
		return r, nil
	}
	secret, err := s.secret(ctx, id)
	if err != nil {
		return r, err
	}
	code, left := secret.Code(r.Slot, s.clock.Now())
	r.Code, r.Left = code, int(left.Seconds())+1
	r.Signed = Compare(Inspection{On: r.Slot.On, Half: r.Slot.Half}, x.Roster, x.Book)
	return r, nil
}

// Roll enters the roll of a slot.
func (s *Service) Roll(ctx context.Context, a access.Actor, id record.ID, cmd RollCommand) error {
	k, err := s.class(ctx, a, id, ActKeep)
	if err != nil {
		return err
	}
	x, err := s.Open(ctx, a, id)
	if err != nil {
		return err
	}
	marks, c, err := Roll(k, x.Roster, x.Slots, cmd, a, s.clock.Now())
	if err != nil {
		return err
	}
	return s.store.SaveMarks(ctx, marks, c)
}

// Link is the own link of somebody on a roster.
type Link struct {
	Person training.Trainee // masked
	Token  string
}

// Links are the links of everybody on the roster, to be handed over one by one.
// Who holds a link can sign in by it, so the timeline says that they were shown.
func (s *Service) Links(ctx context.Context, a access.Actor, id record.ID) (training.Class, []Link, error) {
	k, err := s.class(ctx, a, id, ActKeep)
	if err != nil {
		return k, nil, err
	}
	roster, err := s.training.Roster(ctx, a, id)
	if err != nil {
		return k, nil, err
	}
	secret, err := s.secret(ctx, id)
	if err != nil {
		return k, nil, err
	}
	var list []Link
	for _, e := range roster {
		if e.OnRoster() {
			list = append(list, Link{e.Person, secret.Token(e.ID)})
		}
	}
	c := change.By(a, s.clock.Now())
	c.Log(k.Ref(), "links")
	return k, list, s.store.Commit(ctx, c)
}

// TakeOver enters the attended hours into the enrolments, where the exam and
// the subsidy read them.
func (s *Service) TakeOver(ctx context.Context, a access.Actor, id record.ID) error {
	if _, err := s.class(ctx, a, id, ActKeep); err != nil {
		return err
	}
	return s.takeOver(ctx, a, id)
}

func (s *Service) takeOver(ctx context.Context, a access.Actor, id record.ID) error {
	x, err := s.Open(ctx, a, id)
	if err != nil || len(x.Book) == 0 {
		return err
	}
	return s.training.EnterAttended(ctx, a, id, x.Hours)
}

// Daily takes over the hours of classes whose lessons are over and looks for
// signals in those that run.
func (s *Service) Daily(ctx context.Context) error {
	a := robot(ctx)
	page, err := s.training.ClassesOf(ctx, a, listing.Query{Filter: map[string][]string{"state": running}, Page: 1, Size: 1000})
	errs := []error{err}
	for _, k := range page.Rows {
		if k.State == training.Closing {
			errs = append(errs, s.takeOver(ctx, a, k.ID))
		}
		_, err := s.review(ctx, a, k)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
