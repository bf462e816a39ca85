package table

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

// chip is an active filter with the address that takes it away.
type chip struct{ text, path string }

// chips lists the active filters in the order of the query bar.
func (s Spec[R]) chips(ctx context.Context, st State) []chip {
	var list []chip
	v := st.Values()
	v.Del("page")
	if st.Text != "" {
		list = append(list, chip{"\u201c" + st.Text + "\u201d", join(s.Path, without(v, "q", st.Text))})
	}
	for _, f := range s.Filters {
		for _, value := range st.Filter[f.Key] {
			text := i18n.T(ctx, "web.list.chip", "filter", i18n.T(ctx, f.Label), "value", f.word(value))
			list = append(list, chip{text, join(s.Path, without(v, f.Key, value))})
		}
	}
	return list
}

func without(v url.Values, key, value string) url.Values {
	out := url.Values{}
	for k, values := range v {
		rest := values
		if k == key {
			rest = slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == value })
		}
		if len(rest) > 0 {
			out[k] = rest
		}
	}
	return out
}

// word is how people read a value of the filter.
func (f Filter) word(value string) string {
	for _, o := range f.Options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

// hidden are name, value pairs that a GET form must carry on, except keys that
// the form asks for itself.
func hidden(v url.Values, except ...string) [][2]string {
	var list [][2]string
	for key, values := range v {
		if slices.Contains(except, key) {
			continue
		}
		for _, value := range values {
			list = append(list, [2]string{key, value})
		}
	}
	slices.SortFunc(list, func(a, b [2]string) int {
		if a[0] != b[0] {
			return slices.Compare([]string{a[0]}, []string{b[0]})
		}
		return slices.Compare([]string{a[1]}, []string{b[1]})
	})
	return list
}

// asked are the keys that the query bar asks for.
func (s Spec[R]) asked() []string {
	keys := []string{"q", "page"}
	for _, f := range s.Filters {
		keys = append(keys, f.Key)
	}
	return keys
}

// pageLink is the address of another page.
func (s Spec[R]) pageLink(st State, n int) string {
	st.Page = n
	return st.Link(s.Path)
}

// sizeLink is the address of the same list in another page size.
func (s Spec[R]) sizeLink(st State, size int) string {
	st.Page, st.Size = 1, size
	return st.Link(s.Path)
}

// counted says which rows of how many are shown.
func counted(ctx context.Context, st State, rows, total int, capped bool) string {
	l := i18n.From(ctx)
	all := l.Number(int64(total))
	if capped {
		all = l.Number(listing.CountCap) + "+"
	}
	if rows == 0 {
		return l.T("web.list.none_here", "total", all)
	}
	return l.T("web.list.counted", "from", st.Offset()+1, "to", st.Offset()+rows, "total", all)
}

// more tells whether there is a page after this one.
func more(st State, rows, total int, capped bool) bool {
	return st.Offset()+rows < total || capped && rows == st.Size
}

func itoa(n int) string { return strconv.Itoa(n) }
