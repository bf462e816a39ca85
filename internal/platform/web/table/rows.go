package table

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// body writes the rows. It is written by hand and not in templ because it is
// the inner loop of every list: what does not change from row to row is put
// together once.
func body[R any](s Spec[R], rows []R, columns []Column[R], tick bool) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		l := i18n.From(ctx)
		opening := make([]string, len(columns))
		for i, c := range columns {
			opening[i] = open(i, c.Numeric, c.Nowrap, l.T(c.Title))
		}
		ticked := `<tr><td class="tick"><input class="form-check-input" type="checkbox" name="id" aria-labelledby="r-`
		lead := strings.TrimSuffix(opening[0], ">") + ` id="r-` // names the checkbox of its row
		out := &writer{w: w}
		for _, row := range rows {
			if tick {
				id := templ.EscapeString(s.RowID(row))
				out.put(ticked, id, `" value="`, id, `"></td>`)
				out.put(lead, id, `">`)
				out.show(ctx, columns[0].Cell(row))
				out.put("</td>")
			} else {
				out.put("<tr>")
			}
			for i, c := range columns {
				if tick && i == 0 {
					continue
				}
				out.put(opening[i])
				out.show(ctx, c.Cell(row))
				out.put("</td>")
			}
			out.put("</tr>")
		}
		return out.err
	})
}

func open(i int, numeric, nowrap bool, title string) string {
	class := cellClass(numeric, nowrap)
	if i == 0 {
		class = strings.TrimSpace("first " + class)
	}
	if class != "" {
		class = ` class="` + class + `"`
	}
	return "<td" + class + ` data-label="` + templ.EscapeString(title) + `">`
}

// writer remembers the first error.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) put(list ...string) {
	for _, s := range list {
		if w.err == nil {
			_, w.err = io.WriteString(w.w, s)
		}
	}
}

func (w *writer) show(ctx context.Context, c templ.Component) {
	if w.err == nil {
		w.err = c.Render(ctx, w.w)
	}
}

// nothing is shown when the question leaves no row.
func nothing(ctx context.Context, path string) ui.Empty {
	return ui.Empty{
		Why:    i18n.T(ctx, "web.list.no_match"),
		Next:   i18n.T(ctx, "web.list.no_match_next"),
		Action: &ui.Action{Text: i18n.T(ctx, "web.list.reset"), Path: path},
	}
}

func (st State) has(key, value string) bool { return slices.Contains(st.Filter[key], value) }

// chosen is what a closed filter of several values shows.
func (f Filter) chosen(ctx context.Context, st State) string {
	var words []string
	for _, value := range st.Filter[f.Key] {
		words = append(words, f.word(value))
	}
	if len(words) == 0 {
		return i18n.T(ctx, "web.list.all")
	}
	return strings.Join(words, i18n.T(ctx, "web.list.and"))
}
