package app

import (
	"context"

	"tongpin/internal/agreement"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric/metricdb"
	"tongpin/internal/core/record"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
)

// memory answers, from facts, how an enterprise and the schools have worked
// together so far.
type memory struct{ db *db.DB }

// Cooperation counts the agreements in force and the people agreed on, by
// school.
func (m memory) Cooperation(ctx context.Context, enterprise record.ID) (order.Cooperation, error) {
	past := order.Cooperation{}
	err := m.db.Read(ctx, func(tx *db.Tx) error {
		groups, err := metricdb.GroupsAbout(tx, []fact.Kind{agreement.FactEnterprise, order.FactMatched}, enterprise)
		for _, g := range groups {
			if g.Owner == "" {
				continue
			}
			p := past[g.Owner]
			if g.Kind == agreement.FactEnterprise {
				p.Agreements += g.Quantity
			} else {
				p.Landed += g.Quantity
			}
			past[g.Owner] = p
		}
		return err
	})
	return past, err
}
