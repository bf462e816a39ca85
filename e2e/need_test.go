package e2e

import (
	"os"
	"os/exec"
	"testing"

	"tongpin/internal/platform/skiptest"
)

// chromium returns the path of the browser.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	skiptest.Lacking(t, "no Chromium on the PATH")
	return ""
}

// axeScript returns the source of the accessibility checker.
func axeScript(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../node_modules/axe-core/axe.min.js")
	if err != nil {
		skiptest.Lacking(t, "no axe-core in node_modules")
	}
	return string(text)
}
