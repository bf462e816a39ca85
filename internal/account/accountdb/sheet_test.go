package accountdb

import (
	"bytes"
	"iter"
	"testing"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/listing"
)

// keys shows the keys of texts.
type keys struct{}

func (keys) T(key string, _ ...any) string { return key }

// sent writes rows to a workbook and reads them as an import does.
func (h house) sent(rows ...sheet.Values) []*sheet.Row {
	h.Helper()
	var book bytes.Buffer
	all := iter.Seq2[sheet.Values, error](func(yield func(sheet.Values, error) bool) {
		for _, v := range rows {
			if !yield(v, nil) {
				return
			}
		}
	})
	if err := sheet.Export(&book, account.Layout, keys{}, all); err != nil {
		h.Fatal(err)
	}
	reader, err := sheet.Open("people.xlsx", bytes.NewReader(book.Bytes()), int64(book.Len()), account.Layout, keys{})
	if err != nil {
		h.Fatal(err)
	}
	defer reader.Close()
	var list []*sheet.Row
	for r, err := range reader.Rows() {
		if err != nil {
			h.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// bring imports rows and returns what became of each.
func (h house) bring(a access.Actor, rows ...sheet.Values) (results []intake.Result) {
	h.Helper()
	b, err := h.people.Sheet().Decide(h.ctx, a, h.sent(rows...))
	if err == nil {
		err = b.Save(h.ctx, change.By(a, h.now.Now()))
	}
	if err != nil {
		h.Fatal(err)
	}
	for _, o := range b.Outcomes {
		results = append(results, o.Result)
	}
	return results
}

// TestImportOfPeople: a row makes a person with a role or gives a role; broken
// rows fail alone; the same again, and its own export, change nothing.
func TestImportOfPeople(t *testing.T) {
	each(t, func(h house) {
		row := func(name, organisation, role, phone, login string) sheet.Values {
			return sheet.Values{name, organisation, role, phone, "", login, nil, nil}
		}
		rows := []sheet.Values{
			row("Li Sample", "School", "dean", "13812345678", "li.sample"),
			row("Li Sample", "School", "teacher", "13812345678", "li.sample"), // a second role of the same person
			row("Wang Sample", "School", "teacher", "13900000001", ""),
			row("Wang Sample", "School", "teacher", "13900000002", ""), // another person of that name
			row("Nobody", "No such place", "teacher", "", ""),
			row("Nobody", "School", "teacher", "12", ""),
			row("Nobody", "Body", "admin", "", ""), // an officer makes no administrators
		}
		want := []intake.Result{intake.Created, intake.Updated, intake.Created, intake.Created, intake.Failed, intake.Failed, intake.Failed}
		compare := func(what string, got, want []intake.Result) {
			h.Helper()
			for i := range want {
				if len(got) != len(want) || got[i] != want[i] {
					h.Fatalf("%s: %v, want %v", what, got, want)
				}
			}
		}
		compare("first", h.bring(officer, rows...), want)
		same := []intake.Result{intake.Unchanged, intake.Unchanged, intake.Unchanged, intake.Unchanged}
		compare("again", h.bring(officer, rows[:4]...), same)
		page, err := h.people.List(h.ctx, officer, listing.Query{Size: 20, Page: 1})
		if err != nil || len(page.Rows) != 3 {
			h.Fatalf("%+v, %v", page.Rows, err)
		}
		for _, c := range page.Rows {
			if c.Account.Login == "li.sample" && (len(c.Assignments) != 2 || !c.Account.MustChange) {
				h.Errorf("%+v", c)
			}
		}
		if _, err := h.door.SignIn(h.ctx, "li.sample", "", account.Caller{}); err == nil {
			h.Error("an imported account opens without a password")
		}
		var exported []sheet.Values
		q := listing.Query{Filter: map[string][]string{"role": {"teacher"}}}
		if err := h.people.Sheet().Rows(h.ctx, officer, q, func(v sheet.Values) error { exported = append(exported, v); return nil }); err != nil {
			h.Fatal(err)
		}
		if len(exported) != 4 {
			h.Fatalf("three people are teachers, one of them dean too: %v", exported)
		}
		for _, v := range exported {
			v[3] = identity.MaskPhone(v[3].(string)) // as it leaves the house
		}
		compare("its own export", h.bring(officer, exported...), same)
	})
}
