package place

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"tongpin/internal/app/disk"
)

// progress is the line on a terminal that says how far a long run is. Where
// nobody looks on, in a file or a pipe, it says nothing.
type progress struct {
	Surroundings
	shown  bool // Err is a terminal
	loaded time.Duration

	mu   sync.Mutex
	next time.Time // when the line may change again
	wide int       // columns to clear
}

// pace is how often the line changes.
const pace = 200 * time.Millisecond

func newProgress(s Surroundings) *progress {
	return &progress{Surroundings: s, shown: disk.IsTerminal(s.Err)}
}

// tell shows how much of the wishes has been read.
func (p *progress) tell(done, total int64) {
	p.now("app.place.reading", "percent", 100*done/max(1, total))
}

// asking shows how many students still ask for a place.
func (p *progress) asking(n int) { p.now("app.place.asking", "n", n) }

// weighing shows how many students a search for the best sum has still to move.
func (p *progress) weighing(n int) { p.now("app.place.weighing", "n", n) }

// now changes the line, if it has stood for a while.
func (p *progress) now(key string, args ...any) {
	if !p.shown {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.Clock.Now(); !now.Before(p.next) {
		p.next = now.Add(pace)
		p.line(p.Texts.T(key, args...))
	}
}

// stage shows what is being done.
func (p *progress) stage(key string) {
	if p.shown {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.line(p.Texts.T(key))
	}
}

func (p *progress) line(text string) {
	fmt.Fprintf(p.Err, "\r%s%s", text, strings.Repeat(" ", max(0, p.wide-len(text))))
	p.wide = len(text)
}

// end clears the line.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wide > 0 {
		p.line("")
		fmt.Fprint(p.Err, "\r")
		p.wide = 0
	}
}
