package member

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
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

// read brings the particulars to their usual form and finds everything that is
// wrong with them.
func (p Particulars) read() (Particulars, fault.List) {
	var wrong fault.List
	p.Name, p.NameEN = strings.TrimSpace(p.Name), strings.TrimSpace(p.NameEN)
	if p.Name == "" {
		wrong.Add("name", p.Name, "member.name.missing")
	}
	if !slices.Contains(organisation.Kinds, p.Kind) {
		wrong.Add("kind", string(p.Kind), "member.kind.unknown")
	}
	for _, x := range []struct {
		field    string
		value    *string
		required bool
		parse    func(field, value string) (string, error)
	}{
		{"credit_code", &p.CreditCode, true, code.ParseCredit}, {"division_code", &p.DivisionCode, false, code.ParseDivision},
		{"industry_code", &p.IndustryCode, false, code.ParseIndustry}, {"phone", &p.Phone, false, code.ParsePhone},
	} {
		if *x.value == "" && !x.required {
			continue
		}
		usual, err := x.parse(x.field, *x.value)
		if err != nil {
			wrong.Append(err)
			continue
		}
		*x.value = usual
	}
	if p.Industry != "" && !slices.Contains(organisation.Industries, p.Industry) {
		wrong.Add("industry", p.Industry, "member.industry.unknown")
	}
	if p.StaffCount < 0 || p.StaffCount > 10_000_000 {
		wrong.Add("staff_count", strconv.FormatInt(p.StaffCount, 10), "member.staff.range")
	}
	if p.SpecialisedSME && p.Kind != organisation.Enterprise {
		wrong.Add("specialised_sme", "", "member.sme.enterprise_only")
	}
	return p, wrong
}

// keeping leaves the telephone number as it is known if the form gave its mask
// back.
func (p Particulars) keeping(o organisation.Organisation) Particulars {
	if o.Phone != "" && p.Phone == code.MaskMobile(o.Phone) {
		p.Phone = o.Phone
	}
	return p
}

// onto writes the particulars into an organisation.
func (p Particulars) onto(o organisation.Organisation) organisation.Organisation {
	o.Name, o.NameEN, o.Kind, o.CreditCode = p.Name, p.NameEN, p.Kind, p.CreditCode
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

// Apply makes a fresh application, or a new one of a former applicant or member.
// Former is what is known of the applicant: the membership as it is, one that
// holds only an organisation that takes part already, or nothing.
func Apply(former Membership, cmd ApplyCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	said, wrong := cmd.Particulars.keeping(former.Organisation).read()
	if strings.TrimSpace(cmd.Purpose) == "" {
		wrong.Add("purpose", "", "member.purpose.missing")
	}
	if err := wrong.Err(); err != nil {
		return former, change.Change{}, err
	}
	m := former
	if m.ID == "" {
		m.ID, m.State = cmd.ID, Flow.Start
	} else {
		next, err := Flow.Next(m.State, VerbApply)
		if err != nil {
			return former, change.Change{}, err
		}
		m.State, m.Assessments, m.DecidedOn, m.Decision, m.Meeting = next, nil, calendar.Date{}, "", ""
	}
	m.Organisation = said.onto(knownOr(m.Organisation, cmd.OrganisationID, cmd.Sample))
	m.Tier, m.Purpose, m.Materials, m.AppliedAt = cmp.Or(m.Tier, Ordinary), cmd.Purpose, cmd.Materials, now
	c := change.By(a, now)
	for _, f := range cmd.Files {
		f.Record = m.Ref() // a former applicant keeps its membership
		c.Attach(f)
	}
	c.Log(m.Ref(), VerbApply).Waits = true
	c.Open(m.todo("check", access.Secretariat, "", c.Today().AddDays(checkDays)))
	return m, c, nil
}

// knownOr is the organisation as it is known, or a new one.
func knownOr(known organisation.Organisation, id record.ID, sample bool) organisation.Organisation {
	if known.ID != "" {
		return known
	}
	return organisation.Organisation{ID: id, Sample: sample}
}

// checkDays is the promised time of the completeness check, in days. A
// proposal of ours [D].
const checkDays = 5

// todo is a step of the membership on somebody's list.
func (m Membership) todo(step string, role access.Role, org record.ID, due dueOn) todo.Item {
	return todo.Item{Record: m.Ref(), Step: step, Args: change.Pairs("name", m.title()), Organisation: org, Role: role, DueOn: due, EscalateTo: access.Secretariat}
}
