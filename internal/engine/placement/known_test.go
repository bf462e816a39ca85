package placement_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongpin/internal/engine/placement"
)

// A course on paradigms of programming (University of Ottawa, CSI 2120) has its
// students place residents in programmes, and publishes what should come out. A
// programme names whom it takes, in its own order; whom it does not name may not
// wish it.
type (
	resident struct {
		id   string
		list []string
	}
	programme struct {
		name   string
		places uint32
		takes  []string
	}
)

// given solves an instance of residents and returns the programme of each, and how
// many places stay free.
func given(t *testing.T, residents []resident, programmes []programme) (of map[string]string, free int) {
	t.Helper()
	in := &placement.Instance{}
	number, grade := map[string]uint32{}, map[[2]string]uint32{}
	for _, p := range programmes {
		number[p.name] = uint32(len(in.Posts))
		in.Posts = append(in.Posts, placement.Post{Seats: p.places, Group: placement.None})
		free += int(p.places)
		for place, id := range p.takes {
			grade[[2]string{p.name, id}] = uint32(len(p.takes) - place)
		}
	}
	for _, r := range residents {
		var list []placement.Wish
		for _, name := range r.list {
			if g := grade[[2]string{name, r.id}]; g > 0 {
				list = append(list, placement.Wish{Post: number[name], Grade: g})
			}
		}
		in.Append(list...)
	}
	res := solve(t, in, placement.Options{})
	of = map[string]string{}
	for i, r := range residents {
		of[r.id] = ""
		if p := res.Post[i]; p != placement.None {
			of[r.id] = programmes[p].name
		}
	}
	return of, free - res.Placed
}

// TestPublished solves the course's small instance.
func TestPublished(t *testing.T) {
	words := strings.Fields
	programmes := []programme{
		{"nrs", 4, words("574 517 403 828 226 126")},
		{"obg", 3, words("616 828 773 913")},
		{"mmi", 1, words("574 517 226 913 377 126")},
		{"hep", 2, words("403 574 913 616 226")},
	}
	residents := []resident{
		{"574", words("nrs hep mmi")}, {"517", words("nrs mmi")}, {"126", words("mmi nrs")}, {"828", words("obg nrs")},
		{"403", words("hep nrs")}, {"226", words("mmi hep nrs")}, {"913", words("obg mmi hep")}, {"773", words("obg")},
		{"616", words("obg mmi hep nrs")}, {"377", words("mmi obg")},
	}
	published := map[string]string{
		"574": "nrs", "517": "nrs", "126": "nrs", "828": "obg", "403": "hep", "226": "mmi", "913": "hep", "773": "obg", "616": "obg", "377": "",
	}
	of, free := given(t, residents, programmes)
	for id, name := range published {
		if of[id] != name {
			t.Errorf("resident %s is in %q, published is %q", id, of[id], name)
		}
	}
	if free != 1 {
		t.Errorf("%d places free, published is one", free)
	}
}

// TestPublishedLarge solves the course's instance of 4,000 residents and 35
// programmes with 3,705 places, of whom 334 stay without a programme and 39
// places free. The course does not say who may pass its data on, so they are not
// here: TONGPIN_TEST_RESIDENTS names a file with its facts, which the course calls
// rp4000.pl. The whole result was compared with the one that a student of the
// course has published, row by row; its digest stands below.
func TestPublishedLarge(t *testing.T) {
	path := os.Getenv("TONGPIN_TEST_RESIDENTS")
	if path == "" {
		t.Skip("TONGPIN_TEST_RESIDENTS does not name the course's file rp4000.pl")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var residents []resident
	for _, m := range regexp.MustCompile(`(?m)^resident\((\d+), *name\([^)]*\), *\[([^\]]*)\]\)`).FindAllStringSubmatch(string(text), -1) {
		residents = append(residents, resident{m[1], strings.Split(m[2], ",")})
	}
	var programmes []programme
	for _, m := range regexp.MustCompile(`(?m)^program\((\w+), *"[^"]*", *(\d+), *\[([^\]]*)\]\)`).FindAllStringSubmatch(string(text), -1) {
		places, err := strconv.ParseUint(m[2], 10, 32)
		if err != nil {
			t.Fatal(err)
		}
		programmes = append(programmes, programme{m[1], uint32(places), strings.Split(m[3], ",")})
	}
	of, free := given(t, residents, programmes)
	var rows []string
	without := 0
	for id, name := range of {
		if rows = append(rows, id+","+name+"\n"); name == "" {
			without++
		}
	}
	if len(of) != 4000 || len(programmes) != 35 || without != 334 || free != 39 {
		t.Errorf("%d residents, %d programmes: %d without a programme, %d places free", len(of), len(programmes), without, free)
	}
	slices.Sort(rows)
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(rows, "")))); sum != "78e41ec682422d95148373eecdba3283cffa7593851e0259993795a0b6e01a3e" {
		t.Errorf("not the published result: %s", sum)
	}
}
