package memberdb

import (
	"context"

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
	"tongpin/internal/member"
	"tongpin/internal/platform/db"
)

// ByCreditCodes returns memberships by credit code. An organisation without
// membership comes as a Membership that has only the organisation.
func (s *Store) ByCreditCodes(ctx context.Context, codes []string) (map[string]member.Membership, error) {
	found := map[string]member.Membership{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		organisations, err := organisationdb.ByCreditCodes(tx, codes)
		if err != nil {
			return err
		}
		for creditCode, o := range organisations {
			found[creditCode] = member.Membership{Organisation: o}
		}
		for start := 0; start < len(codes); start += 500 {
			w := db.NewWhere(0)
			w.In("o.credit_code", codes[start:min(start+500, len(codes))])
			list, err := db.All(tx, scan, selectMembership+w.SQL(), w.Args()...)
			if err != nil {
				return err
			}
			for _, m := range list {
				found[m.Organisation.CreditCode] = m
			}
		}
		return nil
	})
	return found, err
}

// Organisations returns organisations by kind.
func (s *Store) Organisations(ctx context.Context, kinds ...organisation.Kind) ([]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]organisation.Organisation, error) { return organisationdb.List(tx, kinds...) })
}

// Assessors lists the persons who hold a role that may assess.
func (s *Store) Assessors(ctx context.Context) (list []member.Assessor, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, func(r db.Row) (x member.Assessor, err error) {
			return x, r.Scan(&x.Person, &x.Name, &x.Employer, &x.EmployerName)
		}, `SELECT DISTINCT a.person_id, p.name, a.organisation_id, o.name FROM assignments a JOIN persons p ON p.id = a.person_id
			JOIN organisations o ON o.consortium_id = a.consortium_id AND o.id = a.organisation_id
			WHERE a.consortium_id = $1 AND a.role IN ($2, $3) AND (a.until_on IS NULL OR a.until_on >= $4) ORDER BY p.name, a.person_id`,
			access.Expert, access.Leader, calendar.DateOf(tx.Now()))
		return err
	})
	return list, err
}

// Timeline is the story of the membership.
func (s *Store) Timeline(ctx context.Context, m member.Membership) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, m.Ref()) })
}

// FactsAbout are the facts whose subject or owner is the organisation.
func (s *Store) FactsAbout(ctx context.Context, org record.ID, limit int) ([]fact.Fact, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]fact.Fact, error) { return ledger.FactsAbout(tx, org, limit) })
}

// Industries are the leading industries whose declarations sum up to one.
func (s *Store) Industries(ctx context.Context) (list []string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		facts, err := ledger.Facts(tx, ledger.FactQuery{Kinds: []fact.Kind{member.FactIndustry}})
		sums := map[string]int64{}
		for _, f := range facts {
			sums[f.Dims["industry"]] += f.Quantity
		}
		for _, industry := range organisation.Industries {
			if sums[industry] > 0 {
				list = append(list, industry)
			}
		}
		return err
	})
	return list, err
}

// Files are the uploads of the membership.
func (s *Store) Files(ctx context.Context, m member.Membership) ([]file.File, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]file.File, error) { return filedb.Of(tx, m.Ref()) })
}
