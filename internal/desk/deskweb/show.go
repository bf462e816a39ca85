package deskweb

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// firstFailures is how many failed rows the page of an import shows.
const firstFailures = 20

// view is what the page of an import shows.
type view struct {
	intake.Detail
	mine bool   // the person may go on with it
	list string // address of the list that it fills
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	d, err := p.intake.Detail(ctx, a, id, firstFailures)
	if err != nil {
		return err
	}
	v := view{Detail: d, mine: d.Mine(a), list: p.list(d.Kind.Name)}
	meta := web.Meta{
		Title: d.FileName, Lead: i18n.T(ctx, "intake.show.lead", "kind", kindText(ctx, d.Kind.Name)),
		Crumbs: append(p.crumbs(ctx, d.Kind.Name), ui.Link{Text: d.FileName}), Nav: ImportsPath,
	}
	return web.Render(w, r, http.StatusOK, showPage(meta, v))
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	i, err := p.intake.Confirm(ctx, access.Must(ctx), id, i18n.From(ctx).Language())
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Link(i.Ref()), "")
}

func (p *Pages) resume(w http.ResponseWriter, r *http.Request) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	i, err := p.intake.Resume(r.Context(), access.Must(r.Context()), id)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Link(i.Ref()), "")
}

func (p *Pages) failed(w http.ResponseWriter, r *http.Request) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	i, err := p.intake.Find(ctx, a, id)
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(strings.TrimSuffix(i.FileName, ".xlsx"), ".csv") + i18n.T(ctx, "intake.failed.suffix") + ".xlsx"
	return p.send(w, r, name, xlsxMedia, func(out io.Writer) error {
		return p.intake.FailedBook(ctx, a, id, i18n.From(ctx).Language(), out)
	})
}

// path is the address of a step of the import.
func (v view) path(step string) string { return Link(v.Ref()) + "/" + step }

// way shows how far the import has come.
func way(ctx context.Context, v view) []ui.Step {
	at := map[intake.State]int{intake.Uploaded: 0, intake.Checking: 1, intake.Checked: 2, intake.Importing: 3, intake.Done: 5, intake.Refused: 1}[v.State]
	keys := []string{"intake.step.upload", "intake.step.check", "intake.step.confirm", "intake.step.import", "intake.step.done"}
	steps := make([]ui.Step, len(keys))
	for n, key := range keys {
		steps[n] = ui.Step{Text: i18n.T(ctx, key), Done: n < at, Now: n == at}
	}
	return steps
}

// facts are the lines of the summary.
func facts(ctx context.Context, v view) []ui.Item {
	items := []ui.Item{
		ui.Field(i18n.T(ctx, "intake.field.person"), v.PersonName),
		{Term: i18n.T(ctx, "intake.field.at"), Value: ui.Instant(v.CreatedAt)},
	}
	if v.Import.Counts.Total() == 0 {
		return items
	}
	for _, x := range []struct {
		key string
		n   int64
	}{{"created", v.Import.Counts.Created}, {"updated", v.Import.Counts.Updated}, {"unchanged", v.Import.Counts.Unchanged}, {"failed", v.Import.Counts.Failed}} {
		items = append(items, ui.Field(i18n.From(ctx).Word("intake.count", x.key), i18n.From(ctx).Number(x.n)))
	}
	return items
}

// counts are the numbers of rows as arguments of a text.
func counts(c intake.Counts) []any {
	return []any{"good", c.Good(), "created", c.Created, "updated", c.Updated, "unchanged", c.Unchanged, "failed", c.Failed, "total", c.Total()}
}

// reasons are the problems of a failed row, one a line.
func reasons(ctx context.Context, v view, f intake.Failure) []string {
	lines := strings.Split(sheet.Reason(v.Kind.Layout, i18n.From(ctx), f), "\n")
	return lines[min(1, len(lines)):] // the first names the row
}

// failuresNote says how many of the failed rows are shown.
func failuresNote(ctx context.Context, v view) string {
	if len(v.Failures) == 0 {
		return ""
	}
	return i18n.T(ctx, "intake.failures.note", "shown", len(v.Failures), "n", v.Counts.Failed)
}

// known is what the person recognises a failed row by: the cells of the
// matching key, or its first ones.
func known(v view, f intake.Failure) string {
	var words []string
	for i, c := range v.Kind.Layout.Columns {
		if i < len(f.Cells) && f.Cells[i] != "" && !c.Sensitive && (c.Match || i < 2) {
			words = append(words, f.Cells[i])
		}
	}
	return strings.Join(words, " \u00b7 ")
}

func number(n int) string { return strconv.Itoa(n) }
