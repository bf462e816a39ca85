package skiptest

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The packages of testdata, and what they skip: each reason once.
const sample = "tongpin/internal/platform/skiptest/testdata/"

var said = []string{
	"skipped in " + sample + "lacking: no loom: `make test` installs it",
	"skipped in " + sample + "reasoned: the moon is new",
	"skipped in " + sample + "reasoned: the sun is down",
}

// gotest runs the go command over the packages of testdata.
func gotest(t *testing.T, out, errs io.Writer, complete string, flags ...string) error {
	t.Helper()
	cmd := exec.Command("go", slices.Concat([]string{"test", "-count=1"}, flags, []string{sample + "lacking", sample + "reasoned"})...)
	cmd.Stdout, cmd.Stderr = out, errs
	cmd.Env = append(os.Environ(), Complete+"="+complete)
	return cmd.Run()
}

// TestSkipsAreSaid: what passing packages skipped stands on the error output of
// the go command, each reason once a package, and nothing of it on its output.
func TestSkipsAreSaid(t *testing.T) {
	if runtime.GOOS != "linux" {
		Because(t, "only Linux has a way to the go command's output")
	}
	var out, errs bytes.Buffer
	if err := gotest(t, &out, &errs, ""); err != nil {
		t.Fatalf("%v\n%s%s", err, out.String(), errs.String())
	}
	if diff := cmp.Diff(said, lines(errs.String())); diff != "" {
		t.Errorf("error output (-want +got):\n%s", diff)
	}
	if n := strings.Count(out.String(), "ok  \t"); n != 2 || strings.Contains(out.String(), "skipped") {
		t.Errorf("output:\n%s", &out)
	}
}

// TestFileStaysWhole: written into one file together with the go command's own
// lines, neither writes over the other.
func TestFileStaysWhole(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := gotest(t, f, f, ""); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	passed := 0
	for _, line := range lines(string(text)) {
		switch {
		case strings.HasPrefix(line, "ok  \t"+sample):
			passed++
		case !slices.Contains(said, line):
			t.Errorf("a broken line: %q", line)
		}
	}
	if passed != 2 {
		t.Errorf("%d packages passed, want 2:\n%s", passed, text)
	}
}

// TestSilentWhereGoTells: -v and -json show skips themselves; -json stays JSON.
func TestSilentWhereGoTells(t *testing.T) {
	for _, flag := range []string{"-v", "-json"} {
		var out, errs bytes.Buffer
		if err := gotest(t, &out, &errs, "", flag); err != nil {
			t.Fatalf("%s: %v\n%s%s", flag, err, out.String(), errs.String())
		}
		if errs.Len() > 0 || !strings.Contains(out.String(), "the moon is new") {
			t.Errorf("%s wrote %q, and out:\n%s", flag, errs.String(), out.String())
		}
		for _, line := range lines(out.String()) {
			if flag == "-json" && !json.Valid([]byte(line)) {
				t.Errorf("not JSON: %s", line)
			}
		}
	}
}

// TestPromisedToolFails: where every tool is promised, a missing one fails.
func TestPromisedToolFails(t *testing.T) {
	var out bytes.Buffer
	if err := gotest(t, &out, &out, "1"); err == nil || !strings.Contains(out.String(), "no loom, although") {
		t.Errorf("it passed (%v):\n%s", err, &out)
	}
}

// lines are the lines of a text in order.
func lines(text string) []string {
	return slices.Sorted(strings.SplitSeq(strings.TrimSpace(text), "\n"))
}
