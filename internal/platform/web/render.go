package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes a page. It is rendered as a whole first, so that an error in
// the middle becomes an error page and not half a page.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	b, _ := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := page.Render(r.Context(), b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "HX-Request")
	clearFlash(w, r)
	return send(w, r, status, b.Bytes())
}

// packFrom is the size from which packing a page is worth its time.
const packFrom = 1024

func send(w http.ResponseWriter, r *http.Request, status int, body []byte) error {
	w.Header().Add("Vary", "Accept-Encoding")
	if len(body) >= packFrom && acceptsGzip(r) {
		return pack(w, r, status, body)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader has gone: nobody to tell
	}
	return nil
}

// Redirect ends a form that succeeded: the next page shows the text of the key
// as a confirmation. Args are name, value pairs of the text; values are sent as
// their text. An empty key shows nothing.
func Redirect(w http.ResponseWriter, r *http.Request, path, flashKey string, args ...any) error {
	if flashKey != "" {
		setFlash(w, r, flashKey, args)
	}
	leave(w, r, path)
	return nil
}

// With puts one component into a page: for pages that need no templ file of
// their own.
func With(m Meta, body templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return Page(m).Render(templ.WithChildren(ctx, body), w)
	})
}
