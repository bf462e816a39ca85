package web

import (
	"net/http/httptest"
	"testing"
	"time"

	"tongpin/internal/platform/clock"
)

func TestLimiterStopsOneKeyForASpan(t *testing.T) {
	now := clock.At(time.Date(2026, 4, 9, 1, 0, 0, 0, time.UTC))
	l := NewLimiter(now, 2, time.Minute)
	for i, want := range []bool{true, true, false} {
		if got := l.Try("a") == nil; got != want {
			t.Errorf("try %d of a: %v, want %v", i, got, want)
		}
	}
	if l.Try("b") != nil {
		t.Error("a stopped b")
	}
	now.Advance(time.Minute)
	if l.Try("a") != nil {
		t.Error("a is stopped beyond the span")
	}
}

func TestBrowserIsTheSameForOneBrowser(t *testing.T) {
	first, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
	a := Browser(w, first)
	again := httptest.NewRequest("GET", "/", nil)
	for _, c := range w.Result().Cookies() {
		if !c.HttpOnly {
			t.Error("scripts can read the word")
		}
		again.AddCookie(c)
	}
	if b := Browser(httptest.NewRecorder(), again); a != b || a == "" {
		t.Errorf("%q and %q", a, b)
	}
	if other := Browser(httptest.NewRecorder(), first); other == a {
		t.Error("two browsers are one")
	}
}

func TestAddressTrustsOnlyItsProxy(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "192.0.2.1:5"
	r.Header.Set("X-Forwarded-For", "203.0.113.9, 198.51.100.7")
	if got := Address(r, false); got != "192.0.2.1" {
		t.Errorf("without a proxy %s", got)
	}
	if got := Address(r, true); got != "198.51.100.7" {
		t.Errorf("behind a proxy %s", got)
	}
}
