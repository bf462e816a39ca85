package place

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"tongpin/internal/app/declared"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/i18n"
)

// TestProgress: on a terminal a long run says how far it is, at most five times
// a second, and leaves an empty line; where nobody looks on it says nothing.
func TestProgress(t *testing.T) {
	catalogue, err := declared.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []bool{true, false} {
		var out bytes.Buffer
		now := clock.At(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC))
		p := newProgress(Surroundings{Err: &out, Clock: now, Texts: catalogue.In(i18n.English)})
		if p.shown {
			t.Fatal("a buffer is taken for a terminal")
		}
		p.shown = shown
		p.tell(10, 100)
		p.tell(20, 100) // too soon
		now.Advance(pace)
		p.tell(60, 100)
		p.stage("app.place.solving")
		now.Advance(pace)
		p.asking(1234)
		p.asking(1000) // too soon
		p.stage("app.place.writing")
		p.end()
		var lines []string
		for _, line := range strings.Split(out.String(), "\r") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		want := "Reading the wishes: 10 %|Reading the wishes: 60 %|Placing the students|Placing the students: 1,234 still ask for a place|Writing"
		if !shown {
			want = ""
		}
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("shown=%v: %q", shown, got)
		}
		if shown && !strings.HasSuffix(out.String(), "\r") {
			t.Errorf("the line is left behind: %q", out.String())
		}
	}
}
