package timetabling

import (
	"bufio"
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tongpin/internal/platform/fault"
)

func TestFoldKeepsCharactersWhole(t *testing.T) {
	long := "SUMMARY:" + strings.Repeat("\u710a\u63a5ab", 40)
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	fold(w, long)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\r\n"), "\r\n")
	for i, line := range lines {
		if len(line) > 75 || !utf8.ValidString(line) || (i > 0) != strings.HasPrefix(line, " ") {
			t.Errorf("line %d has %d octets: %q", i, len(line), line)
		}
	}
	if got := strings.ReplaceAll(b.String(), "\r\n ", ""); got != long+"\r\n" || len(lines) < 5 {
		t.Errorf("%d lines unfold to %q", len(lines), got)
	}
}

func TestEscape(t *testing.T) {
	if got := escape("a,b;c\\d\ne"); got != `a\,b\;c\\d\ne` {
		t.Error(got)
	}
}

func TestFirstDay(t *testing.T) {
	planned := time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC)
	now := time.Date(2026, 11, 21, 17, 0, 0, 0, time.UTC) // Sunday in China
	for _, c := range []struct {
		planned time.Time
		given   string
		want    string
	}{{planned, "", "2026-09-07"}, {planned, "2026-09-14", "2026-09-14"}, {time.Time{}, "2026-09-14", "2026-09-14"}} {
		if got, err := firstDay(c.planned, c.given, now); err != nil || got.Format(time.DateOnly) != c.want {
			t.Errorf("%v %q: %v %v", c.planned, c.given, got, err)
		}
	}
	if got, err := firstDay(time.Time{}, "", now); err != nil || got.Format(time.DateOnly) != "2026-11-23" {
		t.Errorf("without any date: %v %v", got, err)
	}
	if _, err := firstDay(planned, "2026-09-15", now); len(fault.All(err)) != 1 {
		t.Errorf("a Tuesday: %v", err)
	}
}
