package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/schema"
)

// line is the connection to a database server, which can be cut and mended.
type line struct {
	t      *testing.T
	server string
	listen net.Listener
	at     string

	mu   sync.Mutex
	open []net.Conn
}

func newLine(t *testing.T, server string) *line {
	l := &line{t: t, server: server, at: "127.0.0.1:0"}
	l.mend()
	t.Cleanup(l.cut)
	return l
}

func (l *line) mend() {
	l.t.Helper()
	var err error
	if l.listen, err = net.Listen("tcp", l.at); err != nil {
		l.t.Fatal(err)
	}
	l.at = l.listen.Addr().String()
	go l.serve(l.listen)
}

func (l *line) serve(listen net.Listener) {
	for {
		near, err := listen.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.server)
		if err != nil {
			_ = near.Close()
			return
		}
		l.mu.Lock()
		l.open = append(l.open, near, far)
		l.mu.Unlock()
		go func() { _, _ = io.Copy(far, near); _ = far.Close() }()
		go func() { _, _ = io.Copy(near, far); _ = near.Close() }()
	}
}

func (l *line) cut() {
	_ = l.listen.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}

// TestDatabaseServerGoesAway: while PostgreSQL can't be reached, every page says
// so and to try again; once it is back, the program works as before, without a
// restart.
func TestDatabaseServerGoesAway(t *testing.T) {
	address, err := url.Parse(dbtest.PostgreSQL(t))
	if err != nil {
		t.Fatal(err)
	}
	l := newLine(t, address.Host)
	address.Host = l.at
	settings := config.Settings{
		Common: config.Common{Data: t.TempDir(), Database: address.String(), LogLevel: "error"},
		Server: config.Server{Listen: "127.0.0.1:8080", PublicURL: "http://tongpin.example", UploadLimit: 1 << 20, PasswordWorkers: 1},
	}
	ctx := context.Background()
	d, err := db.Open(ctx, settings.Database, db.Options{Schema: schema.Files, Clock: clock.At(townDay)})
	if err == nil {
		err = d.Migrate(ctx)
		_ = d.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	log := &troubles{}
	h, err := Open(ctx, settings, clock.At(townDay), slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	site, _ := h.Site(SiteOptions{Settings: settings, Secret: bytes.Repeat([]byte{7}, 32)})
	ask := func(want int, says string) {
		t.Helper()
		for _, r := range []*http.Request{
			httptest.NewRequest(http.MethodGet, "/healthz", nil),
			httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader("login=li&password=wrong")),
		} {
			r.AddCookie(&http.Cookie{Name: "tp_lang", Value: "en"})
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			site.ServeHTTP(w, r)
			if w.Code != want && (want == http.StatusServiceUnavailable || w.Code >= 500) || !strings.Contains(w.Body.String(), says) {
				t.Errorf("%s answers %d, want %d and %q:\n%s", r.URL, w.Code, want, says, w.Body)
			}
		}
	}
	ask(http.StatusOK, "")
	l.cut()
	ask(http.StatusServiceUnavailable, "reached at the moment. Try again soon")
	if told := log.take(); !strings.Contains(told, "unavailable") {
		t.Errorf("whoever runs the program is not told: %s", told)
	}
	l.mend()
	ask(http.StatusOK, "")
}

// TestDiskIsFull: while the database can't grow, an order is refused with what
// to do and is not there; the pages can be read.
func TestDiskIsFull(t *testing.T) {
	w := ownTown(t)
	err := w.house.DB.System(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`PRAGMA max_page_count = 1`) // SQLite takes the present size for a smaller one
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	v := w.person(t, access.Enterprise, nil)
	fields := url.Values{"kind": {"service"}, "title": {"Does not fit"}, "do": {"draft"}, "description": {strings.Repeat("long ", 350)}}
	refused := 0
	for i := range 200 { // until the free pages of the file are used up
		fields.Set("once", fmt.Sprint("full", i))
		if p := v.post("/orders", fields); p.status == http.StatusServiceUnavailable {
			refused++
			if !strings.Contains(string(p.body), w.house.Catalogue.In(i18n.Chinese).T("db.disk")) {
				t.Fatalf("%s", p.body)
			}
			if refused == 3 {
				break
			}
		}
	}
	if refused == 0 {
		t.Error("the database never was full: the test proves nothing")
	}
	for _, address := range []string{"/", "/orders", "/agreements"} {
		if p := v.get(address); p.status != http.StatusOK {
			t.Errorf("%s answers %d", address, p.status)
		}
	}
}
