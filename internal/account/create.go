package account

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// CreateCommand makes a person with a first role and, if Login is given, an
// account.
type CreateCommand struct {
	ID           record.ID // of the person; account and assignment derive theirs
	Contact      identity.Contact
	Login        string
	Password     string // empty: one is made up and must be changed, or none if Demo
	Role         access.Role
	Organisation record.ID
	From, To     calendar.Date // From defaults to today
	Sample       bool          // the person is invented
	Demo         bool          // offered on the sign-in page of a demonstration
}

// Create decides about a new person. The hash of the password comes from the
// service: hashing is slow and random.
func Create(cmd CreateCommand, hash string, o organisation.Organisation, a access.Actor, now time.Time) (Card, change.Change, error) {
	c := change.By(a, now)
	contact, faults := cmd.Contact.Clean()
	p := identity.Person{ID: cmd.ID, Name: contact.Name, Phone: contact.Phone, Email: contact.Email, Sample: cmd.Sample, KeptBy: a.Consortium}
	card := Card{Person: p}
	if cmd.Login != "" {
		login, err := identity.CleanLogin(cmd.Login)
		faults.Append(err)
		card.Account = identity.Account{
			ID: record.Derived(cmd.ID, "account"), Person: p.ID, Login: login, Hash: hash, KeptBy: a.Consortium,
			MustChange: cmd.Password == "" && !cmd.Demo, Demo: cmd.Demo,
		}
		if cmd.Password != "" {
			faults.Append(identity.CheckPassword("password", cmd.Password, login, p).Err())
		}
	}
	first, wrong := seat(AssignCommand{ID: record.Derived(cmd.ID, "assignment"), Role: cmd.Role, From: cmd.From, To: cmd.To}, p, o, a, c.Today())
	faults = append(faults, wrong...)
	card.Assignments = []identity.Assignment{first}
	if err := faults.Err(); err != nil {
		return Card{}, c, err
	}
	c.Log(p.Ref(), "created", "name", p.Name, "role", string(first.Role), "organisation", o.Name)
	return card, c, nil
}

// AssignCommand gives a person a role.
type AssignCommand struct {
	ID           record.ID // of the assignment
	Person       record.ID // of the consortium, or empty and
	Login        string    // the exact login of a person kept elsewhere
	Role         access.Role
	Organisation record.ID
	From, To     calendar.Date
}

// Assign decides about a further role of a person.
func Assign(p identity.Person, cmd AssignCommand, o organisation.Organisation, a access.Actor, now time.Time) (identity.Assignment, change.Change, error) {
	c := change.By(a, now)
	next, faults := seat(cmd, p, o, a, c.Today())
	if err := faults.Err(); err != nil {
		return next, c, err
	}
	c.Log(p.Ref(), "assigned", "role", string(next.Role), "organisation", o.Name)
	return next, c, nil
}

func seat(cmd AssignCommand, p identity.Person, o organisation.Organisation, a access.Actor, today calendar.Date) (identity.Assignment, fault.List) {
	from := cmd.From
	if from.Zero() {
		from = today
	}
	next, faults := identity.NewAssignment(identity.Assignment{
		ID: cmd.ID, Consortium: a.Consortium, Person: p.ID, Role: cmd.Role,
		Organisation: o.ID, OrganisationName: o.Name, OrganisationKind: o.Kind, From: from, To: cmd.To,
	})
	if cmd.Role == access.Admin && a.Role != access.Admin && a.Role != access.System {
		faults.Add("role", string(cmd.Role), "account.admin_only")
	}
	return next, faults
}

// EndCommand ends a role after a day.
type EndCommand struct {
	Assignment record.ID
	On         calendar.Date // last day; defaults to yesterday: at once
	Reason     string
}

// End decides about the end of a role. Nobody ends the role in which they act.
func End(card Card, cmd EndCommand, a access.Actor, now time.Time) (identity.Assignment, change.Change, error) {
	c := change.By(a, now)
	for _, x := range card.Assignments {
		if x.ID != cmd.Assignment {
			continue
		}
		if x.Role == access.Admin {
			if err := card.guarded(a); err != nil {
				return x, c, err
			}
		}
		if x.Person == a.Person && x.Role == a.Role && x.Organisation == a.Organisation {
			return x, c, fault.Refuse("account.end.own")
		}
		if !x.To.Zero() && x.To.Before(c.Today()) {
			return x, c, fault.Refuse("account.end.over", "on", x.To)
		}
		last := cmd.On
		if last.Zero() {
			last = c.Today().AddDays(-1)
		}
		if last.Before(x.From.AddDays(-1)) {
			return x, c, fault.Wrong("on", last.String(), "account.end.early", "from", x.From)
		}
		x.To = last
		c.Log(card.Person.Ref(), "unassigned", "role", string(x.Role), "organisation", x.OrganisationName, "on", last.String()).Message = cmd.Reason
		return x, c, nil
	}
	return identity.Assignment{}, c, fault.New(fault.NotFound, "record.not_found")
}
