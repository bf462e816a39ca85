package placement_test

import (
	"testing"

	"tongpin/internal/engine/placement"
)

// TestPublished solves the small instance of residents and programmes of a
// course on paradigms of programming (University of Ottawa, CSI 2120), whose
// outcome its students publish. There a programme names whom it takes, in its
// own order; a resident whom it does not name may not wish it.
func TestPublished(t *testing.T) {
	programmes := map[string]struct {
		places uint32
		takes  []int
	}{
		"nrs": {4, []int{574, 517, 403, 828, 226, 126}},
		"obg": {3, []int{616, 828, 773, 913}},
		"mmi": {1, []int{574, 517, 226, 913, 377, 126}},
		"hep": {2, []int{403, 574, 913, 616, 226}},
	}
	residents := []struct {
		id    int
		list  []string
		given string
	}{
		{574, []string{"nrs", "hep", "mmi"}, "nrs"},
		{517, []string{"nrs", "mmi"}, "nrs"},
		{126, []string{"mmi", "nrs"}, "nrs"},
		{828, []string{"obg", "nrs"}, "obg"},
		{403, []string{"hep", "nrs"}, "hep"},
		{226, []string{"mmi", "hep", "nrs"}, "mmi"},
		{913, []string{"obg", "mmi", "hep"}, "hep"},
		{773, []string{"obg"}, "obg"},
		{616, []string{"obg", "mmi", "hep", "nrs"}, "obg"},
		{377, []string{"mmi", "obg"}, ""},
	}
	in := &placement.Instance{}
	number := map[string]uint32{"": placement.None}
	for name, p := range programmes {
		number[name] = uint32(len(in.Posts))
		in.Posts = append(in.Posts, placement.Post{Seats: p.places, Group: placement.None})
	}
	for _, r := range residents {
		var list []placement.Wish
		for _, name := range r.list {
			for place, id := range programmes[name].takes {
				if id == r.id {
					list = append(list, placement.Wish{Post: number[name], Grade: uint32(100 - place)})
				}
			}
		}
		in.Append(list...)
	}
	res := solve(t, in, placement.Options{})
	for i, r := range residents {
		if res.Post[i] != number[r.given] {
			t.Errorf("resident %d is in post %d, published is %q", r.id, res.Post[i], r.given)
		}
	}
	if seats := 10; res.Placed != 9 || seats-res.Placed != 1 {
		t.Errorf("%d placed; published: one resident unmatched, one place free", res.Placed)
	}
}
