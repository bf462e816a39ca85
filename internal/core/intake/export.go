package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

// Format is the form of an exported file.
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

// Out is an export that a person asks for.
type Out struct {
	Kind   string
	Query  listing.Query // of the list that is exported; page and size do not count
	Format Format        // XLSX if empty
	Lang   i18n.Language
}

// ExportLog is the record whose timeline holds the exports of a kind.
func ExportLog(kind string) record.Ref {
	return record.Ref{Kind: ExportKind, ID: record.Derived("", "export:"+kind)}
}

// Export writes what the question finds and returns the number of rows. Who
// exported what is recorded before the last byte leaves; without the record
// there is no file. Write to something that can be thrown away on an error.
func (s *Service) Export(ctx context.Context, a access.Actor, o Out, w io.Writer) (int64, error) {
	kind, err := s.ExportKind(a, o.Kind)
	if err != nil {
		return 0, err
	}
	clear := kind.Reveal != "" && s.o.Table.Reach(a, kind.Reveal)&access.Any != 0
	var n int64
	rows := s.traced(ctx, a, kind, o, clear, &n)
	texts := s.o.Texts(o.Lang)
	write := sheet.Export
	if o.Format == CSV {
		write = sheet.ExportCSV
	}
	err = write(w, kind.Layout, texts, rows)
	return n, err
}

// traced streams the rows, masks them and, behind the last one, records the
// export.
func (s *Service) traced(ctx context.Context, a access.Actor, kind Kind, o Out, clear bool, n *int64) iter.Seq2[sheet.Values, error] {
	return func(yield func(sheet.Values, error) bool) {
		err := kind.Rows(ctx, a, o.Query, func(v sheet.Values) error {
			*n++
			if !clear {
				v = masked(kind.Layout, v)
			}
			if !yield(v, nil) {
				return errEnough
			}
			return nil
		})
		if errors.Is(err, errEnough) {
			return
		}
		if err == nil {
			err = s.trace(ctx, a, kind, o, clear, *n)
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// errEnough ends the streaming because the writer has stopped.
var errEnough = errors.New("intake: the writer has stopped")

func (s *Service) trace(ctx context.Context, a access.Actor, kind Kind, o Out, clear bool, n int64) error {
	c := change.By(a, s.o.Clock.Now())
	sensitive := slices.ContainsFunc(kind.Layout.Columns, func(c sheet.Column) bool { return c.Sensitive })
	c.Log(ExportLog(kind.Name), VerbExport, "kind", kind.Name, "rows", fmt.Sprint(n), "filter", o.filter(),
		"clear", fmt.Sprint(sensitive && clear))
	return s.o.Store.Commit(ctx, c)
}

// filter is the question in words that a machine and a person can read.
func (o Out) filter() string {
	q := o.Query
	q.Page, q.Size = 0, 0
	text := q.Values().Encode()
	if n := len(q.Chosen); n > 0 {
		text = strings.TrimPrefix(fmt.Sprintf("%s&chosen=%d", text, n), "&")
	}
	return text
}

// Asked is one of the things that an export was narrowed by.
type Asked struct {
	Filter string   // its key; "q" for words, "chosen" for the number of rows that were ticked
	Words  string   // the family of the texts of its values; "" for none
	Values []string // as they were asked for
}

// Asked reads the question back from the trace of an export, in a fixed order,
// without its sort.
func (s *Service) Asked(e timeline.Entry) (list []Asked) {
	values, err := url.ParseQuery(e.Args["filter"])
	if err != nil {
		return []Asked{{Filter: "q", Values: []string{e.Args["filter"]}}}
	}
	kind, _ := s.o.Kinds.find(e.Args["kind"]) // one that is gone has no words
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if key != "sort" {
			list = append(list, Asked{Filter: key, Words: kind.Words[key], Values: values[key]})
		}
	}
	return list
}

// Exports returns the trace of the exports of a kind, the newest first.
func (s *Service) Exports(ctx context.Context, a access.Actor, kind string) ([]timeline.Entry, error) {
	if err := s.may(a, ActOversee); err != nil {
		return nil, err
	}
	return s.o.Store.Story(ctx, ExportLog(kind))
}

// AllExports returns the newest exports of all kinds, at most limit.
func (s *Service) AllExports(ctx context.Context, a access.Actor, limit int) ([]timeline.Entry, error) {
	var all []timeline.Entry
	for _, k := range s.o.Kinds.list {
		list, err := s.Exports(ctx, a, k.Name)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortStableFunc(all, func(a, b timeline.Entry) int { return b.At.Compare(a.At) })
	return all[:min(limit, len(all))], nil
}

// masked returns the values with the sensitive ones unreadable.
func masked(l sheet.Layout, v sheet.Values) sheet.Values {
	if !slices.ContainsFunc(l.Columns, func(c sheet.Column) bool { return c.Sensitive }) {
		return v
	}
	v = slices.Clone(v)
	for i, c := range l.Columns {
		if c.Sensitive && i < len(v) {
			v[i] = mask(c, v[i])
		}
	}
	return v
}

// mask keeps enough of a text to recognise it; of anything else nothing.
func mask(c sheet.Column, v any) any {
	text, is := v.(string)
	switch n := len([]rune(text)); {
	case !is:
		return nil
	case c.Name:
		return code.MaskName(text)
	case n >= 15:
		return code.MaskIdentity(text)
	case n >= 8:
		return code.MaskMobile(text)
	case n > 0:
		return string([]rune(text)[:1]) + "**"
	}
	return text
}
