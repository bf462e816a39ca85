package identity

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"tongpin/internal/platform/fault"
)

func TestHashAndVerify(t *testing.T) {
	ctx, h := context.Background(), NewHasher(2)
	phc, err := h.Hash(ctx, "correct horse battery")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q %v", phc, err)
	}
	again, _ := h.Hash(ctx, "correct horse battery")
	if phc == again {
		t.Error("two hashes share a salt")
	}
	if ok, rehash, err := h.Verify(ctx, "correct horse battery", phc); !ok || rehash || err != nil {
		t.Errorf("right password: %v %v %v", ok, rehash, err)
	}
	if ok, _, err := h.Verify(ctx, "Correct horse battery", phc); ok || err != nil {
		t.Errorf("wrong password: %v %v", ok, err)
	}
	if ok, _, err := h.Verify(ctx, "", ""); ok || err != nil {
		t.Errorf("no account: %v %v", ok, err)
	}
}

func TestVerifyAsksForANewHash(t *testing.T) {
	salt := []byte("0123456789abcdef")
	cheap := format(salt, argon2.IDKey([]byte("x"), salt, 1, 1024, 1, keyBytes))
	cheap = strings.Replace(cheap, "m=19456,t=2", "m=1024,t=1", 1)
	if ok, rehash, err := NewHasher(1).Verify(context.Background(), "x", cheap); !ok || !rehash || err != nil {
		t.Errorf("%v %v %v", ok, rehash, err)
	}
}

func TestVerifyRefusesMalformedHashes(t *testing.T) {
	good := format(make([]byte, saltBytes), make([]byte, keyBytes))
	for _, bad := range []string{
		"x", "$argon2i" + good[9:], strings.Replace(good, "v=19", "v=18", 1), strings.Replace(good, "m=19456", "m=99999999", 1),
		strings.Replace(good, "t=2", "t=0", 1), good + "$", strings.Replace(good, "p=1", "p=0", 1), "$argon2id$v=19$m=19456,t=2,p=1$!$!",
	} {
		if _, _, err := NewHasher(1).Verify(context.Background(), "x", bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestFloodIsSentAway(t *testing.T) {
	h := NewHasher(1)
	leave, err := h.enter(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	waited := make(chan error, waitersPerSlot)
	for range waitersPerSlot {
		go func() { _, err := h.enter(ctx); waited <- err }()
	}
	for h.waiting.Load() < 1+waitersPerSlot {
		runtime.Gosched()
	}
	if _, err := h.Hash(ctx, "x"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	for range waitersPerSlot {
		if err := <-waited; !errors.Is(err, context.Canceled) {
			t.Errorf("a waiter whose request ended: %v", err)
		}
	}
	leave()
	if h.waiting.Load() != 0 || len(h.slots) != 0 {
		t.Errorf("%d waiting, %d busy after all left", h.waiting.Load(), len(h.slots))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(format(make([]byte, saltBytes), make([]byte, keyBytes)))
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := parse(s); err == nil && (p.memory > 4*hashMemory || len(p.salt) < 8) {
			t.Errorf("%q gives %+v", s, p)
		}
	})
}
