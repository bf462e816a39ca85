package identity

import (
	"cmp"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// AssignmentKind is the record kind of assignments.
const AssignmentKind record.Kind = "assignment"

// Assignment lets a person act in a role for an organisation of a consortium,
// from a day to a day; both are inside, a zero To has no end.
type Assignment struct {
	ID               record.ID
	Version          int64
	Consortium       int64
	ConsortiumName   string // read with the assignment
	ConsortiumNameEN string
	Person           record.ID
	Role             access.Role
	Organisation     record.ID
	OrganisationName string // read with the assignment
	OrganisationKind organisation.Kind
	From             calendar.Date
	To               calendar.Date
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// Active tells whether the assignment holds on a day.
func (a Assignment) Active(today calendar.Date) bool {
	return !today.Before(a.From) && (a.To.Zero() || !today.After(a.To))
}

// Actor is the person acting in this assignment.
func (a Assignment) Actor(p Person) access.Actor {
	return access.Actor{
		Consortium: a.Consortium, Person: p.ID, Name: p.Name, Role: a.Role,
		Organisation: a.Organisation, OrganisationName: a.OrganisationName, OrganisationKind: a.OrganisationKind,
	}
}

// Suits tells whether somebody can hold the role in an organisation of the kind.
func Suits(role access.Role, kind organisation.Kind) bool {
	kinds, ok := homes[role]
	return ok && (len(kinds) == 0 || slices.Contains(kinds, kind))
}

// homes says in which kinds of organisations a role is held; none named: in any.
var homes = map[access.Role][]organisation.Kind{
	access.Secretariat: {organisation.Association, organisation.Park, organisation.Government},
	access.Leader:      {organisation.Government, organisation.Park, organisation.Association},
	access.Auditor:     {},
	access.Enterprise:  {organisation.Enterprise},
	access.Dean:        {organisation.School},
	access.Teacher:     {organisation.School},
	access.BaseManager: {},
	access.Provider:    {},
	access.Expert:      {},
	access.Student:     {organisation.School},
	access.Trainee:     {},
	access.Admin:       {},
}

// NewAssignment checks role, organisation and dates of an assignment to be.
func NewAssignment(a Assignment) (Assignment, fault.List) {
	var faults fault.List
	if !slices.Contains(access.Roles, a.Role) {
		faults.Add("role", string(a.Role), "assignment.role.unknown")
	} else if a.OrganisationKind != "" && !Suits(a.Role, a.OrganisationKind) {
		faults.Add("role", string(a.Role), "assignment.role.unsuited", "kind", string(a.OrganisationKind))
	}
	if a.Organisation == "" {
		faults.Add("organisation", "", "assignment.organisation.missing")
	}
	if a.From.Zero() {
		faults.Add("from", "", "assignment.from.missing")
	}
	if !a.To.Zero() && a.To.Before(a.From) {
		faults.Add("to", a.To.String(), "assignment.to.early", "from", a.From.String())
	}
	return a, faults
}

// Choose returns the active assignment to act in: the wanted one if it holds
// today, else the first in the order of Sort; false if none holds.
func Choose(list []Assignment, wanted record.ID, today calendar.Date) (Assignment, bool) {
	active := Sort(slices.DeleteFunc(slices.Clone(list), func(a Assignment) bool { return !a.Active(today) }))
	if i := slices.IndexFunc(active, func(a Assignment) bool { return a.ID == wanted }); i >= 0 {
		return active[i], true
	}
	if len(active) == 0 {
		return Assignment{}, false
	}
	return active[0], true
}

// Sort orders assignments as people see them: by consortium, role, organisation.
func Sort(list []Assignment) []Assignment {
	slices.SortFunc(list, func(a, b Assignment) int {
		return cmp.Or(
			cmp.Compare(a.Consortium, b.Consortium),
			cmp.Compare(slices.Index(access.Roles, a.Role), slices.Index(access.Roles, b.Role)),
			cmp.Compare(a.OrganisationName, b.OrganisationName),
			cmp.Compare(a.ID, b.ID),
		)
	})
	return list
}
