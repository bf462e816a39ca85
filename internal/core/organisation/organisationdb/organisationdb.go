// Package organisationdb is the SQL of organisations. Its functions take the
// caller's transaction, because an organisation is written together with the
// membership or account that brings it.
package organisationdb

import (
	"slices"

	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/search"
	"tongpin/internal/platform/db"
)

// Columns are the columns of organisations in the order that Scan expects, for
// stores that join them under the alias o.
const Columns = `o.id, o.version, o.name, o.name_en, o.kind, o.credit_code, o.division_code, o.industry, o.industry_code,
	o.specialised_sme, o.staff_count, o.contact, o.phone, o.sample, o.created_at, o.updated_at`

// Dest are the destinations of Columns.
func Dest(o *organisation.Organisation) []any {
	return []any{&o.ID, &o.Version, &o.Name, &o.NameEN, &o.Kind, &o.CreditCode, &o.DivisionCode, &o.Industry, &o.IndustryCode,
		&o.SpecialisedSME, &o.StaffCount, &o.Contact, &o.Phone, &o.Sample, &o.CreatedAt, &o.UpdatedAt}
}

func scan(r db.Row) (o organisation.Organisation, err error) { return o, r.Scan(Dest(&o)...) }

const selectOrganisation = `SELECT ` + Columns + ` FROM organisations o WHERE o.consortium_id = $1`

// Find returns one organisation.
func Find(tx *db.Tx, id record.ID) (organisation.Organisation, error) {
	return db.One(tx, scan, selectOrganisation+` AND o.id = $2`, id)
}

// ByCreditCodes returns the organisations with these codes, by code. Codes that
// nobody has are missing from the map.
func ByCreditCodes(tx *db.Tx, codes []string) (map[string]organisation.Organisation, error) {
	return by(tx, "o.credit_code", codes, func(o organisation.Organisation) string { return o.CreditCode })
}

// ByIDs returns organisations by id.
func ByIDs(tx *db.Tx, ids []record.ID) (map[record.ID]organisation.Organisation, error) {
	return by(tx, "o.id", words(ids), func(o organisation.Organisation) record.ID { return o.ID })
}

// Names returns the names of organisations by id.
func Names(tx *db.Tx, ids []record.ID) (map[record.ID]string, error) {
	names := make(map[record.ID]string, len(ids))
	for part := range slices.Chunk(ids, 500) {
		w := db.NewWhere(0)
		w.In("id", words(part))
		err := tx.Each(func(r db.Row) error {
			var id record.ID
			var name string
			err := r.Scan(&id, &name)
			names[id] = name
			return err
		}, `SELECT id, name FROM organisations WHERE consortium_id = $1`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

func words(ids []record.ID) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	return list
}

// ByNames returns organisations by their exact name.
func ByNames(tx *db.Tx, names []string) (map[string]organisation.Organisation, error) {
	return by(tx, "o.name", names, func(o organisation.Organisation) string { return o.Name })
}

func by[K comparable](tx *db.Tx, column string, values []string, key func(organisation.Organisation) K) (map[K]organisation.Organisation, error) {
	found := make(map[K]organisation.Organisation, len(values))
	for start := 0; start < len(values); start += 500 {
		w := db.NewWhere(0)
		w.In(column, values[start:min(start+500, len(values))])
		list, err := db.All(tx, scan, selectOrganisation+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			found[key(o)] = o
		}
	}
	return found, nil
}

// List returns the organisations of some kinds by name; all kinds if none given.
func List(tx *db.Tx, kinds ...organisation.Kind) ([]organisation.Organisation, error) {
	w := db.NewWhere(0)
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	w.In("o.kind", words)
	return db.All(tx, scan, selectOrganisation+w.SQL()+` ORDER BY o.name, o.id`, w.Args()...)
}

var insertOrganisations = db.Inserting("organisations", `id, version = 1, name, name_en, kind, credit_code, division_code, industry, industry_code,
	specialised_sme, staff_count, contact, phone, sample, created_at, updated_at`, "")

// Save inserts organisations of version 0, and updates each other whose version is
// still the stored one; a Stale fault if somebody was faster.
func Save(tx *db.Tx, list ...organisation.Organisation) error {
	fresh := insertOrganisations.Into(tx)
	for _, o := range list {
		if o.Version == 0 {
			fresh.Add(o.ID, o.Name, o.NameEN, o.Kind, db.Null(o.CreditCode), o.DivisionCode, o.Industry, o.IndustryCode,
				o.SpecialisedSME, o.StaffCount, o.Contact, o.Phone, o.Sample, tx.Now(), tx.Now())
			continue
		}
		renamed, err := db.Value[int](tx, `SELECT count(*) FROM organisations WHERE consortium_id = $1 AND id = $2 AND name <> $3`, o.ID, o.Name)
		if err == nil && renamed > 0 {
			err = search.Renamed(tx, o.ID)
		}
		if err != nil {
			return err
		}
		err = tx.ExecOne(`UPDATE organisations SET version = version + 1, name = $4, name_en = $5, kind = $6, credit_code = $7, division_code = $8, industry = $9,
				industry_code = $10, specialised_sme = $11, staff_count = $12, contact = $13, phone = $14, updated_at = $15
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			o.ID, o.Version, o.Name, o.NameEN, o.Kind, db.Null(o.CreditCode), o.DivisionCode, o.Industry, o.IndustryCode,
			o.SpecialisedSME, o.StaffCount, o.Contact, o.Phone, tx.Now())
		if err != nil {
			return err
		}
	}
	return fresh.Done()
}
