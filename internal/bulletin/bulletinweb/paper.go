package bulletinweb

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/document"
	"tongpin/internal/core/file"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/assets"
)

// metricsOf lists the metrics of a paper, each once.
func metricsOf(p bulletin.Paper) []string {
	var keys []string
	for _, f := range p.Figures {
		if !slices.Contains(keys, f.Figure.Key) {
			keys = append(keys, f.Figure.Key)
		}
	}
	return keys
}

// HTML is a paper as a page of its own, with its style inside, in the language
// of texts.
func HTML(ctx context.Context, p bulletin.Paper, texts *i18n.Localizer) ([]byte, error) {
	style, err := assets.Read("sheet.css")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = alonePage(surface{paper: p, texts: texts, alone: true}, string(style)).Render(i18n.With(ctx, texts), &b)
	return b.Bytes(), err
}

// Word makes the Word document of a paper from a template.
func Word(template []byte, p bulletin.Paper, texts *i18n.Localizer) ([]byte, error) {
	return document.Fill(template, dataOf(p, texts))
}

// dataOf is what the Word template is filled with.
func dataOf(p bulletin.Paper, l *i18n.Localizer) document.Data {
	d := document.Data{
		Fields: map[string]string{
			"series": p.Series, "number": p.Number, "title": p.Title, "editor": p.Editor, "period": p.Period, "published_on": p.Date,
			"events_heading": l.T("bulletin.sheet.events"), "notes_heading": l.T("bulletin.sheet.wordings"), "seal": l.T("bulletin.sheet.seal"),
		},
		Lists: map[string][]map[string]string{"sections": {}, "events": {}, "figures": {}, "checks": {}, "wordings": {}},
	}
	if len(p.Events) == 0 {
		d.Fields["events_heading"] = ""
	}
	if len(p.Figures)+len(p.Typed) == 0 {
		d.Fields["notes_heading"] = ""
	}
	add := func(list string, item map[string]string) { d.Lists[list] = append(d.Lists[list], item) }
	for _, s := range p.Sections {
		var lines []string
		for _, b := range s.Blocks {
			lines = append(lines, b.Lines()...)
		}
		add("sections", map[string]string{"heading": s.Heading, "text": strings.Join(lines, "\n")})
	}
	for _, e := range p.Events {
		add("events", map[string]string{"on": e.On, "text": bulletin.Words(e.Runs)})
	}
	for _, f := range p.Figures {
		add("figures", map[string]string{"name": f.Name, "number": f.Text})
	}
	for _, c := range p.Checks {
		add("checks", map[string]string{"text": c.Words + l.T("bulletin.sheet.colon") + c.Text})
	}
	if len(p.Typed) > 0 {
		add("checks", map[string]string{"text": typedNote(i18n.With(context.Background(), l), p)})
	}
	for _, key := range metricsOf(p) {
		add("wordings", map[string]string{"name": l.Word("metric", key), "text": l.Word("metric", key+".wording")})
	}
	return d
}

func (p *Pages) textsOf(b bulletin.Bulletin) *i18n.Localizer {
	return p.options.Texts(i18n.Language(b.Content.Language))
}

func (p *Pages) word(w http.ResponseWriter, r *http.Request) error {
	b, err := p.find(r)
	if err != nil {
		return err
	}
	return p.sendWord(r.Context(), w, access.Must(r.Context()), b)
}

func (p *Pages) sendWord(ctx context.Context, w http.ResponseWriter, a access.Actor, b bulletin.Bulletin) error {
	paper, err := p.service.Paper(ctx, a, b)
	if err != nil {
		return err
	}
	return p.options.Template.Serve(w, b.Content.Title, dataOf(paper, p.textsOf(b)))
}

func (p *Pages) json(w http.ResponseWriter, r *http.Request) error {
	b, err := p.find(r)
	if err != nil {
		return err
	}
	return p.sendJSON(r.Context(), w, access.Must(r.Context()), b)
}

func (p *Pages) sendJSON(ctx context.Context, w http.ResponseWriter, a access.Actor, b bulletin.Bulletin) error {
	text, err := p.service.Document(ctx, a, b)
	if err != nil {
		return err
	}
	return file.Send(w, b.Content.Title+".json", "application/json", text)
}

// template sends the Word template.
func (p *Pages) template(w http.ResponseWriter, _ *http.Request) error {
	return p.options.Template.ServeItself(w, "bulletin")
}
