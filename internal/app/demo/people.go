package demo

import (
	"context"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// The states of an organisation in the files.
const (
	isBody    = "body"
	isMember  = "member"
	isPartner = "partner"
	isLeft    = "left"
	isRemoved = "removed"
)

// found creates the consortium and the organisations that are no members: its
// body, and those that it only talks to.
func (s *stage) found(ctx context.Context) error {
	for _, r := range s.in.rows("organisations.csv") {
		s.orgs[r.text("name")] = party{r, s.id("organisation", r.text("name"))}
	}
	rows := s.in.rows("consortium.csv")
	if len(rows) != 1 {
		s.in.wrong = append(s.in.wrong, errNoConsortium)
		return s.in.err()
	}
	r := rows[0]
	body, on := s.org(r, "body"), r.date("declared_on")
	if err := s.in.err(); err != nil {
		return err
	}
	s.Clock.Move(on.Start())
	var err error
	s.consortium, err = consortiumdb.Create(ctx, s.DB, consortium.Consortium{
		Key: s.key, Name: r.text("name"), NameEN: r.text("name_en"), Body: body.id, Sample: true,
	})
	if err != nil {
		return err
	}
	s.robot = access.Robot(s.consortium.ID)
	s.on(r, on, joining, func(ctx context.Context) error {
		return s.Members.DeclareIndustries(ctx, s.logins[firstSecretariat], body.id, r.list("industries"), on)
	})
	return s.outsiders(ctx)
}

// outsiders enters organisations that are not members.
func (s *stage) outsiders(ctx context.Context) error {
	return s.DB.Write(db.In(ctx, s.consortium.ID), func(tx *db.Tx) error {
		for _, o := range s.orgs {
			if state := o.row.text("state"); state != isBody && state != isPartner {
				continue
			}
			if err := organisationdb.Save(tx, organisationOf(o)); err != nil {
				return err
			}
		}
		return nil
	})
}

func organisationOf(o party) organisation.Organisation {
	r := o.row
	return organisation.Organisation{
		ID: o.id, Name: r.text("name"), NameEN: r.text("name_en"), Kind: organisation.Kind(r.text("kind")), CreditCode: r.text("credit_code"),
		DivisionCode: r.text("division"), Industry: r.text("industry"), IndustryCode: r.text("industry_code"), SpecialisedSME: r.flag("specialised_sme"),
		StaffCount: r.int("staff"), Contact: r.text("contact"), Phone: r.text("phone"), Sample: r.flag("sample"),
	}
}

// firstSecretariat is the seat of whoever works for the consortium's body.
const firstSecretariat = "\x00secretariat"

// people adds the demo accounts, and a person without an account for each
// organisation that has none and acts in the story. They come with their
// organisation, the secretariat before everybody.
func (s *stage) people() {
	founded := s.in.rows("consortium.csv")[0].date("declared_on")
	for _, r := range s.in.rows("people.csv") {
		o := s.org(r, "organisation")
		if o.id == "" {
			continue
		}
		day, login, role := s.arrival(o, founded), r.text("login"), access.Role(r.text("role"))
		actor := access.Actor{
			Consortium: s.consortium.ID, Person: s.id("person", login), Name: r.text("name"), Role: role,
			Organisation: o.id, OrganisationName: o.row.text("name"), OrganisationKind: organisation.Kind(o.row.text("kind")),
		}
		_, again := s.logins[login]
		if !again {
			s.logins[login] = actor
		}
		s.seat(o, actor)
		s.on(r, day, arrivalPhase(o), func(ctx context.Context) error { return s.person(ctx, r, actor, again, day) })
	}
	s.contacts(founded)
}

// arrivalPhase lets the body's people come before the organisations that they
// register, and the others after their organisation.
func arrivalPhase(o party) int {
	if o.row.text("state") == isBody {
		return atDay
	}
	return offering
}

// arrival is the day on which an organisation comes into the story.
func (s *stage) arrival(o party, founded calendar.Date) calendar.Date {
	for _, column := range []string{"joined_on", "applied_on"} {
		if d := o.row.date(column); !d.Zero() {
			return d
		}
	}
	return founded
}

// seat notes who acts for an organisation: the first who can, in the order of
// the file.
func (s *stage) seat(o party, a access.Actor) {
	if a.Role == access.Secretariat {
		if _, taken := s.logins[firstSecretariat]; !taken {
			s.logins[firstSecretariat] = a
		}
	}
	name := o.row.text("name")
	if _, taken := s.seats[name]; !taken && a.Role == acting(o) {
		s.seats[name] = a
	}
}

// acting is the role in which somebody acts for an organisation.
func acting(o party) access.Role {
	switch organisation.Kind(o.row.text("kind")) {
	case organisation.Enterprise:
		return access.Enterprise
	case organisation.School:
		return access.Dean
	case organisation.Association:
		return access.Secretariat
	}
	return access.BaseManager
}

func (s *stage) person(ctx context.Context, r row, a access.Actor, again bool, day calendar.Date) error {
	if again {
		_, err := s.Accounts.Assign(ctx, s.robot, account.AssignCommand{
			ID: s.id("assignment", r.text("login")+"/"+string(a.Role)+"/"+string(a.Organisation)), Person: a.Person, Role: a.Role, Organisation: a.Organisation, From: day,
		})
		return err
	}
	_, _, err := s.Accounts.Create(ctx, s.robot, account.CreateCommand{
		ID: a.Person, Contact: identity.Contact{Name: a.Name}, Login: r.text("login"), Role: a.Role, Organisation: a.Organisation, From: day, Sample: true, Demo: true,
	})
	return err
}

// contacts lets the contact person act for a member that has no account.
func (s *stage) contacts(founded calendar.Date) {
	for _, r := range s.in.rows("organisations.csv") {
		o := s.orgs[r.text("name")]
		role := acting(o)
		_, has := s.seats[r.text("name")]
		if has || r.text("state") != isMember || (role != access.Enterprise && role != access.Dean) {
			continue
		}
		day := s.arrival(o, founded)
		a := access.Actor{
			Consortium: s.consortium.ID, Person: record.Derived(o.id, "contact"), Name: r.text("contact"), Role: role,
			Organisation: o.id, OrganisationName: r.text("name"), OrganisationKind: organisation.Kind(r.text("kind")),
		}
		s.seats[r.text("name")] = a
		s.on(r, day, offering, func(ctx context.Context) error {
			_, _, err := s.Accounts.Create(ctx, s.robot, account.CreateCommand{
				ID: a.Person, Contact: identity.Contact{Name: a.Name, Phone: r.text("phone")}, Role: role, Organisation: o.id, From: day, Sample: true,
			})
			return err
		})
	}
}
