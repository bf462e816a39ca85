package place_test

import (
	"os"
	"path/filepath"
	"testing"

	"tongpin/internal/app/place"
)

// TestPairExplained: who is with another passes over a post that has room, and
// nothing is said of a cap that is none.
func TestPairExplained(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"wishes.csv": "student,rank,post,grade\ns1,1,a,80\ns1,2,b,80\ns2,1,b,80\n",
		"posts.csv":  "post,seats,group\na,1,\nb,2,\n",
		"pairs.csv":  "student,with,same\ns1,s2,post\n",
	} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, place.Options{Wishes: at("wishes.csv"), Posts: at("posts.csv"), Pairs: at("pairs.csv"), Mode: place.Stable, Out: at("placement.csv"), Explain: at("explain.csv")})
	const want = `student,rank,post,grade,lot,outcome,limit,cap,held,lowest_grade,lowest_lot,basis,reason
s1,1,a,80,2,passed,,,,,,,Another rule than grade and lottery of a decided.
s1,2,b,80,2,placed,,,,,,,Placed here.
s2,1,b,80,1,placed,,,,,,,Placed here.
`
	if got, _ := os.ReadFile(at("explain.csv")); string(got) != want {
		t.Errorf("explain.csv is\n%s", got)
	}
}
