// Package speed_test measures the whole program on a made-up consortium: what a
// page costs from the request to the last byte, an approval, an import.
// docs/performance.md says how to run it and what came out.
package speed_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tongpin/internal/app"
	"tongpin/internal/app/demo"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
)

// The size of the consortium (100 is about 100,000 orders), a folder to keep it
// in between runs, and a database other than the embedded one.
const (
	sizeVariable     = "TONGPIN_TEST_SPEED_SIZE"
	folderVariable   = "TONGPIN_TEST_SPEED_DATA"
	databaseVariable = "TONGPIN_TEST_SPEED_DATABASE"
	usualSize        = 10
)

// when is the instant at which everything is measured.
var when = calendar.On(2026, 11, 22).Start().Add(15 * time.Hour)

// world is the program on the made-up consortium.
type world struct {
	*app.House
	ctx  context.Context // of the consortium, as the program itself
	id   int64
	site http.Handler
}

var shared struct {
	sync.Mutex
	world *world
}

func TestMain(m *testing.M) {
	app.Collect() // as serve does
	code := m.Run()
	if shared.world != nil {
		_ = shared.world.Close()
	}
	if os.Getenv(folderVariable) == "" && folder != "" {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

var folder string

// open makes the consortium at its first call, or takes the one that an earlier
// run kept.
func open(b *testing.B) *world {
	b.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.world == nil {
		w, err := build(context.Background(), size(b))
		if err != nil {
			b.Fatal(err)
		}
		shared.world = w
	}
	return shared.world
}

// size is how many times the demonstration the consortium is.
func size(b *testing.B) int {
	b.Helper()
	given := os.Getenv(sizeVariable)
	if given == "" {
		return usualSize
	}
	n, err := strconv.Atoi(given)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func build(ctx context.Context, size int) (*world, error) {
	if folder = os.Getenv(folderVariable); folder == "" {
		var err error
		if folder, err = os.MkdirTemp("", "speed"); err != nil {
			return nil, err
		}
	}
	h, set, err := house(folder)
	if err != nil {
		return nil, err
	}
	stage := h.Stage(set)
	stage.Daily = func(context.Context) error { return nil } // the days that pass are not measured
	if err := demo.Make(ctx, stage, size, when); err != nil {
		return nil, err
	}
	w := &world{House: h}
	c, inside, err := h.Consortium(ctx, demo.Made)
	if err != nil {
		return nil, err
	}
	w.id, w.ctx = c.ID, inside
	if err := errors.Join(h.Insight.Daily(inside), h.KeepWords(inside)); err != nil {
		return nil, err
	}
	settings := config.Settings{Server: config.Server{SessionIdle: time.Hour, SessionMax: time.Hour, UploadLimit: 20 << 20, PasswordWorkers: 1}}
	w.site, _ = h.Site(app.SiteOptions{Settings: settings, Secret: []byte("a secret of at least 32 characters"), Demo: true})
	return w, nil
}

// house wires the program on a folder, with a clock that stands.
func house(dir string) (*app.House, *clock.Set, error) {
	database := os.Getenv(databaseVariable)
	if database == "" {
		database = "sqlite:" + filepath.Join(dir, "tongpin.db")
	}
	set := clock.At(when)
	settings := config.Settings{Common: config.Common{Data: dir, Database: database}, Server: config.Server{PasswordWorkers: 1, UploadLimit: 20 << 20}}
	h, err := app.Open(context.Background(), settings, set, slog.New(slog.NewTextHandler(io.Discard, nil)))
	return h, set, err
}

// signIn returns the cookie of somebody's session.
func (w *world) signIn(b *testing.B, role access.Role) *http.Cookie {
	b.Helper()
	login := demo.Made + "." + strings.ReplaceAll(string(role), "_", "-")
	var holder identity.Holder
	holder, err := identitydb.New(w.DB).FindLogin(context.Background(), login)
	if err != nil {
		b.Fatal(err)
	}
	form := url.Values{"account": {string(holder.Account.ID)}}
	r := httptest.NewRequest(http.MethodPost, "/sign-in/demo", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	for _, c := range answer.Result().Cookies() {
		if c.Value != "" {
			return c
		}
	}
	b.Fatalf("no session: %d %s", answer.Code, answer.Body)
	return nil
}

// page is the benchmark of one page, packed as browsers ask for it or not.
func (w *world) page(b *testing.B, c *http.Cookie, path string, packed bool) {
	b.Helper()
	first := w.get(b, c, path, packed)
	measure(b, func() { w.get(b, c, path, packed) })
	b.ReportMetric(float64(first.Body.Len())/1024, "KB")
}

func (w *world) get(b *testing.B, c *http.Cookie, path string, packed bool) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(c)
	if packed {
		r.Header.Set("Accept-Encoding", "gzip")
	}
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK {
		b.Fatalf("%s: %d %s", path, answer.Code, answer.Body)
	}
	return answer
}

// measure reports the processor time of the whole process beside the time that
// has passed: on a shared machine only the first means something.
func measure(b *testing.B, fn func()) {
	b.Helper()
	b.ReportAllocs()
	began, n := processor(b), 0
	for b.Loop() {
		fn()
		n++
	}
	b.ReportMetric(float64(processor(b)-began)/float64(n)/float64(time.Millisecond), "cpu-ms/op")
}

// processor is the time that this process has computed, all threads together.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
