package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"

	"tongpin/internal/platform/fault"
)

// The cost of one hash: argon2id with 19 MiB, two passes, one lane, the first
// choice of the OWASP Password Storage Cheat Sheet.
const (
	hashMemory = 19 * 1024 // KiB
	hashPasses = 2
	hashLanes  = 1
	saltBytes  = 16
	keyBytes   = 32
)

// waitersPerSlot is how many requests may wait for each slot before the next is
// sent away.
const waitersPerSlot = 16

// Hasher hashes and checks passwords, a bounded number at a time, so that a
// flood of sign-ins can eat neither memory nor all processors.
type Hasher struct {
	slots   chan struct{}
	waiting atomic.Int64
	dummy   string
}

// NewHasher returns a hasher that works on at most n passwords at a time.
func NewHasher(n int) *Hasher {
	n = max(n, 1)
	h := &Hasher{slots: make(chan struct{}, n)}
	h.dummy = format(make([]byte, saltBytes), make([]byte, keyBytes))
	return h
}

// Hash returns the password's argon2id hash in PHC form with a fresh salt.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails, see crypto/rand
	return format(salt, argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashLanes, keyBytes)), nil
}

// Verify tells whether the password is the one of the hash, and whether the
// hash should be made anew because its cost is no longer today's. An empty hash
// costs as much as a wrong password, so that the time of an answer does not
// tell whether an account exists.
func (h *Hasher) Verify(ctx context.Context, password, phc string) (ok, rehash bool, err error) {
	known := phc != ""
	if !known {
		phc = h.dummy
	}
	p, err := parse(phc)
	if err != nil {
		return false, false, err
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return false, false, err
	}
	defer leave()
	key := argon2.IDKey([]byte(password), p.salt, p.passes, p.memory, p.lanes, uint32(len(p.key)))
	ok = subtle.ConstantTimeCompare(key, p.key) == 1 && known
	return ok, ok && (p.memory != hashMemory || p.passes != hashPasses || p.lanes != hashLanes), nil
}

// enter waits for a slot; too long a queue is refused at once.
func (h *Hasher) enter(ctx context.Context) (leave func(), err error) {
	if h.waiting.Add(1) > int64(cap(h.slots)*(1+waitersPerSlot)) {
		h.waiting.Add(-1)
		return nil, fault.New(fault.Unavailable, "identity.busy")
	}
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots; h.waiting.Add(-1) }, nil
	case <-ctx.Done():
		h.waiting.Add(-1)
		return nil, ctx.Err()
	}
}

type phcParts struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func format(salt, key []byte) string {
	e := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashPasses, hashLanes, e.EncodeToString(salt), e.EncodeToString(key))
}

// parse reads a PHC string. Costs far above ours are refused: they could only
// come from a tampered database.
func parse(phc string) (p phcParts, err error) {
	bad := fmt.Errorf("identity: a stored password hash is malformed")
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, bad
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.lanes); n != 3 || err != nil {
		return p, bad
	}
	if p.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return p, bad
	}
	if p.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return p, bad
	}
	if p.memory < 8 || p.memory > 4*hashMemory || p.passes < 1 || p.passes > 16 || p.lanes < 1 || p.lanes > 8 || len(p.salt) < 8 || len(p.key) < 16 || len(p.key) > 64 {
		return p, bad
	}
	return p, nil
}
