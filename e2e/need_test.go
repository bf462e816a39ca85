package e2e

import (
	"os"
	"os/exec"
	"testing"
)

// lacks skips a test whose tool is missing, and says why; where the whole set
// of tools is promised (make test), it fails instead.
func lacks(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("TONGPIN_TEST_COMPLETE") != "" {
		t.Fatalf("%s, although scripts/setup ran", what)
	}
	t.Skipf("%s: `make test` installs it", what)
}

// chromium returns the path of the browser.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	lacks(t, "no Chromium on the PATH")
	return ""
}

// axeScript returns the source of the accessibility checker.
func axeScript(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../node_modules/axe-core/axe.min.js")
	if err != nil {
		lacks(t, "no axe-core in node_modules")
	}
	return string(text)
}
