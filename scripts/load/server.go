package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// server is the program under load.
type server struct {
	process *exec.Cmd
	address string
	client  *http.Client
}

var said = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start starts the program, waits for its first page and signs in as the
// secretariat of the last consortium, which is the made-up one.
func start(ctx context.Context, o options) (*server, error) {
	began := time.Now()
	c := exec.CommandContext(ctx, o.binary, "demo", "--log-level", "warn", "--listen", "127.0.0.1:0", "--data", o.data)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	s := &server{process: c, client: &http.Client{Jar: jar, Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: o.workers}}}
	for lines := bufio.NewScanner(out); s.address == "" && lines.Scan(); {
		s.address = said.FindString(lines.Text())
	}
	go io.Copy(io.Discard, out) //nolint:errcheck // the rest is of no interest
	if s.address == "" {
		return nil, errors.Join(errors.New("load: the program did not say where it is"), s.stop())
	}
	page, err := s.get("/sign-in")
	if err != nil {
		return nil, errors.Join(err, s.stop())
	}
	fmt.Printf("start to first page: %d ms, memory: %s\n", time.Since(began).Milliseconds(), s.status("VmRSS"))
	if err := s.signIn(page); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

var accounts = regexp.MustCompile(`<div class="box-head">|name="account" value="([0-9a-f-]{36})"`)

// signIn takes the first account of the last group of the sign-in page.
func (s *server) signIn(page string) error {
	account, fresh := "", false
	for _, m := range accounts.FindAllStringSubmatch(page, -1) {
		switch {
		case m[1] == "":
			fresh = true
		case fresh:
			account, fresh = m[1], false
		}
	}
	answer, err := s.client.PostForm(s.address+"/sign-in/demo", url.Values{"account": {account}})
	if err != nil {
		return err
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("load: signing in answered %s", answer.Status)
	}
	return nil
}

// get returns a page; any status but 200 is an error.
func (s *server) get(path string) (string, error) {
	answer, err := s.client.Get(s.address + path)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || strings.Contains(answer.Request.URL.Path, "/sign-in") != strings.Contains(path, "/sign-in")) {
		err = fmt.Errorf("load: %s answered %s at %s", path, answer.Status, answer.Request.URL.Path)
	}
	return string(body), err
}

func (s *server) stop() error {
	if err := s.process.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return s.process.Wait()
}

// status is a line of the process's status, where the system has one.
func (s *server) status(name string) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return "not known here"
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return "not known here"
}

// computed is the processor time that the program has used so far; zero where
// the system does not tell.
func (s *server) computed() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond // Linux counts in hundredths of a second
}
