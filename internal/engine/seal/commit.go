package seal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// What a commitment is about. The name goes into it, so that the same person as
// subject of one fact and as author of another gives two values.
const (
	Subject  = "subject"
	Record   = "record"
	Person   = "person"
	Evidence = "evidence"
	Reason   = "reason"
)

// saltSize is that of the key of HMAC-SHA-256 at which guessing is hopeless.
const saltSize = 32

var text64 = base64.RawURLEncoding

// NewSalt returns a fresh random salt, in text form.
func NewSalt() string {
	b := make([]byte, saltSize)
	_, _ = rand.Read(b) // never fails
	return text64.EncodeToString(b)
}

// Commit hides a value behind a salt: HMAC-SHA-256 over the field's name and
// the value. The same value under the same salt gives the same commitment;
// without the salt nobody can tell which value it was, not even from a list of
// all values. An empty value stays empty.
func Commit(salt, field, value string) string {
	if value == "" {
		return ""
	}
	mac := hmac.New(sha256.New, []byte(salt))
	mac.Write([]byte(field))
	mac.Write([]byte{0})
	mac.Write([]byte(value))
	return text64.EncodeToString(mac.Sum(nil))
}
