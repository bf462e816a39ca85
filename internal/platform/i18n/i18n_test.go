package i18n

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tongpin/internal/platform/fault"
)

func source(zh, en string) fstest.MapFS {
	return fstest.MapFS{"texts/zh.json": {Data: []byte(zh)}, "texts/en.json": {Data: []byte(en)}}
}

func load(t *testing.T, zh, en string) *Catalogue {
	t.Helper()
	c, err := Load(source(zh, en))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type fen int64

func (f fen) Yuan() string { return "4,800.50" }

type day struct {
	Year  int
	Month time.Month
	Day   int
}

// said names a text of its own, as what an engine says does.
type said struct{ n int }

func (s said) Text() (key string, pairs []any) { return "n", []any{"n", s.n} }

func TestT(t *testing.T) {
	c := load(t, `{}`, `{
		"plain": "Hello", "n": "{n} {n|record|records}", "any": "[{v}]", "two": "{a}-{b}",
		"refused": "{kind@kind} is {state@$kind.state}", "kind.order": "The order", "order.state.open": "open", "named": "{value} by {who}"}`)
	l := c.In(English)
	at := time.Date(2026, 4, 9, 20, 5, 0, 0, time.UTC)
	tests := []struct {
		key  string
		args []any
		want string
	}{
		{"plain", nil, "Hello"},
		{"n", []any{"n", 1}, "1 record"},
		{"n", []any{"n", 12345}, "12,345 records"},
		{"any", []any{"v", at}, "[10 Apr 2026 04:05]"},
		{"any", []any{"v", day{2026, 4, 9}}, "[9 Apr 2026]"},
		{"any", []any{"v", fen(480050)}, "[4,800.50]"},
		{"any", []any{"v", fault.Refuse("plain")}, "[Hello]"},
		{"any", []any{"v", nil}, "[]"},
		{"any", []any{"v", []string{"w1", "w2"}}, "[w1, w2]"},
		{"any", []any{"v", said{2}}, "[2 records]"},
		{"two", []any{"b", "2", "a", "1"}, "1-2"},
		{"two", []any{"b", "2"}, "{a}-2"},
		{"refused", []any{"kind", "order", "state", "open"}, "The order is open"},
		{"refused", []any{"kind", "order", "state", "gone"}, "The order is gone"},
		{"no.such", nil, "no.such"},
	}
	for _, tt := range tests {
		if got := l.T(tt.key, tt.args...); got != tt.want {
			t.Errorf("T(%q, %v) = %q, want %q", tt.key, tt.args, got, tt.want)
		}
	}
	if want := []string{"no.such", "order.state.gone"}; !slices.Equal(c.Missing(), want) {
		t.Errorf("Missing() = %q, want %q", c.Missing(), want)
	}
	if got := l.Fault(fault.Wrong("f", "x1", "named", "who", "me")); got != "x1 by me" {
		t.Errorf("Fault = %q", got)
	}
}

func TestForms(t *testing.T) {
	c := load(t, `{}`, `{}`)
	zh, en := c.In(Chinese), c.In("fr")
	if en.Language() != Chinese {
		t.Error("an unknown language is not the default")
	}
	got := []string{
		zh.Date(day{2026, 4, 9}), zh.Instant(time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC)), zh.Date(day{}), zh.Instant(time.Time{}),
		zh.Number(0), zh.Number(999), zh.Number(-1234567), zh.Number(100000),
		zh.Yuan(480000), zh.Yuan(-480005), zh.Wan(1900000000), zh.Wan(1234567), zh.Wan(-50000),
		zh.List([]string{"w1", "w2"}), zh.List(nil),
	}
	want := []string{
		"2026\u5e744\u67089\u65e5", "2027\u5e741\u67081\u65e5 00:00", "", "",
		"0", "999", "-1,234,567", "100,000",
		"4,800", "-4,800.05", "1,900", "1.23", "-0.05",
		"w1\u3001w2", "",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := map[string]struct {
		src  []fstest.MapFS
		want string
	}{
		"twice in one file":    {[]fstest.MapFS{source(`{"a":"1","a":"2"}`, `{}`)}, `"a" is declared twice`},
		"twice in two sources": {[]fstest.MapFS{source(`{"a":"1"}`, `{}`), source(`{"a":"1"}`, `{}`)}, `"a" is declared twice`},
		"no text":              {[]fstest.MapFS{source(`{"a":1}`, `{}`)}, "a: json"},
		"no json":              {[]fstest.MapFS{source(`{"a":"1",}`, `{}`)}, "zh.json"},
		"open brace":           {[]fstest.MapFS{source(`{"a":"{n"}`, `{}`)}, "not closed"},
		"closed brace":         {[]fstest.MapFS{source(`{"a":"n}"}`, `{}`)}, "not opened"},
		"half a plural":        {[]fstest.MapFS{source(`{"a":"{n|one}"}`, `{}`)}, "is not {name|one|many}"},
		"no file":              {[]fstest.MapFS{{}}, "zh.json"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var sources []fs.FS
			for _, src := range tt.src {
				sources = append(sources, src)
			}
			_, err := Load(sources...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	c := load(t,
		`{"a.used":"x","a.unused":"x","a.dyn.one":"x","order.state.open":"x","a.empty":" ","a.args":"{n}","a.zh":"x"}`,
		`{"a.used":"x","a.unused":"x","a.dyn.one":"x","order.state.open":"x","a.empty":"x","a.args":"{m}"}`)
	tree := fstest.MapFS{
		"p/x.go": {Data: []byte(`l.T("a.used", "n", 1); k := "a.empty"; T(ctx, "a.gone")
			// T("a.comment") "a.unused"`)},
		"p/y.templ":    {Data: []byte(`{ i18n.T(ctx, "a.args") } "a.zh"`)},
		"p/x_test.go":  {Data: []byte(`T("a.unused")`)},
		"p/y_templ.go": {Data: []byte(`T("a.unused")`)},
	}
	got, err := Check(c, []string{"a.dyn.", "*.state.*"}, tree)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"en: no text for a.zh",
		"en: the arguments of a.args differ from zh",
		"nothing uses the text a.unused",
		"the source asks for a text that does not exist: a.gone",
		"zh: the text of a.empty is empty",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestContext(t *testing.T) {
	if got := T(context.Background(), "a.key"); got != "a.key" {
		t.Errorf("without a localizer: %q", got)
	}
	l := load(t, `{"a":"zh"}`, `{"a":"en"}`).In(English)
	if got := T(With(context.Background(), l), "a"); got != "en" || !l.Has("a") || l.Has("b") {
		t.Errorf("with one: %q", got)
	}
}
