package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/search"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

// The tests search organisations by their names, and list their memberships'
// place by the same means as features do.
const rows = ` FROM organisations o WHERE o.consortium_id = $1`

var names = search.Source{Kind: "organisation", Key: "o.id", Texts: 3, Rows: `SELECT o.id, o.id, o.name, o.name_en, o.contact` + rows}

// list asks for words in the way of a store, and without the index.
func list(tx *db.Tx, words string, q listing.Query, index bool) (listing.Page[record.ID], error) {
	w := db.NewWhere(0)
	w.Like(words, "o.name", "o.name_en", "o.contact")
	w.In("o.kind", q.Filter["kind"])
	if index {
		if err := names.Narrow(tx, w, words); err != nil {
			return listing.Page[record.ID]{}, err
		}
	}
	return db.Page(tx, db.Question[record.ID]{
		Scan: func(r db.Row) (id record.ID, err error) { return id, r.Scan(&id) },
		Rows: `SELECT o.id` + rows, Count: rows, Key: "o.id", Where: w, Order: ` ORDER BY o.staff_count DESC, o.id`,
	}, q)
}

func save(tx *db.Tx, o organisation.Organisation) error {
	if err := organisationdb.Save(tx, o); err != nil {
		return err
	}
	return names.Changed(tx, o.ID)
}

// Whatever is written, changed and asked, in whatever order, the index leaves
// the list as it is: the same rows in the same order, the same number.
func TestTheIndexChangesNoList(t *testing.T) {
	alphabet := []rune("\u6c34\u6ce5\u751f\u4ea7\u7ebfAaZz12%_\\ \u3000\uff08\U00020000\u00e9\n")
	text := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 12, -1)
	words := rapid.StringOfN(rapid.SampledFrom(alphabet), 1, 5, -1)
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		var known []record.ID
		versions := map[record.ID]int64{}
		rapid.Check(t, func(t *rapid.T) {
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			o := organisation.Organisation{ID: record.NewID(), Kind: organisation.Enterprise}
			if len(known) > 0 && rapid.Bool().Draw(t, "an old one") {
				o.ID = rapid.SampledFrom(known).Draw(t, "which")
			} else {
				known = append(known, o.ID)
			}
			o.Version, o.Name, o.NameEN, o.Contact = versions[o.ID], text.Draw(t, "name"), text.Draw(t, "english"), text.Draw(t, "contact")
			o.StaffCount = rapid.Int64Range(0, 3).Draw(t, "staff")
			must(d.Write(ctx, func(tx *db.Tx) error { return save(tx, o) }))
			versions[o.ID]++
			if rapid.IntRange(0, 4).Draw(t, "keep") == 0 {
				must(search.Keep(ctx, d, names))
			}
			asked := words.Draw(t, "words")
			q := listing.Query{Size: 3, Page: rapid.IntRange(1, 3).Draw(t, "page")}
			must(d.Read(ctx, func(tx *db.Tx) error {
				want, err := list(tx, asked, q, false)
				must(err)
				got, err := list(tx, asked, q, true)
				must(err)
				if !slices.Equal(got.Rows, want.Rows) || got.Total != want.Total {
					t.Fatalf("%q: the index leads to %d %v, all rows to %d %v", asked, got.Total, got.Rows, want.Total, want.Rows)
				}
				return nil
			}))
		})
	})
}

// many fills a consortium with as many organisations as there are numbers, of
// which every hundredth is rare.
func many(t *testing.T, d *db.DB, ctx context.Context, from, to int) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for i := from; i < to; i++ {
			name := fmt.Sprintf("Plant %05d", i)
			if i%100 == 0 {
				name += " rare"
			}
			if err := save(tx, organisation.Organisation{ID: record.Derived("", name), Kind: organisation.Enterprise, Name: name, StaffCount: int64(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, d *db.DB, ctx context.Context, words string, q listing.Query, index bool) listing.Page[record.ID] {
	t.Helper()
	page, err := db.Ask(ctx, d, func(tx *db.Tx) (listing.Page[record.ID], error) { return list(tx, words, q, index) })
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// Few, many and most rows go their different ways to the same list; more than
// one block of documents is in use, and the twin consortium has its own.
func TestFrequentWordsToo(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		if err := search.Keep(ctx, d, names); err != nil {
			t.Fatal(err)
		}
		for at := 0; at < 9000; at += 500 {
			many(t, d, ctx, at, at+500)
		}
		twin := dbtest.Ctx(dbtest.Twin)
		many(t, d, twin, 0, 3)
		for _, index := range []bool{false, true} {
			for words, want := range map[string]int{"rare": 90, "plant 0070": 11, "plant 7": 1000, "ant": 1000, "plant rare 0070": 1, "nothing": 0, "\u6c34": 0} {
				q := listing.Query{Size: 20, Page: 1}
				got, all := ask(t, d, ctx, words, q, index), ask(t, d, ctx, words, q, false)
				if got.Total != want || !slices.Equal(got.Rows, all.Rows) {
					t.Errorf("%q, index %v: %d, want %d; the same rows: %v", words, index, got.Total, want, slices.Equal(got.Rows, all.Rows))
				}
			}
			if page := ask(t, d, twin, "plant", listing.Query{Size: 20}, index); page.Total != 3 {
				t.Errorf("the twin finds %d", page.Total)
			}
		}
	})
}

// An index is really used, and one that was built of other texts is not; Keep
// builds it anew.
func TestKeepBuildsWhatThisProgramReads(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		many(t, d, ctx, 0, 300)
		count := func(table string) (n int) {
			t.Helper()
			n, err := db.Ask(ctx, d, func(tx *db.Tx) (int, error) {
				return db.Value[int](tx, `SELECT count(*) FROM `+table+` WHERE consortium_id = $1`)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := count("search_documents"); n != 0 {
			t.Errorf("%d documents before the index is built", n)
		}
		narrowed := func(s search.Source) bool {
			t.Helper()
			w := db.NewWhere(0)
			if err := d.Read(ctx, func(tx *db.Tx) error { return s.Narrow(tx, w, "rare") }); err != nil {
				t.Fatal(err)
			}
			return w.Sifted()
		}
		if narrowed(names) {
			t.Error("an index that is not built was asked")
		}
		if err := search.Keep(ctx, d, names); err != nil {
			t.Fatal(err)
		}
		if n, left := count("search_documents"), count("search_pending"); n != 300 || left != 0 || !narrowed(names) {
			t.Errorf("%d documents, %d wait, asked: %v", n, left, narrowed(names))
		}
		other := names
		other.Rows, other.Texts = strings.Replace(names.Rows, "o.name_en, ", "", 1), 2
		if narrowed(other) {
			t.Error("an index of other texts was asked")
		}
		if err := search.Keep(ctx, d, other); err != nil {
			t.Fatal(err)
		}
		if n := count("search_documents"); n != 300 || !narrowed(other) || narrowed(names) {
			t.Errorf("%d documents after building anew", n)
		}
		before := count("search_grams")
		if err := search.Rebuild(ctx, d, other); err != nil || count("search_grams") != before || count("search_documents") != 300 {
			t.Errorf("built anew once more: %v, %d rows of grams, before %d", err, count("search_grams"), before)
		}
	})
}
