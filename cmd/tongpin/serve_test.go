package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestServeEndsOnASignal starts the real program, asks for a page, and sends
// what systemd and Ctrl-C send: it must end by itself with code 0.
func TestServeEndsOnASignal(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		t.Run(signal.String(), func(t *testing.T) {
			exe, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), exe)
			cmd.Args = []string{"tongpin", "serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--log-format", "json"}
			var log strings.Builder
			cmd.Stderr = &log
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			address, lines := "", bufio.NewScanner(out)
			for address == "" && lines.Scan() {
				address = regexp.MustCompile(`http://[0-9.:]+`).FindString(lines.Text())
			}
			if address == "" {
				t.Fatalf("it said nowhere where to go: %s", log.String())
			}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/sign-in", nil)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Errorf("the sign-in page answers %d", answer.StatusCode)
			}
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			for lines.Scan() { // to the end of what it says
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("%v: %s", err, log.String())
			}
		})
	}
}
