package disk

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestBatch: a failure leaves neither a new file nor a broken old one.
func TestBatch(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old.csv")
	if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	var b Batch
	if err := b.Add(old, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	if err := b.Add(filepath.Join(dir, "second.csv"), func(w io.Writer) error { return errors.New("disk full") }); err == nil {
		t.Fatal("no error")
	}
	b.Discard()
	list, _ := os.ReadDir(dir)
	if text, _ := os.ReadFile(old); string(text) != "old" || len(list) != 1 {
		t.Errorf("%q, %v", text, list)
	}
}

// TestReady refuses what can't be written and leaves nothing behind.
func TestReady(t *testing.T) {
	dir := t.TempDir()
	for path, fine := range map[string]bool{
		filepath.Join(dir, "new.sol"): true, os.DevNull: true, dir: false, filepath.Join(dir, "none", "new.sol"): false,
	} {
		if err := Ready(path); (err == nil) != fine {
			t.Errorf("%s: %v", path, err)
		}
	}
	if list, _ := os.ReadDir(dir); len(list) > 0 {
		t.Errorf("left behind: %v", list)
	}
}

// TestPipesAreWrittenTo: what is no plain file must never be replaced by one.
func TestPipesAreWrittenTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, write := range []func(string, func(io.Writer) error) error{WriteWhole, WriteShared} {
		got := make(chan string)
		go func() {
			f, err := os.Open(path)
			if err != nil {
				t.Error(err)
			}
			defer f.Close()
			text, _ := io.ReadAll(f)
			got <- string(text)
		}()
		if err := write(path, func(w io.Writer) error { _, err := io.WriteString(w, "text"); return err }); err != nil {
			t.Fatal(err)
		}
		if text := <-got; text != "text" || !special(path) {
			t.Errorf("the pipe was given %q", text)
		}
	}
}
