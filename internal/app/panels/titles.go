package panels

import (
	"context"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/internship"
	"tongpin/internal/member"
	"tongpin/internal/order"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

// Titles names the records behind figures.
type Titles struct {
	Members     *member.Service
	Orders      *order.Service
	Agreements  *agreement.Service
	Training    *training.Service
	Internships *internship.Service
}

// Of names records as far as the actor may read them; a person of a class by
// the masked name. Records that have no name, or not for the actor, are left out.
func (t Titles) Of(ctx context.Context, a access.Actor, refs []record.Ref) (map[record.Ref]string, error) {
	titles, rosters := map[record.Ref]string{}, map[record.ID][]training.Entry{}
	for _, ref := range refs {
		title, err := t.one(ctx, a, ref, rosters)
		if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
			return nil, err
		}
		if err == nil && title != "" {
			titles[ref] = title
		}
	}
	return titles, nil
}

func (t Titles) one(ctx context.Context, a access.Actor, ref record.Ref, rosters map[record.ID][]training.Entry) (string, error) {
	switch ref.Kind {
	case member.Kind:
		m, err := t.Members.Find(ctx, a, ref.ID)
		return m.Organisation.Name, err
	case order.OrderKind:
		o, err := t.Orders.Find(ctx, a, ref.ID)
		return joined(o.Number, o.Title), err
	case agreement.Kind:
		g, err := t.Agreements.Find(ctx, a, ref.ID)
		return joined(g.Number, g.Title), err
	case training.ClassKind:
		k, err := t.Training.Class(ctx, a, ref.ID)
		return joined(k.Number, k.Name), err
	case internship.Kind:
		x, err := t.Internships.Find(ctx, a, ref.ID)
		return joined(x.Student.Name, x.HostName), err
	case training.EnrolmentKind:
		return t.trainee(ctx, a, ref.ID, rosters)
	}
	return "", nil
}

// trainee names a person of a class and the class; each roster is read once.
func (t Titles) trainee(ctx context.Context, a access.Actor, enrolment record.ID, rosters map[record.ID][]training.Entry) (string, error) {
	place, err := t.Training.Place(ctx, a, enrolment)
	if err != nil {
		return "", err
	}
	if _, read := rosters[place.In.ID]; !read {
		if rosters[place.In.ID], err = t.Training.Roster(ctx, a, place.In.ID); err != nil {
			return "", err
		}
	}
	for _, e := range rosters[place.In.ID] {
		if e.Enrolment.ID == enrolment {
			return joined(e.Person.Name, place.In.Name), nil
		}
	}
	return place.In.Name, nil
}

func joined(number, title string) string {
	if number == "" || title == "" {
		return number + title
	}
	return number + " · " + title
}
