package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
	"tongpin/internal/core/sheet/ooxml"
	"tongpin/internal/platform/fault"
)

// words is a catalogue for tests.
type words map[string]string

func (w words) T(key string, args ...any) string {
	text, known := w[key]
	if !known {
		return key
	}
	for i := 0; i+1 < len(args); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	return text
}

func load(t testing.TB, lang string) words {
	t.Helper()
	w := words{}
	own, err := texts.ReadFile("texts/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	extra, err := os.ReadFile("testdata/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{own, extra} {
		if err := json.Unmarshal(b, &w); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

var shape = Layout{Kind: "t", Columns: []Column{
	{Key: "name", Required: true, Name: true},
	{Key: "code", Match: true, Sample: "91652824QQ0000012L"},
	{Key: "places", Type: Integer},
	{Key: "pay", Type: Money},
	{Key: "due", Type: Date},
	{Key: "kind", Type: Choice, Options: []string{"hire", "class"}, Enum: "t.kind"},
	{Key: "urgent", Type: Flag},
	{Key: "tags", Type: List, Options: []string{"a", "b"}, Enum: "t.tag"},
}}

// record is a row as a feature would hold it.
type record struct {
	Name, Code string
	Places     int64
	Pay        money.Fen
	Due        calendar.Date
	Kind       string
	Urgent     bool
	Tags       []string
}

func (r record) values() Values {
	return Values{r.Name, r.Code, r.Places, r.Pay, r.Due, r.Kind, r.Urgent, r.Tags}
}

func take(r *Row) record {
	return record{r.Text("name"), r.Text("code"), r.Integer("places"), r.Money("pay"),
		r.Date("due"), r.Choice("kind"), r.Flag("urgent"), r.List("tags")}
}

func each(records []record) iter.Seq2[Values, error] {
	return func(yield func(Values, error) bool) {
		for _, r := range records {
			if !yield(r.values(), nil) {
				return
			}
		}
	}
}

func open(t testing.TB, b []byte) (*Reader, error) {
	t.Helper()
	return Open("file", bytes.NewReader(b), int64(len(b)), shape, load(t, "zh"), load(t, "en"))
}

func mustRows(t testing.TB, b []byte) []*Row {
	t.Helper()
	r, err := open(t, b)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var rows []*Row
	for row, err := range r.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestLayoutCheck(t *testing.T) {
	if err := shape.Check(load(t, "zh"), load(t, "en")); err != nil {
		t.Error(err)
	}
	twice := Layout{Kind: "t", Columns: []Column{{Key: "name"}, {Key: "Name"}}}
	if twice.Check(load(t, "zh")) == nil {
		t.Error("two columns of one name passed")
	}
}

func TestExportComesBack(t *testing.T) {
	zh := load(t, "zh")
	word := rapid.OneOf(rapid.StringMatching(`[=+@'\-]?[a-z0-9<&" \p{Han}]{0,12}`), rapid.Just("_x0041_"), rapid.Just("a\nb"))
	rapid.Check(t, func(rt *rapid.T) {
		var records []record
		for i := range rapid.IntRange(1, 6).Draw(rt, "rows") {
			r := record{
				Name:   "n" + clean(word.Draw(rt, "name")),
				Code:   clean(fmt.Sprint(word.Draw(rt, "code"), "#", i)),
				Places: rapid.Int64Range(-1e9, 1e12).Draw(rt, "places"),
				Pay:    money.Fen(rapid.Int64Range(-1e12, 1e14).Draw(rt, "pay")),
				Due:    calendar.On(rapid.IntRange(1900, 2199).Draw(rt, "year"), 1, 1).AddDays(rapid.IntRange(0, 364).Draw(rt, "day")),
				Kind:   rapid.SampledFrom([]string{"", "hire", "class"}).Draw(rt, "kind"),
				Urgent: rapid.Bool().Draw(rt, "urgent"),
				Tags:   rapid.SampledFrom([][]string{nil, {"a"}, {"b", "a"}}).Draw(rt, "tags"),
			}
			records = append(records, r)
		}
		var book, plain bytes.Buffer
		if err := Export(&book, shape, zh, each(records)); err != nil {
			rt.Fatal(err)
		}
		if err := ExportCSV(&plain, shape, zh, each(records)); err != nil {
			rt.Fatal(err)
		}
		for _, file := range [][]byte{book.Bytes(), plain.Bytes()} {
			var back []record
			for _, row := range mustRows(t, file) {
				back = append(back, take(row))
				if row.Err() != nil {
					rt.Fatal(row.Err())
				}
			}
			if diff := cmp.Diff(records, back); diff != "" {
				rt.Fatal(diff)
			}
		}
	})
}

func TestTemplateIsEmptyAndKnown(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		b, err := Template(shape, load(t, lang))
		if err != nil {
			t.Fatal(err)
		}
		if rows := mustRows(t, b); len(rows) != 0 {
			t.Errorf("%s: the template holds %d rows: %+v", lang, len(rows), rows[0].cells)
		}
	}
}

const mixed = "Kind,\u4f01\u4e1a\u540d\u79f0*,CODE,places,pay,due,urgent,tags\r\n"

func TestCellsAsPeopleWriteThem(t *testing.T) {
	rows := mustRows(t, []byte("A table\r\n"+mixed+
		"order CLASS,\u53e4\u4e3d\u5a1c\u2022\u8089\u5b5c,\uff19\uff11\uff21,\"1,200\",\"\u00a54,800.50\",2026\u5e744\u67089\u65e5,\u662f,\u5316\u5de5\u3001b\r\n"))
	want := record{"\u53e4\u4e3d\u5a1c\u00b7\u8089\u5b5c", "91A", 1200, 480050, calendar.On(2026, 4, 9), "class", true, []string{"a", "b"}}
	if diff := cmp.Diff(want, take(rows[0])); diff != "" || rows[0].Err() != nil || rows[0].Number != 3 {
		t.Error(diff, rows[0].Err(), rows[0].Number)
	}
}

func TestProblemsNameColumnAndValue(t *testing.T) {
	rows := mustRows(t, []byte(mixed+"maybe,,A,\"1,5\",4.805,2026-02-30,perhaps,c\r\n\r\nhire,n,a,30,1,,,\r\n"))
	take(rows[0])
	got := map[string]string{}
	for _, p := range rows[0].Problems {
		got[p.Field] = p.Key
	}
	want := map[string]string{"name": "sheet.cell.required", "kind": "sheet.cell.choice", "places": "sheet.cell.integer",
		"pay": "sheet.cell.money", "due": "sheet.cell.date", "urgent": "sheet.cell.flag", "tags": "sheet.cell.choice"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p := rows[1].Problems; rows[1].Number != 4 || len(p) != 1 || p[0].Key != "sheet.row.twin" || !slices.Contains(p[0].Args, any(2)) {
		t.Errorf("row %d: %v", rows[1].Number, p)
	}
}

func TestHeaderFaultsListBothSides(t *testing.T) {
	_, err := open(t, []byte("code,colour,code\r\n1,2,3\r\n"))
	keys := map[string]bool{}
	for _, f := range fault.All(err) {
		keys[f.Key] = true
		if !slices.Contains(f.Args, any("code, colour, code")) {
			t.Errorf("%v does not list what was uploaded", f)
		}
	}
	if diff := cmp.Diff(map[string]bool{"sheet.header.missing": true, "sheet.header.unknown": true, "sheet.header.twice": true}, keys); diff != "" {
		t.Error(diff)
	}
}

func TestFailedRowsComeBackMended(t *testing.T) {
	zh := load(t, "zh")
	rows := mustRows(t, []byte(mixed+"maybe,n,=1+1,x,,2026-04-09,,\r\n"))
	take(rows[0])
	var b bytes.Buffer
	if err := FailedBook(&b, shape, zh, slices.Values([]Failure{rows[0].Failure()})); err != nil {
		t.Fatal(err)
	}
	back := mustRows(t, b.Bytes())
	if len(back) != 1 || back[0].Text("code") != "=1+1" || back[0].Date("due") != calendar.On(2026, 4, 9) {
		t.Fatalf("%+v", back)
	}
	if diff := cmp.Diff(rows[0].Failure().Cells, back[0].Failure().Cells); diff != "" {
		t.Error(diff)
	}
	reason := Reason(shape, zh, rows[0].Failure())
	for _, part := range []string{"2", zh["t.column.places"], "maybe", zh["enum.t.kind.hire"]} {
		if !strings.Contains(reason, part) {
			t.Errorf("%q is not in %q", part, reason)
		}
	}
}

func TestEveryFaultHasText(t *testing.T) {
	zh, en := load(t, "zh"), load(t, "en")
	for key := range zh {
		if en[key] == "" {
			t.Errorf("%s has no English", key)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		b, err := ooxml.Catalogues().Open("texts/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		b.Close()
	}
}
