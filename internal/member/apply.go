package member

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/fault"
)

// Particulars are what an organisation says about itself.
type Particulars struct {
	Name, NameEN   string
	Kind           organisation.Kind
	CreditCode     string
	DivisionCode   string
	Industry       string
	IndustryCode   string
	SpecialisedSME bool
	StaffCount     int64
	Contact, Phone string
}

// check finds everything that is wrong with the particulars.
func (p Particulars) check() fault.List {
	var wrong fault.List
	if strings.TrimSpace(p.Name) == "" {
		wrong.Add("name", p.Name, "member.name.missing")
	}
	if !slices.Contains(organisation.Kinds, p.Kind) {
		wrong.Add("kind", string(p.Kind), "member.kind.unknown")
	}
	if _, err := code.ParseCredit("credit_code", p.CreditCode); err != nil {
		wrong.Append(err)
	}
	for _, optional := range []struct {
		field, value string
		parse        func(field, value string) (string, error)
	}{{"division_code", p.DivisionCode, code.ParseDivision}, {"industry_code", p.IndustryCode, code.ParseIndustry}, {"phone", p.Phone, code.ParsePhone}} {
		if optional.value == "" {
			continue
		}
		if _, err := optional.parse(optional.field, optional.value); err != nil {
			wrong.Append(err)
		}
	}
	if p.Industry != "" && !slices.Contains(organisation.Industries, p.Industry) {
		wrong.Add("industry", p.Industry, "member.industry.unknown")
	}
	if p.StaffCount < 0 || p.StaffCount > 10_000_000 {
		wrong.Add("staff_count", "", "member.staff.range")
	}
	if p.SpecialisedSME && p.Kind != organisation.Enterprise {
		wrong.Add("specialised_sme", "", "member.sme.enterprise_only")
	}
	return wrong
}

// onto writes the particulars into an organisation.
func (p Particulars) onto(o organisation.Organisation) organisation.Organisation {
	o.Name, o.NameEN, o.Kind, o.CreditCode = strings.TrimSpace(p.Name), strings.TrimSpace(p.NameEN), p.Kind, strings.ToUpper(strings.TrimSpace(p.CreditCode))
	o.DivisionCode, o.Industry, o.IndustryCode = p.DivisionCode, p.Industry, p.IndustryCode
	o.SpecialisedSME, o.StaffCount, o.Contact, o.Phone = p.SpecialisedSME, p.StaffCount, p.Contact, p.Phone
	return o
}

// ParticularsOf is what an organisation has said about itself.
func ParticularsOf(o organisation.Organisation) Particulars {
	return Particulars{o.Name, o.NameEN, o.Kind, o.CreditCode, o.DivisionCode, o.Industry, o.IndustryCode, o.SpecialisedSME, o.StaffCount, o.Contact, o.Phone}
}

// ApplyCommand asks for membership. ID and OrganisationID are made by the
// caller; an organisation that is known already keeps its own.
type ApplyCommand struct {
	ID             record.ID
	OrganisationID record.ID
	Particulars    Particulars
	Purpose        string
	Materials      []Material
	Files          []file.File // the uploads behind new materials
	Sample         bool
}

// Apply makes a fresh application, or a new one of a former applicant or member
// (former has its particulars and version; zero for none).
func Apply(former Membership, cmd ApplyCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	wrong := cmd.Particulars.check()
	if strings.TrimSpace(cmd.Purpose) == "" {
		wrong.Add("purpose", "", "member.purpose.missing")
	}
	if err := wrong.Err(); err != nil {
		return former, change.Change{}, err
	}
	m := former
	if m.ID == "" {
		m = Membership{ID: cmd.ID, Organisation: organisation.Organisation{ID: cmd.OrganisationID, Sample: cmd.Sample}, State: Applied}
	} else {
		next, err := Flow.Next(m.State, VerbApply)
		if err != nil {
			return former, change.Change{}, err
		}
		m.State, m.Assessments, m.Decision, m.Meeting = next, nil, "", ""
	}
	m.Organisation = cmd.Particulars.onto(m.Organisation)
	m.Tier, m.Purpose, m.Materials, m.AppliedAt = cmp.Or(m.Tier, Ordinary), cmd.Purpose, cmd.Materials, now
	c := change.By(a, now)
	c.Attach(cmd.Files...)
	c.Log(m.Ref(), VerbApply).Waits = true
	c.Open(m.todo("check", access.Secretariat, "", c.Today().AddDays(checkDays)))
	return m, c, nil
}

// checkDays is the promised time of the completeness check, in days. A
// proposal of ours [D].
const checkDays = 5

// todo is a step of the membership on somebody's list.
func (m Membership) todo(step string, role access.Role, org record.ID, due dueOn) todo.Item {
	return todo.Item{Record: m.Ref(), Step: step, Args: change.Pairs("name", m.title()), Organisation: org, Role: role, DueOn: due, EscalateTo: access.Secretariat}
}

// AmendCommand changes an organisation's particulars, or completes the
// materials of an application.
type AmendCommand struct {
	Particulars Particulars
	Materials   []Material // added; empty to leave them
	Files       []file.File
}

// Amend changes particulars. A returned application goes back to the check.
func Amend(m Membership, cmd AmendCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	if err := cmd.Particulars.check().Err(); err != nil {
		return m, change.Change{}, err
	}
	verb := VerbAmend
	if m.State == Returned {
		verb = VerbComplete
	}
	next, err := Flow.Next(m.State, verb)
	if err != nil {
		return m, change.Change{}, err
	}
	c := change.By(a, now)
	before := m
	m.State = next
	m.Organisation = cmd.Particulars.onto(m.Organisation)
	m.Materials = merge(m.Materials, cmd.Materials)
	if before.State == Member && factDims(before) != factDims(m) { // the stock moves with the particulars
		c.Count(before.moved(-1, moveRecount))
		c.Count(m.moved(1, moveRecount))
	}
	c.Attach(cmd.Files...)
	c.Log(m.Ref(), verb)
	if verb == VerbComplete {
		c.Close(m.Ref(), "complete")
		c.Open(m.todo("check", access.Secretariat, "", c.Today().AddDays(checkDays)))
	}
	return m, c, nil
}

func factDims(m Membership) string {
	d := m.moved(1, moveRecount).Dims
	return d["kind"] + "|" + d["tier"] + "|" + d["industry"] + "|" + d["sme"]
}

// merge replaces materials of the same kind and adds the others.
func merge(have, add []Material) []Material {
	var out []Material
	for _, x := range have {
		replaced := false
		for _, y := range add {
			replaced = replaced || y.Kind == x.Kind
		}
		if !replaced {
			out = append(out, x)
		}
	}
	return append(out, add...)
}
