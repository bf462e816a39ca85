package member

import (
	"maps"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// RegisterCommand enters an organisation that is a member already: decided
// before this program was in use, or listed in a sheet. IDs are made by the
// caller.
type RegisterCommand struct {
	ID             record.ID
	OrganisationID record.ID
	Known          organisation.Organisation // takes part already, without membership; zero for none
	Particulars    Particulars
	Tier           Tier
	JoinedOn       calendar.Date // zero: today
	Sample         bool
}

// Register makes a member without an application; the timeline says so.
func Register(cmd RegisterCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	c := change.By(a, now)
	said, wrong := cmd.Particulars.keeping(cmd.Known).read()
	on, late := dayOr("joined_on", cmd.JoinedOn, c.Today())
	wrong = append(wrong, late...)
	if !slices.Contains(Tiers, cmd.Tier) {
		wrong.Add("tier", string(cmd.Tier), "member.tier.unknown")
	}
	if err := wrong.Err(); err != nil {
		return Membership{}, change.Change{}, err
	}
	m := Membership{
		ID: cmd.ID, State: Member, Tier: cmd.Tier, AppliedAt: now,
		Organisation: said.onto(knownOr(cmd.Known, cmd.OrganisationID, cmd.Sample)),
	}
	m.join(&c, on)
	c.Log(m.Ref(), VerbRegister)
	return m, c, nil
}

// Update brings a registered member up to a row of a sheet. It returns false
// if the row says nothing new.
func Update(m Membership, cmd RegisterCommand, a access.Actor, now time.Time) (Membership, change.Change, bool, error) {
	if m.State != Member {
		return m, change.Change{}, false, fault.Wrong("credit_code", cmd.Particulars.CreditCode, "member.import.not_member", "state", string(m.State))
	}
	said, wrong := cmd.Particulars.keeping(m.Organisation).read()
	if !slices.Contains(Tiers, cmd.Tier) {
		wrong.Add("tier", string(cmd.Tier), "member.tier.unknown")
	}
	if !cmd.JoinedOn.Zero() && cmd.JoinedOn != m.JoinedOn {
		wrong.Add("joined_on", cmd.JoinedOn.String(), "member.import.joined_on", "joined", m.JoinedOn.String())
	}
	if err := wrong.Err(); err != nil {
		return m, change.Change{}, false, err
	}
	if said == ParticularsOf(m.Organisation) && cmd.Tier == m.Tier {
		return m, change.Change{}, false, nil
	}
	c, before := change.By(a, now), m
	m.Organisation, m.Tier = said.onto(m.Organisation), cmd.Tier
	m.recount(&c, before)
	c.Log(m.Ref(), VerbAmend)
	return m, c, true, nil
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
	said, wrong := cmd.Particulars.keeping(m.Organisation).read()
	if err := wrong.Err(); err != nil {
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
	m.Organisation = said.onto(m.Organisation)
	m.Materials = merge(m.Materials, cmd.Materials)
	m.recount(&c, before)
	c.Attach(cmd.Files...)
	c.Log(m.Ref(), verb)
	if verb == VerbComplete {
		c.Close(m.Ref(), "complete")
		c.Open(m.todo("check", access.Secretariat, "", c.Today().AddDays(checkDays)))
	}
	return m, c, nil
}

// recount moves a member that counted under other particulars or another tier.
func (m Membership) recount(c *change.Change, before Membership) {
	loss, gain := before.moved(-1, moveRecount), m.moved(1, moveRecount)
	if before.State == Member && !maps.Equal(loss.Dims, gain.Dims) {
		c.Count(loss)
		c.Count(gain)
	}
}

// merge replaces materials of the same kind and adds the others.
func merge(have, add []Material) []Material {
	replaced := func(x Material) bool {
		return slices.ContainsFunc(add, func(y Material) bool { return y.Kind == x.Kind })
	}
	return append(slices.DeleteFunc(slices.Clone(have), replaced), add...)
}

// DeclareIndustries writes a fact for each leading industry that the
// consortium declares; body is the organisation that acts for it. Industries
// declared before are left out, those no longer named are taken back.
func DeclareIndustries(body record.ID, before, now []string, on calendar.Date, c *change.Change) error {
	var wrong fault.List
	count := func(industry string, quantity int64) {
		c.Count(fact.Fact{
			Kind: FactIndustry, On: on, Quantity: quantity, Unit: "industry", Scope: fact.ScopeConsortium,
			Dims: map[string]string{"industry": industry}, Record: record.Ref{Kind: organisation.RecordKind, ID: body},
		})
	}
	for _, industry := range now {
		if !slices.Contains(organisation.Industries, industry) {
			wrong.Add("industries", industry, "member.industry.unknown")
		} else if !slices.Contains(before, industry) {
			count(industry, 1)
		}
	}
	for _, industry := range before {
		if !slices.Contains(now, industry) {
			count(industry, -1)
		}
	}
	return wrong.Err()
}
