package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/app"
)

// documents are the pages that show commands, of both languages.
func documents(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"../../README*.md", "../../docs/*.md"} {
		pages, err := filepath.Glob(pattern)
		if err != nil || len(pages) < 2 {
			t.Fatalf("%s: %d pages, %v", pattern, len(pages), err)
		}
		all = append(all, pages...)
	}
	return all
}

func page(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	continued = regexp.MustCompile(`\\\n\s*`)
	shown     = regexp.MustCompile(`(?m)^(?: {4})?(?:[a-z]+ <\()?(?:sudo -u tongpin )?tongpin ([a-z][a-z -]* .*)$`)
	beyond    = regexp.MustCompile(`\s*(?:# |< |\)).*$`)
	today     = regexp.MustCompile(`\$\(.*?\)`)
)

// arguments are those of a line of a shell, without what the shell does itself.
func arguments(line string) []string {
	line = beyond.ReplaceAllString(today.ReplaceAllString(line, "today"), "")
	return strings.Fields(strings.ReplaceAll(line, "'", ""))
}

// TestCommandsOfThePagesAreUnderstood reads every command that stands on a line of
// its own in the README and the documents: the program must know its flags.
func TestCommandsOfThePagesAreUnderstood(t *testing.T) {
	seen := 0
	for _, path := range documents(t) {
		text := continued.ReplaceAllString(page(t, path), " ")
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, m := range shown.FindAllStringSubmatch(text, -1) {
				seen++
				args := arguments(m[1])
				for i, a := range args {
					if args[i] = strings.TrimPrefix(a, "/"); filepath.Ext(a) != "" && !strings.Contains(a, "://") {
						leave(t, args[i])
					}
				}
				if code, said := try(t, &recorder{}, args...); code != exitDone {
					t.Errorf("%s\n%s", m[0], said)
				}
			}
		})
	}
	if seen < 40 {
		t.Errorf("only %d commands were found", seen)
	}
}

// leave makes a file, for commands that want one to be there.
func leave(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestTimetablePages does what the example of docs/timetable.md does, in both
// languages: the timetable of the page earns the points that the page says, and so
// does the one that is found; what check, repair and show say stands below them.
func TestTimetablePages(t *testing.T) {
	for name, lang := range map[string]string{"timetable.md": "C", "timetable.zh-CN.md": "zh_CN.UTF-8"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("LC_ALL", lang)
			text := page(t, filepath.Join("../../docs", name))
			t.Chdir(t.TempDir())
			files := regexp.MustCompile("(?s)`([a-z]+\\.[a-z]+)`[^`]*?\n\n```\n(.*?)```\n").FindAllStringSubmatch(text, -1)
			if len(files) != 3 {
				t.Fatalf("the page has %d files", len(files))
			}
			for _, f := range files {
				if err := os.WriteFile(f[1], []byte(f[2]), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			shows := regexp.MustCompile("`tongpin (timetable [^`]*)`[^`\n]*\n\n((?: {4}.*\n)+)").FindAllStringSubmatch(text, -1)
			if len(shows) != 3 {
				t.Fatalf("the page shows %d commands", len(shows))
			}
			sum := ""
			for _, s := range shows {
				want := strings.ReplaceAll("\n"+s[2], "\n    ", "\n")[1:]
				if got := says(t, s[1]); got != want {
					t.Errorf("%s says\n%sthe page\n%s", s[1], got, want)
				}
				if strings.HasPrefix(s[1], "timetable check ") {
					lines := strings.Split(strings.TrimSpace(want), "\n")
					sum = lines[len(lines)-1]
				}
			}
			says(t, "timetable solve term.plan -o term.sol")
			if got := says(t, "timetable check term.plan term.sol"); sum == "" || !strings.Contains(got, sum) {
				t.Errorf("a search finds\n%sthe page says %q", got, sum)
			}
		})
	}
}

// says is what a command writes as its result, with files as they were named. A
// search ends after a number of proposals, not after the seconds of the page.
func says(t *testing.T, line string) string {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	args := strings.Fields(line)
	if args[1] == "solve" || args[1] == "repair" {
		args = append(args, "--iterations", "20000")
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), args, nil, app.Streams{Out: &out, Err: &errs}, app.Program{}); code != exitDone {
		t.Fatalf("%s ended with %d: %s", line, code, errs.String())
	}
	return strings.ReplaceAll(out.String(), here+string(filepath.Separator), "")
}
