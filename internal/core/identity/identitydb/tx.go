// Package identitydb is the SQL of persons, accounts, sessions and assignments.
// The functions of this file run in the transaction of a consortium: it may
// write only persons and accounts that it keeps.
package identitydb

import (
	"tongpin/internal/core/identity"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

const (
	personColumns = `p.id, p.version, p.kept_by, p.name, p.phone, p.email, p.sample, p.created_at, p.updated_at`
	insertPerson  = `INSERT INTO persons (kept_by, id, version, name, phone, email, sample, created_at, updated_at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $7)`
	updatePerson = `UPDATE persons SET version = version + 1, name = $4, phone = $5, email = $6, updated_at = $7
		WHERE id = $2 AND version = $3 AND kept_by = $1`
	// Only a person who acts, or acted, in the consortium is there for it.
	findPerson = `SELECT ` + personColumns + ` FROM persons p JOIN person_consortia m ON m.person_id = p.id
		WHERE m.consortium_id = $1 AND p.id = $2`
	insertAccount = `INSERT INTO accounts (kept_by, id, version, person_id, login, hash, must_change, disabled, tries, locked_at, demo, created_at, updated_at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, 0, NULL, $8, $9, $9)`
	updateKeptAccount = `UPDATE accounts SET version = version + 1, hash = $4, must_change = $5, disabled = $6, tries = $7, locked_at = $8, updated_at = $9
		WHERE id = $2 AND version = $3 AND kept_by = $1`
	accountOfMember = `SELECT ` + accountColumns + ` FROM accounts c JOIN person_consortia m ON m.person_id = c.person_id
		WHERE m.consortium_id = $1 AND c.person_id = $2`
	endKeptSessions = `DELETE FROM sessions WHERE account_id = $2
		AND EXISTS (SELECT 1 FROM accounts c WHERE c.id = sessions.account_id AND c.kept_by = $1)`
	insertMember     = `INSERT INTO person_consortia (consortium_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`
	insertAssignment = `INSERT INTO assignments (consortium_id, id, version, person_id, role, organisation_id, from_on, until_on, created_at, updated_at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $8)`
	updateAssignment  = `UPDATE assignments SET version = version + 1, until_on = $4, updated_at = $5 WHERE consortium_id = $1 AND id = $2 AND version = $3`
	assignmentColumns = `a.id, a.version, a.consortium_id, k.name, k.name_en, a.person_id, a.role, a.organisation_id, o.name, o.kind, a.from_on, a.until_on, a.created_at, a.updated_at`
	selectAssignment  = `SELECT ` + assignmentColumns + ` FROM assignments a
		JOIN organisations o ON o.consortium_id = a.consortium_id AND o.id = a.organisation_id
		JOIN consortia k ON k.id = a.consortium_id WHERE a.consortium_id = $1`
	findAssignment = selectAssignment + ` AND a.id = $2`
)

// PersonColumns are the columns of ScanPerson, from persons p, for stores that
// join persons.
const PersonColumns = personColumns

// PersonDest are the scan targets of PersonColumns.
func PersonDest(p *identity.Person) []any {
	return []any{&p.ID, &p.Version, &p.KeptBy, &p.Name, &p.Phone, &p.Email, &p.Sample, &p.CreatedAt, &p.UpdatedAt}
}

func scanPerson(r db.Row) (p identity.Person, err error) { return p, r.Scan(PersonDest(&p)...) }

// SavePerson inserts a person of version 0, kept by the consortium, else
// updates the one of that version.
func SavePerson(tx *db.Tx, p identity.Person) error {
	if p.Version != 0 {
		return tx.ExecOne(updatePerson, p.ID, p.Version, p.Name, p.Phone, p.Email, tx.Now())
	}
	if _, err := tx.Exec(insertPerson, p.ID, p.Name, p.Phone, p.Email, p.Sample, tx.Now()); err != nil {
		return err
	}
	_, err := tx.Exec(insertMember, p.ID)
	return err
}

// Person returns a person who acts or acted in the consortium.
func Person(tx *db.Tx, id record.ID) (identity.Person, error) {
	return db.One(tx, scanPerson, findPerson, id)
}

var onlyLogin = db.Unique[identity.Account]{
	Names: []string{"accounts_login_key", "accounts.login"}, Key: "account.login.taken", Field: "login", Value: func(a identity.Account) string { return a.Login },
}

// InsertAccount stores a new account, kept by the consortium.
func InsertAccount(tx *db.Tx, a identity.Account) error {
	_, err := tx.Exec(insertAccount, a.ID, a.Person, a.Login, a.Hash, a.MustChange, a.Disabled, a.Demo, tx.Now())
	return onlyLogin.Broken(err, a)
}

// SaveAccount updates an account that the consortium keeps.
func SaveAccount(tx *db.Tx, a identity.Account) error {
	return tx.ExecOne(updateKeptAccount, a.ID, a.Version, a.Hash, a.MustChange, a.Disabled, a.Tries, a.LockedAt, tx.Now())
}

// AccountOf returns the account of a person of the consortium.
func AccountOf(tx *db.Tx, person record.ID) (identity.Account, error) {
	return db.One(tx, scanAccount, accountOfMember, person)
}

// EndSessions ends all sessions of an account that the consortium keeps.
func EndSessions(tx *db.Tx, account record.ID) error {
	_, err := tx.Exec(endKeptSessions, account)
	return err
}

// SaveAssignment inserts an assignment of version 0, else writes the end of the
// one of that version.
func SaveAssignment(tx *db.Tx, a identity.Assignment) error {
	if a.Version != 0 {
		return tx.ExecOne(updateAssignment, a.ID, a.Version, a.To, tx.Now())
	}
	if _, err := tx.Exec(insertMember, a.Person); err != nil {
		return err
	}
	_, err := tx.Exec(insertAssignment, a.ID, a.Person, a.Role, a.Organisation, a.From, a.To, tx.Now())
	if fault.Is(err, fault.Conflict) {
		return &fault.Fault{Kind: fault.Conflict, Key: "assignment.exists", Field: "role", Value: string(a.Role)}
	}
	return err
}

// Assignment returns an assignment by its id.
func Assignment(tx *db.Tx, id record.ID) (identity.Assignment, error) {
	return db.One(tx, scanAssignment, findAssignment, id)
}

// AssignmentsOf lists the roles that people hold or held in the consortium, by
// their first day.
func AssignmentsOf(tx *db.Tx, people ...record.ID) ([]identity.Assignment, error) {
	if len(people) == 0 {
		return nil, nil
	}
	ids := make([]string, len(people))
	for i, id := range people {
		ids[i] = string(id)
	}
	w := db.NewWhere(0)
	w.In("a.person_id", ids)
	return db.All(tx, scanAssignment, selectAssignment+w.SQL()+` ORDER BY a.from_on, a.id`, w.Args()...)
}

func scanAssignment(r db.Row) (a identity.Assignment, err error) {
	return a, r.Scan(&a.ID, &a.Version, &a.Consortium, &a.ConsortiumName, &a.ConsortiumNameEN, &a.Person, &a.Role,
		&a.Organisation, &a.OrganisationName, &a.OrganisationKind, &a.From, &a.To, &a.CreatedAt, &a.UpdatedAt)
}
