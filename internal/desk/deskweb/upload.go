package deskweb

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// importable returns the kind of the address, if the person may import it.
func (p *Pages) importable(r *http.Request) (intake.Kind, error) {
	return p.intake.ImportKind(access.Must(r.Context()), r.PathValue("kind"))
}

func (p *Pages) uploadForm(w http.ResponseWriter, r *http.Request) error {
	kind, err := p.importable(r)
	if err != nil {
		return err
	}
	return p.renderUpload(w, r, http.StatusOK, kind, form.New())
}

func (p *Pages) renderUpload(w http.ResponseWriter, r *http.Request, status int, kind intake.Kind, v *form.Values) error {
	ctx := r.Context()
	word := kindText(ctx, kind.Name)
	title := i18n.T(ctx, "intake.new.title", "kind", word)
	meta := web.Meta{
		Title: title, Lead: i18n.T(ctx, "intake.new.lead"), Nav: ImportsPath,
		Crumbs:  append(p.crumbs(ctx, kind.Name), ui.Link{Text: title}),
		Actions: []ui.Action{{Text: i18n.T(ctx, "intake.action.template"), Path: ImportsPath + "/" + kind.Name + "/template", Icon: "file-spreadsheet"}},
	}
	return web.Render(w, r, status, uploadPage(meta, kind, p.home(kind.Name), v))
}

// crumbs lead to the list that the sheet fills and to the imports.
func (p *Pages) crumbs(ctx context.Context, kind string) []ui.Link {
	var links []ui.Link
	if list := p.list(kind); list != "" {
		links = append(links, ui.Link{Text: kindText(ctx, kind), Path: list})
	}
	return append(links, ui.Link{Text: i18n.T(ctx, "nav.imports"), Path: ImportsPath})
}

// home is where a person goes back to from the sheets of a kind.
func (p *Pages) home(kind string) string {
	if list := p.list(kind); list != "" {
		return list
	}
	return ImportsPath
}

func (p *Pages) upload(w http.ResponseWriter, r *http.Request) error {
	kind, err := p.importable(r)
	if err != nil {
		return err
	}
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	i, err := p.receive(r, kind, v)
	if v.Mend(err) {
		return p.renderUpload(w, r, http.StatusUnprocessableEntity, kind, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Link(i.Ref()), "")
}

// receive gives the file of the form to the service.
func (p *Pages) receive(r *http.Request, kind intake.Kind, v *form.Values) (intake.Import, error) {
	v.Required("file")
	if err := v.Err(); err != nil {
		return intake.Import{}, err
	}
	header := v.Files("file")[0]
	content, err := header.Open()
	if err != nil {
		return intake.Import{}, err
	}
	defer content.Close()
	ctx := r.Context()
	return p.intake.Upload(ctx, access.Must(ctx), intake.Upload{
		ID: recordweb.NewID(v, "import"), Kind: kind.Name, FileName: header.Filename, Content: content, Lang: i18n.From(ctx).Language(),
	})
}

func (p *Pages) template(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	kind := r.PathValue("kind")
	book, err := p.intake.Template(a, kind, i18n.From(ctx).Language())
	if err != nil {
		return err
	}
	name := i18n.T(ctx, "intake.template.name", "kind", kindText(ctx, kind))
	return p.send(w, r, name+".xlsx", xlsxMedia, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(book))
		return err
	})
}

// columnHelp is the note of a column, if it has one.
func columnHelp(ctx context.Context, l sheet.Layout, c sheet.Column) string {
	key := l.Kind + ".column." + c.Key + ".help"
	if words := i18n.From(ctx); words.Has(key) {
		return words.T(key)
	}
	return ""
}

// columnOptions are the words that a cell may hold; "" for any.
func columnOptions(ctx context.Context, c sheet.Column) string {
	words := make([]string, len(c.Options))
	for i, o := range c.Options {
		words[i] = o
		if c.Enum != "" {
			words[i] = i18n.From(ctx).Word("enum."+c.Enum, o)
		}
	}
	return strings.Join(words, " / ")
}

// kindText is what the rows of a kind of sheet are.
func kindText(ctx context.Context, kind string) string {
	return i18n.From(ctx).Word("intake.kind", kind)
}
