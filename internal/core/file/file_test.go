package file

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
)

var (
	now  = time.Date(2026, 4, 10, 1, 0, 0, 0, time.UTC)
	of   = record.Ref{Kind: "agreement", ID: "0195f0a0-0000-7000-8000-000000000001"}
	li   = access.Actor{Person: "0195f0a0-0000-7000-8000-000000000002", Name: "Li"}
	pdf  = []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
	png  = append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), make([]byte, 32)...)
	jpeg = append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), make([]byte, 32)...)
)

func intake(t *testing.T, limit int64) Intake {
	t.Helper()
	b, err := OpenBlobs(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	return Intake{b, limit, clock.At(now)}
}

func office(t *testing.T, parts map[string]io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "xl/workbook.xml", "word/vbaProject.bin", "word/media/big.bin"} {
		r, ok := parts[name]
		if !ok {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func text(s string) io.Reader { return strings.NewReader(s) }

func wordFile(t *testing.T) []byte {
	return office(t, map[string]io.Reader{"[Content_Types].xml": text("<Types/>"), "_rels/.rels": text("<x/>"), "word/document.xml": text("<w/>")})
}

// zeros gives n zero bytes.
func zeros(n int64) io.Reader { return io.LimitReader(zeroReader{}, n) }

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func files(t *testing.T, b *Blobs) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(b.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTakeKeepsHonestFiles(t *testing.T) {
	gbk := []byte("\xc6\xf3\xd2\xb5,\xc8\xcb\xca\xfd\r\n\xd6\xdc\xc6\xda,12\r\n")
	tests := map[string]struct {
		content []byte
		media   string
	}{
		"signed.PDF": {pdf, "application/pdf"}, "a.png": {png, "image/png"}, "a.jpg": {jpeg, "image/jpeg"}, "a.JPEG": {jpeg, "image/jpeg"},
		"a.docx": {wordFile(t), wordMedia},
		"a.xlsx": {office(t, map[string]io.Reader{"[Content_Types].xml": text("<Types/>"), "xl/workbook.xml": text("<w/>")}), excelMedia},
		"a.csv":  {[]byte("name,number\nx,1\n"), "text/csv"}, "gbk.csv": {gbk, "text/csv"}, "a.txt": {[]byte("\ufeffhello"), "text/plain"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := intake(t, DefaultLimit)
			f, err := in.Take(Upload{name, bytes.NewReader(test.content)}, of, li)
			if err != nil {
				t.Fatal(err)
			}
			if f.Media != test.media || f.Size != int64(len(test.content)) || f.Name != name || f.Record != of || f.By != li.Person || f.At != now {
				t.Errorf("%+v", f)
			}
			kept := files(t, in.Blobs)
			if len(kept) != 1 || kept[0] != filepath.Join(in.Blobs.dir, f.Hash[:2], f.Hash[2:]) {
				t.Fatalf("kept %v", kept)
			}
			if info, _ := os.Stat(kept[0]); info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v", info.Mode())
			}
			if got, _ := os.ReadFile(kept[0]); !bytes.Equal(got, test.content) {
				t.Error("the content differs")
			}
		})
	}
}

func TestTakeRefuses(t *testing.T) {
	bomb := office(t, map[string]io.Reader{"[Content_Types].xml": text("<Types/>"), "word/document.xml": text("<w/>"), "word/media/big.bin": zeros(64 << 20)})
	if len(bomb) > 1<<20 {
		t.Fatalf("the bomb weighs %d bytes: it proves nothing", len(bomb))
	}
	program := office(t, map[string]io.Reader{"[Content_Types].xml": text("<Types/>"), "word/document.xml": text("<w/>"), "word/vbaProject.bin": text("x")})
	tests := map[string]struct {
		name, key string
		content   []byte
	}{
		"program by name":       {"virus.exe", "file.type.refused", []byte("MZ\x90\x00")},
		"program by content":    {"agreement.pdf", "file.type.differs", []byte("MZ\x90\x00\x03\x00\x00\x00")},
		"no extension":          {"pdf", "file.type.refused", pdf},
		"picture named pdf":     {"a.pdf", "file.type.differs", png},
		"page named text":       {"a.txt", "file.type.differs", []byte("<!DOCTYPE html><html><script>alert(1)</script>")},
		"vector picture as csv": {"a.csv", "file.type.differs", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`)},
		"archive as document":   {"a.docx", "file.office.broken", office(t, map[string]io.Reader{"word/media/big.bin": text("x")})},
		"sheet named document":  {"a.docx", "file.type.differs", office(t, map[string]io.Reader{"[Content_Types].xml": text("<Types/>"), "xl/workbook.xml": text("<w/>")})},
		"cut archive":           {"a.docx", "file.office.broken", wordFile(t)[:150]},
		"zip bomb":              {"a.docx", "file.office.bomb", bomb},
		"macros":                {"a.docx", "file.office.program", program},
		"empty":                 {"a.pdf", "file.empty", nil},
		"double extension":      {"a.pdf.exe", "file.type.refused", pdf},
		"direction override":    {"agreement\u202efdp.exe", "file.type.refused", pdf},
		"cut by a null byte":    {"a.exe\x00.pdf", "file.type.differs", []byte("MZ\x90\x00\x03\x00\x00\x00")},
	}
	for what, test := range tests {
		t.Run(what, func(t *testing.T) {
			in := intake(t, DefaultLimit)
			_, err := in.Take(Upload{test.name, bytes.NewReader(test.content)}, of, li)
			if list := fault.All(err); len(list) != 1 || list[0].Key != test.key || list[0].Value != CleanName(test.name) {
				t.Fatalf("got %v, want %s", err, test.key)
			}
			if left := files(t, in.Blobs); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestTakeStopsAtTheLimit(t *testing.T) {
	in := intake(t, int64(len(pdf)))
	if _, err := in.Take(Upload{"a.pdf", bytes.NewReader(pdf)}, of, li); err != nil {
		t.Errorf("exactly at the limit: %v", err)
	}
	in.Limit--
	_, err := in.Take(Upload{"a.pdf", bytes.NewReader(pdf)}, of, li)
	if !fault.Is(err, fault.TooLarge) {
		t.Errorf("one byte over: %v", err)
	}
}

// brokenFile fails as a full disk does.
type brokenFile struct {
	*os.File
	write, sync error
}

func (f brokenFile) Write(p []byte) (int, error) {
	if f.write != nil {
		return 0, f.write
	}
	return f.File.Write(p)
}

func (f brokenFile) Sync() error { return f.sync }

func TestFullDisk(t *testing.T) {
	noSpace := &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	for what, broken := range map[string]brokenFile{"writing": {write: noSpace}, "syncing": {sync: noSpace}} {
		in := intake(t, DefaultLimit)
		in.Blobs.create = func(dir string) (temporary, error) {
			f, err := os.CreateTemp(dir, "upload-*")
			broken.File = f
			return broken, err
		}
		_, err := in.Take(Upload{"a.pdf", bytes.NewReader(pdf)}, of, li)
		if list := fault.All(err); len(list) != 1 || list[0].Key != "file.disk" || !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", what, err)
		}
		if left := files(t, in.Blobs); len(left) != 0 {
			t.Errorf("%s: left behind: %v", what, left)
		}
	}
}

func TestBrokenConnectionLeavesNothing(t *testing.T) {
	in := intake(t, DefaultLimit)
	cut := io.MultiReader(bytes.NewReader(pdf), &failing{})
	if _, err := in.Take(Upload{"a.pdf", cut}, of, li); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
	if left := files(t, in.Blobs); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

type failing struct{}

func (*failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestSweepRemovesOldDrafts(t *testing.T) {
	b := intake(t, DefaultLimit).Blobs
	for name, age := range map[string]time.Duration{"upload-old": 48 * time.Hour, "upload-new": time.Hour} {
		path := filepath.Join(b.dir, incoming, name)
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Sweep(now.Add(-24 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	if left := files(t, b); len(left) != 1 || !strings.HasSuffix(left[0], "upload-new") {
		t.Errorf("left %v", left)
	}
}

func TestOpenRefusesWhatIsNoHash(t *testing.T) {
	b := intake(t, DefaultLimit).Blobs
	for _, bad := range []string{"", "../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("a", 63)} {
		if f, err := b.Open(bad); err == nil {
			f.Close()
			t.Errorf("%q was opened", bad)
		}
	}
	if _, err := b.Open(strings.Repeat("a", 64)); !fault.Is(err, fault.NotFound) {
		t.Errorf("lost content: %v", err)
	}
}

func TestRestoreChecksTheHash(t *testing.T) {
	b := intake(t, DefaultLimit).Blobs
	if err := b.Restore(strings.Repeat("0", 64), bytes.NewReader(pdf), 1000); err == nil || len(files(t, b)) != 0 {
		t.Errorf("content under a foreign hash: %v", err)
	}
}

func TestServe(t *testing.T) {
	in := intake(t, DefaultLimit)
	f, err := in.Take(Upload{"\u534f\u8bae\"\r\nX: y.pdf", bytes.NewReader(pdf)}, of, li)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	if err := Serve(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil), in.Blobs, f); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		"Content-Disposition": "attachment; filename*=utf-8''%E5%8D%8F%E8%AE%AE_X_%20y.pdf",
	}
	for name, value := range want {
		if got := w.Header().Get(name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
	if !bytes.Equal(w.Body.Bytes(), pdf) {
		t.Error("the content differs")
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"../../etc/passwd":                     "passwd",
		`C:\Users\li\a.pdf`:                    "a.pdf",
		"a\x00b\r\nc.pdf":                      "abc.pdf",
		"exe\u202efdp.pdf":                     "exefdp.pdf",
		"\ufeff \u534f\u8bae \u2014 1.docx":    "\u534f\u8bae \u2014 1.docx",
		"...":                                  "file",
		"":                                     "file",
		".pdf":                                 "pdf",
		"a<b>:c|d?.csv":                        "a_b__c_d_.csv",
		"bad\xffutf8.txt":                      "badutf8.txt",
		strings.Repeat("\u534f", 200) + ".pdf": strings.Repeat("\u534f", 65) + ".pdf",
	} {
		if got := CleanName(in); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("../a\x00.pdf")
	f.Fuzz(func(t *testing.T, s string) {
		got := CleanName(s)
		if got == "" || len(got) > maxNameBytes || strings.ContainsAny(got, "/\\\x00\r\n\u202e\"") || CleanName(got) != got {
			t.Errorf("CleanName(%q) = %q, again %q", s, got, CleanName(got))
		}
	})
}

// TestUnreferenced: only content that is old and that nothing refers to goes;
// what is uploaded again while the sweep runs stays, and none is asked for when
// nothing is old.
func TestUnreferenced(t *testing.T) {
	in := intake(t, DefaultLimit)
	take := func(content string, age time.Duration) string {
		t.Helper()
		f, err := in.Take(Upload{"a.txt", strings.NewReader(content)}, of, li)
		if err == nil {
			err = os.Chtimes(in.Blobs.path(f.Hash), now.Add(-age), now.Add(-age))
		}
		if err != nil {
			t.Fatal(err)
		}
		return f.Hash
	}
	limit, old := now.Add(-24*time.Hour), 25*time.Hour
	take("fresh", time.Hour)
	if n, err := in.Blobs.Unreferenced(limit, func() (map[string]bool, error) { t.Error("asked in vain"); return nil, nil }); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	needed, unused, again := take("needed", old), take("unused", old), take("uploaded again", old)
	broken := errors.New("database")
	if n, err := in.Blobs.Unreferenced(limit, func() (map[string]bool, error) { return nil, broken }); n != 0 || !errors.Is(err, broken) {
		t.Errorf("removed %d although nobody knows what is needed: %v", n, err)
	}
	n, err := in.Blobs.Unreferenced(limit, func() (map[string]bool, error) {
		take("uploaded again", 0) // somebody sends the same content at this moment
		return map[string]bool{needed: true}, nil
	})
	if n != 1 || err != nil {
		t.Errorf("removed %d, %v; want 1", n, err)
	}
	for hash, there := range map[string]bool{needed: true, again: true, unused: false} {
		if f, err := in.Blobs.Open(hash); (err == nil) != there {
			t.Errorf("%s: %v", hash, err)
		} else if err == nil {
			_ = f.Close()
		}
	}
	if left := files(t, in.Blobs); len(left) != 3 {
		t.Errorf("left: %v", left)
	}
}
