package place_test

import (
	"os"
	"path/filepath"
	"testing"

	"tongpin/internal/app/place"
)

// TestTiesExplained: equal ranks with explanations, without and with bands.
func TestTiesExplained(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"wishes.csv": "student,rank,post,grade\ns1,1,a,80\ns1,1,b,80\ns1,2,c,80\ns2,1,a,80\ns3,1,a,70\ns3,2,c,70\ns4,1,c,70\n",
		"posts.csv":  "post,seats,group\na,1,\nb,1,\nc,1,\n",
	} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const placement = "student,post\ns1,b\ns2,a\ns3,\ns4,c\n"
	const head = `student,rank,post,grade,lot,outcome,limit,cap,held,lowest_grade,lowest_lot,basis,reason
s1,1,a,80,2,alike,,,,,,,Placed by a wish that is equally dear.
s1,1,b,80,2,placed,,,,,,,Placed here.
s1,2,c,80,2,spared,,,,,,,Placed by a wish that stands higher in the list.
s2,1,a,80,1,placed,,,,,,,Placed here.
s3,1,a,70,4,refused,a,1,1,80,1,,"a is full with 1; the lowest admitted grade is 80, this student's is 70."
s3,2,c,70,4,refused,c,1,1,70,3,,`
	const end = "s4,1,c,70,3,placed,,,,,,,Placed here.\n"
	for _, c := range []struct {
		bands []int
		why   string
	}{
		{nil, `"c is full with 1; the lowest admitted grade is 70, the same as this student's. Among equal grades who had come to the end of the own list went first, and then the lottery decided."`},
		{[]int{1, 1}, "Another rule than grade and lottery of c decided."},
	} {
		o := place.Options{Wishes: at("wishes.csv"), Posts: at("posts.csv"), Mode: place.Fill, Ties: true, Bands: c.bands, Out: at("placement.csv"), Explain: at("explain.csv")}
		run(t, o)
		if got, _ := os.ReadFile(at("placement.csv")); string(got) != placement {
			t.Errorf("bands %v: placement.csv is\n%s", c.bands, got)
		}
		if got, _ := os.ReadFile(at("explain.csv")); string(got) != head+c.why+"\n"+end {
			t.Errorf("bands %v: explain.csv is\n%s", c.bands, got)
		}
		o.Out, o.Explain, o.Verify = "", "", at("placement.csv")
		run(t, o)
	}
}
