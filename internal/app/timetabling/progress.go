package timetabling

import (
	"fmt"
	"io"
	"time"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/timetable"
	"tongpin/internal/platform/i18n"
)

// progress tells a person how far the search is: the first feasible timetable on
// a line of its own, and on a terminal one line that is written over.
type progress struct {
	out      io.Writer
	words    *i18n.Localizer
	terminal bool
	feasible bool
	last     time.Duration // when something was printed
	best     time.Duration // when the best was found
}

func newProgress(w io.Writer, l *i18n.Localizer) *progress {
	return &progress{out: w, words: l, terminal: disk.IsTerminal(w)}
}

func (p *progress) tell(now timetable.Progress) {
	p.best = now.Elapsed
	switch {
	case now.Conflicts == 0 && !p.feasible:
		p.feasible, p.last = true, now.Elapsed
		fmt.Fprintln(p.out, p.words.T("timetable.progress.first", "seconds", fmt.Sprintf("%.2f", now.Elapsed.Seconds()), "cost", now.Cost))
	case p.terminal && now.Elapsed-p.last > 100*time.Millisecond:
		p.last = now.Elapsed
		what := p.words.T("timetable.progress.cost", "cost", now.Cost)
		if now.Conflicts > 0 {
			what = p.words.T("timetable.progress.violations", "n", now.Conflicts)
		}
		fmt.Fprintf(p.out, "\r%6.1f s  %s    ", now.Elapsed.Seconds(), what)
	}
}

// end leaves the line of the progress.
func (p *progress) end() {
	if p.terminal {
		fmt.Fprintln(p.out)
	}
}
