package member_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/member"
	"tongpin/internal/platform/fault"
)

const (
	plant record.ID = "00000000-0000-7000-8000-0000000000a1"
	body  record.ID = "00000000-0000-7000-8000-0000000000a0"
)

var (
	now      = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	today    = calendar.DateOf(now)
	clerk    = access.Actor{Person: "p0", Role: access.Secretariat, Organisation: body}
	boss     = access.Actor{Person: "p1", Role: access.Enterprise, Organisation: plant}
	first    = access.Actor{Person: "e1", Role: access.Expert, Organisation: "o1"}
	second   = access.Actor{Person: "e2", Role: access.Leader, Organisation: "o2"}
	experts  = []member.Assessor{{Person: "e1", Name: "E1", Employer: "o1"}, {Person: "e2", Name: "E2", Employer: "o2"}}
	papers   = []member.Material{{Kind: member.Licence}, {Kind: member.Application}, {Kind: member.Commitment}}
	book     = loadRules()
	firmData = member.Particulars{Name: "Plant", Kind: organisation.Enterprise, CreditCode: "91652824QQ0000012L", Phone: "13800000000", StaffCount: 3}
)

func loadRules() *rule.Book {
	b, err := rule.Load(member.Rules())
	if err != nil {
		panic(err)
	}
	return b
}

// keys are what is wrong, in order: "field key".
func keys(err error) []string {
	var list []string
	for _, f := range fault.All(err) {
		list = append(list, strings.TrimSpace(f.Field+" "+f.Key))
	}
	slices.Sort(list)
	return list
}

// refused drops what a decision made, but for its refusal.
func refused(_ member.Membership, _ change.Change, err error) error { return err }

// done is what a decision made, which must not be refused.
func done(t testing.TB) func(member.Membership, change.Change, error) member.Membership {
	return func(m member.Membership, _ change.Change, err error) member.Membership {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
}

func application() member.ApplyCommand {
	return member.ApplyCommand{ID: "m1", OrganisationID: plant, Particulars: firmData, Purpose: "p", Materials: papers}
}

// in is a membership in a state, led there by its steps.
func in(t testing.TB, s member.State) member.Membership {
	t.Helper()
	ok := done(t)
	m := ok(member.Apply(member.Membership{}, application(), boss, now))
	switch s {
	case member.Applied:
		return m
	case member.Returned:
		return ok(member.Return(m, member.ReturnCommand{Reason: "r"}, clerk, now))
	case member.Withdrawn:
		return ok(member.Withdraw(m, boss, now))
	}
	if m = ok(member.Assign(m, member.AssignCommand{Assessors: experts}, clerk, now, book)); s == member.Assessing {
		return m
	}
	for _, a := range []access.Actor{first, second} {
		m = ok(member.Assess(m, member.AssessCommand{Verdict: member.Recommend, Comment: "c"}, a, now))
	}
	switch s {
	case member.Assessed:
		return m
	case member.Rejected:
		return ok(member.Decide(m, member.DecideCommand{Meeting: "m", Words: "w"}, clerk, now))
	}
	m = ok(member.Decide(m, member.DecideCommand{Admit: true, Tier: member.Council, Meeting: "m"}, clerk, now))
	switch s {
	case member.Left:
		return ok(member.End(m, member.EndCommand{Reasons: []string{"merged"}}, boss, now))
	case member.Removed:
		return ok(member.End(m, member.EndCommand{Removal: true, Reasons: []string{"rule_broken"}, Meeting: "m"}, clerk, now))
	}
	return m
}

// TestParticularsAreCheckedAtOnce: an application with everything wrong names it all.
func TestParticularsAreCheckedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*member.ApplyCommand)
		want  []string
	}{
		"sound":           {func(*member.ApplyCommand) {}, nil},
		"nothing but due": {func(x *member.ApplyCommand) { x.Particulars.Phone, x.Materials = "", nil }, nil},
		"everything": {
			func(x *member.ApplyCommand) {
				x.Purpose, x.Particulars = " ", member.Particulars{
					Name: " ", Kind: "x", CreditCode: "91652824QQ0000013L", DivisionCode: "1", Industry: "x", IndustryCode: "3", StaffCount: -1, SpecialisedSME: true, Phone: "12",
				}
			},
			[]string{
				"credit_code code.credit.check", "division_code code.division.form", "industry member.industry.unknown", "industry_code code.industry.form", "kind member.kind.unknown",
				"name member.name.missing", "phone code.phone.form", "purpose member.purpose.missing", "specialised_sme member.sme.enterprise_only", "staff_count member.staff.range",
			},
		},
		"too many people": {func(x *member.ApplyCommand) { x.Particulars.StaffCount = 10_000_001 }, []string{"staff_count member.staff.range"}},
		"a school is no SME": {
			func(x *member.ApplyCommand) {
				x.Particulars.Kind, x.Particulars.SpecialisedSME = organisation.School, true
			},
			[]string{"specialised_sme member.sme.enterprise_only"},
		},
	} {
		x := application()
		c.spoil(&x)
		if got := keys(refused(member.Apply(member.Membership{}, x, boss, now))); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", name, got, c.want)
		}
	}
}

// TestParticularsComeToTheirUsualForm: codes and numbers as people type them.
func TestParticularsComeToTheirUsualForm(t *testing.T) {
	x := application()
	x.Particulars.Name, x.Particulars.CreditCode, x.Particulars.Phone = " Plant ", " 91652824qq0000012l", "+86 138 0000 0000"
	m := done(t)(member.Apply(member.Membership{}, x, boss, now))
	if got := member.ParticularsOf(m.Organisation); got != firmData {
		t.Errorf("got %+v, want %+v", got, firmData)
	}
	masked := firmData
	masked.Name, masked.Phone = "Other", "138****0000"
	if m = done(t)(member.Amend(m, member.AmendCommand{Particulars: masked}, boss, now)); m.Organisation.Phone != firmData.Phone || m.Organisation.Name != "Other" {
		t.Errorf("a mask that came back: %+v", m.Organisation)
	}
}

// TestWhoIsKnownKeepsItsOwn: an organisation with an account and no membership,
// and a former applicant, keep their ids; the files go to the membership.
func TestWhoIsKnownKeepsItsOwn(t *testing.T) {
	x := application()
	x.ID, x.OrganisationID, x.Files = "m2", "other", []file.File{{ID: "f"}}
	known := member.Membership{Organisation: organisation.Organisation{ID: plant, Version: 4, Sample: true}}
	for name, c := range map[string]struct {
		former member.Membership
		id     record.ID
	}{
		"without membership": {known, "m2"},
		"rejected":           {in(t, member.Rejected), "m1"},
		"left":               {in(t, member.Left), "m1"},
	} {
		m, got, err := member.Apply(c.former, x, boss, now)
		if err != nil {
			t.Fatal(err)
		}
		if m.ID != c.id || m.Organisation.ID != plant || m.Organisation.Version != c.former.Organisation.Version || m.Organisation.Sample != c.former.Organisation.Sample {
			t.Errorf("%s: %+v", name, m)
		}
		if m.State != member.Applied || len(m.Assessments) > 0 || m.Meeting != "" || !m.DecidedOn.Zero() || got.Files[0].Record != m.Ref() {
			t.Errorf("%s: the old application shows through: %+v, %+v", name, m, got.Files)
		}
	}
	for _, s := range []member.State{member.Applied, member.Returned, member.Assessing, member.Assessed, member.Member, member.Removed} {
		if got := keys(refused(member.Apply(in(t, s), x, boss, now))); !slices.Equal(got, []string{"state.refused"}) || member.MayApply(in(t, s)) {
			t.Errorf("apply while %s: %v", s, got)
		}
	}
	m, c, err := member.Register(member.RegisterCommand{ID: "m3", OrganisationID: "other", Known: known.Organisation, Particulars: firmData, Tier: member.Council}, clerk, now)
	if err != nil || m.Organisation.ID != plant || m.Organisation.Version != 4 || c.Facts[0].Subject != plant {
		t.Errorf("registered: %+v, %+v, %v", m.Organisation, c.Facts, err)
	}
}

// TestWhatStepsRefuse: each step with each thing that can be wrong with it.
func TestWhatStepsRefuse(t *testing.T) {
	applied, assessing, assessed, joined := in(t, member.Applied), in(t, member.Assessing), in(t, member.Assessed), in(t, member.Member)
	bare := application()
	bare.Materials = papers[:1]
	lacks := done(t)(member.Apply(member.Membership{}, bare, boss, now))
	assign := func(m member.Membership, list ...member.Assessor) error {
		return refused(member.Assign(m, member.AssignCommand{Assessors: list}, clerk, now, book))
	}
	assess := func(m member.Membership, a access.Actor, verdict, comment string) error {
		return refused(member.Assess(m, member.AssessCommand{Verdict: verdict, Comment: comment}, a, now))
	}
	decide := func(x member.DecideCommand) error { return refused(member.Decide(assessed, x, clerk, now)) }
	half := done(t)(member.Assess(assessing, member.AssessCommand{Verdict: member.Against, Comment: "c"}, first, now))
	for name, c := range map[string]struct {
		err  error
		want []string
	}{
		"return without words":   {refused(member.Return(applied, member.ReturnCommand{Reason: " "}, clerk, now)), []string{"reason member.reason.missing"}},
		"return what is judged":  {refused(member.Return(assessing, member.ReturnCommand{Reason: "r"}, clerk, now)), []string{"state.refused"}},
		"assign what lacks two":  {assign(lacks, experts...), []string{"member.materials.missing", "member.materials.missing"}},
		"assign one":             {assign(applied, experts[0]), []string{"assessors member.assessors.count"}},
		"assign three":           {assign(applied, experts[0], experts[1], member.Assessor{Person: "e3", Employer: "o3"}), []string{"assessors member.assessors.count"}},
		"assign one twice":       {assign(applied, experts[0], member.Assessor{Person: "e1", Employer: "o3"}), []string{"assessors member.assessors.same"}},
		"assign colleagues":      {assign(applied, experts[0], member.Assessor{Person: "e3", Employer: "o1"}), []string{"assessors member.assessors.same"}},
		"assign the applicant's": {assign(applied, experts[0], member.Assessor{Person: "e3", Employer: plant}), []string{"assessors member.assessors.own"}},
		"assess as a stranger":   {assess(assessing, clerk, member.Recommend, "c"), []string{"member.assess.not_assessor"}},
		"assess twice":           {assess(half, first, member.Recommend, "c"), []string{"member.assess.done"}},
		"assess nothing":         {assess(assessing, first, "", "c"), []string{"verdict member.verdict.unknown"}},
		"assess without words":   {assess(assessing, first, member.Against, " "), []string{"comment member.comment.missing"}},
		"assess too early":       {assess(applied, first, member.Against, "c"), []string{"state.refused"}},
		"decide too early":       {refused(member.Decide(half, member.DecideCommand{Meeting: "m", Words: "w"}, clerk, now)), []string{"state.refused"}},
		"admit without anything": {decide(member.DecideCommand{Admit: true, On: today.AddDays(1)}), []string{"meeting member.meeting.missing", "on member.day.future", "tier member.tier.unknown"}},
		"reject without words":   {decide(member.DecideCommand{Meeting: " "}), []string{"meeting member.meeting.missing", "words member.reason.missing"}},
		"admit":                  {decide(member.DecideCommand{Admit: true, Tier: member.Ordinary, Meeting: "m", On: today}), nil},
		"withdraw a member":      {refused(member.Withdraw(joined, boss, now)), []string{"state.refused"}},
		"promote to the same":    {refused(member.Promote(joined, member.PromoteCommand{Tier: member.Council}, clerk, now)), []string{"meeting member.meeting.missing", "tier member.tier.unknown"}},
		"promote an applicant":   {refused(member.Promote(applied, member.PromoteCommand{Tier: member.President, Meeting: "m"}, clerk, now)), []string{"state.refused"}},
		"amend while assessed":   {refused(member.Amend(assessed, member.AmendCommand{Particulars: firmData}, boss, now)), []string{"state.refused"}},
		"leave without reason":   {refused(member.End(joined, member.EndCommand{}, boss, now)), []string{"reasons member.reason.missing"}},
		"leave for no reason":    {refused(member.End(joined, member.EndCommand{Reasons: []string{"x"}}, boss, now)), []string{"reasons member.reason.unknown"}},
		"remove without meeting": {refused(member.End(joined, member.EndCommand{Removal: true, Reasons: []string{"other"}}, clerk, now)), []string{"meeting member.meeting.missing"}},
		"leave twice":            {refused(member.End(in(t, member.Left), member.EndCommand{Reasons: []string{"other"}}, boss, now)), []string{"state.refused"}},
		"reinstate at once":      {refused(member.Reinstate(in(t, member.Removed), member.ReinstateCommand{}, clerk, now)), []string{"meeting member.meeting.missing"}},
		"reinstate a member":     {refused(member.Reinstate(joined, member.ReinstateCommand{Meeting: "m"}, clerk, now)), []string{"state.refused"}},
		"register tomorrow":      {refused(member.Register(member.RegisterCommand{Particulars: firmData, JoinedOn: today.AddDays(1)}, clerk, now)), []string{"joined_on member.day.future", "tier member.tier.unknown"}},
	} {
		if got := keys(c.err); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestOpinionsAreHiddenUntilOnesOwn is there, and the last one concludes.
func TestOpinionsAreHiddenUntilOnesOwn(t *testing.T) {
	m := done(t)(member.Assess(in(t, member.Assessing), member.AssessCommand{Verdict: member.Against, Comment: "c"}, first, now))
	if got := m.Opinions(second); m.State != member.Assessing || got[0].Verdict != "" || got[0].Comment != "" || !got[0].At.IsZero() || got[0].Name != "E1" {
		t.Errorf("who has not written yet reads %+v while %s", got, m.State)
	}
	if got := m.Opinions(first); got[0].Verdict != member.Against {
		t.Errorf("who has written reads %+v", got)
	}
	m = done(t)(member.Assess(m, member.AssessCommand{Verdict: member.Recommend, Comment: "d"}, second, now))
	if got := m.Opinions(second); m.State != member.Assessed || got[0].Comment != "c" {
		t.Errorf("after both: %s, %+v", m.State, got)
	}
}

// TestWhatAMemberGains: tier, days, and what its former time left.
func TestWhatAMemberGains(t *testing.T) {
	m, c, err := member.Decide(in(t, member.Assessed), member.DecideCommand{Admit: true, Tier: member.President, Meeting: "m", On: today.AddDays(-9)}, clerk, now)
	if err != nil || m.State != member.Member || m.Tier != member.President || m.JoinedOn != today.AddDays(-9) || c.Facts[0].On != m.JoinedOn {
		t.Errorf("admitted: %+v, %+v, %v", m, c.Facts, err)
	}
	m = done(t)(member.Reinstate(in(t, member.Left), member.ReinstateCommand{Meeting: "m"}, clerk, now))
	if m.State != member.Member || m.Tier != member.Council || !m.EndedOn.Zero() || m.EndReasons != nil || m.JoinedOn != today {
		t.Errorf("reinstated: %+v", m)
	}
}
