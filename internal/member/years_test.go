package member_test

import (
	"slices"
	"strings"
	"testing"

	"tongpin/internal/core/change"
	"tongpin/internal/member"
)

// TestTwoUnfulfilledYearsProposeRemoval, if they follow each other.
func TestTwoUnfulfilledYearsProposeRemoval(t *testing.T) {
	type years map[int]string
	const bad, good = member.Unfulfilled, member.Fulfilled
	for name, c := range map[string]struct {
		years years
		want  bool
	}{
		"one":                       {years{2025: bad}, false},
		"two in a row":              {years{2024: bad, 2025: bad}, true},
		"a year between":            {years{2023: bad, 2025: bad}, false},
		"a good one between":        {years{2023: bad, 2024: good, 2025: bad}, false},
		"a good one since":          {years{2023: bad, 2024: bad, 2025: good}, false},
		"partly is not unfulfilled": {years{2024: bad, 2025: member.Partly}, false},
	} {
		for _, order := range [][]int{{2023, 2024, 2025}, {2025, 2024, 2023}} {
			m, todos := in(t, member.Member), map[string]bool{}
			for _, year := range order {
				result, ok := c.years[year]
				if !ok {
					continue
				}
				next, ch, err := member.Judge(m, member.ReviewCommand{Year: year, Result: result, Comment: "c"}, clerk, now, book)
				if err != nil {
					t.Fatal(err)
				}
				m = next
				settle(todos, ch)
			}
			found := m.Findings(today, book)
			if (len(found) == 1 && found[0].Rule == "MEM-003") != c.want || todos["consider_removal"] != c.want {
				t.Errorf("%s, in the order %v: findings %v, to-dos %v", name, order, found, todos)
			}
		}
	}
	m := done(t)(member.Judge(in(t, member.Member), member.ReviewCommand{Year: 2025, Result: good}, clerk, now, book))
	err := refused(member.Judge(m, member.ReviewCommand{Year: 2025, Result: "x"}, clerk, now, book))
	if want := []string{"comment member.comment.missing", "result member.review.result", "year member.review.done"}; !slices.Equal(keys(err), want) {
		t.Errorf("%v, want %v", keys(err), want)
	}
	for _, year := range []int{1999, today.Year + 1} {
		if err := refused(member.Judge(m, member.ReviewCommand{Year: year, Result: good}, clerk, now, book)); !slices.Equal(keys(err), []string{"year member.review.year"}) {
			t.Errorf("%d: %v", year, err)
		}
	}
}

// TestARowUpdatesWhatItSays: a row of a sheet against a member that is known.
func TestARowUpdatesWhatItSays(t *testing.T) {
	m := in(t, member.Member)
	row := member.RegisterCommand{Particulars: firmData, Tier: m.Tier}
	for name, c := range map[string]struct {
		change  func(*member.RegisterCommand, *member.Membership)
		facts   int
		changed bool
		want    []string
	}{
		"nothing new": {func(*member.RegisterCommand, *member.Membership) {}, 0, false, nil},
		"its day":     {func(x *member.RegisterCommand, m *member.Membership) { x.JoinedOn = m.JoinedOn }, 0, false, nil},
		"lower case": {func(x *member.RegisterCommand, _ *member.Membership) {
			x.Particulars.CreditCode = strings.ToLower(firmData.CreditCode)
		}, 0, false, nil},
		"a name":      {func(x *member.RegisterCommand, _ *member.Membership) { x.Particulars.Name = "New" }, 0, true, nil},
		"an industry": {func(x *member.RegisterCommand, _ *member.Membership) { x.Particulars.Industry = "new_energy" }, 2, true, nil},
		"a tier":      {func(x *member.RegisterCommand, _ *member.Membership) { x.Tier = member.President }, 2, true, nil},
		"no member":   {func(_ *member.RegisterCommand, m *member.Membership) { m.State = member.Applied }, 0, false, []string{"credit_code member.import.not_member"}},
		"all mistakes": {
			func(x *member.RegisterCommand, _ *member.Membership) {
				x.JoinedOn, x.Tier, x.Particulars.Name = today.AddDays(-1), "x", ""
			}, 0, false,
			[]string{"joined_on member.import.joined_on", "name member.name.missing", "tier member.tier.unknown"},
		},
	} {
		x, before := row, m
		c.change(&x, &before)
		after, ch, changed, err := member.Update(before, x, clerk, now)
		if got := keys(err); !slices.Equal(got, c.want) || changed != c.changed || len(ch.Facts) != c.facts || (len(ch.Entries) > 0) != changed {
			t.Errorf("%s: changed %t, facts %+v, %v", name, changed, ch.Facts, got)
		}
		if changed && (after.Tier != x.Tier || after.Organisation.Name != x.Particulars.Name) {
			t.Errorf("%s: %+v", name, after)
		}
	}
}

// TestIndustriesAreDeclaredAndTakenBack: only what is new or gone is counted.
func TestIndustriesAreDeclaredAndTakenBack(t *testing.T) {
	c := change.By(clerk, now)
	err := member.DeclareIndustries(body, []string{"new_energy", "green_mining"}, []string{"green_mining", "culture_tourism"}, today, &c)
	got := map[string]int64{}
	for _, f := range c.Facts {
		got[f.Dims["industry"]] += f.Quantity
	}
	if err != nil || len(got) != 2 || got["culture_tourism"] != 1 || got["new_energy"] != -1 {
		t.Errorf("%v, %v", got, err)
	}
	if err := member.DeclareIndustries(body, nil, []string{"x", "y"}, today, &c); len(keys(err)) != 2 {
		t.Errorf("two unknown industries: %v", err)
	}
}
