package insight

import (
	"context"

	"tongpin/internal/core/metric"
)

// Daily sees to it that the figures of this program are rolled up: those that
// are new or changed are built, and all of them after facts came in that the
// rollups do not hold. It costs nothing where all is well.
func (s *Service) Daily(ctx context.Context) error {
	_, err := s.store.Keep(ctx, s.definitions, false)
	return err
}

// Rebuild throws the rollups of the consortium away, builds them from the facts
// and returns the keys of their metrics.
func (s *Service) Rebuild(ctx context.Context) ([]string, error) {
	return s.store.Keep(ctx, s.definitions, true)
}

// Compare adds up all facts of the consortium and returns every difference
// between them and the rollups.
func (s *Service) Compare(ctx context.Context) ([]metric.Difference, error) {
	return s.store.Compare(ctx, s.definitions)
}
