package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/app"
)

// TestWrongUseIsSaidInBothLanguages calls the program in wrong ways and looks for
// the key and the values of what is said.
func TestWrongUseIsSaidInBothLanguages(t *testing.T) {
	file := filepath.Join(t.TempDir(), "week.ctt")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for line, says := range map[string]string{
		"serve --listne :1":                        "app.use.flag_near a=--listne b=\"--listen\"",
		"serve --colour":                           "app.use.flag a=--colour",
		"impor":                                    "app.use.word_near a=impor b=\"import\"",
		"version now":                              "app.use.word a=now",
		"export member":                            "app.use.flags_missing a=--consortium=KEY",
		"place --wishes FILE --posts FILE":         "app.use.flags_missing a=--out=FILE | --verify=FILE",
		"timetable":                                "app.use.expected a=\"solve\", \"check\", \"repair\", \"show\"",
		"timetable solve":                          "app.use.expected a=\"<file>\"",
		"timetable show FILE FILE --by week":       `app.use.choice a=--by b="room","teacher","group" c="week"`,
		"timetable solve FILE --threads many":      "app.use.whole a=--threads b=\"many\"",
		"timetable solve FILE --seed=-1":           "app.use.natural a=--seed b=\"-1\"",
		"timetable solve FILE --seconds long":      "app.use.number a=--seconds b=\"long\"",
		"serve --session-idle long":                "app.use.duration a=--session-idle b=\"long\"",
		"timetable check FILE FILE --json=perhaps": "app.use.yes_no a=--json b=\"perhaps\"",
		"timetable solve FILE -o":                  "app.use.no_value a=",
		"place --wishes FILE --posts FILE --out x --verify FILE": "app.use.apart a=--out b=--verify",
		"timetable solve none.ctt":                               "app.use.file flag=<file> path=none.ctt problem=refused: app.system.missing",
		"timetable solve .":                                      "app.use.file flag=<file> path=. problem=refused: app.system.folder",
		"serve --upload-limit 20MB":                              `config.size [size="20MB"]`,
		"serve --listen 8080 --workbook-days 0":                  `config.listen [listen="8080"] setting=--listen (TONGPIN_LISTEN)`,
	} {
		code, text := try(t, &recorder{}, strings.Fields(strings.ReplaceAll(line, "FILE", file))...)
		if line := strings.ReplaceAll(line, file, "FILE"); code != exitUse || !strings.Contains(text, says) || !strings.HasSuffix(text, "app.use.help\n") {
			t.Errorf("%s: %d %s", line, code, text)
		}
	}
}

// TestWrongUseHasTexts compares the keys of wrong use with the texts.
func TestWrongUseHasTexts(t *testing.T) {
	var keys []string
	for _, u := range usages {
		keys = append(keys, u.key)
	}
	sources, _ := filepath.Glob("*.go")
	sources = append(sources, "../../internal/app/program.go")
	for _, path := range sources {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Misuse\("([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			keys = append(keys, m[1])
		}
	}
	for _, language := range []string{"zh_CN.UTF-8", "en"} {
		t.Setenv("LC_ALL", language)
		for _, key := range keys {
			if text := (app.Program{}).Explain(app.Misuse(key)); text == "app.use."+key {
				t.Errorf("%s: no text for %s", language, key)
			}
		}
	}
	slices.Sort(keys)
	if n := len(slices.Compact(keys)); n < 25 {
		t.Errorf("only %d keys were compared", n)
	}
}
