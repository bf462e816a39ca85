package listing_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"tongpin/internal/platform/listing"
)

var (
	filters = []string{"state", "kind"}
	sorts   = []string{"due", "title"}
)

func TestParse(t *testing.T) {
	plain := listing.Query{Filter: map[string][]string{}, Page: 1, Size: listing.Sizes[0]}
	with := func(edit func(*listing.Query)) listing.Query {
		q := plain
		edit(&q)
		return q
	}
	cases := map[string]listing.Query{
		"":                               plain,
		"q=+welder+":                     with(func(q *listing.Query) { q.Text = "welder" }),
		"state=open&state=&state=closed": with(func(q *listing.Query) { q.Filter = map[string][]string{"state": {"open", "closed"}} }),
		"owner=x":                        plain, // not a filter of this list
		"sort=due":                       with(func(q *listing.Query) { q.Sort = "due" }),
		"sort=-due":                      with(func(q *listing.Query) { q.Sort, q.Desc = "due", true }),
		"sort=-password":                 plain,
		"sort=-":                         plain,
		"page=3&size=50":                 with(func(q *listing.Query) { q.Page, q.Size = 3, 50 }),
		"page=-1&size=7":                 plain,
		"page=x&size=1000000":            plain,
		"page=99999999":                  with(func(q *listing.Query) { q.Page = 100_000 }),
		"id=a&id=b":                      with(func(q *listing.Query) { q.Chosen = []string{"a", "b"} }),
	}
	for address, want := range cases {
		v, err := url.ParseQuery(address)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, listing.Parse(v, filters, sorts), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: %s", address, diff)
		}
	}
}

// TestRoundTrip: the address of a query asks the same question again.
func TestRoundTrip(t *testing.T) {
	words := rapid.StringMatching(`[a-z&=%+ \x{4e00}-\x{4e10}]{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		v := url.Values{
			"q": {words.Draw(t, "q")}, "state": rapid.SliceOfN(words, 0, 3).Draw(t, "states"),
			"sort": {rapid.SampledFrom([]string{"", "due", "-due", "title", "other"}).Draw(t, "sort")},
			"page": {rapid.SampledFrom([]string{"", "0", "1", "2", "17"}).Draw(t, "page")},
			"size": {rapid.SampledFrom([]string{"", "20", "50", "100", "30"}).Draw(t, "size")},
		}
		q := listing.Parse(v, filters, sorts)
		address, err := url.ParseQuery(q.Values().Encode())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(q, listing.Parse(address, filters, sorts), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestOffset(t *testing.T) {
	for page, want := range map[int]int{0: 0, 1: 0, 2: 50, 5: 200} {
		if got := (listing.Query{Page: page, Size: 50}).Offset(); got != want {
			t.Errorf("page %d begins at %d, want %d", page, got, want)
		}
	}
	q := listing.Query{Filter: map[string][]string{"state": {"open", "closed"}}}
	if q.First("state") != "open" || q.First("kind") != "" {
		t.Error("the first value of a filter is wrong")
	}
}
