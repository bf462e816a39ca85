// Package assets holds the styles, the scripts and the icons of the pages and
// serves them under addresses that change with their content, so that browsers
// may keep them for a year.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed files
var files embed.FS

// Prefix is the address below which the files are served.
const Prefix = "/assets/"

type asset struct {
	plain  []byte
	packed func() []byte // nil if gzip gains nothing; made when first asked for: most commands show no page
	kind   string
}

var (
	byName = map[string]string{} // "kit.css" -> "/assets/<hash>/kit.css"
	byPath = map[string]asset{}
)

func init() {
	entries, err := fs.ReadDir(files, "files")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		b, err := files.ReadFile("files/" + e.Name())
		if err != nil {
			panic(err)
		}
		add(e.Name(), b)
	}
}

func add(name string, b []byte) {
	sum := sha256.Sum256(b)
	address := Prefix + hex.EncodeToString(sum[:8]) + "/" + name
	byName[name] = address
	byPath[address] = asset{plain: b, packed: sync.OnceValue(func() []byte { return pack(b) }), kind: mime.TypeByExtension(path.Ext(name))}
}

func pack(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(b) // a bytes.Buffer takes everything
	_ = w.Close()
	if out.Len() >= len(b) {
		return nil
	}
	return out.Bytes()
}

// Path returns the address of a file: Path("kit.css"). An unknown name is a
// mistake of the program.
func Path(name string) string {
	address, ok := byName[name]
	if !ok {
		panic("assets: no file " + name)
	}
	return address
}

// Read returns the content of a file, for pages that leave the program.
func Read(name string) ([]byte, error) { return files.ReadFile("files/" + name) }

// Handler serves the files; it sends the packed form to those who take it.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := byPath[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		body := a.plain
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			if packed := a.packed(); packed != nil {
				h.Set("Content-Encoding", "gzip")
				body = packed
			}
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // the reader has gone: nobody to tell
		}
	})
}
