package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"tongpin/internal/core/record"
)

// Session is one sign-in on one device. Its token is only in the cookie; the
// database holds the token's SHA-256, so a stolen database opens no session.
type Session struct {
	ID         record.ID
	TokenHash  string
	Account    record.ID
	Person     record.ID
	Assignment record.ID // in which the person acts at present; empty for none
	Device     string    // what the browser says it is
	Address    string    // from where
	CreatedAt  time.Time
	SeenAt     time.Time // moved at most once in SeenStep
	ExpiresAt  time.Time // absolute end
}

// Lifetime bounds a session.
type Lifetime struct {
	Idle time.Duration // ends after this long without a request
	Max  time.Duration // ends this long after sign-in
}

// SeenStep is how often the last use of a session is written down.
const SeenStep = time.Minute

// maxDevice bounds what a browser may say of itself.
const maxDevice = 200

// NewToken makes a session token of 32 random bytes.
func NewToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails, see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// HashToken is how a token is stored and looked up.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Begin makes the session of an account for a token.
func Begin(token string, a Account, device, address string, life Lifetime, now time.Time) Session {
	return Session{
		ID: record.NewID(), TokenHash: HashToken(token), Account: a.ID, Person: a.Person,
		Device: trimText(device, maxDevice), Address: trimText(address, 64),
		CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(life.Max),
	}
}

// Alive tells whether the session can still be used.
func (s Session) Alive(life Lifetime, now time.Time) bool {
	return now.Before(s.ExpiresAt) && now.Before(s.SeenAt.Add(life.Idle))
}

// Stale tells whether the last use should be written down again.
func (s Session) Stale(now time.Time) bool { return !now.Before(s.SeenAt.Add(SeenStep)) }

// trimText keeps at most n characters that can be printed.
func trimText(s string, n int) string {
	out := make([]rune, 0, n)
	for _, r := range s {
		if len(out) == n {
			break
		}
		if r >= ' ' && r != 0x7f && r != 0xfffd {
			out = append(out, r)
		}
	}
	return string(out)
}
