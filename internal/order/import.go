package order

import (
	"context"
	"reflect"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// known is what a batch of rows refers to.
type known struct {
	orgs   map[string]organisation.Organisation // by credit code
	own    organisation.Organisation            // the actor's
	orders map[string]Order                     // by enterprise and match key
}

func orderKey(enterprise record.ID, d Data) string { return string(enterprise) + " " + d.MatchKey() }

// load finds everything that the rows refer to at once.
func (s *Service) load(ctx context.Context, a access.Actor, rows []*sheet.Row, data []Data) (k known, err error) {
	var codes []string
	for _, r := range rows {
		codes = append(append(codes, r.List("shown_to")...), r.Text("enterprise"))
	}
	if err = s.loadOrgs(ctx, a, codes, &k); err != nil {
		return k, err
	}
	var ids []record.ID
	var matches []string
	for i, r := range rows {
		if e := k.enterprise(r); e.ID != "" {
			ids = append(ids, e.ID)
			matches = append(matches, data[i].MatchKey())
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	k.orders = map[string]Order{}
	found, err := s.store.Matching(ctx, ids, matches)
	for _, o := range found { // the newest first
		if _, ok := k.orders[orderKey(o.Enterprise, o.Data)]; !ok {
			k.orders[orderKey(o.Enterprise, o.Data)] = o
		}
	}
	return k, err
}

func (s *Service) loadOrgs(ctx context.Context, a access.Actor, codes []string, k *known) (err error) {
	if k.orgs, err = s.store.ByCreditCodes(ctx, codes); err != nil || a.Organisation == "" {
		return err
	}
	if k.own, err = s.store.Organisation(ctx, a.Organisation); fault.Is(err, fault.NotFound) {
		return nil // somebody who acts for no organisation of the consortium
	}
	return err
}

// enterprise is the one that a row names, or the actor's own.
func (k known) enterprise(r *sheet.Row) organisation.Organisation {
	if named := r.Text("enterprise"); named != "" {
		return k.orgs[named]
	}
	return k.own
}

func (s *Service) decideOrders(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	data := make([]Data, len(rows))
	for i, r := range rows {
		data[i] = dataOf(r)
	}
	k, err := s.load(ctx, a, rows, data)
	if err != nil {
		return intake.Batch{}, err
	}
	var b Batch
	all := change.By(a, s.clock.Now())
	outcomes, seen := make([]intake.Outcome, len(rows)), map[string]bool{}
	for i, r := range rows {
		e, d := k.enterprise(r), data[i]
		d.ShownTo = shownTo(r, k.orgs)
		d = d.tidied()
		key := orderKey(e.ID, d)
		switch {
		case e.ID == "":
			r.Fail("enterprise", "order.import.enterprise")
		case !s.May(a, ActPlace, access.Subject{Owner: e.ID}):
			r.Fail("enterprise", "order.import.not_yours")
		case seen[key]:
			r.Fail("title", "order.import.twice")
		}
		if r.Err() != nil {
			continue
		}
		seen[key] = true
		c, ch, result, err := s.decideRow(ctx, a, r, e, d, k.orders[key])
		if err != nil {
			return intake.Batch{}, err
		}
		outcomes[i] = intake.Outcome{Result: result, Record: c.Ref()}
		if result == intake.Created || result == intake.Updated {
			b.Orders, b.Responses = append(b.Orders, c.Order), append(b.Responses, c.Responses...)
			all.Join(ch)
		}
	}
	return intake.Batch{Outcomes: outcomes, Save: func(ctx context.Context, tail change.Change) error {
		tail.Join(all)
		return s.store.Save(ctx, b, tail)
	}}, nil
}

// decideRow places a new order, or brings a known one up to date. A fault is a
// problem of the row.
func (s *Service) decideRow(ctx context.Context, a access.Actor, r *sheet.Row, e organisation.Organisation, d Data, was Order) (k Case, c change.Change, result intake.Result, err error) {
	switch {
	case was.ID == "":
		result = intake.Created
		k, c, err = s.place(a, e, d)
	case reflect.DeepEqual(d, was.Data.tidied()):
		return Case{Order: was}, c, intake.Unchanged, nil
	default:
		result = intake.Updated
		var live []Response
		if live, err = s.live(ctx, was.ID); err == nil {
			k, c, err = s.update(a, Case{Order: was, Responses: live}, d)
		}
	}
	if problems := fault.All(err); len(problems) > 0 {
		r.Add(err)
		return Case{Order: was}, c, intake.Failed, nil
	}
	return k, c, result, err
}

// place does for a row what the pages do in steps: draft, submit and, for who
// may check, publish.
func (s *Service) place(a access.Actor, e organisation.Organisation, d Data) (Case, change.Change, error) {
	now := s.clock.Now()
	o, all, err := Create(record.Derived(e.ID, "order/"+d.MatchKey()), e, d, a, now, s.book)
	if err != nil {
		return Case{}, all, err
	}
	all.Entries[0].Verb = VerbImport
	return s.onward(a, o, all)
}

// onward submits a draft and, for who may check, publishes it.
func (s *Service) onward(a access.Actor, o Order, all change.Change) (Case, change.Change, error) {
	now := s.clock.Now()
	next, c, err := Submit(o, a, now, s.book)
	if err != nil {
		return Case{Order: o}, all, err
	}
	if s.May(a, ActCheck, o.Subject(a)) {
		c.Opened = nil // it is checked in the same step
		all.Join(c)
		if next, c, err = Publish(next, a, now, s.book); err != nil {
			return Case{Order: o}, all, err
		}
	}
	all.Join(c)
	return Case{Order: next}, all, nil
}

// update brings a known order up to date as far as its state allows.
func (s *Service) update(a access.Actor, k Case, d Data) (Case, change.Change, error) {
	now, o := s.clock.Now(), k.Order
	all := change.By(a, now)
	switch o.State {
	case Open:
		return Amend(k, d, a, now, s.book)
	case Submitted:
		var c change.Change
		var err error
		if o, c, err = TakeBack(o, a, now); err != nil {
			return k, c, err
		}
		all.Join(c)
	case Draft, Returned:
	default:
		return k, all, fault.Refuse("order.import.ended", "state", string(o.State))
	}
	o, c, err := Edit(o, d, a, now, s.book)
	if err != nil {
		return k, c, err
	}
	all.Join(c)
	return s.onward(a, o, all)
}

func (s *Service) orderRows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	schools, err := s.Schools(ctx)
	if err != nil {
		return err
	}
	codes := map[record.ID]string{}
	for _, x := range schools {
		codes[x.ID] = x.CreditCode
	}
	return s.store.Each(ctx, q, s.reach(a), func(o Order) error {
		full := s.full(a, o)
		return yield(cells(o.For(a, full, nil), codes, full))
	})
}
