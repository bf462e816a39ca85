// Package memberdb is the SQL of memberships.
package memberdb

import (
	"context"

	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/member"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// Store keeps memberships in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const columns = `m.id, m.version, m.state, m.tier, m.purpose, m.materials, m.assessments, m.decided_on, m.decision, m.meeting,
	m.joined_on, m.ended_on, m.end_reasons, m.end_note, m.reviews, m.applied_at, m.updated_at, ` + organisationdb.Columns

const from = ` FROM memberships m JOIN organisations o ON o.consortium_id = m.consortium_id AND o.id = m.organisation_id WHERE m.consortium_id = $1`

const selectMembership = `SELECT ` + columns + from

func scan(r db.Row) (m member.Membership, err error) {
	dest := append([]any{
		&m.ID, &m.Version, &m.State, &m.Tier, &m.Purpose, db.JSON(&m.Materials), db.JSON(&m.Assessments), &m.DecidedOn, &m.Decision, &m.Meeting,
		&m.JoinedOn, &m.EndedOn, db.JSON(&m.EndReasons), &m.EndNote, db.JSON(&m.Reviews), &m.AppliedAt, &m.UpdatedAt,
	}, organisationdb.Dest(&m.Organisation)...)
	return m, r.Scan(dest...)
}

// Find returns a membership by its own id or by its organisation's.
func (s *Store) Find(ctx context.Context, id record.ID) (m member.Membership, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, err = db.One(tx, scan, selectMembership+` AND (m.id = $2 OR m.organisation_id = $2)`, id)
		return err
	})
	return m, err
}

// Of returns the membership of an organisation, or one that holds only the
// organisation if it has none.
func (s *Store) Of(ctx context.Context, org record.ID) (m member.Membership, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		m, err = db.One(tx, scan, selectMembership+` AND m.organisation_id = $2`, org)
		if fault.Is(err, fault.NotFound) {
			m = member.Membership{}
			m.Organisation, err = organisationdb.Find(tx, org)
		}
		return err
	})
	return m, err
}

// Save writes one membership, its organisation and the change.
func (s *Store) Save(ctx context.Context, m member.Membership, c change.Change) error {
	return s.SaveAll(ctx, []member.Membership{m}, c)
}

// SaveAll writes several memberships and one change for all, all or nothing.
func (s *Store) SaveAll(ctx context.Context, list []member.Membership, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := save(tx, list); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// Commit writes a change that belongs to no membership.
func (s *Store) Commit(ctx context.Context, c change.Change) error {
	return s.SaveAll(ctx, nil, c)
}

var insertMemberships = db.Inserting("memberships", `id, version = 1, organisation_id, state, tier, purpose, materials, assessments, decided_on, decision, meeting,
	joined_on, ended_on, end_reasons, end_note, reviews, applied_at, updated_at`, "")

func save(tx *db.Tx, list []member.Membership) error {
	organisations := make([]organisation.Organisation, len(list))
	for i, m := range list {
		organisations[i] = m.Organisation
	}
	if err := organisationdb.Save(tx, organisations...); err != nil {
		return err
	}
	fresh := insertMemberships.Into(tx)
	for _, m := range list {
		if m.Version == 0 {
			fresh.Add(m.ID, m.Organisation.ID, m.State, m.Tier, m.Purpose, db.JSON(m.Materials), db.JSON(m.Assessments), m.DecidedOn, m.Decision, m.Meeting,
				m.JoinedOn, m.EndedOn, db.JSON(m.EndReasons), m.EndNote, db.JSON(m.Reviews), m.AppliedAt, tx.Now())
			continue
		}
		err := tx.ExecOne(`UPDATE memberships SET version = version + 1, state = $4, tier = $5, purpose = $6, materials = $7, assessments = $8, decided_on = $9, decision = $10,
				meeting = $11, joined_on = $12, ended_on = $13, end_reasons = $14, end_note = $15, reviews = $16, applied_at = $17, updated_at = $18
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			m.ID, m.Version, m.State, m.Tier, m.Purpose, db.JSON(m.Materials), db.JSON(m.Assessments), m.DecidedOn, m.Decision,
			m.Meeting, m.JoinedOn, m.EndedOn, db.JSON(m.EndReasons), m.EndNote, db.JSON(m.Reviews), m.AppliedAt, tx.Now())
		if err != nil {
			return err
		}
	}
	return fresh.Done()
}
