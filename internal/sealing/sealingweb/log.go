package sealingweb

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tongpin/internal/core/consortium"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/sealing"
)

// onePage is how many heads the page lists.
const onePage = 20

// view is what the page shows.
type view struct {
	consortium consortium.Consortium
	last       *seal.Head // nil before anything is sealed
	heads      []sealing.StoredHead
	earlier    string // address of the heads before; empty for none
	key        string
	base       string // "https://example.org"
}

// show is the page of a consortium's log.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	c, ctx, err := p.service.Of(r.Context(), r.PathValue("consortium"))
	if err != nil {
		return err
	}
	v, err := p.view(ctx, c, number(r, "upto"))
	if err != nil {
		return err
	}
	v.base = web.Base(r, p.address)
	meta := web.Meta{
		Title: i18n.T(ctx, "seal.title"), Lead: i18n.T(ctx, "seal.lead", "consortium", c.NameFor(ctx)), Nav: OwnPath,
		Actions: []ui.Action{{Text: i18n.T(ctx, "seal.action.head"), Path: headPath(c, 0)}, {Text: i18n.T(ctx, "seal.action.key"), Path: Path(c.Key) + "/key"}},
	}
	return web.Render(w, r, http.StatusOK, logPage(meta, v))
}

func (p *Pages) view(ctx context.Context, c consortium.Consortium, upTo int64) (v view, err error) {
	v.consortium = c
	last, err := p.service.HeadAt(ctx, 0)
	if fault.Is(err, fault.NotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	head, err := seal.UncheckedHead(last.Signed)
	if err != nil {
		return v, err
	}
	v.last = &head
	public, err := p.service.PublicKeys()
	if err != nil {
		return v, err
	}
	v.key, _, _ = strings.Cut(public, "\n")
	if v.heads, err = p.service.Heads(ctx, upTo, onePage+1); err == nil && len(v.heads) > onePage {
		v.earlier = Path(c.Key) + "?upto=" + strconv.FormatInt(v.heads[onePage].Size, 10)
		v.heads = v.heads[:onePage]
	}
	return v, err
}

// head sends a signed head: that of a size, or the last one.
func (p *Pages) head(w http.ResponseWriter, r *http.Request) error {
	_, ctx, err := p.service.Of(r.Context(), r.PathValue("consortium"))
	if err != nil {
		return err
	}
	head, err := p.service.HeadAt(ctx, number(r, "size"))
	if err != nil {
		return err
	}
	return plain(w, "text/plain; charset=utf-8", []byte(head.Signed))
}

// key sends the public keys.
func (p *Pages) key(w http.ResponseWriter, r *http.Request) error {
	if _, _, err := p.service.Of(r.Context(), r.PathValue("consortium")); err != nil {
		return err
	}
	keys, err := p.service.PublicKeys()
	if err != nil {
		return err
	}
	return plain(w, "text/plain; charset=utf-8", []byte(keys))
}

// consistency sends the proof that the log of one head is the beginning of that
// of another; of the last one unless it is named.
func (p *Pages) consistency(w http.ResponseWriter, r *http.Request) error {
	_, ctx, err := p.service.Of(r.Context(), r.PathValue("consortium"))
	if err != nil {
		return err
	}
	c, err := p.service.Consistent(ctx, number(r, "from"), number(r, "to"))
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	return plain(w, "application/json", append(text, '\n'))
}

// own leads to the log of the present seat's consortium.
func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	key, err := p.service.Own(r.Context())
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path(key), http.StatusSeeOther)
	return nil
}

func plain(w http.ResponseWriter, kind string, text []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	_, err := w.Write(text)
	return err
}

// number reads a size from the address; what is none asks for the last head.
func number(r *http.Request, name string) int64 {
	n, err := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// headPath is the address of a signed head; of the last one for size 0.
func headPath(c consortium.Consortium, size int64) string {
	path := Path(c.Key) + "/head"
	if size > 0 {
		path += "?" + url.Values{"size": {strconv.FormatInt(size, 10)}}.Encode()
	}
	return path
}

// sincePath is the address of the proof that the log only grew since a head.
func sincePath(c consortium.Consortium, size int64) string {
	return Path(c.Key) + "/consistency?from=" + strconv.FormatInt(size, 10)
}
