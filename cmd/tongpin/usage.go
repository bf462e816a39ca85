package main

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"tongpin/internal/app"
)

// usages are the refusals of kong, which knows English alone, and the texts that
// say the same in the language of the environment; their parts are called a, b, c
// in the texts.
var usages = []struct {
	said *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`^unknown flag (\S+), did you mean (?:one of )?(.+)\?$`), "flag_near"},
	{regexp.MustCompile(`^unknown flag (\S+)$`), "flag"},
	{regexp.MustCompile(`^unexpected argument (\S+), did you mean (?:one of )?(.+)\?$`), "word_near"},
	{regexp.MustCompile(`^unexpected argument (\S+)$`), "word"},
	{regexp.MustCompile(`^missing flags: (.+)$`), "flags_missing"},
	{regexp.MustCompile(`^expected (?:one of )?(".+)$`), "expected"},
	{regexp.MustCompile(`^(\S+) must be one of (.+) but got (".*")$`), "choice"},
	{regexp.MustCompile(`^(\S+): expected (?:a valid \d+ bit int|an int) but got ("[^"]*")`), "whole"},
	{regexp.MustCompile(`^(\S+): expected (?:a valid \d+ bit uint) but got ("[^"]*")`), "natural"},
	{regexp.MustCompile(`^(\S+): expected a float but got ("[^"]*")`), "number"},
	{regexp.MustCompile(`^(\S+): expected duration but got ("[^"]*")`), "duration"},
	{regexp.MustCompile(`^(\S+): (?:bool value must be|expected bool).* but got ("[^"]*")`), "yes_no"},
	{regexp.MustCompile(`^(\S+): (?:expected .* value but got "EOL".*|missing value, expecting .*)$`), "no_value"},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), "apart"},
}

// usage puts a refusal of kong into a form that Explain has words for.
func usage(err error) error {
	for _, u := range usages {
		parts := u.said.FindStringSubmatch(err.Error())
		if parts == nil {
			continue
		}
		var args []any
		for i, part := range parts[1:] {
			args = append(args, string(rune('a'+i)), strings.ReplaceAll(part, " or ", " | "))
		}
		return app.Misuse(u.key, args...)
	}
	return err
}

// file reads the name of a file that has to exist.
func file(ctx *kong.DecodeContext, target reflect.Value) error {
	var path string
	if err := ctx.Scan.PopValueInto("file", &path); err != nil {
		return err
	}
	if strings.HasPrefix(path, "~/") {
		path = kong.ExpandPath(path)
	}
	target.SetString(path)
	return app.CheckFile(ctx.Value.ShortSummary(), path)
}
