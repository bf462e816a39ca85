package order

import (
	"context"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Service is everything that people and jobs do with orders.
type Service struct {
	store  Store
	table  *access.Table
	clock  clock.Clock
	book   *rule.Book
	offers Offers
	memory Memory
}

// NewService makes the service.
func NewService(store Store, table *access.Table, c clock.Clock, book *rule.Book, offers Offers, memory Memory) *Service {
	return &Service{store, table, c, book, offers, memory}
}

// cases adapts the store to step.Keeper for orders. Find leaves the responses
// out; steps that touch them load them with live.
type cases struct{ Store }

// Find returns the order.
func (k cases) Find(ctx context.Context, id record.ID) (Case, error) {
	o, err := k.Store.Find(ctx, id)
	return Case{Order: o}, err
}

// Timeline is the story of the order.
func (k cases) Timeline(ctx context.Context, c Case) ([]timeline.Entry, error) {
	return k.Store.Timeline(ctx, c.Order.Ref())
}

// Save writes the order and the responses that the decision returned.
func (k cases) Save(ctx context.Context, c Case, ch change.Change) error {
	return k.Store.Save(ctx, Batch{Orders: []Order{c.Order}, Responses: c.Responses}, ch)
}

func (s *Service) gate(act access.Action) step.Gate {
	return step.Gate{Table: s.table, View: ActView, Act: act}
}

// take is one step on one order alone.
func (s *Service) take(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(o Order, now time.Time) (Order, change.Change, error),
) (Order, error) {
	k, err := step.Take(ctx, cases{s.store}, s.gate(act), a, t, func(k Case) (Case, change.Change, error) {
		o, c, err := decide(k.Order, s.clock.Now())
		return Case{Order: o}, c, err
	})
	return k.Order, err
}

// takeAll is one step on an order and its live responses.
func (s *Service) takeAll(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(k Case, now time.Time) (Case, change.Change, error),
) (Order, error) {
	live, err := s.live(ctx, t.ID)
	if err != nil {
		return Order{}, err
	}
	k, err := step.Take(ctx, cases{s.store}, s.gate(act), a, t, func(k Case) (Case, change.Change, error) {
		k.Responses = live
		return decide(k, s.clock.Now())
	})
	return k.Order, err
}

func (s *Service) live(ctx context.Context, order record.ID) ([]Response, error) {
	all, err := s.store.Responses(ctx, order)
	var live []Response
	for _, r := range all {
		if r.State.Live() {
			live = append(live, r)
		}
	}
	return live, err
}

// Reaches tells whether the actor may do an action to any record at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

// May tells whether the actor may do an action to the record, for buttons.
func (s *Service) May(a access.Actor, act access.Action, subject access.Subject) bool {
	return s.table.Can(a, act, subject)
}

func (s *Service) reach(a access.Actor) Reach {
	return Reach{Actor: a, View: s.table.Reach(a, ActView), Responses: s.table.Reach(a, ActResponseStates)}
}

// List answers a query with what the actor may see, in brief (Store.Brief).
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Row], error) {
	return s.rows(ctx, a, q, s.store.Brief)
}

// Detailed is List with all that the actor may read of each order.
func (s *Service) Detailed(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Row], error) {
	return s.rows(ctx, a, q, s.store.List)
}

func (s *Service) rows(ctx context.Context, a access.Actor, q listing.Query,
	list func(context.Context, listing.Query, Reach) (listing.Page[Row], error),
) (listing.Page[Row], error) {
	page, err := list(ctx, q, s.reach(a))
	today := calendar.DateOf(s.clock.Now())
	for i, r := range page.Rows {
		page.Rows[i].Stale = r.State == Open && calendar.DateOf(r.ConfirmedAt).DaysUntil(today) >= ConfirmDays
		*r.Order = r.For(a, s.full(a, *r.Order), []Response{{School: a.Organisation, State: r.Tally.Mine}})
	}
	return page, err
}

// Find returns an order as the actor may read it.
func (s *Service) Find(ctx context.Context, a access.Actor, id record.ID) (Order, error) {
	o, err := s.store.Find(ctx, id)
	if err != nil {
		return o, err
	}
	return o, s.gate(ActView).Check(a, o.Subject(a))
}

// Owner says for which enterprise an actor enters records: the own one, or the
// one that a secretariat names.
func (s *Service) Owner(ctx context.Context, a access.Actor, act access.Action, named record.ID) (organisation.Organisation, error) {
	id := a.Organisation
	if s.table.Reach(a, act)&access.Any != 0 {
		id = named
		if id == "" {
			return organisation.Organisation{}, fault.Wrong("enterprise", "", "order.choose")
		}
	}
	if !s.table.Can(a, act, access.Subject{Owner: id}) {
		return organisation.Organisation{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.Organisation(ctx, id)
}

// Enterprises lists those who can place orders, for choices in forms.
func (s *Service) Enterprises(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.Organisations(ctx, organisation.Enterprise, organisation.Park)
}

// Schools lists those who can answer, for choices in forms.
func (s *Service) Schools(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.Organisations(ctx, organisation.School)
}

// Create drafts an order; the same id again changes nothing. A secretariat
// names the enterprise for which it acts.
func (s *Service) Create(ctx context.Context, a access.Actor, id, enterprise record.ID, d Data) (Order, error) {
	e, err := s.Owner(ctx, a, ActPlace, enterprise)
	if err != nil {
		return Order{}, err
	}
	o, c, err := Create(id, e, d, a, s.clock.Now(), s.book)
	if err != nil {
		return o, err
	}
	c.Once = string(OrderKind) + "/" + string(id)
	return o, s.store.Save(ctx, Batch{Orders: []Order{o}}, c)
}

// Edit changes a draft or a returned order.
func (s *Service) Edit(ctx context.Context, a access.Actor, t step.Target, d Data) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Edit(o, d, a, now, s.book) })
}

// Submit hands the order to the secretariat.
func (s *Service) Submit(ctx context.Context, a access.Actor, t step.Target) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Submit(o, a, now, s.book) })
}

// TakeBack makes a submitted order a draft again.
func (s *Service) TakeBack(ctx context.Context, a access.Actor, t step.Target) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return TakeBack(o, a, now) })
}

// Publish opens a checked order to the schools.
func (s *Service) Publish(ctx context.Context, a access.Actor, t step.Target) (Order, error) {
	return s.take(ctx, a, t, ActCheck, func(o Order, now time.Time) (Order, change.Change, error) { return Publish(o, a, now, s.book) })
}

// Return gives a submitted order back.
func (s *Service) Return(ctx context.Context, a access.Actor, t step.Target, why string) (Order, error) {
	return s.take(ctx, a, t, ActCheck, func(o Order, now time.Time) (Order, change.Change, error) { return Return(o, why, a, now) })
}

// Amend changes an open order and takes the approvals of its responses back.
func (s *Service) Amend(ctx context.Context, a access.Actor, t step.Target, d Data) (Order, error) {
	return s.takeAll(ctx, a, t, ActPlace, func(k Case, now time.Time) (Case, change.Change, error) { return Amend(k, d, a, now, s.book) })
}

// Confirm stamps an open order as still true.
func (s *Service) Confirm(ctx context.Context, a access.Actor, t step.Target) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Confirm(o, a, now) })
}

// Renew opens an expired order again until a day.
func (s *Service) Renew(ctx context.Context, a access.Actor, t step.Target, until calendar.Date) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Renew(o, until, a, now) })
}

// Close ends an order and its live responses.
func (s *Service) Close(ctx context.Context, a access.Actor, t step.Target, cmd CloseCommand) (Order, error) {
	return s.takeAll(ctx, a, t, ActPlace, func(k Case, now time.Time) (Case, change.Change, error) { return Close(k, cmd, a, now) })
}

// Reads tells whether the actor may have the files of an order: who reads its
// content. A NotFound fault otherwise.
func (s *Service) Reads(ctx context.Context, a access.Actor, id record.ID) error {
	o, err := s.Find(ctx, a, id)
	if err != nil {
		return err
	}
	all, err := s.store.Responses(ctx, id)
	if err == nil && o.hides(a, s.full(a, o), all) {
		err = fault.New(fault.NotFound, "record.not_found")
	}
	return err
}

// Attach adds an uploaded file to an order.
func (s *Service) Attach(ctx context.Context, a access.Actor, t step.Target, f file.File) (Order, error) {
	has, err := s.store.Files(ctx, record.Ref{Kind: OrderKind, ID: t.ID})
	if err != nil {
		return Order{}, err
	}
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Attach(o, has, f, a, now) })
}

// Detach takes a file off an order.
func (s *Service) Detach(ctx context.Context, a access.Actor, t step.Target, id record.ID) (Order, error) {
	has, err := s.store.Files(ctx, record.Ref{Kind: OrderKind, ID: t.ID})
	if err != nil {
		return Order{}, err
	}
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) {
		at := slices.IndexFunc(has, func(f file.File) bool { return f.ID == id })
		if at < 0 {
			return o, change.Change{}, fault.Wrong("file", "", "order.files.gone")
		}
		return Detach(o, has[at], a, now)
	})
}
