package internshipdb

import (
	"context"
	"maps"

	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/internship"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

// sorts are the orders of the list.
var sorts = db.Sorts{
	Columns: map[string]string{"from": "x.from_on", "until": "x.until_on", "post": "x.post"},
	Usual:   "x.from_on DESC, x.id DESC",
	ID:      "x.id",
}

// where is the condition of a query in the actor's reach.
func where(q listing.Query, reach access.Relation, a access.Actor) *db.Where {
	w := db.NewWhere(0)
	switch {
	case reach&access.Any != 0:
	case reach&access.Own != 0:
		w.And("x.school_id = ?", record.Sought(a.Organisation))
	case reach&access.Party != 0:
		w.And("x.host_id = ?", record.Sought(a.Organisation))
	default:
		w.And("1 = 0")
	}
	w.Like(q.Text, "x.post", "h.name", "s.name", "x.class_name")
	w.In("x.id", record.SoughtAll(q.Chosen))
	w.In("x.state", q.Filter["state"])
	w.In("x.nature", q.Filter["nature"])
	w.In("x.school_id", record.SoughtAll(q.Filter["school"]))
	w.In("x.host_id", record.SoughtAll(q.Filter["host"]))
	return w
}

// List answers a query with one page of what is in the actor's reach.
func (s *Store) List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[internship.Internship], error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (listing.Page[internship.Internship], error) {
		return db.Page(tx, db.Question[internship.Internship]{Scan: scan, Rows: selectInternship, Count: from, Where: where(q, reach, a), Order: sorts.By(q)}, q)
	})
}

// Each calls fn for every internship that the query matches.
func (s *Store) Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(internship.Internship) error) error {
	w := where(q, reach, a)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scan, fn, selectInternship+w.SQL()+sorts.By(q), w.Args()...)
	})
}

// atOnce is how many identity numbers one statement asks for.
const atOnce = 500

// Known returns who has these identity numbers, with the places that were not
// called off.
func (s *Store) Known(ctx context.Context, numbers []string) (map[string]internship.Known, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]internship.Known, error) {
		found := map[string]internship.Known{}
		for start := 0; start < len(numbers); start += atOnce {
			chunk := numbers[start:min(start+atOnce, len(numbers))]
			people, places := db.NewWhere(0), db.NewWhere(0)
			people.In("i.id_number", chunk)
			places.In("i.id_number", chunk)
			places.And("x.state <> ?", internship.CalledOff)
			students, err := db.All(tx, scanStudent, `SELECT p.id, p.version, p.sample, p.erased_at, p.created_at, i.name, i.id_number, i.sex, i.birth_on
				FROM student_identities i JOIN students p ON p.consortium_id = i.consortium_id AND p.id = i.student_id WHERE i.consortium_id = $1`+people.SQL(), people.Args()...)
			if err != nil {
				return nil, err
			}
			for _, p := range students {
				found[p.IDNumber] = internship.Known{Student: p}
			}
			list, err := db.All(tx, scan, selectInternship+places.SQL()+` ORDER BY x.from_on, x.id`, places.Args()...)
			if err != nil {
				return nil, err
			}
			for _, x := range list {
				n := found[x.Student.IDNumber]
				n.Places = append(n.Places, x)
				found[x.Student.IDNumber] = n
			}
		}
		return found, nil
	})
}

func scanStudent(r db.Row) (p internship.Student, err error) {
	return p, r.Scan(&p.ID, &p.Version, &p.Sample, &p.ErasedAt, &p.CreatedAt, &p.Name, &p.IDNumber, &p.Sex, &p.BirthOn)
}

// PlacesOf are the internships of a student that were not called off.
func (s *Store) PlacesOf(ctx context.Context, student record.ID) ([]internship.Internship, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]internship.Internship, error) {
		return db.All(tx, scan, selectInternship+` AND x.student_id = $2 AND x.state <> $3 ORDER BY x.from_on, x.id`, student, internship.CalledOff)
	})
}

// Organisations lists those of some kinds; of all without one.
func (s *Store) Organisations(ctx context.Context, kinds ...organisation.Kind) ([]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]organisation.Organisation, error) { return organisationdb.List(tx, kinds...) })
}

// Owners returns organisations by credit code, and by name.
func (s *Store) Owners(ctx context.Context, words []string) (map[string]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]organisation.Organisation, error) {
		found, err := organisationdb.ByCreditCodes(tx, words)
		if err != nil {
			return nil, err
		}
		named, err := organisationdb.ByNames(tx, words)
		maps.Copy(found, named)
		return found, err
	})
}
