package agreementweb

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/platform/web/form"
)

// TestPromisesFollowTheirParty: whatever rows are empty or taken away, the rows
// that are left keep their order, and each obligation is still that of the same
// party, or of none if that party is gone.
func TestPromisesFollowTheirParty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := form.New()
		typed := rapid.SliceOfN(rapid.Bool(), 1, 6).Draw(t, "parties")
		for i, full := range typed {
			if full {
				v.Set(field("party", i, "name"), "P"+strconv.Itoa(i))
			}
		}
		var owed []int
		for i, full := range rapid.SliceOfN(rapid.Bool(), 1, 6).Draw(t, "obligations") {
			if full {
				owed = append(owed, rapid.IntRange(0, len(typed)-1).Draw(t, "party"))
				v.Set(field("obligation", i, "text"), "O").Set(field("obligation", i, "party"), strconv.Itoa(owed[len(owed)-1]))
			}
		}
		dropped := rapid.IntRange(-1, len(typed)-1).Draw(t, "dropped")
		if dropped >= 0 {
			v.Set("do", partyRow.Drop(dropped))
		}
		var want []string
		for i, full := range typed {
			if full && i != dropped {
				want = append(want, "P"+strconv.Itoa(i))
			}
		}

		n := compactAll(v)

		var got []string
		for i := range n.parties {
			got = append(got, v.Text(field("party", i, "name")))
		}
		if !slices.Equal(got, want) || partyRow.Last(v) != len(want) {
			t.Fatalf("the parties are %v, want %v", got, want)
		}
		if n.obligations != len(owed) {
			t.Fatalf("%d obligations, want %d", n.obligations, len(owed))
		}
		for i, was := range owed {
			party := ""
			if row, err := strconv.Atoi(v.Text(field("obligation", i, "party"))); err == nil {
				party = got[row]
			}
			if gone := !typed[was] || was == dropped; gone && party != "" || !gone && party != "P"+strconv.Itoa(was) {
				t.Fatalf("obligation %d was of row %d and is now of %q", i, was, party)
			}
		}
	})
}

// TestRowsAreShown: two parties and one obligation at least, one more where it
// was asked for, never more than a paper holds.
func TestRowsAreShown(t *testing.T) {
	long := form.New().Set(field("party", partyRow.Most-1, "name"), "P").Set("do", partyRow.Add())
	for name, c := range map[string]struct {
		v    *form.Values
		want rows
	}{
		"an empty form":           {form.New(), rows{2, 1}},
		"one more party":          {form.New().Set("do", partyRow.Add()), rows{3, 1}},
		"one more obligation":     {form.New().Set("do", obligationRow.Add()), rows{2, 2}},
		"what is filled":          {form.New().Set(field("party", 2, "name"), "P").Set(field("obligation", 3, "text"), "O"), rows{3, 4}},
		"a measure alone is none": {form.New().Set(field("obligation", 3, "measure"), "posts"), rows{2, 1}},
		"no more than a paper":    {long, rows{partyRow.Most, 1}},
	} {
		if got := rowsOf(c.v); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
