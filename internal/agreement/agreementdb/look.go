package agreementdb

import (
	"context"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

// ByNumbers returns agreements by number.
func (s *Store) ByNumbers(ctx context.Context, numbers []string) (map[string]agreement.Agreement, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]agreement.Agreement, error) {
		found := map[string]agreement.Agreement{}
		for start := 0; start < len(numbers); start += 500 {
			w := db.NewWhere(0)
			w.In("g.number", numbers[start:min(start+500, len(numbers))])
			list, err := db.All(tx, scan, selectAgreement+w.SQL(), w.Args()...)
			if err != nil {
				return nil, err
			}
			for _, g := range list {
				found[g.Number] = g
			}
		}
		return found, nil
	})
}

// Parties makes parties of organisations, by credit code.
func (s *Store) Parties(ctx context.Context, creditCodes []string) (map[string]agreement.Party, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]agreement.Party, error) {
		organisations, err := organisationdb.ByCreditCodes(tx, creditCodes)
		if err != nil {
			return nil, err
		}
		body, err := bodyOf(tx)
		if err != nil {
			return nil, err
		}
		parties := make(map[string]agreement.Party, len(organisations))
		for creditCode, o := range organisations {
			p := agreement.PartyOf(o, "")
			p.Body = o.ID == body
			parties[creditCode] = p
		}
		return parties, nil
	})
}

// Organisations lists who can be a party.
func (s *Store) Organisations(ctx context.Context) ([]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]organisation.Organisation, error) { return organisationdb.List(tx) })
}

// Body is the organisation that acts for the consortium as such.
func (s *Store) Body(ctx context.Context) (record.ID, error) { return db.Ask(ctx, s.db, bodyOf) }

func bodyOf(tx *db.Tx) (record.ID, error) {
	return db.Value[record.ID](tx, `SELECT body_id FROM consortia WHERE id = $1`)
}

// Fact returns one fact.
func (s *Store) Fact(ctx context.Context, id record.ID) (fact.Fact, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (fact.Fact, error) { return ledger.FactByID(tx, id) })
}

// Facts are those of an agreement.
func (s *Store) Facts(ctx context.Context, g agreement.Agreement) ([]fact.Fact, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]fact.Fact, error) { return ledger.FactsOf(tx, g.Ref()) })
}

// Files are the uploads of an agreement.
func (s *Store) Files(ctx context.Context, g agreement.Agreement) ([]file.File, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]file.File, error) { return filedb.Of(tx, g.Ref()) })
}

// Timeline is the story of an agreement.
func (s *Store) Timeline(ctx context.Context, g agreement.Agreement) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, g.Ref()) })
}

// Lapsed lists agreements whose turn goes back today.
func (s *Store) Lapsed(ctx context.Context, today calendar.Date) ([]record.ID, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]record.ID, error) { return ledger.Lapsed(tx, agreement.Kind, today) })
}

// Awaited lists active agreements to which the day may bring something: the end
// of the term, its approach within 60 days, something due within 14.
func (s *Store) Awaited(ctx context.Context, today calendar.Date) ([]record.ID, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]record.ID, error) {
		return db.All(tx, func(r db.Row) (id record.ID, err error) { return id, r.Scan(&id) },
			`SELECT g.id FROM agreements g WHERE g.consortium_id = $1 AND g.state = 'active'
				AND (g.to_on < $2 OR (g.end_told = FALSE AND g.to_on <= $3) OR g.next_due_on <= $4)
			ORDER BY g.id`, today, today.AddDays(60), today.AddDays(14))
	})
}

// Landing sums the landing rate over the signed agreements in the actor's reach,
// those that have run out or were ended early too, as the rows of the list do.
func (s *Store) Landing(ctx context.Context, reach access.Relation, a access.Actor) (agreement.LandingSum, error) {
	w := where(listing.Query{}, reach, a, calendar.Date{})
	w.And("g.obligation_count > 0 AND g.signed_on IS NOT NULL")
	return db.Ask(ctx, s.db, func(tx *db.Tx) (agreement.LandingSum, error) {
		return db.One(tx, func(r db.Row) (sum agreement.LandingSum, err error) {
			err = r.Scan(&sum.Agreements, &sum.Obligations, &sum.Rate)
			sum.Rate /= int64(max(sum.Obligations, 1))
			return sum, err
		}, `SELECT count(*), CAST(coalesce(sum(g.obligation_count), 0) AS BIGINT), CAST(coalesce(sum(g.landed), 0) AS BIGINT)`+from+w.SQL(), w.Args()...)
	})
}
