package sealingweb_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	coretexts "tongpin/internal/core/texts"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
	"tongpin/internal/sealing"
	"tongpin/internal/sealing/sealingdb"
	"tongpin/internal/sealing/sealingweb"
)

// site is the public pages around a database; record seals one more fact.
type site struct {
	handler http.Handler
	record  func()
	keys    sealing.Keys
}

func open(t *testing.T) *site {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	keys, err := sealing.KeyFile(t.TempDir())()
	if err != nil {
		t.Fatal(err)
	}
	service := sealing.NewService(sealingdb.New(d), func() (sealing.Keys, error) { return keys, nil })
	texts, err := i18n.Load(web.Texts(), coretexts.FS, sealingweb.Texts())
	if err != nil {
		t.Fatal(err)
	}
	mux := web.NewMux(slog.New(slog.DiscardHandler), "/sign-in", func(*http.Request, string) error { return web.ErrSignIn })
	mux.Add(sealingweb.New(service, "").Routes()...)
	s := &site{keys: keys}
	s.handler = web.Shell{Catalogue: texts, Clock: now, Log: slog.New(slog.DiscardHandler), Secret: []byte("test")}.Wrap(mux)
	s.record = func() {
		t.Helper()
		ctx := dbtest.Ctx(dbtest.Home)
		c := change.By(access.Robot(dbtest.Home), now.Now())
		c.Count(fact.Fact{Kind: "a", On: calendar.On(2026, 3, 1), Quantity: 1, Unit: "x", Scope: fact.ScopeConsortium, Record: record.Ref{Kind: "order", ID: record.NewID()}})
		if err := d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) }); err != nil {
			t.Fatal(err)
		}
		if _, err := service.Seal(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *site) get(t *testing.T, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestAnybodyFetchesTheLog(t *testing.T) {
	s := open(t)
	if code, body := s.get(t, "/c/home/seal"); code != http.StatusOK || !strings.Contains(body, "class=\"empty\"") {
		t.Errorf("before anything is sealed: %d", code)
	}
	if code, _ := s.get(t, "/c/home/seal/head"); code != http.StatusNotFound {
		t.Errorf("a head before anything is sealed: %d", code)
	}
	for range 25 {
		s.record()
	}
	_, body := s.get(t, "/c/home/seal")
	for _, want := range []string{"/c/home/seal/head?size=25", "/c/home/seal/consistency?from=24", "/c/home/seal?upto=5", s.keys.Signer.Public, "tongpin verify-bulletin"} {
		if !strings.Contains(strings.ReplaceAll(body, "&#43;", "+"), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(body, "/c/home/seal/consistency?from=25") {
		t.Error("the last head is said to grow from itself")
	}
	if _, older := s.get(t, "/c/home/seal?upto=5"); !strings.Contains(older, "head?size=1\"") || strings.Contains(older, `href="/c/home/seal?upto=`) {
		t.Error("the earlier heads do not end")
	}
	_, published := s.get(t, "/c/home/seal/key")
	keys, err := seal.ReadVerifiers(published)
	if err != nil {
		t.Fatal(err)
	}
	for path, size := range map[string]int64{"/c/home/seal/head": 25, "/c/home/seal/head?size=7": 7, "/c/home/seal/head?size=x": 25} {
		_, signed := s.get(t, path)
		if head, err := seal.OpenHead(signed, keys); err != nil || head.Size != size {
			t.Errorf("%s: %+v %v", path, head, err)
		}
	}
	for _, sizes := range [][2]int64{{7, 25}, {3, 9}} {
		_, text := s.get(t, fmt.Sprintf("/c/home/seal/consistency?from=%d&to=%d", sizes[0], sizes[1]))
		var c sealing.Consistency
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatal(err)
		}
		from, err1 := seal.OpenHead(c.From, keys)
		to, err2 := seal.OpenHead(c.To, keys)
		hashes, err3 := seal.SplitHashes(c.Proof)
		if err1 != nil || err2 != nil || err3 != nil || from.Size != sizes[0] || to.Size != sizes[1] || seal.CheckExtends(from, to, hashes) != nil {
			t.Errorf("%v: %v %v %v", sizes, err1, err2, err3)
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	s := open(t)
	s.record()
	for _, path := range []string{"/c/nowhere/seal", "/c/nowhere/seal/head", "/c/nowhere/seal/key", "/c/nowhere/seal/consistency", "/c/home/seal/head?size=2", "/c/home/seal/consistency?from=2", "/c/twin/seal/head"} {
		if code, _ := s.get(t, path); code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, code)
		}
	}
	if code, body := s.get(t, "/c/twin/seal"); code != http.StatusOK || strings.Contains(body, "head?size") {
		t.Errorf("the twin shows another's log: %d", code)
	}
	if code, _ := s.get(t, "/seal"); code != http.StatusSeeOther {
		t.Errorf("one's own log without a seat: %d", code)
	}
}
