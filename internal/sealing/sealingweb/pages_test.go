package sealingweb_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/webtest"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/sealing"
	"tongpin/internal/sealing/sealingdb"
	"tongpin/internal/sealing/sealingweb"
)

// house is the public pages of the log around a small program.
type house struct {
	*webtest.House
	service *sealing.Service
	keys    sealing.Keys
}

func open(t *testing.T) *house {
	t.Helper()
	keys, err := sealing.KeyFile(t.TempDir())()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{House: webtest.New(t, nil, sealingweb.Texts()), keys: keys}
	h.service = sealing.NewService(sealingdb.New(h.DB), func() (sealing.Keys, error) { return keys, nil })
	h.Serve(sealingweb.New(h.service, ""))
	return h
}

// record seals one more fact.
func (h *house) record() {
	h.Helper()
	c := change.By(access.Robot(dbtest.Home), h.Now.Now())
	c.Count(fact.Fact{Kind: "a", On: calendar.On(2026, 3, 1), Quantity: 1, Unit: "x", Scope: fact.ScopeConsortium, Record: record.Ref{Kind: "order", ID: record.NewID()}})
	h.Write(func(tx *db.Tx) error { return ledger.Commit(tx, c) })
	if _, err := h.service.Seal(dbtest.Ctx(dbtest.Home)); err != nil {
		h.Fatal(err)
	}
}

func TestAnybodyFetchesTheLog(t *testing.T) {
	h := open(t)
	h.Get("/c/home/seal", http.StatusOK, `class="empty"`)
	h.Get("/c/home/seal/head", http.StatusNotFound)
	for range 25 {
		h.record()
	}
	body := h.Get("/c/home/seal", http.StatusOK)
	for _, want := range []string{"/c/home/seal/head?size=25", "/c/home/seal/consistency?from=24", "/c/home/seal?upto=5", h.keys.Signer.Public, "tongpin verify-bulletin"} {
		if !strings.Contains(strings.ReplaceAll(body, "&#43;", "+"), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(body, "/c/home/seal/consistency?from=25") {
		t.Error("the last head is said to grow from itself")
	}
	if older := h.Get("/c/home/seal?upto=5", http.StatusOK); !strings.Contains(older, "head?size=1\"") || strings.Contains(older, `href="/c/home/seal?upto=`) {
		t.Error("the earlier heads do not end")
	}
	published := h.Get("/c/home/seal/key", http.StatusOK)
	keys, err := seal.ReadVerifiers(published)
	if err != nil {
		t.Fatal(err)
	}
	for path, size := range map[string]int64{"/c/home/seal/head": 25, "/c/home/seal/head?size=7": 7, "/c/home/seal/head?size=x": 25} {
		signed := h.Get(path, http.StatusOK)
		if head, err := seal.OpenHead(signed, keys); err != nil || head.Size != size {
			t.Errorf("%s: %+v %v", path, head, err)
		}
	}
	for _, sizes := range [][2]int64{{7, 25}, {3, 9}} {
		text := h.Get(fmt.Sprintf("/c/home/seal/consistency?from=%d&to=%d", sizes[0], sizes[1]), http.StatusOK)
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
	h := open(t)
	h.record()
	for _, path := range []string{"/c/nowhere/seal", "/c/nowhere/seal/head", "/c/nowhere/seal/key", "/c/nowhere/seal/consistency", "/c/home/seal/head?size=2", "/c/home/seal/consistency?from=2", "/c/twin/seal/head"} {
		h.Get(path, http.StatusNotFound)
	}
	h.Lacks(h.Get("/c/twin/seal", http.StatusOK), "head?size") // it has another log
	h.Get("/seal", http.StatusSeeOther)                        // one's own needs a seat
}
