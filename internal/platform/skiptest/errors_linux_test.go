package skiptest

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestReopen: a pipe is written to, a pipe without a reader does not hold the
// test up, and a file is left to the one that writes it.
func TestReopen(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("/proc/self/fd/%d", w.Fd())
	again := reopen(path)
	if again == nil {
		t.Fatal("a pipe was not opened")
	}
	if _, err := io.WriteString(again, "heard"); err != nil {
		t.Fatal(err)
	}
	_ = again.Close()
	_ = w.Close()
	if heard, err := io.ReadAll(r); err != nil || string(heard) != "heard" {
		t.Errorf("read %q, %v", heard, err)
	}

	r, w, err = os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	_ = r.Close()
	if again := reopen(fmt.Sprintf("/proc/self/fd/%d", w.Fd())); again != nil { // most kernels refuse it
		if _, err := io.WriteString(again, "unheard"); err == nil {
			t.Error("wrote to a pipe that nobody reads")
		}
		_ = again.Close()
	}
	file := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if reopen(file) != nil {
		t.Error("a file was opened at another place than its writer's")
	}
}
