// Package step is the one way through a service: load, may they?, decide,
// commit. A service method names its action and its pure decision and leaves
// the order of things to Take.
package step

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
)

// Keeper finds and saves one kind of record. Save writes the record, if its
// version is still the one that was found, and the change in one transaction.
type Keeper[R Record] interface {
	Find(ctx context.Context, id record.ID) (R, error)
	Save(ctx context.Context, r R, c change.Change) error
}

// Chronicler is a Keeper that knows the stories of its records, the newest entry
// first: who comes too late is told who was faster. One that knows stories by
// references, as stores do, is as good for records that say their Ref.
type Chronicler[R Record] interface {
	Timeline(ctx context.Context, r R) ([]timeline.Entry, error)
}

// story is the timeline of a record; nothing if the keeper knows none.
func story[R Record](ctx context.Context, k Keeper[R], r R) ([]timeline.Entry, error) {
	switch c := k.(type) {
	case Chronicler[R]:
		return c.Timeline(ctx, r)
	case interface {
		Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)
	}:
		if x, ok := any(r).(interface{ Ref() record.Ref }); ok {
			return c.Timeline(ctx, x.Ref())
		}
	}
	return nil, nil
}

// Record is what Take must know of a record: its version, and whose it is.
type Record interface {
	At() int64 // version
	Subject(a access.Actor) access.Subject
}

// Gate names who may see the record at all and who may do the step. Somebody
// who may not see it is told that there is no such record.
type Gate struct {
	Table *access.Table
	View  access.Action
	Act   access.Action
}

// Check returns nil if the actor may do the step to the subject.
func (g Gate) Check(a access.Actor, s access.Subject) error {
	switch {
	case !g.Table.Can(a, g.View, s):
		return fault.New(fault.NotFound, "record.not_found")
	case !g.Table.Can(a, g.Act, s):
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	return nil
}

// Target is the record that a step is about. Version is the one that the person
// saw; 0 skips the check (a step that does not depend on the content).
type Target struct {
	ID      record.ID
	Version int64
}

// Take loads the record, checks the gate and the version, decides and saves. It
// returns the new record, or the loaded one with the error of the refusal.
func Take[R Record](ctx context.Context, k Keeper[R], g Gate, a access.Actor, t Target,
	decide func(R) (R, change.Change, error),
) (R, error) {
	r, err := k.Find(ctx, t.ID)
	if err != nil {
		return r, err
	}
	if err := g.Check(a, r.Subject(a)); err != nil {
		var none R
		return none, err
	}
	if t.Version != 0 && t.Version != r.At() {
		return r, stale(ctx, k, r)
	}
	next, c, err := decide(r)
	if err != nil {
		return r, err
	}
	if err := k.Save(ctx, next, c); err != nil {
		if latest, again := k.Find(ctx, t.ID); fault.Is(err, fault.Stale) && again == nil {
			return latest, stale(ctx, k, latest) // somebody was faster between Find and Save
		}
		return next, err
	}
	return next, nil
}

// stale says that somebody changed the record meanwhile and, if the keeper knows
// the story, who and when. Its argument version is that of the present content:
// a form takes it over, so that what was typed can be sent again on purpose.
func stale[R Record](ctx context.Context, k Keeper[R], r R) error {
	f := fault.New(fault.Stale, "record.stale", "version", r.At())
	told, err := story(ctx, k, r)
	if err != nil || len(told) == 0 {
		return f
	}
	last := told[0]
	if last.Person == "" {
		return fault.New(fault.Stale, "record.stale_by_program", "at", last.At, "version", r.At())
	}
	return fault.New(fault.Stale, "record.stale_by", "person", last.PersonName, "organisation", last.Organisation, "at", last.At, "version", r.At())
}
