package attendance

import (
	"context"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/training"
)

// Mine is what a trainee's own page shows.
type Mine struct {
	training.Place
	Name     string // masked
	Sessions []training.Session
	Slots    []Slot
	Book     Book
	Leaves   []Leave
	Now      Slot // running or next; zero if all are over
	Running  bool
	Hours    int64
	Token    string
	at       time.Time
}

// Over tells whether a slot has ended.
func (m Mine) Over(s Slot) bool { return s.Over(m.at) }

// Leavable are the slots that leave can be asked for: not over, and none asked
// for yet.
func (m Mine) Leavable() []Slot {
	return slices.DeleteFunc(slices.Clone(m.Slots), func(s Slot) bool {
		return m.Over(s) || slices.ContainsFunc(m.Leaves, func(l Leave) bool { return l.On == s.On && l.Half == s.Half })
	})
}

// who finds the place that a link opens. A link that is not ours, or no longer,
// opens nothing, and does not tell which.
func (s *Service) who(ctx context.Context, token string) (training.Place, Secret, error) {
	wrong := fault.New(fault.NotFound, "attendance.link.wrong")
	id, ok := readToken(token)
	if !ok {
		return training.Place{}, "", wrong
	}
	p, err := s.training.Place(ctx, robot(ctx), id)
	if fault.Is(err, fault.NotFound) {
		err = wrong
	}
	if err != nil {
		return p, "", err
	}
	secret, err := s.secret(ctx, p.In.ID)
	if err == nil && !secret.Signs(id, token) {
		err = wrong
	}
	if err != nil {
		return training.Place{}, "", err
	}
	return p, secret, nil
}

// Mine returns the page behind a link.
func (s *Service) Mine(ctx context.Context, token string) (m Mine, err error) {
	if m.Place, _, err = s.who(ctx, token); err != nil {
		return m, err
	}
	m.Token, m.at = token, s.clock.Now()
	a, class := robot(ctx), m.In.ID
	if m.Sessions, err = s.training.Sessions(ctx, a, class); err != nil {
		return Mine{}, err
	}
	roster, err := s.training.Roster(ctx, a, class)
	if err != nil {
		return Mine{}, err
	}
	for _, e := range roster {
		if e.ID == m.Enrolment.ID {
			m.Name = e.Person.Name
		}
	}
	marks, err := s.store.Marks(ctx, class)
	if err != nil {
		return Mine{}, err
	}
	leaves, err := s.store.Leaves(ctx, class)
	if err != nil {
		return Mine{}, err
	}
	for _, l := range leaves {
		if l.Enrolment == m.Enrolment.ID {
			m.Leaves = append(m.Leaves, l)
		}
	}
	m.Slots, m.Book = Slots(m.Sessions), BookOf(marks)
	m.Hours = m.Book.Hours(m.Enrolment.ID, m.Slots)
	m.Now, _ = Current(m.Slots, m.at)
	m.Running = m.Now != (Slot{}) && m.Now.Running(m.at) && m.In.State == training.Open && m.OnRoster()
	return m, nil
}

// SignIn marks the holder of a link as present.
func (s *Service) SignIn(ctx context.Context, token string, cmd SignInCommand) error {
	p, secret, err := s.who(ctx, token)
	if err != nil {
		return err
	}
	sessions, err := s.training.Sessions(ctx, robot(ctx), p.In.ID)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	m, err := SignIn(p, Slots(sessions), secret, cmd, now)
	if err != nil {
		return err
	}
	return s.store.SaveMarks(ctx, []Mark{m}, change.By(trainee(ctx), now))
}

// Ask asks for leave for the holder of a link.
func (s *Service) Ask(ctx context.Context, token string, cmd AskCommand) (record.ID, error) {
	p, _, err := s.who(ctx, token)
	if err != nil {
		return "", err
	}
	sessions, err := s.training.Sessions(ctx, robot(ctx), p.In.ID)
	if err != nil {
		return "", err
	}
	l, c, err := Ask(p, Slots(sessions), cmd, trainee(ctx), s.clock.Now())
	if err != nil {
		return "", err
	}
	return l.ID, s.store.SaveLeave(ctx, l, c)
}

// trainee is who acts by a link: no account, and no name in timelines.
func trainee(ctx context.Context) access.Actor {
	a := robot(ctx)
	a.Role = access.Trainee
	return a
}
