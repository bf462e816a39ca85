package db_test

import (
	"testing"

	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

// TestSorts: an unknown sort is the usual one; equals are decided in the direction
// of the sort, and only columns that may be empty say where empty ones go.
func TestSorts(t *testing.T) {
	s := db.Sorts{Columns: map[string]string{"name": "x.name", "until": "x.until_on"}, Empty: []string{"x.until_on"}, Usual: "x.from_on DESC, x.id DESC", ID: "x.id"}
	for want, q := range map[string]listing.Query{
		" ORDER BY x.from_on DESC, x.id DESC":             {},
		" ORDER BY x.name, x.id":                          {Sort: "name"},
		" ORDER BY x.name DESC, x.id DESC":                {Sort: "name", Desc: true},
		" ORDER BY x.until_on NULLS LAST, x.id":           {Sort: "until"},
		" ORDER BY x.until_on DESC NULLS LAST, x.id DESC": {Sort: "until", Desc: true},
	} {
		if got := s.By(q); got != want {
			t.Errorf("%+v: %q, want %q", q, got, want)
		}
	}
	if got := s.By(listing.Query{Sort: "name; DROP TABLE x", Desc: true}); got != " ORDER BY x.from_on DESC, x.id DESC" {
		t.Errorf("an unknown sort: %q", got)
	}
}
