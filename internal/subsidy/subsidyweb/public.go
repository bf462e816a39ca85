package subsidyweb

import (
	"bytes"
	"fmt"
	"net/http"

	"tongpin/internal/core/consortium"
	"tongpin/internal/core/file"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

func publicRoundPath(consortium, code string) string {
	return "/c/" + consortium + "/subsidy-rounds/" + code
}

// named is the name of a consortium in the language of the reader.
func named(r *http.Request, c consortium.Consortium) string {
	return c.NameFor(r.Context())
}

// notices is the public list of notices and rounds of a consortium.
func (p *Pages) notices(w http.ResponseWriter, r *http.Request) error {
	x, err := p.service.Public(r.Context(), r.PathValue("consortium"))
	if err != nil {
		return err
	}
	ctx := r.Context()
	meta := web.Meta{Title: i18n.T(ctx, "subsidy.notices.title"), Lead: i18n.T(ctx, "subsidy.notices.lead", "consortium", named(r, x.Consortium)), Nav: Path}
	return web.Render(w, r, http.StatusOK, noticesPage(meta, x))
}

// notice is one public notice: with masked names while it runs, after that with
// sums only.
func (p *Pages) notice(w http.ResponseWriter, r *http.Request) error {
	x, d, err := p.service.Notice(r.Context(), r.PathValue("consortium"), r.PathValue("code"))
	if err != nil {
		return err
	}
	ctx := r.Context()
	meta := web.Meta{
		Title: i18n.T(ctx, "subsidy.public.title", "name", d.ClassName), Nav: Path,
		Lead:   i18n.T(ctx, "subsidy.public.lead", "consortium", named(r, x.Consortium), "from", d.NoticeFrom, "to", d.NoticeTo),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "subsidy.notices.title"), Path: PublicPath(x.Consortium.Key)}, {Text: d.ClassName}},
	}
	return web.Render(w, r, http.StatusOK, noticePage(meta, d))
}

// publicRound shows what is needed to draw a round again and compare.
func (p *Pages) publicRound(w http.ResponseWriter, r *http.Request) error {
	c, x, err := p.service.PublicRound(r.Context(), r.PathValue("consortium"), r.PathValue("code"))
	if err != nil {
		return err
	}
	ctx := r.Context()
	meta := web.Meta{
		Title: i18n.T(ctx, "subsidy.round.title", "number", x.Number), Lead: i18n.T(ctx, "subsidy.round.public_lead", "consortium", named(r, c)), Nav: Path,
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "subsidy.notices.title"), Path: PublicPath(c.Key)}, {Text: x.Number}},
		Actions: []ui.Action{{Text: i18n.T(ctx, "subsidy.round.frame"), Path: publicRoundPath(c.Key, x.Code) + "/frame", Icon: "download"}},
	}
	return web.Render(w, r, http.StatusOK, publicRoundPage(meta, x))
}

// frame is every line that could be drawn, as it was committed: random ids, no
// names. With seed and word it gives the draw again.
func (p *Pages) frame(w http.ResponseWriter, r *http.Request) error {
	_, x, err := p.service.PublicRound(r.Context(), r.PathValue("consortium"), r.PathValue("code"))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# round %s, commitment %s\n# line stratum fen whole\n", x.Number, x.Commitment)
	for _, line := range subsidy.FrameLines(x.Frame) {
		fmt.Fprintln(&b, line)
	}
	return file.Send(w, i18n.T(r.Context(), "subsidy.round.frame_file", "number", x.Number)+".txt", "text/plain; charset=utf-8", b.Bytes())
}
