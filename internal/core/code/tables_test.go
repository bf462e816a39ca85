package code_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
)

func kind(s string) organisation.Kind { return organisation.Kind(s) }

// words are the test cases in Chinese; they stand in a data file.
type words struct {
	Searches []struct{ Words, Code string }
	Nothing  []string
	Names    []struct{ Given, Name, Masked string }
	Titles   map[string]string
	Division struct{ Name, Code string }
}

func readWords(t *testing.T) words {
	t.Helper()
	text, err := os.ReadFile("testdata/words.json")
	if err != nil {
		t.Fatal(err)
	}
	var w words
	if err := json.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestSearchOccupations(t *testing.T) {
	w := readWords(t)
	for _, c := range w.Searches {
		found := code.SearchOccupations(c.Words, 5)
		if len(found) == 0 || found[0].Code != c.Code {
			t.Errorf("%s: got %v, want %s first", c.Words, found, c.Code)
		}
	}
	for _, s := range w.Nothing {
		if found := code.SearchOccupations(s, 5); len(found) != 0 {
			t.Errorf("%q: got %v, want nothing", s, found)
		}
	}
	if got := len(code.SearchOccupations("6-", 7)); got != 7 {
		t.Errorf("a limit of 7 gave %d", got)
	}
}

func TestParseOccupation(t *testing.T) {
	w := readWords(t)
	title := w.Titles["6-30-05-05"]
	for _, given := range []string{"6-30-05-05", title, w.Searches[0].Words} {
		o, err := code.ParseOccupation("field", given)
		expect(t, given, o.Code, err, "6-30-05-05", "")
	}
	for given, key := range map[string]string{
		"6-30-05-98":        "code.occupation.code",
		w.Nothing[0]:        "code.occupation.unknown",
		w.Searches[8].Words: "code.occupation.near",
	} {
		o, err := code.ParseOccupation("field", given)
		expect(t, given, o.Code, err, "", key)
	}
	o, _ := code.FindOccupation("6-30-05-05")
	for _, above := range o.Path() {
		if want, ok := w.Titles[above.Code]; ok && above.Title != want {
			t.Errorf("%s is %s, want %s", above.Code, above.Title, want)
		}
	}
	if n := len(o.Path()); n != 4 {
		t.Errorf("the path has %d steps", n)
	}
}

func TestOccupationShared(t *testing.T) {
	find := func(s string) code.Occupation {
		o, ok := code.FindOccupation(s)
		if !ok {
			t.Fatalf("%s is missing", s)
		}
		return o
	}
	for pair, want := range map[[2]string]int{
		{"6-18-01-01", "6-18-01-01"}: 4,
		{"6-18-01-01", "6-18-01-02"}: 3,
		{"6-18-01-01", "6-18-02-04"}: 2,
		{"6-18-01-01", "6-31-01-03"}: 1,
		{"6-18-01-01", "4-07-05-01"}: 0,
	} {
		if got := find(pair[0]).Shared(find(pair[1])); got != want {
			t.Errorf("%v: got %d, want %d", pair, got, want)
		}
	}
}

// TestTables walks the whole embedded tables: every node hangs on a node above,
// every code has its form, every node its name.
func TestTables(t *testing.T) {
	count := 0
	for major := '1'; major <= '8'; major++ {
		for _, o := range code.SearchOccupations(string(major)+"-", 10_000) {
			if path := o.Path(); len(path) != 4 || path[3] != o || !o.Proper() || o.Title == "" {
				t.Errorf("%v has the path %v", o, path)
			}
			count++
		}
	}
	if count != 1639 {
		t.Errorf("%d occupations, want the 1,639 of the book", count)
	}
	for _, d := range code.Divisions() {
		if got, err := code.ParseDivision("field", d.Code); err != nil || got != d.Code || d.Name == "" || d.NameEN == "" {
			t.Errorf("%+v: %v", d, err)
		}
	}
	for _, i := range code.Industries() {
		if got, err := code.ParseIndustry("field", i.Code); err != nil || got != i.Code || i.Title == "" {
			t.Errorf("%+v: %v", i, err)
		}
		if path := code.IndustryPath(i.Code); path[0].Code != i.Code[:1] || path[len(path)-1] != i {
			t.Errorf("%s has the path %v", i.Code, path)
		}
	}
}

func TestUsualWordsLeadToOccupations(t *testing.T) {
	text, err := os.ReadFile("data/occupation-aliases.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^(.+),(\d-.+)$`).FindAllStringSubmatch(string(text), -1)
	if len(rows) < 20 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		o, err := code.ParseOccupation("field", row[1])
		if err != nil || o.Code != row[2] || !o.Proper() {
			t.Errorf("%s leads to %v, %v, want %s", row[1], o, err, row[2])
		}
	}
}

func TestDivisions(t *testing.T) {
	w := readWords(t)
	got, err := code.ParseDivision("field", w.Division.Name)
	expect(t, w.Division.Name, got, err, w.Division.Code, "")
	for _, given := range []string{"", "65282", "952824", "x"} {
		got, err := code.ParseDivision("field", given)
		expect(t, given, got, err, "", "code.division.form")
	}
	var codes []string
	for _, d := range code.DivisionPath("652824") {
		codes = append(codes, d.Code)
	}
	if len(codes) != 3 || codes[0] != "650000" || codes[1] != "652800" || codes[2] != "652824" {
		t.Errorf("the path of 652824 is %v", codes)
	}
	if len(code.DivisionPath("650000")) != 1 || code.DivisionPath("65") != nil {
		t.Error("a province has one step, half a code none")
	}
	if d, ok := code.FindDivision("620171"); !ok || !d.Statistical {
		t.Errorf("620171 is %+v", d)
	}
	if !code.SameProvince("652824", "650000") || code.SameProvince("652824", "620100") || code.SameProvince("", "") {
		t.Error("provinces are compared wrongly")
	}
	_, err = code.ParseIndustry("field", "U1")
	expect(t, "U1", "", err, "", "code.industry.form")
}

func TestNamesAndMasks(t *testing.T) {
	for _, c := range readWords(t).Names {
		if got := code.Name(c.Given); got != c.Name {
			t.Errorf("%q: got %q, want %q", c.Given, got, c.Name)
		}
		if got := code.MaskName(c.Given); got != c.Masked {
			t.Errorf("%q: masked %q, want %q", c.Given, got, c.Masked)
		}
	}
	if got := code.MaskIdentity("652824190001011234"); got != "652824********1234" {
		t.Error(got)
	}
	if got := code.MaskMobile("13800001234"); got != "138****1234" {
		t.Error(got)
	}
	if got := code.MaskMobile("1234567"); got != "*******" {
		t.Errorf("a number too short to mask shows %s", got)
	}
}
