package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// demo is the one running demo that tests which only look share.
var demo struct {
	sync.Once
	site *site
	err  error
}

// site is the real binary, running on a database of its own.
type site struct {
	base   string
	dir    string
	verb   string // what the program is told to do: demo or serve
	cmd    *exec.Cmd
	log    *bytes.Buffer
	exited chan struct{} // closed when the program has ended
	result error         // how it ended
}

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "tongpin-e2e-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "tongpin")
	if out, err := exec.Command("go", "build", "-o", path, "../cmd/tongpin").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// sharedDemo returns the address of a demo that tests may look at, not change.
func sharedDemo(t *testing.T) string {
	t.Helper()
	chromium(t) // before the trouble of building
	demo.Do(func() { demo.site, demo.err = startSite() })
	if demo.err != nil {
		t.Fatal(demo.err)
	}
	return demo.site.base
}

// ownDemo returns a demo of this test alone.
func ownDemo(t *testing.T) *site {
	t.Helper()
	chromium(t)
	s, err := startSite()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.remove)
	return s
}

// stopDemo ends the shared demo, if any, and removes the binary.
func stopDemo() {
	if demo.site == nil {
		return
	}
	demo.site.remove()
	if path, err := binary(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
}

// startSite runs `tongpin demo` on a new database and a free port.
func startSite() (*site, error) {
	dir, err := os.MkdirTemp("", "tongpin-demo-")
	if err != nil {
		return nil, err
	}
	s := &site{dir: dir, verb: "demo"}
	if err := s.start(); err != nil {
		s.remove()
		return nil, err
	}
	return s, nil
}

// start runs the program on the site's data and waits until it is healthy.
func (s *site) start() error {
	path, err := binary()
	if err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	s.base, s.log, s.exited = "http://"+address, &bytes.Buffer{}, make(chan struct{})
	s.cmd = exec.Command(path, s.verb, "--data", s.dir, "--listen", address)
	s.cmd.Env = plainEnvironment()
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	go func() {
		s.result = s.cmd.Wait()
		close(s.exited)
	}()
	if err := s.wait(); err != nil {
		s.cmd.Process.Kill()
		<-s.exited
		return fmt.Errorf("the site does not come up: %w\n%s", err, s.log)
	}
	return nil
}

// wait asks /healthz until it answers, for at most a minute.
func (s *site) wait() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.exited:
			return fmt.Errorf("it ended: %v", s.result)
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		answer, err := http.Get(s.base + "/healthz")
		if err != nil {
			continue
		}
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return nil
		}
	}
}

// stop asks the program to end and returns how it ended.
func (s *site) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-s.exited:
		return s.result
	case <-time.After(20 * time.Second):
		return errors.New("the program does not end within 20 seconds of SIGTERM")
	}
}

// remove ends the program, if it runs, and throws its data away.
func (s *site) remove() {
	if s.cmd != nil && s.cmd.Process != nil {
		s.cmd.Process.Kill()
		<-s.exited
	}
	os.RemoveAll(s.dir)
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// plainEnvironment leaves out the settings of the tests, which the program
// would refuse as unknown.
func plainEnvironment() []string {
	var list []string
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "TONGPIN_") {
			list = append(list, pair)
		}
	}
	return list
}

// demoButtons are the buttons of the sign-in page that let a visitor in.
const demoButtons = `form[action="/sign-in/demo"] button`

// markRoles marks the first demo button of each role with data-e2e-role, and
// returns the roles. A button names its role in the words of the catalogue.
func (b *tab) markRoles() []string {
	b.t.Helper()
	if status := b.open("/sign-in"); status != http.StatusOK {
		b.t.Fatalf("the sign-in page answers %d", status)
	}
	words, err := json.Marshal(roleWords(b.t))
	if err != nil {
		b.t.Fatal(err)
	}
	return eval[[]string](b, fmt.Sprintf(`Object.entries(%s).filter(([role, word]) => {
		const button = [...document.querySelectorAll('%s')].find(e => e.textContent.includes('\u201c' + word + '\u201d'))
		if (button) button.dataset.e2eRole = role
		return button
	}).map(([role]) => role)`, words, demoButtons))
}

// roleWords returns the Chinese word of each role.
func roleWords(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../internal/core/texts/texts/zh.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for key, word := range all {
		if role, ok := strings.CutPrefix(key, "enum.role."); ok {
			words[role] = word
		}
	}
	return words
}

// signIn clicks the account of a demo role on the sign-in page.
func (b *tab) signIn(role string) {
	b.t.Helper()
	if roles := b.markRoles(); !slices.Contains(roles, role) {
		b.t.Fatalf("the sign-in page offers %q, not %s", roles, role)
	}
	if status := b.click(fmt.Sprintf("button[data-e2e-role=%q]", role)); status != http.StatusOK {
		b.t.Fatalf("signing in as %s ends with %d", role, status)
	}
	if strings.HasPrefix(b.path(), "/sign-in") {
		b.t.Fatalf("signing in as %s leads back to the sign-in page", role)
	}
}

// speak switches the language of the pages.
func (b *tab) speak(language string) {
	b.t.Helper()
	if eval[string](b, `document.documentElement.lang`)[:2] != language {
		b.click(fmt.Sprintf("button[name=lang][value=%q]", language))
	}
}
