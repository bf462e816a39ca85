package config

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write docs/settings.md anew")

func valid() Settings {
	return Settings{
		Common{LogLevel: "info", LogFormat: "text"},
		Server{Listen: "127.0.0.1:8080", SessionIdle: 2 * time.Hour, SessionMax: 12 * time.Hour, UploadLimit: 20 << 20, WorkbookDays: 30, PasswordWorkers: 4},
	}
}

func TestDocumentIsFresh(t *testing.T) {
	path := filepath.Join("..", "..", "..", "docs", "settings.md")
	if *update {
		if err := os.WriteFile(path, []byte(Markdown()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != Markdown() {
		t.Error("docs/settings.md is not what the table makes: run go test ./internal/platform/config -update")
	}
}

func TestTableIsComplete(t *testing.T) {
	for _, s := range Table() {
		if s.Env != variable(s.Flag) {
			t.Errorf("--%s: its variable is %s, want %s", s.Flag, s.Env, variable(s.Flag))
		}
		if s.Default == "" || !strings.HasSuffix(s.Meaning, ".") {
			t.Errorf("--%s lacks a default or a meaning that is a sentence", s.Flag)
		}
	}
}

func TestCheckEnvironment(t *testing.T) {
	if err := CheckEnvironment([]string{"PATH=/bin", "TONGPIN_LISTEN=:1", "TONGPIN_TEST_POSTGRES=x"}); err != nil {
		t.Error(err)
	}
	err := CheckEnvironment([]string{"TONGPIN_LISTN=:1"})
	if err == nil || !strings.Contains(err.Error(), "TONGPIN_LISTN") || !strings.Contains(err.Error(), "near=TONGPIN_LISTEN") {
		t.Errorf("a mistyped variable: %v", err)
	}
}

func TestResolveDefaults(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "/srv/me")
	s, err := valid().Resolve()
	if err != nil {
		t.Fatal(err)
	}
	if s.Data != "/srv/me/tongpin" || s.Database != "sqlite:/srv/me/tongpin/tongpin.db" {
		t.Errorf("data %q, database %q", s.Data, s.Database)
	}
	if s.Secure() {
		t.Error("plain http is taken for secure")
	}
	t.Setenv("XDG_DATA_HOME", "relative") // the specification says to ignore it
	t.Setenv("HOME", "/home/me")
	if s, _ = valid().Resolve(); s.Data != "/home/me/.local/share/tongpin" {
		t.Errorf("data %q", s.Data)
	}
}

func TestResolveRefuses(t *testing.T) {
	tests := map[string]struct {
		change func(*Settings)
		want   string
	}{
		"listen":     {func(s *Settings) { s.Listen = "8080" }, "setting=--listen (TONGPIN_LISTEN)"},
		"port":       {func(s *Settings) { s.Listen = "localhost:99999" }, "config.listen"},
		"public url": {func(s *Settings) { s.PublicURL = "example.org/tongpin" }, "--public-url"},
		"database":   {func(s *Settings) { s.Database = "mysql://u:secret@h/d" }, "config.database"},
		"sqlite":     {func(s *Settings) { s.Database = "sqlite:" }, "--database"},
		"idle":       {func(s *Settings) { s.SessionIdle = time.Second }, "--session-idle"},
		"max":        {func(s *Settings) { s.SessionMax = time.Hour }, "--session-max"},
		"workers":    {func(s *Settings) { s.PasswordWorkers = 0 }, "--password-workers"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := valid()
			test.change(&s)
			_, err := s.Resolve()
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want a text with %q", err, test.want)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Error("the message repeats a password")
			}
		})
	}
}

func TestPublicURL(t *testing.T) {
	s := valid()
	s.PublicURL = "https://tongpin.example.org/"
	s, err := s.Resolve()
	if err != nil || s.PublicURL != "https://tongpin.example.org" || !s.Secure() {
		t.Errorf("%q %v %v", s.PublicURL, s.Secure(), err)
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]Size{"512": 512, "300KiB": 300 << 10, "20MiB": 20 << 20, "1 GiB": 1 << 30} {
		var s Size
		if err := s.UnmarshalText([]byte(text)); err != nil || s != want {
			t.Errorf("%s: got %d, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "-1", "0", "MiB", "20MB", "9999999GiB", "1.5MiB"} {
		var s Size
		if err := s.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was taken as %d", text, s)
		}
	}
	if got := Size(20 << 20).String(); got != "20MiB" {
		t.Errorf("got %s", got)
	}
}
