package demo_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongpin/internal/app/demo"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
)

// sample marks what is invented.
const sample = "\u793a\u4f8b"

// rows reads one file of a consortium by column.
func rows(t *testing.T, key, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(key, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	for _, cells := range lines[1:] {
		row := map[string]string{}
		for i, c := range cells {
			row[lines[0][i]] = c
		}
		list = append(list, row)
	}
	return list
}

// TestOrganisationsAreMarkedAndCoded proves that every organisation has a valid
// credit code of the right kind, and that what is invented says so.
func TestOrganisationsAreMarkedAndCoded(t *testing.T) {
	for _, key := range demo.Keys {
		seen := map[string]bool{}
		for _, r := range rows(t, key, "organisations.csv") {
			credit, err := code.ParseCredit("credit_code", r["credit_code"])
			if err != nil {
				t.Errorf("%s: %v", r["name"], err)
				continue
			}
			if err := code.CheckCreditInner("credit_code", credit); err != nil {
				t.Errorf("%s: %v", r["name"], err)
			}
			if err := code.CheckCreditKind("credit_code", credit, organisation.Kind(r["kind"])); err != nil {
				t.Errorf("%s: %v", r["name"], err)
			}
			if seen[credit] {
				t.Errorf("%s: the credit code %s stands twice", r["name"], credit)
			}
			seen[credit] = true
			if invented := r["sample"] == "yes"; invented != strings.Contains(r["name"], sample) {
				t.Errorf("%s: sample is %q", r["name"], r["sample"])
			}
			if !strings.Contains(r["contact"], sample) {
				t.Errorf("%s: the contact %s is not marked as invented", r["name"], r["contact"])
			}
		}
	}
}

// TestPeopleAreInvented proves that no name of a person could be taken for a
// real one, and that one person holds several roles.
func TestPeopleAreInvented(t *testing.T) {
	for _, key := range demo.Keys {
		roles := map[string]int{}
		for _, r := range rows(t, key, "people.csv") {
			if !strings.Contains(r["name"], sample) {
				t.Errorf("%s/people.csv: %s is not marked as invented", key, r["name"])
			}
			roles[r["login"]]++
		}
		several := false
		for _, n := range roles {
			several = several || n > 1
		}
		if !several {
			t.Errorf("%s: nobody has several roles", key)
		}
	}
}

// TestCodesOfTheField proves the codes of programmes and occupations.
func TestCodesOfTheField(t *testing.T) {
	occupations := func(where, list string) {
		for _, o := range strings.Split(list, "|") {
			if o == "" {
				continue
			}
			if _, ok := code.FindOccupation(o); !ok {
				t.Errorf("%s: the table of 2022 has no occupation %s", where, o)
			}
		}
	}
	programmes := func(where, list string) {
		for _, p := range strings.Split(list, "|") {
			if p == "" {
				continue
			}
			if _, err := code.ParseProgramme("programme", p); err != nil {
				t.Errorf("%s: %v", where, err)
			}
		}
	}
	for _, key := range demo.Keys {
		for _, r := range rows(t, key, "programmes.csv") {
			programmes(r["name"], r["code"])
			occupations(r["name"], r["occupations"])
		}
		for _, r := range rows(t, key, "orders.csv") {
			programmes(r["title"], r["programmes"])
			occupations(r["title"], r["occupation"])
		}
		for _, r := range rows(t, key, "products.csv") {
			programmes(r["product"], r["programmes"])
			occupations(r["product"], r["occupations"])
		}
	}
}
