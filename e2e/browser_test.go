package e2e

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// width is a screen that pages must work on.
type width struct {
	name string
	w, h int64
}

var (
	desk  = width{"desk", 1440, 900}
	phone = width{"phone", 390, 844}
)

// patience is how long one test may use a tab.
const patience = 10 * time.Minute

// engine is the one Chromium of the test process; each tab has cookies of its
// own.
var engine struct {
	sync.Once
	ctx   context.Context
	close context.CancelFunc
}

func TestMain(m *testing.M) {
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	go func() {
		<-stop.Done()
		closeAll()
	}()
	code := m.Run()
	cancel()
	closeAll()
	os.Exit(code)
}

func closeAll() {
	if engine.close != nil {
		engine.close()
	}
	stopDemo()
}

func startEngine(t *testing.T) context.Context {
	t.Helper()
	path := chromium(t)
	engine.Do(func() {
		flags := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
			chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "zh-CN"), chromedp.WindowSize(1440, 900))
		pool, closePool := chromedp.NewExecAllocator(context.Background(), flags...)
		ctx, closeBrowser := chromedp.NewContext(pool)
		engine.ctx, engine.close = ctx, func() { closeBrowser(); closePool() }
	})
	if err := chromedp.Do(engine.ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return engine.ctx
}

// tab is one page of the browser on one site, in a session of its own.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	clicks int // that a person would have made so far, as click counts them

	mu       sync.Mutex
	problems []string // what the console complained about
}

// openTab opens a tab on the site at base; it closes with the test. What the
// page writes to the console as an error (a script that fails, a resource that
// the content security policy refuses) fails the test, unless complaints took it.
func openTab(t *testing.T, base string) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(startEngine(t), chromedp.WithNewBrowserContext())
	ctx, cancel := context.WithTimeout(ctx, patience)
	b := &tab{t: t, ctx: ctx, base: base}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	console := chromedp.Console(ctx)
	go func() {
		defer close(done)
		for m, err := range console {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == "error" {
				b.mu.Lock()
				b.problems = append(b.problems, strings.TrimSpace(fmt.Sprintf("%s %s", m.Text, m.URL)))
				b.mu.Unlock()
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		closeTab()
		<-done
		for _, p := range b.complaints() {
			t.Errorf("the console says: %s", p)
		}
	})
	b.size(desk)
	return b
}

// complaints takes what the console has complained about so far.
func (b *tab) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.problems
	b.problems = nil
	return list
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval runs a script in the page and returns its result.
func eval[T any](b *tab, script string, options ...chromedp.EvaluateOption) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, options...))
	if err != nil {
		b.t.Fatalf("in the page: %v", err)
	}
	return v
}

// evalAwait runs a script that answers later.
func evalAwait[T any](b *tab, script string) T {
	b.t.Helper()
	return eval[T](b, script, chromedp.EvalAwaitPromise)
}

// size makes the tab as large as a screen.
func (b *tab) size(s width) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(s.w, s.h))
}

// open goes to a path of the site and returns the status of the answer.
func (b *tab) open(path string) int64 {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.NavigateResponse(b.base+path))
	if err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
	return answer.Status
}

// click clicks what the CSS selector finds first and waits for the next page;
// it returns its status.
func (b *tab) click(selector string) int64 {
	b.t.Helper()
	answer, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(selector)))
	if err != nil {
		b.t.Fatalf("click on %s: %v", selector, err)
	}
	b.clicks++
	return answer.Status
}

// path is where the tab is, without the site.
func (b *tab) path() string {
	b.t.Helper()
	return eval[string](b, `location.pathname + location.search`)
}
