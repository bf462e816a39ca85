package deskweb

import (
	"context"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
)

// The media types of what is sent.
const (
	xlsxMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	csvMedia  = "text/csv; charset=utf-8"
)

// maxExports is how many of the newest exports the list shows.
const maxExports = 200

// send makes a file and sends it as a download. It is made in a temporary file
// first, so that an error in the middle becomes an error page and not a file
// that looks whole.
func (p *Pages) send(w http.ResponseWriter, r *http.Request, name, media string, write func(io.Writer) error) error {
	f, err := os.CreateTemp("", "tongpin-*")
	if err != nil {
		return err
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	if err := write(f); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// export sends what the question of a list finds.
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	kind, err := p.intake.ExportKind(access.Must(r.Context()), r.PathValue("kind"))
	if err != nil {
		return err
	}
	return p.sendExport(w, r, kind, listing.Parse(r.URL.Query(), kind.Filters, kind.Sorts))
}

// exportChosen sends the rows that were ticked.
func (p *Pages) exportChosen(w http.ResponseWriter, r *http.Request) error {
	kind, err := p.intake.ExportKind(access.Must(r.Context()), r.PathValue("kind"))
	if err != nil {
		return err
	}
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	q := listing.Parse(r.URL.Query(), kind.Filters, kind.Sorts)
	q.Chosen = v.All("id")
	return p.sendExport(w, r, kind, q)
}

func (p *Pages) sendExport(w http.ResponseWriter, r *http.Request, kind intake.Kind, q listing.Query) error {
	ctx := r.Context()
	o := intake.Out{Kind: kind.Name, Query: q, Format: intake.XLSX, Lang: i18n.From(ctx).Language()}
	media := xlsxMedia
	if r.URL.Query().Get("format") == string(intake.CSV) {
		o.Format, media = intake.CSV, csvMedia
	}
	name := kindText(ctx, kind.Name) + " " + p.desk.Today().String() + "." + string(o.Format)
	return p.send(w, r, name, media, func(out io.Writer) error {
		_, err := p.intake.Export(ctx, access.Must(ctx), o, out)
		return err
	})
}

// exports lists who took what out.
func (p *Pages) exports(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	list, err := p.intake.AllExports(ctx, a, maxExports)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "intake.exports.title"), Lead: i18n.T(ctx, "intake.exports.lead"), Nav: ImportsPath}
	return web.Render(w, r, http.StatusOK, exportsPage(meta, p.tabs(ctx, a, ExportsPath), list, func(e timeline.Entry) string { return asked(ctx, p.intake.Asked(e)) }))
}

// asked is the question of an export in words.
func asked(ctx context.Context, list []intake.Asked) string {
	l := i18n.From(ctx)
	if len(list) == 0 {
		return l.T("intake.exports.everything")
	}
	parts := make([]string, len(list))
	for i, x := range list {
		words := make([]string, len(x.Values))
		for n, v := range x.Values {
			words[n] = valueText(l, x.Words, v)
		}
		parts[i] = l.T("intake.exports.asked", "filter", l.Word("intake.filter", x.Filter), "values", l.List(words))
	}
	return strings.Join(parts, l.T("intake.exports.and"))
}

// valueText is a value of a filter by its family of texts; the id of a record, or
// its kind and id, says nothing.
func valueText(l *i18n.Localizer, family, value string) string {
	if family != "" && l.Has(family+"."+value) {
		return l.T(family + "." + value)
	}
	if _, ok := record.ParseID(value[strings.LastIndexByte(value, '/')+1:]); ok {
		return l.T("intake.exports.one")
	}
	return value
}
