// Package table shows a list: query bar, chips, columns to choose, sort, totals,
// pages, rows to tick with a bulk bar. Its state lives in the address.
package table

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web/ui"
)

// Column is one column. On a phone a row becomes a card: the first column is
// its heading, the others stand below with their titles.
type Column[R any] struct {
	Key      string // in the address, for the chooser; also the sort key
	Title    string // key of the text
	Numeric  bool   // right-aligned
	Sortable bool
	Hidden   bool // shown only when chosen
	Nowrap   bool
	Cell     func(R) templ.Component
}

// FilterKind is how a filter is asked for.
type FilterKind uint8

// The kinds of filters.
const (
	One  FilterKind = iota // select of one
	Many                   // checkboxes
	Word                   // text of its own, beside the general search
	Day                    // civil date
)

// Filter narrows a list.
type Filter struct {
	Key     string
	Label   string // key of the text
	Kind    FilterKind
	Options []ui.Option // texts ready to read; set per request with Spec.WithOptions
}

// Bulk is something that can be done to the ticked rows: their ids are posted
// to Path as "id".
type Bulk struct {
	Label string // key of the text
	Path  string
}

// Spec describes a list; most of it is declared once, at package level.
type Spec[R any] struct {
	Path    string // address of the page
	Caption string // key: what the rows are, for screen readers
	Search  string // key of the label of the general search; "" for none
	Columns []Column[R]
	Filters []Filter
	RowID   func(R) string // needed for Bulk
	Bulk    []Bulk
	// Sum shows the sum of a column over the rows of the page: column key -> form
	// of the number; Page.Sums holds the values.
	Sum map[string]func(int64) templ.Component

	Template, Import, Export, New string // addresses of the actions; "" for none
	NewLabel                      string // key of the main action

	Empty func(context.Context) ui.Empty // why there is nothing at all, and what to do
}

// State is what the address says: the question to the list, and the columns.
type State struct {
	listing.Query
	Columns []string // chosen columns; nil for the usual ones
}

// Read reads the state from the address.
func (s Spec[R]) Read(r *http.Request) State {
	var filters, sorts []string
	for _, f := range s.Filters {
		filters = append(filters, f.Key)
	}
	for _, c := range s.Columns {
		if c.Sortable {
			sorts = append(sorts, c.Key)
		}
	}
	values := r.URL.Query()
	st := State{Query: listing.Parse(values, filters, sorts)}
	for _, key := range values["col"] {
		if slices.ContainsFunc(s.Columns, func(c Column[R]) bool { return c.Key == key }) {
			st.Columns = append(st.Columns, key)
		}
	}
	return st
}

// Values is the address of the state.
func (st State) Values() url.Values {
	v := st.Query.Values()
	if st.Columns != nil {
		v["col"] = st.Columns
	}
	return v
}

// Link returns path with the state: for an export of what is shown.
func (st State) Link(path string) string { return join(path, st.Values()) }

func join(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// WithOptions returns the spec with the options of one filter set: they depend
// on the consortium or the language.
func (s Spec[R]) WithOptions(key string, options []ui.Option) Spec[R] {
	s.Filters = slices.Clone(s.Filters)
	for i := range s.Filters {
		if s.Filters[i].Key == key {
			s.Filters[i].Options = options
		}
	}
	return s
}

// Actions are the buttons at the right top: template, import, export of what is
// shown, new. Give them to web.Meta.
func (s Spec[R]) Actions(ctx context.Context, st State) []ui.Action {
	var list []ui.Action
	add := func(path, key, icon string) {
		if path != "" {
			list = append(list, ui.Action{Text: i18n.T(ctx, key), Path: path, Icon: icon})
		}
	}
	add(s.Template, "web.list.template", "file-spreadsheet")
	add(s.Import, "web.list.import", "upload")
	if s.Export != "" {
		add(st.Link(s.Export), "web.list.export", "download")
	}
	if s.New != "" {
		list = append(list, ui.Action{Text: i18n.T(ctx, s.NewLabel), Path: s.New, Icon: "plus", Primary: true})
	}
	return list
}

// shown returns the columns that are to be seen.
func (s Spec[R]) shown(st State) []Column[R] {
	var list []Column[R]
	for _, c := range s.Columns {
		if st.visible(c.Key, c.Hidden) {
			list = append(list, c)
		}
	}
	return list
}

func (st State) visible(key string, hidden bool) bool {
	if st.Columns == nil {
		return !hidden
	}
	return slices.Contains(st.Columns, key)
}

// filtered tells whether the question leaves anything out.
func (st State) filtered() bool { return st.Text != "" || len(st.Filter) > 0 }

// sortLink is the address that sorts by a column; a second click turns round.
func (s Spec[R]) sortLink(st State, key string) string {
	st.Desc = st.Sort == key && !st.Desc
	st.Sort, st.Page = key, 1
	return st.Link(s.Path)
}

// sorted is the value of aria-sort.
func (st State) sorted(key string) string {
	switch {
	case st.Sort != key:
		return "none"
	case st.Desc:
		return "descending"
	}
	return "ascending"
}

func (st State) sortIcon(key string) string {
	switch st.sorted(key) {
	case "ascending":
		return "arrow-up"
	case "descending":
		return "arrow-down"
	}
	return "arrows-sort"
}

func cellClass(numeric, nowrap bool) string {
	var class []string
	if numeric {
		class = append(class, "n")
	}
	if nowrap {
		class = append(class, "nowrap")
	}
	return strings.Join(class, " ")
}
