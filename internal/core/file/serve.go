package file

import (
	"mime"
	"net/http"
)

// Serve sends a file as a download: never shown inside a page, never guessed to
// be another type, and without rights should a browser open it all the same.
// Whether the person may have it is for the caller to decide.
func Serve(w http.ResponseWriter, r *http.Request, b *Blobs, f File) error {
	content, err := b.Open(f.Hash)
	if err != nil {
		return err
	}
	defer content.Close()
	h := w.Header()
	h.Set("Content-Type", f.Media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	h.Set("ETag", `"`+f.Hash+`"`)
	http.ServeContent(w, r, "", f.At, content)
	return nil
}

// Send sends what was made for this request as a download; the name may hold
// what a title holds.
func Send(w http.ResponseWriter, name, media string, content []byte) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": CleanName(name)}))
	h.Set("Cache-Control", "private, no-store")
	_, err := w.Write(content)
	return err
}
