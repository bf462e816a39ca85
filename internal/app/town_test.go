package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tongpin/internal/account"
	"tongpin/internal/account/accountweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/web"
)

// town is the demonstration as a site without a network, with a person in each
// seat of each account.
type town struct {
	dir     string
	house   *House
	handler http.Handler
	routes  []web.Route
	people  []*visitor
	log     *troubles
}

// troubles keep what the program logs as an error: a page that fails, a panic.
type troubles struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *troubles) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *troubles) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.text.Reset()
	return l.text.String()
}

// townDay is a morning shortly after the last step of the demonstration.
var townDay = time.Date(2026, time.November, 22, 2, 0, 0, 0, time.UTC)

// shared is the town that tests which only look share.
var shared struct {
	sync.Once
	dir  string
	town *town
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.town != nil {
		_ = shared.town.house.Close()
	}
	if shared.dir != "" {
		_ = os.RemoveAll(shared.dir)
	}
	os.Exit(code)
}

func sharedTown(t *testing.T) *town {
	t.Helper()
	shared.Do(func() {
		if shared.dir, shared.err = os.MkdirTemp("", "tongpin-town-"); shared.err == nil {
			shared.town, shared.err = settle(shared.dir)
		}
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.town
}

// ownTown is a town of this test alone, for one that changes something.
func ownTown(t *testing.T) *town {
	t.Helper()
	w, err := settle(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.house.Close() })
	return w
}

// settle loads the demonstration into a folder and lets everybody in.
func settle(dir string) (*town, error) {
	ctx := context.Background()
	settings := config.Settings{
		Common: config.Common{Data: dir, Database: "sqlite:" + filepath.Join(dir, "town.db"), LogLevel: "error"},
		Server: config.Server{Listen: "127.0.0.1:8080", PublicURL: "http://tongpin.example", SessionIdle: time.Hour, SessionMax: time.Hour, UploadLimit: 1 << 20, PasswordWorkers: 1},
	}
	base := Base{Common: settings.Common, Streams: Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}}
	if err := load(ctx, DemoOptions{ServeOptions: ServeOptions{Base: base, Server: settings.Server}}, townDay); err != nil {
		return nil, err
	}
	w := &town{dir: dir, log: &troubles{}}
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelError}))
	var err error
	if w.house, err = Open(ctx, settings, clock.At(townDay), log); err != nil {
		return nil, err
	}
	handler, mux := w.house.Site(SiteOptions{Settings: settings, Secret: bytes.Repeat([]byte{7}, 32), Demo: true})
	w.handler, w.routes = handler, mux.Routes()
	return w, w.populate(ctx)
}

// files is the folder of uploads.
func (w *town) files() string { return filepath.Join(w.dir, "files") }

// populate lets a visitor in for each seat of each account of the sign-in page.
func (w *town) populate(ctx context.Context) error {
	store := identitydb.New(w.house.DB)
	door := account.NewDoor(account.DoorOptions{Store: store, Hasher: w.house.Hasher, Clock: w.house.Clock, Demo: true})
	guests, err := door.Guests(ctx)
	if err != nil {
		return err
	}
	for _, g := range guests {
		seats, err := store.Assignments(ctx, g.Seat.Person)
		if err != nil {
			return err
		}
		for _, seat := range seats {
			v := &visitor{town: w, account: string(g.Account), seat: seat, actor: seat.Actor(identity.Person{ID: seat.Person, Name: g.Name})}
			if err := v.enter(); err != nil {
				return err
			}
			w.people = append(w.people, v)
		}
	}
	return nil
}

// visitor is a browser without a screen; the zero seat is nobody.
type visitor struct {
	town    *town
	account string
	seat    identity.Assignment
	actor   access.Actor
	english bool
	cookies map[string]string
}

func (v *visitor) String() string {
	return fmt.Sprintf("%s of %s", v.actor.Role, v.actor.OrganisationName)
}

// enter signs in and takes the seat.
func (v *visitor) enter() error {
	v.cookies = map[string]string{}
	if p := v.post(accountweb.DemoPath, url.Values{"account": {v.account}, "next": {"/"}}); p.status != http.StatusSeeOther {
		return fmt.Errorf("%s can't sign in: status %d", v, p.status)
	}
	if p := v.post(accountweb.SwitchPath, url.Values{"seat": {string(v.seat.ID)}}); p.status != http.StatusSeeOther {
		return fmt.Errorf("%s can't take the seat: status %d", v, p.status)
	}
	return nil
}

// speaking is the same person, reading English.
func (v *visitor) speaking(english bool) *visitor {
	twin := *v
	twin.english = english
	return &twin
}

// page is an answer.
type page struct {
	address  string
	status   int
	location string // where it leads
	kind     string // Content-Type
	body     []byte
}

func (p page) isHTML() bool { return strings.HasPrefix(p.kind, "text/html") }

func (v *visitor) get(address string) page {
	return v.send(httptest.NewRequest(http.MethodGet, address, nil))
}

func (v *visitor) post(address string, fields url.Values) page {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

func (v *visitor) send(r *http.Request) page {
	if v.english {
		r.Header.Set("Accept-Language", "en")
	} else {
		r.Header.Set("Accept-Language", "zh-CN")
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	v.town.handler.ServeHTTP(rec, r)
	answer := rec.Result()
	for _, c := range answer.Cookies() {
		if c.MaxAge < 0 || c.Value == "" {
			delete(v.cookies, c.Name)
		} else if v.cookies != nil {
			v.cookies[c.Name] = c.Value
		}
	}
	return page{r.URL.RequestURI(), answer.StatusCode, answer.Header.Get("Location"), answer.Header.Get("Content-Type"), rec.Body.Bytes()}
}
