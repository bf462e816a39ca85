package e2e

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// quarterPeople are the rows of the workbook: a person in a class each.
const quarterPeople = 1000

// mistake is a cell of the workbook that somebody got wrong.
type mistake struct{ wrong, right string }

// quarter is a workbook of the classes of the last quarter, made of the roster
// of the demonstration, and what a bulletin is to say of them.
type quarter struct {
	name     string // as 2026-Q1
	file     string
	mistakes []mistake

	classes, subsidised, certificates int
}

// makeQuarter writes the workbook: everybody has an identity of their own, the
// providers are named with their credit codes, and twelve rows are broken.
func makeQuarter(t *testing.T) quarter {
	t.Helper()
	data, err := os.ReadFile("../internal/app/demo/ruoqiang/training_roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	last := time.Now().AddDate(0, -3, 1-time.Now().Day()) // a day of that quarter
	first := (int(last.Month())-1)/3*3 + 1
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	for month := range 3 {
		text = strings.ReplaceAll(text, fmt.Sprintf(",2026-%02d-", month+1), fmt.Sprintf(",%d-%02d-", last.Year(), first+month))
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) <= quarterPeople {
		t.Fatalf("the roster of the demonstration has %d rows, %v", len(rows), err)
	}
	rows = rows[:quarterPeople+1]
	q := quarter{name: fmt.Sprintf("%d-Q%d", last.Year(), first/3+1)}
	s := roster{t: t, head: rows[0], rows: rows[1:]}
	q.count(s)
	q.mistakes = s.breakRows()
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	q.file = keepFile(t, "quarter.csv", b.Bytes())
	return q
}

// count gives people and providers their codes, and adds up.
func (q *quarter) count(s roster) {
	subsidised, providers := false, []string{}
	for n := range s.rows {
		if provider := s.cell(n, "provider"); *provider != "" { // the first row of a class
			if !slices.Contains(providers, *provider) {
				providers = append(providers, *provider)
			}
			*s.cell(n, "provider_name"), *provider = *provider, creditCode(slices.Index(providers, *provider))
			subsidised = *s.cell(n, "subsidised") == word(s.t, "sheet.flag.yes")
			q.classes++
		}
		*s.cell(n, "id_number") = identity(n)
		if subsidised {
			q.subsidised++
		}
		if *s.cell(n, "certificate_no") != "" {
			q.certificates++
		}
	}
}

// roster are the rows of the workbook.
type roster struct {
	t    *testing.T
	head []string
	rows [][]string
}

// cell is the cell of a row in a column.
func (s roster) cell(n int, key string) *string {
	s.t.Helper()
	i := slices.Index(s.head, word(s.t, "training_roster.column."+key))
	if i < 0 {
		s.t.Fatalf("the roster has no column %s, only %q", key, s.head)
	}
	return &s.rows[n][i]
}

// breakRows makes twelve rows wrong, each in another way.
func (s roster) breakRows() []mistake {
	var list []mistake
	for i, wrong := range []struct{ key, value string }{
		{"id_number", identity(20)[:17] + "Q"},                                                        // no check character
		{"id_number", born(strconv.Itoa(time.Now().Year()-10)+"0301", 1)},                             // a child
		{"id_number", "659999880301123"},                                                              // of 15 places
		{"id_number", born("19881331", 1)},                                                            // a day that does not exist
		{"id_number", identity(150)},                                                                  // at the same time in another class
		{"phone", "1380000"}, {"group", "NOGROUP"}, {"employment", "NOWORK"}, {"result", "EXCELLENT"}, // no such choices
		{"score", "A+"}, {"certified_on", "2026-13-40"}, {"bank_account", "6200000000000000001"},
	} {
		cell := s.cell(20+80*i, wrong.key)
		list = append(list, mistake{wrong.value, *cell})
		*cell = wrong.value
	}
	return list
}
