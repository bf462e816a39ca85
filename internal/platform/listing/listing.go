// Package listing is the question that a list page, an export or an API asks:
// words, filters, sort, page; and the answer. Its state lives in the address,
// so that Back returns to the same page of results.
package listing

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// CountCap is where counting stops: a list says "1,000+" beyond it, because an
// exact count of a filtered list costs more than the page itself.
const CountCap = 1000

// Sizes are the page sizes that people can choose; the first is the default.
var Sizes = []int{20, 50, 100}

// Query is one question to a list.
type Query struct {
	Text   string              // words to look for
	Filter map[string][]string // filter key -> accepted values
	Sort   string              // public sort key; empty for the list's default
	Desc   bool
	Page   int      // from 1
	Size   int      // rows a page
	Chosen []string // ids of chosen rows (export of a selection); empty for all
}

// Page is one page of the answer.
type Page[T any] struct {
	Rows   []T
	Total  int  // rows in all, at most CountCap
	Capped bool // there are more than CountCap
	Sums   map[string]int64
}

// Parse reads a query from an address; filters names the keys that the list
// understands, sorts its sort keys. Anything else is ignored, so that an old
// bookmark still opens.
func Parse(v url.Values, filters, sorts []string) Query {
	q := Query{Text: strings.TrimSpace(v.Get("q")), Filter: map[string][]string{}, Page: 1, Size: Sizes[0], Chosen: v["id"]}
	for _, key := range filters {
		for _, value := range v[key] {
			if value != "" {
				q.Filter[key] = append(q.Filter[key], value)
			}
		}
	}
	if s, desc := strings.CutPrefix(v.Get("sort"), "-"); slices.Contains(sorts, s) {
		q.Sort, q.Desc = s, desc
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 1 {
		q.Page = min(n, 100_000)
	}
	if n, err := strconv.Atoi(v.Get("size")); err == nil && slices.Contains(Sizes, n) {
		q.Size = n
	}
	return q
}

// Values is the address of the query; defaults are left out.
func (q Query) Values() url.Values {
	v := url.Values{}
	if q.Text != "" {
		v.Set("q", q.Text)
	}
	for key, values := range q.Filter {
		v[key] = slices.Clone(values)
	}
	if q.Sort != "" {
		s := q.Sort
		if q.Desc {
			s = "-" + s
		}
		v.Set("sort", s)
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	if q.Size != 0 && q.Size != Sizes[0] {
		v.Set("size", strconv.Itoa(q.Size))
	}
	return v
}

// First returns the first value of a filter, or "".
func (q Query) First(key string) string {
	if values := q.Filter[key]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Offset is the number of rows before the page.
func (q Query) Offset() int { return (max(q.Page, 1) - 1) * q.Size }
