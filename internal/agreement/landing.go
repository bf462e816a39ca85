package agreement

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/record"
)

// LandingSum is the landing rate of several agreements: those that were signed,
// whatever became of them since, and promise something countable.
type LandingSum struct {
	Agreements  int
	Obligations int
	Rate        int64 // permille; every obligation has the same weight
}

// Landing is the landing rate of what the actor may list.
func (s *Service) Landing(ctx context.Context, a access.Actor) (LandingSum, error) {
	return s.store.Landing(ctx, s.table.Reach(a, ActList), a)
}

// Published is what somebody who holds a paper may know of its agreement, and
// the consortium that keeps it.
type Published struct {
	Agreement  Agreement
	Consortium consortium.Consortium // keeps it
}

// Origin is where a new agreement comes from, with what it takes over.
type Origin struct {
	Order    record.ID
	Response record.ID
	Content  Content
}
