package training

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
)

// Examined is one line of a roster with what the rules find about it, judged
// anew: what was entered after the enrolment counts too.
type Examined struct {
	Entry
	Found []rule.Finding
}

// Examine judges everybody on the roster of a class, masked, for claims of
// money. Of several classes of one person the one that opened first counts
// first, so only the later one is found to be too much.
func (s *Service) Examine(ctx context.Context, a access.Actor, class record.ID) ([]Examined, error) {
	k, err := s.Class(ctx, a, class)
	if err != nil {
		return nil, err
	}
	entries, err := s.inClear(ctx, a, class, ActRoster)
	if err != nil {
		return nil, err
	}
	numbers := make([]string, 0, len(entries))
	for _, e := range entries {
		if e.Person.IDNumber != "" {
			numbers = append(numbers, e.Person.IDNumber)
		}
	}
	known, err := s.store.Known(ctx, numbers)
	if err != nil {
		return nil, err
	}
	var list []Examined
	for _, e := range entries {
		if !e.OnRoster() {
			continue
		}
		found := PersonFindings(k, e.Person, earlier(k, known[e.Person.IDNumber].Places), false, s.book)
		found = append(found, HoursFindings(k, e.Enrolment, s.book)...)
		e.Person = e.Person.Masked()
		list = append(list, Examined{e, found})
	}
	return list, nil
}

// earlier leaves the places in classes that opened before this one; of the same
// day, the one that was entered first.
func earlier(k Class, places []Place) []Place {
	var list []Place
	for _, p := range places {
		if p.In.Opens.Before(k.Opens) || p.In.Opens == k.Opens && p.In.ID < k.ID {
			list = append(list, p)
		}
	}
	return list
}
