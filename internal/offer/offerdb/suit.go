package offerdb

import (
	"context"
	"strings"
	"unicode"

	"tongpin/internal/core/record"
	"tongpin/internal/offer"
	"tongpin/internal/platform/db"
)

const selectSuiting = `SELECT p.id, p.school_id, s.name, p.code, p.name, p.occupations, p.skills, c.id, c.name, c.graduate_on, c.available, c.practice_from, c.practice_to
	FROM programmes p JOIN organisations s ON s.consortium_id = p.consortium_id AND s.id = p.school_id
	LEFT JOIN cohorts c ON c.consortium_id = p.consortium_id AND c.programme_id = p.id AND c.state = 'active' AND c.available > 0
	WHERE p.consortium_id = $1 AND p.state = 'active'`

func scanSuiting(r db.Row) (s offer.Supply, err error) {
	p, c := &s.Programme, &s.Cohort
	err = r.Scan(&p.ID, &p.School, &p.SchoolName, &p.Code, &p.Name, db.JSON(&p.Occupations), db.JSON(&p.Skills),
		&c.ID, &c.Name, &c.GraduateOn, &c.Available, &c.PracticeFrom, &c.PracticeTo)
	return s, err
}

// Suiting lists what schools could offer for a need; an empty school means all.
func (s *Store) Suiting(ctx context.Context, school record.ID, n offer.Need) (list []offer.Supply, err error) {
	conditions, args := content(n)
	if len(conditions) == 0 {
		return nil, nil
	}
	w := db.NewWhere(0)
	w.And(strings.Join(conditions, " OR "), args...)
	if school != "" {
		w.And("p.school_id = ?", school)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, scanSuiting, selectSuiting+w.SQL(), w.Args()...)
		return err
	})
	return list, err
}

// content lets no offer out of which offer.Suggest would find a reason of
// content: category, occupation, skill. It may let some more in.
func content(n offer.Need) (conditions []string, args []any) {
	add := func(condition string, arg any) {
		conditions, args = append(conditions, condition), append(args, arg)
	}
	for _, code := range n.Programmes {
		if category := offer.CategoryKey(code); category != "" {
			add("p.category = ?", category)
		}
	}
	if parts := strings.SplitN(n.Occupation, "-", 3); len(parts) > 1 {
		add(`p.occupations LIKE ?`, pattern(parts[0]+"-"+parts[1]))
	}
	for _, skill := range n.Skills {
		add(`p.skills LIKE ?`, pattern(skill))
	}
	return conditions, args
}

// pattern finds a word in a JSON text, whatever its case and however JSON
// writes its characters.
func pattern(word string) string {
	var b strings.Builder
	for _, r := range word {
		switch {
		case unicode.SimpleFold(r) != r:
			b.WriteByte('_') // another case has as many characters
		case r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte('%')
		}
	}
	return "%" + b.String() + "%"
}
