package subsidydb

import (
	"context"
	"fmt"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
	"tongpin/internal/subsidy"
)

const claimFrom = ` FROM subsidy_claims m JOIN organisations o ON o.consortium_id = m.consortium_id AND o.id = m.provider_id WHERE m.consortium_id = $1`

const selectClaim = `SELECT m.id, m.version, m.number, m.class_id, m.class_number, m.class_name, m.provider_id, o.name, m.category, m.occupation, m.level, m.fund,
	m.opens_on, m.closes_on, m.policy_id, m.basis, m.holder, m.account, m.bank, m.state, m.claimed_fen, m.due_fen, m.paid_fen, m.back_fen,
	m.submitted_by, m.submitted_at, m.checked_by, m.notice_from, m.notice_to, m.code, m.objections, m.round_id, m.approvals, m.exported_at, m.paid_on,
	m.bank_reference, m.clawbacks, m.end_reason, m.sample, m.created_at, m.updated_at` + claimFrom

func scanClaim(r db.Row) (m subsidy.Claim, err error) {
	return m, r.Scan(&m.ID, &m.Version, &m.Number, &m.Class, &m.ClassNumber, &m.ClassName, &m.Provider, &m.ProviderName, &m.Category, &m.Occupation, &m.Level, &m.Fund,
		&m.Opens, &m.Closes, &m.Policy, db.JSON(&m.Basis), &m.Holder, &m.Account, &m.Bank, &m.State, &m.Claimed, &m.Due, &m.Paid, &m.Back,
		&m.SubmittedBy, &m.SubmittedAt, &m.CheckedBy, &m.NoticeFrom, &m.NoticeTo, &m.Code, db.JSON(&m.Objections), &m.Round, db.JSON(&m.Approvals), &m.ExportedAt, &m.PaidOn,
		&m.Reference, db.JSON(&m.Clawbacks), &m.EndReason, &m.Sample, &m.CreatedAt, &m.UpdatedAt)
}

const selectLine = `SELECT id, claim_id, place, enrolment_id, trainee_id, result, hours, counted, amount_fen, steps, findings,
	rejected, reason, sampled, assured, assured_reason, back_fen FROM subsidy_lines WHERE consortium_id = $1`

func scanLine(r db.Row) (l subsidy.Line, err error) {
	return l, r.Scan(&l.ID, &l.Claim, &l.Place, &l.Enrolment, &l.Trainee, &l.Result, &l.Hours, &l.Counted, &l.Amount, db.JSON(&l.Steps), db.JSON(&l.Findings),
		&l.Rejected, &l.Reason, &l.Sampled, &l.Assured, &l.Remark, &l.Back)
}

// sorts are the orders of the list.
var sorts = db.Sorts{
	Columns: map[string]string{"number": "m.number", "closes": "m.closes_on", "due": "m.due_fen", "notice": "m.notice_to"},
	Empty:   []string{"m.notice_to"},
	Usual:   "m.created_at DESC, m.id DESC",
	ID:      "m.id",
}

// where is the condition of a query in the actor's reach.
func where(q listing.Query, reach access.Relation, a access.Actor) *db.Where {
	w := db.NewWhere(0)
	switch {
	case reach&access.Any != 0:
	case reach&access.Own != 0:
		w.And("m.provider_id = ?", record.Sought(a.Organisation))
	default:
		w.And("1 = 0")
	}
	w.Like(q.Text, "m.number", "m.class_name", "m.class_number", "o.name")
	w.In("m.id", record.SoughtAll(q.Chosen))
	w.In("m.state", q.Filter["state"])
	w.In("m.category", q.Filter["category"])
	w.In("m.provider_id", record.SoughtAll(q.Filter["provider"]))
	w.In("m.policy_id", record.SoughtAll(q.Filter["policy"]))
	if p, err := calendar.ParsePeriod(q.First("period")); err == nil && !p.From.Zero() {
		w.And("m.closes_on >= ? AND m.closes_on <= ?", p.From, p.To)
	}
	return w
}

// List answers a query with one page of what is in the actor's reach.
func (s *Store) List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[subsidy.Claim], error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (listing.Page[subsidy.Claim], error) {
		return db.Page(tx, db.Question[subsidy.Claim]{Scan: scanClaim, Rows: selectClaim, Count: claimFrom, Where: where(q, reach, a), Order: sorts.By(q)}, q)
	})
}

// Each calls fn for every claim that the query matches.
func (s *Store) Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(subsidy.Claim) error) error {
	w := where(q, reach, a)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scanClaim, fn, selectClaim+w.SQL()+sorts.By(q), w.Args()...)
	})
}

// Sums adds up the claims that the query matches.
func (s *Store) Sums(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (subsidy.Sums, error) {
	w := where(q, reach, a)
	return db.Ask(ctx, s.db, func(tx *db.Tx) (subsidy.Sums, error) {
		return db.One(tx, func(r db.Row) (x subsidy.Sums, err error) {
			return x, r.Scan(&x.Claims, &x.Claimed, &x.Due, &x.Paid, &x.Back)
		}, `SELECT count(*), CAST(coalesce(sum(m.claimed_fen), 0) AS BIGINT), CAST(coalesce(sum(m.due_fen), 0) AS BIGINT),
			CAST(coalesce(sum(m.paid_fen), 0) AS BIGINT), CAST(coalesce(sum(m.back_fen), 0) AS BIGINT)`+claimFrom+` AND m.state NOT IN ('draft', 'withdrawn', 'declined')`+w.SQL(), w.Args()...)
	})
}

// Claimed tells which of the classes have a claim.
func (s *Store) Claimed(ctx context.Context, classes []record.ID) (map[record.ID]bool, error) {
	found := map[record.ID]bool{}
	if len(classes) == 0 {
		return found, nil
	}
	w := db.NewWhere(0)
	texts := make([]string, len(classes))
	for i, id := range classes {
		texts[i] = string(id)
	}
	w.In("class_id", texts)
	return found, s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(r db.Row) error {
			var id record.ID
			err := r.Scan(&id)
			found[id] = true
			return err
		}, `SELECT class_id FROM subsidy_claims WHERE consortium_id = $1`+w.SQL(), w.Args()...)
	})
}

// OnNotice are the claims with a notice, the newest first.
func (s *Store) OnNotice(ctx context.Context) ([]subsidy.Claim, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]subsidy.Claim, error) {
		return db.All(tx, scanClaim, selectClaim+` AND m.code IS NOT NULL ORDER BY m.notice_from DESC, m.id DESC LIMIT 100`)
	})
}

const selectRound = `SELECT id, version, number, permille, above_fen, strata, commitment, frame, seed, word, results, state, committed_by, committed_at,
	drawn_by, drawn_at, code, sample, created_at, updated_at FROM subsidy_rounds WHERE consortium_id = $1`

func scanRound(r db.Row) (x subsidy.Round, err error) {
	return x, r.Scan(&x.ID, &x.Version, &x.Number, &x.Permille, &x.Above, db.JSON(&x.Strata), &x.Commitment, db.JSON(&x.Frame), &x.Seed, &x.Word, db.JSON(&x.Results),
		&x.State, &x.CommittedBy, &x.CommittedAt, &x.DrawnBy, &x.DrawnAt, &x.Code, &x.Sample, &x.CreatedAt, &x.UpdatedAt)
}

// FindPool returns a round with its claims.
func (s *Store) FindPool(ctx context.Context, id record.ID) (subsidy.Pool, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (p subsidy.Pool, err error) {
		if p.Round, err = db.One(tx, scanRound, selectRound+` AND id = $2`, id); err != nil {
			return p, err
		}
		claims, err := db.All(tx, scanClaim, selectClaim+` AND m.round_id = $2 ORDER BY m.number`, id)
		if err != nil {
			return p, err
		}
		for _, m := range claims {
			d := subsidy.Dossier{Claim: m}
			if d.Lines, err = db.All(tx, scanLine, selectLine+` AND claim_id = $2 ORDER BY place, id`, m.ID); err != nil {
				return p, err
			}
			p.Claims = append(p.Claims, d)
		}
		return p, nil
	})
}

// Rounds are all rounds, the newest first.
func (s *Store) Rounds(ctx context.Context) ([]subsidy.Round, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]subsidy.Round, error) {
		return db.All(tx, scanRound, selectRound+` ORDER BY committed_at DESC, id DESC`)
	})
}

// RoundByCode finds a round by its public code.
func (s *Store) RoundByCode(ctx context.Context, code string) (subsidy.Round, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (subsidy.Round, error) {
		return db.One(tx, scanRound, selectRound+` AND code = $2`, code)
	})
}

// SavePool writes a round and its claims, all or nothing.
func (s *Store) SavePool(ctx context.Context, p subsidy.Pool, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveRound(tx, p.Round); err != nil {
			return err
		}
		for _, d := range p.Claims {
			if err := saveDossier(tx, d); err != nil {
				return err
			}
		}
		return ledger.Commit(tx, c)
	})
}

func saveRound(tx *db.Tx, x subsidy.Round) error {
	if x.Version != 0 {
		return tx.ExecOne(`UPDATE subsidy_rounds SET version = version + 1, word = $4, results = $5, state = $6, drawn_by = $7, drawn_at = $8, updated_at = $9
			WHERE consortium_id = $1 AND id = $2 AND version = $3`, x.ID, x.Version, x.Word, db.JSON(x.Results), x.State, db.Null(x.DrawnBy), x.DrawnAt, tx.Now())
	}
	year := calendar.DateOf(tx.Now()).Year
	n, err := ledger.NextNumbers(tx, fmt.Sprintf("subsidy-round-%d", year), 1)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO subsidy_rounds (consortium_id, id, version, number, permille, above_fen, strata, commitment, frame, seed, word, results, state,
			committed_by, committed_at, code, sample, created_at, updated_at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12, $13, $14, $15, $16, $16)`,
		x.ID, fmt.Sprintf("CY-%d-%03d", year, n), x.Permille, x.Above, db.JSON(x.Strata), x.Commitment, db.JSON(x.Frame), x.Seed, db.JSON(x.Results), x.State,
		db.Null(x.CommittedBy), x.CommittedAt, x.Code, x.Sample, tx.Now())
	return err
}
