package account

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Service keeps the people of a consortium.
type Service struct {
	store  Store
	logins identity.Store
	table  *access.Table
	hasher *identity.Hasher
	clock  clock.Clock
}

// NewService makes the service; logins finds people of other consortia by their
// exact login.
func NewService(store Store, logins identity.Store, table *access.Table, hasher *identity.Hasher, c clock.Clock) *Service {
	return &Service{store, logins, table, hasher, c}
}

// Filters and Sorts are the keys that the list of people understands.
var (
	Filters = []string{"role", "kind", "state"}
	Sorts   = []string{"name", "created"}
)

// Reaches tells whether the actor may do an action at all, for buttons.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

func (s *Service) may(a access.Actor, act access.Action) error {
	if !s.Reaches(a, act) {
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	return nil
}

// List answers a query with the people of the consortium.
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Card], error) {
	if err := s.may(a, ActList); err != nil {
		return listing.Page[Card]{}, err
	}
	return s.store.List(ctx, q)
}

// Open returns a person with account, roles and story.
func (s *Service) Open(ctx context.Context, a access.Actor, person record.ID) (Details, error) {
	if err := s.may(a, ActList); err != nil {
		return Details{}, err
	}
	return s.store.Find(ctx, person)
}

// Organisations lists the organisations for which somebody can act.
func (s *Service) Organisations(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.Organisations(ctx)
}

// Create makes a person. It returns the password that was made up, to be shown
// once; empty if one was given or none is needed.
func (s *Service) Create(ctx context.Context, a access.Actor, cmd CreateCommand) (Card, string, error) {
	if err := s.may(a, ActCreate); err != nil {
		return Card{}, "", err
	}
	o, err := s.organisation(ctx, cmd.Organisation)
	if err != nil {
		return Card{}, "", err
	}
	if _, _, err = Create(cmd, "", o, a, s.clock.Now()); err != nil { // before the slow part
		return Card{}, "", err
	}
	password, made := cmd.Password, ""
	if password == "" && !cmd.Demo && cmd.Login != "" {
		made = newPassword()
		password = made
	}
	hash := ""
	if password != "" {
		if hash, err = s.hasher.Hash(ctx, password); err != nil {
			return Card{}, "", err
		}
	}
	card, c, err := Create(cmd, hash, o, a, s.clock.Now())
	if err != nil {
		return card, "", err
	}
	return card, made, s.store.Create(ctx, card, c)
}

// organisation finds what a form chose; none is told at the field.
func (s *Service) organisation(ctx context.Context, id record.ID) (organisation.Organisation, error) {
	if id == "" {
		return organisation.Organisation{}, nil
	}
	o, err := s.store.Organisation(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return o, fault.Wrong("organisation", string(id), "assignment.organisation.missing")
	}
	return o, err
}

// Assign gives a person a role: one of the consortium by id, one of another
// consortium by the exact login.
func (s *Service) Assign(ctx context.Context, a access.Actor, cmd AssignCommand) (identity.Person, error) {
	var p identity.Person
	if err := s.may(a, ActAssign); err != nil {
		return p, err
	}
	if cmd.Person != "" {
		d, err := s.store.Find(ctx, cmd.Person)
		if err != nil {
			return p, err
		}
		p = d.Person
	} else {
		login, err := identity.CleanLogin(cmd.Login)
		if err != nil {
			return p, err
		}
		h, err := s.logins.FindLogin(ctx, login)
		if fault.Is(err, fault.NotFound) {
			return p, fault.Wrong("login", cmd.Login, "account.login.unknown")
		}
		if err != nil {
			return p, err
		}
		p = h.Person
	}
	o, err := s.organisation(ctx, cmd.Organisation)
	if err != nil {
		return p, err
	}
	next, c, err := Assign(p, cmd, o, a, s.clock.Now())
	if err != nil {
		return p, err
	}
	return p, s.store.SaveAssignment(ctx, next, c)
}

// End ends a role of a person.
func (s *Service) End(ctx context.Context, a access.Actor, person record.ID, cmd EndCommand) error {
	card, err := s.card(ctx, a, ActAssign, person)
	if err != nil {
		return err
	}
	next, c, err := End(card, cmd, a, s.clock.Now())
	if err != nil {
		return err
	}
	return s.store.SaveAssignment(ctx, next, c)
}

// Reset gives a made-up password to an account and returns it, to be shown once.
func (s *Service) Reset(ctx context.Context, a access.Actor, person record.ID) (string, error) {
	card, err := s.card(ctx, a, ActReset, person)
	if err != nil {
		return "", err
	}
	if err := card.changeable(a); err != nil { // before the slow part
		return "", err
	}
	password := newPassword()
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	next, c, err := Reset(card, hash, a, s.clock.Now())
	if err != nil {
		return "", err
	}
	return password, s.store.SaveAccount(ctx, next, true, c)
}

// SetDisabled closes an account or opens it again.
func (s *Service) SetDisabled(ctx context.Context, a access.Actor, person record.ID, disabled bool) error {
	card, err := s.card(ctx, a, ActReset, person)
	if err != nil {
		return err
	}
	next, c, err := SetDisabled(card, disabled, a, s.clock.Now())
	if err != nil {
		return err
	}
	return s.store.SaveAccount(ctx, next, disabled, c)
}

// Reveal returns a person's card with telephone and e-mail in clear, and
// records who asked and why.
func (s *Service) Reveal(ctx context.Context, a access.Actor, person record.ID, reason string) (Card, error) {
	card, err := s.card(ctx, a, ActReveal, person)
	if err != nil {
		return Card{}, err
	}
	var c change.Change
	if c, err = Reveal(card, reason, a, s.clock.Now()); err != nil {
		return Card{}, err
	}
	return card, s.store.Commit(ctx, c)
}

func (s *Service) card(ctx context.Context, a access.Actor, act access.Action, person record.ID) (Card, error) {
	if err := s.may(a, act); err != nil {
		return Card{}, err
	}
	d, err := s.store.Find(ctx, person)
	return d.Card, err
}
