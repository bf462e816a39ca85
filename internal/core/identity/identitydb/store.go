package identitydb

import (
	"context"
	"time"

	"tongpin/internal/core/identity"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// Store keeps what signing in needs, across consortia.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const (
	accountColumns = `c.id, c.version, c.person_id, c.kept_by, c.login, c.hash, c.must_change, c.disabled, c.tries, c.locked_at, c.demo, c.created_at, c.updated_at`
	holder         = `SELECT ` + accountColumns + `, ` + personColumns + ` FROM accounts c JOIN persons p ON p.id = c.person_id WHERE `
	byLogin        = holder + `c.login = $1`
	byEmail        = holder + `p.email = $1 AND p.email <> ''`
	byAccount      = holder + `c.id = $1`
	demoAccounts   = holder + `c.demo = TRUE AND c.disabled = FALSE ORDER BY c.kept_by, c.login`
	updateAccount  = `UPDATE accounts SET version = version + 1, hash = $3, must_change = $4, tries = $5, locked_at = $6, updated_at = $7
		WHERE id = $1 AND version = $2`
	sessionColumns = `s.id, s.token_hash, s.account_id, s.person_id, s.assignment_id, s.device, s.address, s.created_at, s.seen_at, s.expires_at`
	insertSession  = `INSERT INTO sessions (id, token_hash, account_id, person_id, assignment_id, device, address, created_at, seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	findVisit = `SELECT ` + sessionColumns + `, ` + accountColumns + `, ` + personColumns + `
		FROM sessions s JOIN accounts c ON c.id = s.account_id JOIN persons p ON p.id = c.person_id WHERE s.token_hash = $1`
	updateSession = `UPDATE sessions SET assignment_id = $2, seen_at = $3 WHERE id = $1`
	sessionsOf    = `SELECT ` + sessionColumns + ` FROM sessions s WHERE s.account_id = $1 ORDER BY s.seen_at DESC, s.id DESC`
	endSession    = `DELETE FROM sessions WHERE account_id = $1 AND id = $2`
	endOthers     = `DELETE FROM sessions WHERE account_id = $1 AND id <> $2`
	sweepSessions = `DELETE FROM sessions WHERE expires_at < $1 OR seen_at < $2`
	consortiaOf   = `SELECT consortium_id FROM person_consortia WHERE person_id = $1 ORDER BY consortium_id`
)

func accountDest(a *identity.Account) []any {
	return []any{
		&a.ID, &a.Version, &a.Person, &a.KeptBy, &a.Login, &a.Hash, &a.MustChange, &a.Disabled, &a.Tries, &a.LockedAt, &a.Demo, &a.CreatedAt, &a.UpdatedAt,
	}
}

func sessionDest(s *identity.Session) []any {
	return []any{&s.ID, &s.TokenHash, &s.Account, &s.Person, &s.Assignment, &s.Device, &s.Address, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt}
}

func scanAccount(r db.Row) (a identity.Account, err error) { return a, r.Scan(accountDest(&a)...) }

func scanSession(r db.Row) (s identity.Session, err error) { return s, r.Scan(sessionDest(&s)...) }

func scanHolder(r db.Row) (h identity.Holder, err error) {
	return h, r.Scan(append(accountDest(&h.Account), PersonDest(&h.Person)...)...)
}

// FindLogin returns the account with a login, or with an e-mail address that
// belongs to exactly one account.
func (s *Store) FindLogin(ctx context.Context, login string) (h identity.Holder, err error) {
	err = s.db.SystemRead(ctx, func(tx *db.Tx) error {
		h, err = db.One(tx, scanHolder, byLogin, login)
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		list, err := db.All(tx, scanHolder, byEmail, login)
		if err != nil {
			return err
		}
		if len(list) != 1 {
			return fault.New(fault.NotFound, "record.not_found")
		}
		h = list[0]
		return nil
	})
	return h, err
}

// FindAccount returns an account by its id.
func (s *Store) FindAccount(ctx context.Context, id record.ID) (h identity.Holder, err error) {
	err = s.db.SystemRead(ctx, func(tx *db.Tx) error {
		h, err = db.One(tx, scanHolder, byAccount, id)
		return err
	})
	return h, err
}

// DemoAccounts lists the accounts that the sign-in page of a demonstration
// offers.
func (s *Store) DemoAccounts(ctx context.Context) (list []identity.Holder, err error) {
	err = s.db.SystemRead(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, scanHolder, demoAccounts)
		return err
	})
	return list, err
}

// SaveAccount updates the account of that version.
func (s *Store) SaveAccount(ctx context.Context, a identity.Account) error {
	return s.db.System(ctx, func(tx *db.Tx) error {
		return tx.ExecOne(updateAccount, a.ID, a.Version, a.Hash, a.MustChange, a.Tries, a.LockedAt, tx.Now())
	})
}

// Begin stores a new session.
func (s *Store) Begin(ctx context.Context, v identity.Session) error {
	return s.db.System(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(insertSession, v.ID, v.TokenHash, v.Account, v.Person, db.Null(v.Assignment), v.Device, v.Address, v.CreatedAt, v.SeenAt, v.ExpiresAt)
		return err
	})
}

// FindVisit returns the session with a token's hash, whose it is, and the
// person's assignments in all consortia.
func (s *Store) FindVisit(ctx context.Context, tokenHash string) (v identity.Visit, err error) {
	var consortia []int64
	err = s.db.SystemRead(ctx, func(tx *db.Tx) error {
		v, err = db.One(tx, func(r db.Row) (v identity.Visit, err error) {
			dest := append(sessionDest(&v.Session), accountDest(&v.Account)...)
			return v, r.Scan(append(dest, PersonDest(&v.Person)...)...)
		}, findVisit, tokenHash)
		if err == nil {
			consortia, err = consortiaIn(tx, v.Person.ID)
		}
		return err
	})
	if err != nil {
		return v, err
	}
	v.Assignments, err = s.assignments(ctx, v.Person.ID, consortia)
	return v, err
}

// Assignments lists a person's assignments in all consortia.
func (s *Store) Assignments(ctx context.Context, person record.ID) (list []identity.Assignment, err error) {
	var consortia []int64
	err = s.db.SystemRead(ctx, func(tx *db.Tx) error {
		consortia, err = consortiaIn(tx, person)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.assignments(ctx, person, consortia)
}

func consortiaIn(tx *db.Tx, person record.ID) ([]int64, error) {
	return db.All(tx, func(r db.Row) (id int64, err error) { return id, r.Scan(&id) }, consortiaOf, person)
}

func (s *Store) assignments(ctx context.Context, person record.ID, consortia []int64) (list []identity.Assignment, err error) {
	for _, c := range consortia {
		err = s.db.Read(db.In(ctx, c), func(tx *db.Tx) error {
			some, err := AssignmentsOf(tx, person)
			list = append(list, some...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SaveSession writes the assignment and the last use of a session.
func (s *Store) SaveSession(ctx context.Context, v identity.Session) error {
	return s.db.System(ctx, func(tx *db.Tx) error {
		return tx.ExecOne(updateSession, v.ID, db.Null(v.Assignment), v.SeenAt)
	})
}

// Sessions lists the sessions of an account, the last used first.
func (s *Store) Sessions(ctx context.Context, account record.ID) (list []identity.Session, err error) {
	err = s.db.SystemRead(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, scanSession, sessionsOf, account)
		return err
	})
	return list, err
}

// End ends one session of an account; one that has ended already is no error.
func (s *Store) End(ctx context.Context, account, session record.ID) error {
	return s.exec(ctx, endSession, account, session)
}

// EndOthers ends all sessions of an account but one.
func (s *Store) EndOthers(ctx context.Context, account, but record.ID) error {
	return s.exec(ctx, endOthers, account, but)
}

// Sweep removes the sessions that are over.
func (s *Store) Sweep(ctx context.Context, life identity.Lifetime, now time.Time) error {
	return s.exec(ctx, sweepSessions, now, now.Add(-life.Idle))
}

func (s *Store) exec(ctx context.Context, statement string, args ...any) error {
	return s.db.System(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
}
