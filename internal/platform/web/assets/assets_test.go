package assets

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

type entry struct{ File, Package, Version, SHA256 string }

func manifest(t *testing.T) []entry {
	t.Helper()
	b, err := os.ReadFile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []entry
	if err := json.Unmarshal(b, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestFilesAreThoseThatWereCopied(t *testing.T) {
	known := []string{"files/board.css", "files/board.js", "files/kit.css", "files/kit.js", "files/logo.svg", "files/sheet.css"}
	for _, e := range manifest(t) {
		b, err := os.ReadFile(e.File)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != e.SHA256 {
			t.Errorf("%s was changed after it was copied", e.File)
		}
		known = append(known, e.File)
	}
	served, err := os.ReadDir("files")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range served {
		if !slices.Contains(known, "files/"+f.Name()) {
			t.Errorf("%s stands in no manifest", f.Name())
		}
	}
}

func TestVersionsAreThoseOfTheLock(t *testing.T) {
	b, err := os.ReadFile("../../../../package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct{ Version string }
	}
	if err := json.Unmarshal(b, &lock); err != nil {
		t.Fatal(err)
	}
	for _, e := range manifest(t) {
		if got := lock.Packages["node_modules/"+e.Package].Version; got != e.Version {
			t.Errorf("%s: committed %s, locked %s", e.Package, e.Version, got)
		}
	}
}

func TestHandler(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, Path("bootstrap.css"), nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil || len(got) < 100_000 {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	missing := httptest.NewRecorder()
	Handler().ServeHTTP(missing, httptest.NewRequest(http.MethodGet, Prefix+"0000000000000000/bootstrap.css", nil))
	if missing.Code != 404 {
		t.Errorf("an old hash is served: %d", missing.Code)
	}
}
