package insight

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// FactKind is the record kind under which a fact has its timeline.
const FactKind record.Kind = "fact"

// MaxReason is the longest reason of a correction, in characters.
const MaxReason = 500

// VerbReverse is the entry that a correction leaves.
const VerbReverse = "reverse"

// Reverse decides the correction of one fact: the fact that takes it back, on
// the day on which it counted. reversal is the fact that did so before, if any.
func Reverse(f fact.Fact, reversal record.ID, reason string, a access.Actor, now time.Time) (change.Change, error) {
	reason = strings.TrimSpace(reason)
	c := change.By(a, now)
	switch {
	case f.Reverses != "":
		return c, fault.Refuse("fact.reverse.is_reversal")
	case reversal != "":
		return c, fault.New(fault.Conflict, "fact.reverse.done")
	case reason == "":
		return c, fault.Wrong("reason", "", "fact.reverse.reason")
	case utf8.RuneCountInString(reason) > MaxReason:
		return c, fault.Wrong("reason", reason, "fact.reverse.reason_long", "max", MaxReason)
	}
	back := f.Reverse(f.On, reason)
	back.ID = record.Derived(f.ID, "reversal")
	c.Count(back)
	entry := c.Log(record.Ref{Kind: FactKind, ID: f.ID}, VerbReverse, "quantity", strconv.FormatInt(back.Quantity, 10))
	entry.Message = reason
	return c, nil
}

// Correct takes a fact back and returns the fact that does so. A fact can be
// taken back once: of two who try at the same time, one is told so.
func (s *Service) Correct(ctx context.Context, a access.Actor, id record.ID, reason string) (record.ID, error) {
	if !s.CanCorrect(a) {
		return "", fault.New(fault.Forbidden, "record.forbidden")
	}
	f, reversal, err := s.store.Fact(ctx, id)
	if err != nil {
		return "", err
	}
	if s.AtRecord(f) {
		return "", fault.Refuse("fact.reverse.at_record")
	}
	c, err := Reverse(f, reversal, reason, a, s.clock.Now())
	if err != nil {
		return "", err
	}
	if err := s.store.Commit(ctx, c); err != nil {
		if fault.Is(err, fault.Conflict) {
			return "", fault.New(fault.Conflict, "fact.reverse.done")
		}
		return "", err
	}
	return c.Facts[0].ID, nil
}
