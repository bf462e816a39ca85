package disk

import (
	"errors"
	"io"
	"os"
	"path/filepath"
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
