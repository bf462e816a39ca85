// Package access answers "may they?". Features declare grants (who may do which
// action to which records); the app joins them into one table, from which both
// the check of one record and the predicate of a list are taken.
package access

import (
	"fmt"
	"slices"

	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
)

// Role is what a person does in an organisation.
type Role string

// The roles. System is the program itself: jobs, expiry, the demo loader's clock.
const (
	Secretariat Role = "secretariat"
	Leader      Role = "leader"  // leading group, government
	Auditor     Role = "auditor" // reads everything, changes nothing
	Enterprise  Role = "enterprise"
	Dean        Role = "dean"
	Teacher     Role = "teacher"
	BaseManager Role = "base_manager"
	Provider    Role = "provider" // training provider
	Expert      Role = "expert"
	Student     Role = "student"
	Trainee     Role = "trainee"
	Admin       Role = "admin" // keeps accounts
	System      Role = "system"
)

// Roles lists the roles that a person can hold, in the order people see them.
var Roles = []Role{Secretariat, Leader, Auditor, Enterprise, Dean, Teacher, BaseManager, Provider, Expert, Student, Trainee, Admin}

// OfficeOf is the role that acts for an organisation of a kind: on whose list its
// steps belong. Empty where several roles do.
func OfficeOf(kind organisation.Kind) Role {
	switch kind {
	case organisation.Enterprise:
		return Enterprise
	case organisation.School:
		return Dean
	}
	return ""
}

// Actor is a person acting in one role for one organisation of one consortium.
type Actor struct {
	Consortium       int64
	Person           record.ID
	Name             string
	Role             Role
	Organisation     record.ID
	OrganisationName string
	OrganisationKind organisation.Kind
}

// Robot is the program acting for the consortium.
func Robot(consortium int64) Actor { return Actor{Consortium: consortium, Role: System} }

// Action names a thing that can be done, "order.approve".
type Action string

// Relation is how an actor stands to a record; grants are sets of relations.
type Relation uint8

// The relations.
const (
	Any   Relation = 1 << iota // every record of the consortium
	Own                        // the actor's organisation owns it
	Party                      // the actor's organisation is one of its parties
	Shown                      // its owner shows it to the actor
	None  Relation = 0
)

// Subject is what access must know of a record.
type Subject struct {
	Owner   record.ID
	Parties []record.ID
	Shown   bool
}

// Grant lets roles do an action to records in one of the relations.
type Grant struct {
	Action   Action
	Relation Relation
	Roles    []Role
}

// Allow makes a grant.
func Allow(action Action, relation Relation, roles ...Role) Grant {
	return Grant{action, relation, roles}
}

// Table is the permission table of the program.
type Table struct {
	reach map[Action]map[Role]Relation
}

// NewTable joins the grants of all features. The System role may do every
// declared action to every record.
func NewTable(grants ...[]Grant) *Table {
	t := &Table{reach: map[Action]map[Role]Relation{}}
	for _, list := range grants {
		for _, g := range list {
			row := t.reach[g.Action]
			if row == nil {
				row = map[Role]Relation{System: Any}
				t.reach[g.Action] = row
			}
			for _, r := range g.Roles {
				row[r] |= g.Relation
			}
		}
	}
	return t
}

// Reach returns the relations in which the actor may do the action; None if
// not at all. An action that no feature declared is a mistake of the program.
func (t *Table) Reach(a Actor, action Action) Relation {
	row, ok := t.reach[action]
	if !ok {
		panic(fmt.Sprintf("access: action %q is not declared", action))
	}
	return row[a.Role]
}

// Can tells whether the actor may do the action to the subject.
func (t *Table) Can(a Actor, action Action, s Subject) bool {
	reach := t.Reach(a, action)
	switch {
	case reach&Any != 0:
		return true
	case reach&Own != 0 && a.Organisation != "" && s.Owner == a.Organisation:
		return true
	case reach&Party != 0 && a.Organisation != "" && slices.Contains(s.Parties, a.Organisation):
		return true
	case reach&Shown != 0 && s.Shown:
		return true
	}
	return false
}

// Actions lists the declared actions, sorted.
func (t *Table) Actions() []Action {
	list := make([]Action, 0, len(t.reach))
	for a := range t.reach {
		list = append(list, a)
	}
	slices.Sort(list)
	return list
}
