package demo_test

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"tongpin/internal/app/declared"
	"tongpin/internal/app/demo"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/training"
)

// TestRostersAreMadeOfTheirClasses: the workbook that the demonstration imports
// is that of training_classes.csv with invented people. TONGPIN_UPDATE=1 writes
// it anew.
func TestRostersAreMadeOfTheirClasses(t *testing.T) {
	catalogue, err := declared.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range demo.Keys {
		var book bytes.Buffer
		if err := sheet.ExportCSV(&book, training.RosterLayout, catalogue.In(i18n.Chinese), rosters(t, key)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(key, "training_roster.csv")
		if os.Getenv("TONGPIN_UPDATE") != "" {
			if err := os.WriteFile(path, book.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if stored, err := os.ReadFile(path); err != nil || !bytes.Equal(stored, book.Bytes()) {
			t.Errorf("%s is stale: run this test with TONGPIN_UPDATE=1, %v", path, err)
		}
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// rosters yields the rows of the workbook. The first of a class come from the
// roster of another if it says so: they take part a second time.
func rosters(t *testing.T, key string) iter.Seq2[sheet.Values, error] {
	t.Helper()
	classes, next := rows(t, key, "training_classes.csv"), 0
	fresh := map[string][]int{} // class -> first person and number of its own people
	for _, k := range classes {
		own := number(t, k["persons"]) - number(t, k["again"])
		fresh[k["number"]] = []int{next, own}
		next += own
	}
	return func(yield func(sheet.Values, error) bool) {
		certificate := 0
		for _, k := range classes {
			again := number(t, k["again"])
			people, err := demo.Invented(key, fresh[k["number"]][0], fresh[k["number"]][1])
			if err == nil && again > 0 {
				var former []training.PersonData
				former, err = demo.Invented(key, fresh[k["again_of"]][0], again)
				people = append(former, people...)
			}
			failed := len(people) - number(t, k["failed"])
			for i, p := range people {
				said := said(k, i == 0)
				result, score, paper, issued := "finished", any(nil), "", calendar.Date{}
				if k["occupation"] != "" {
					result, score = "failed", any(40+i%19)
					if i < failed {
						certificate++
						result, score, paper, issued = "passed", any(60+i*7%40), fmt.Sprintf("%s-Z%04d", k["number"][:10], certificate), said.closes.AddDays(3)
					}
				}
				row := append(said.cells, p.Name, p.IDNumber, p.Phone, p.Group, p.Employment, p.BankAccount, result, score, paper, issued)
				if !yield(row, err) {
					return
				}
			}
		}
	}
}

type class struct {
	cells  sheet.Values
	closes calendar.Date
}

// said are the columns of the class: all of them in its first row, in the others
// its number.
func said(k map[string]string, first bool) class {
	closes, _ := calendar.ParseDate(k["closes"])
	if !first {
		return class{append(sheet.Values{k["number"]}, make(sheet.Values, 14)...), closes}
	}
	opens, _ := calendar.ParseDate(k["opens"])
	hours, _ := strconv.Atoi(k["hours"])
	seats, _ := strconv.Atoi(k["seats"])
	return class{sheet.Values{
		k["number"], k["name"], k["provider"], "", k["category"], k["occupation"], k["level"], k["subsidised"] == "yes", k["fund"], k["industry"],
		opens, closes, hours, seats, k["place"],
	}, closes}
}
