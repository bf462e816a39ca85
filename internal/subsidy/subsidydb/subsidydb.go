// Package subsidydb is the SQL of subsidies.
package subsidydb

import (
	"context"
	"fmt"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/file"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
	"tongpin/internal/subsidy"
)

// Store keeps subsidies in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

// Consortium returns the consortium with a key.
func (s *Store) Consortium(ctx context.Context, key string) (consortium.Consortium, error) {
	return consortiumdb.ByKey(ctx, s.db, key)
}

// Own is the key of the context's consortium.
func (s *Store) Own(ctx context.Context) (string, error) {
	return db.Ask(ctx, s.db, consortiumdb.OwnKey)
}

const selectPolicy = `SELECT id, version, name, source, edition, article, mark, from_on, until_on, shape, terms, state, drafted_by, sample, created_at, updated_at
	FROM subsidy_policies WHERE consortium_id = $1`

func scanPolicy(r db.Row) (p subsidy.Policy, err error) {
	return p, r.Scan(&p.ID, &p.Version, &p.Name, &p.Source, &p.Edition, &p.Article, &p.Mark, &p.From, &p.Until, &p.Shape, db.JSON(&p.Terms), &p.State, &p.DraftedBy,
		&p.Sample, &p.CreatedAt, &p.UpdatedAt)
}

// FindPolicy returns a policy.
func (s *Store) FindPolicy(ctx context.Context, id record.ID) (subsidy.Policy, error) {
	if _, ok := record.ParseID(string(id)); !ok {
		return subsidy.Policy{}, fault.New(fault.NotFound, "record.not_found")
	}
	return db.Ask(ctx, s.db, func(tx *db.Tx) (subsidy.Policy, error) {
		return db.One(tx, scanPolicy, selectPolicy+` AND id = $2`, id)
	})
}

// Policies are all policies, the newest first.
func (s *Store) Policies(ctx context.Context) ([]subsidy.Policy, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]subsidy.Policy, error) {
		return db.All(tx, scanPolicy, selectPolicy+` ORDER BY from_on DESC, id DESC`)
	})
}

// SavePolicy writes a policy and the change.
func (s *Store) SavePolicy(ctx context.Context, p subsidy.Policy, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := savePolicy(tx, p); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

func savePolicy(tx *db.Tx, p subsidy.Policy) error {
	if p.Version == 0 {
		_, err := tx.Exec(`INSERT INTO subsidy_policies (consortium_id, id, version, name, source, edition, article, mark, from_on, until_on, shape, terms, state, drafted_by, sample, created_at, updated_at)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)`,
			p.ID, p.Name, p.Source, p.Edition, p.Article, p.Mark, p.From, p.Until, p.Shape, db.JSON(p.Terms), p.State, db.Null(p.DraftedBy), p.Sample, tx.Now())
		return err
	}
	return tx.ExecOne(`UPDATE subsidy_policies SET version = version + 1, name = $4, source = $5, edition = $6, article = $7, mark = $8, from_on = $9, until_on = $10,
			shape = $11, terms = $12, state = $13, drafted_by = $14, updated_at = $15 WHERE consortium_id = $1 AND id = $2 AND version = $3`,
		p.ID, p.Version, p.Name, p.Source, p.Edition, p.Article, p.Mark, p.From, p.Until, p.Shape, db.JSON(p.Terms), p.State, db.Null(p.DraftedBy), tx.Now())
}

// FindDossier returns a claim with its lines.
func (s *Store) FindDossier(ctx context.Context, id record.ID) (subsidy.Dossier, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (subsidy.Dossier, error) { return findDossier(tx, id) })
}

func findDossier(tx *db.Tx, id record.ID) (d subsidy.Dossier, err error) {
	if d.Claim, err = db.One(tx, scanClaim, selectClaim+` AND m.id = $2`, id); err != nil {
		return d, err
	}
	d.Lines, err = db.All(tx, scanLine, selectLine+` AND claim_id = $2 ORDER BY place, id`, id)
	return d, err
}

// SaveDossier writes a claim with its lines, and the change.
func (s *Store) SaveDossier(ctx context.Context, d subsidy.Dossier, mark subsidy.YearMark, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if mark.Year != 0 {
			if err := passYear(tx, mark); err != nil {
				return err
			}
		}
		if err := saveDossier(tx, d); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// passYear moves the mark of a year on, if it is the one that the sums of the
// year were read at.
func passYear(tx *db.Tx, mark subsidy.YearMark) error {
	if mark.Version == 0 {
		n, err := tx.Exec(`INSERT INTO subsidy_years (consortium_id, year, version) VALUES ($1, $2, 1) ON CONFLICT (consortium_id, year) DO NOTHING`, mark.Year)
		if err == nil && n == 0 {
			err = fault.New(fault.Stale, "record.stale", "version", mark.Version)
		}
		return err
	}
	return tx.ExecOne(`UPDATE subsidy_years SET version = version + 1 WHERE consortium_id = $1 AND year = $2 AND version = $3`, mark.Year, mark.Version)
}

// Before are the sums of people in a year.
func (s *Store) Before(ctx context.Context, year int, but record.ID) (map[record.ID]money.Fen, subsidy.YearMark, error) {
	sums, mark := map[record.ID]money.Fen{}, subsidy.YearMark{Year: year}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		if mark.Version, err = db.Value[int64](tx, `SELECT coalesce(max(version), 0) FROM subsidy_years WHERE consortium_id = $1 AND year = $2`, year); err != nil {
			return err
		}
		return tx.Each(func(r db.Row) error {
			var trainee record.ID
			var sum money.Fen
			err := r.Scan(&trainee, &sum)
			sums[trainee] = sum
			return err
		}, `SELECT l.trainee_id, CAST(sum(l.amount_fen - l.back_fen) AS BIGINT) FROM subsidy_lines l
			JOIN subsidy_claims m ON m.consortium_id = l.consortium_id AND m.id = l.claim_id
			WHERE l.consortium_id = $1 AND m.opens_on >= $2 AND m.opens_on <= $3 AND m.id <> $4 AND NOT l.rejected
				AND m.state NOT IN ('draft', 'returned', 'withdrawn', 'declined') GROUP BY l.trainee_id`,
			calendar.On(year, 1, 1), calendar.On(year, 12, 31), but)
	})
	return sums, mark, err
}

func saveDossier(tx *db.Tx, d subsidy.Dossier) error {
	if err := saveClaim(tx, d.Claim); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM subsidy_lines WHERE consortium_id = $1 AND claim_id = $2`, d.ID); err != nil {
		return err
	}
	for _, l := range d.Lines {
		_, err := tx.Exec(`INSERT INTO subsidy_lines (consortium_id, id, claim_id, place, enrolment_id, trainee_id, result, hours, counted, amount_fen, steps, findings,
				rejected, reason, sampled, assured, assured_reason, back_fen)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
			l.ID, d.ID, l.Place, l.Enrolment, l.Trainee, l.Result, l.Hours, l.Counted, l.Amount, db.JSON(l.Steps), db.JSON(l.Findings),
			l.Rejected, l.Reason, l.Sampled, l.Assured, l.Remark, l.Back)
		if err != nil {
			return err
		}
	}
	return nil
}

func saveClaim(tx *db.Tx, m subsidy.Claim) error {
	if m.Version == 0 {
		return insertClaim(tx, m)
	}
	return tx.ExecOne(`UPDATE subsidy_claims SET version = version + 1, class_number = $4, class_name = $5, category = $6, occupation = $7, level = $8, fund = $9,
			opens_on = $10, closes_on = $11, policy_id = $12, basis = $13, holder = $14, account = $15, bank = $16, state = $17,
			claimed_fen = $18, due_fen = $19, paid_fen = $20, back_fen = $21, submitted_by = $22, submitted_at = $23, checked_by = $24,
			notice_from = $25, notice_to = $26, code = $27, objections = $28, round_id = $29, approvals = $30, exported_at = $31, paid_on = $32,
			bank_reference = $33, clawbacks = $34, end_reason = $35, updated_at = $36
		WHERE consortium_id = $1 AND id = $2 AND version = $3`,
		m.ID, m.Version, m.ClassNumber, m.ClassName, m.Category, m.Occupation, m.Level, m.Fund,
		m.Opens, m.Closes, db.Null(m.Policy), db.JSON(m.Basis), m.Holder, m.Account, m.Bank, m.State,
		m.Claimed, m.Due, m.Paid, m.Back, db.Null(m.SubmittedBy), m.SubmittedAt, db.Null(m.CheckedBy),
		m.NoticeFrom, m.NoticeTo, db.Null(m.Code), db.JSON(m.Objections), db.Null(m.Round), db.JSON(m.Approvals), m.ExportedAt, m.PaidOn,
		m.Reference, db.JSON(m.Clawbacks), m.EndReason, tx.Now())
}

func insertClaim(tx *db.Tx, m subsidy.Claim) error {
	year := calendar.DateOf(tx.Now()).Year
	n, err := ledger.NextNumbers(tx, fmt.Sprintf("subsidy-claim-%d", year), 1)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO subsidy_claims (consortium_id, id, version, number, class_id, class_number, class_name, provider_id, category, occupation, level, fund,
			opens_on, closes_on, policy_id, basis, holder, account, bank, state, claimed_fen, due_fen, paid_fen, back_fen, objections, approvals, bank_reference,
			clawbacks, end_reason, sample, created_at, updated_at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, '', $26, '', $27, $28, $28)`,
		m.ID, fmt.Sprintf("BT-%d-%04d", year, n), m.Class, m.ClassNumber, m.ClassName, m.Provider, m.Category, m.Occupation, m.Level, m.Fund,
		m.Opens, m.Closes, db.Null(m.Policy), db.JSON(m.Basis), m.Holder, m.Account, m.Bank, m.State, m.Claimed, m.Due, m.Paid, m.Back,
		db.JSON(m.Objections), db.JSON(m.Approvals), db.JSON(m.Clawbacks), m.Sample, tx.Now())
	return err
}

// Files are the attachments of a record.
func (s *Store) Files(ctx context.Context, ref record.Ref) ([]file.File, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]file.File, error) { return filedb.Of(tx, ref) })
}

// Timeline is the story of a record.
func (s *Store) Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })
}
