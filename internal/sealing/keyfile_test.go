package sealing

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tongpin/internal/platform/fault"
)

func TestKeyIsMadeOnce(t *testing.T) {
	data := filepath.Join(t.TempDir(), "new")
	var nodes sync.WaitGroup
	public := make([]string, 8)
	for i := range public {
		nodes.Go(func() {
			keys, err := KeyFile(data)()
			if err != nil {
				t.Error(err)
			}
			public[i] = keys.Public
		})
	}
	nodes.Wait()
	for _, p := range public {
		if p != public[0] || p == "" {
			t.Errorf("nodes sign with %q and %q", public[0], p)
		}
	}
	info, err := os.Stat(filepath.Join(data, sealKeyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if left, _ := os.ReadDir(data); len(left) != 1 {
		t.Errorf("%d files are left in the folder", len(left))
	}
}

func TestDamagedKeysAreRefused(t *testing.T) {
	other, err := KeyFile(t.TempDir())()
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ file, text, says string }{
		"empty":        {sealKeyFile, "", "seal.key.wrong"},
		"half":         {sealKeyFile, "PRIVATE+KEY+tongpin", "seal.key.wrong"},
		"other halves": {sealKeyFile, "\x00", "seal.key.wrong"},
		"past":         {sealPastFile, "tongpin+1+x\n", "seal.key.wrong"},
	}
	for name, c := range cases {
		data := t.TempDir()
		if _, err := KeyFile(data)(); err != nil {
			t.Fatal(err)
		}
		text := c.text
		if name == "other halves" {
			own, _ := os.ReadFile(filepath.Join(data, sealKeyFile))
			private, _, _ := strings.Cut(string(own), "\n")
			text = private + "\n" + other.Signer.Public
		}
		if err := os.WriteFile(filepath.Join(data, c.file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := KeyFile(data)(); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFormerKeysStayKnown(t *testing.T) {
	data := t.TempDir()
	first, err := KeyFile(data)()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(data, sealKeyFile), filepath.Join(data, "away")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, sealPastFile), []byte("# until 2026\n"+first.Signer.Public+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	second, err := KeyFile(data)()
	if err != nil || !strings.HasPrefix(second.Public, second.Signer.Public) || !strings.Contains(second.Public, first.Signer.Public) {
		t.Errorf("%q: %v", second.Public, err)
	}
}
