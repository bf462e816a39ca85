package attendance

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"tongpin/internal/core/record"
)

// Secret is what only the program knows of a class: it makes the codes of the
// room and signs the links of its trainees. A new secret ends both.
type Secret string

// NewSecret makes a secret of 130 bits.
func NewSecret() Secret { return Secret(rand.Text()) }

// Step is how long the room shows one code.
const Step = 30 * time.Second

// digits is how long a code is. With ten wrong guesses in ten minutes for each
// trainee, somebody outside the room guesses right once in 50,000 times.
const digits = 6

func (s Secret) sum(purpose string, parts ...string) []byte {
	mac := hmac.New(sha256.New, []byte(s))
	fmt.Fprint(mac, purpose)
	for _, p := range parts {
		fmt.Fprintf(mac, "\x00%d:%s", len(p), p)
	}
	return mac.Sum(nil)
}

// Code is what the room shows at an instant, and for how long it still does.
func (s Secret) Code(slot Slot, at time.Time) (code string, left time.Duration) {
	n := at.UnixNano() / int64(Step)
	return s.codeOf(slot, n), time.Duration((n+1)*int64(Step) - at.UnixNano())
}

func (s Secret) codeOf(slot Slot, n int64) string {
	sum := s.sum("code", slot.On.String(), string(slot.Half), fmt.Sprint(n))
	return fmt.Sprintf("%0*d", digits, binary.BigEndian.Uint32(sum)%1_000_000)
}

// Accepts tells whether a code is the present one, or the one before: who types
// slowly or has a slow network is not late.
func (s Secret) Accepts(slot Slot, at time.Time, typed string) bool {
	typed = plain.Replace(typed)
	n := at.UnixNano() / int64(Step)
	now := subtle.ConstantTimeCompare([]byte(typed), []byte(s.codeOf(slot, n)))
	before := subtle.ConstantTimeCompare([]byte(typed), []byte(s.codeOf(slot, n-1)))
	return now|before == 1
}

// plain turns full-width digits into plain ones and drops space.
var plain = strings.NewReplacer(" ", "", "\u3000", "", "\uff10", "0", "\uff11", "1", "\uff12", "2", "\uff13", "3", "\uff14", "4",
	"\uff15", "5", "\uff16", "6", "\uff17", "7", "\uff18", "8", "\uff19", "9")

// signed is how many bytes of the signature a link holds.
const signed = 16

// Token is the signed part of a trainee's own link.
func (s Secret) Token(enrolment record.ID) string {
	id, err := hex.DecodeString(strings.ReplaceAll(string(enrolment), "-", ""))
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(id, s.sum("link", string(enrolment))[:signed]...))
}

// readToken finds whose link it says it is; Signs tells whether that is true.
func readToken(token string) (record.ID, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != 16+signed {
		return "", false
	}
	h := hex.EncodeToString(raw[:16])
	return record.ParseID(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:])
}

// Signs tells whether the token is the enrolment's own.
func (s Secret) Signs(enrolment record.ID, token string) bool {
	return s != "" && hmac.Equal([]byte(token), []byte(s.Token(enrolment)))
}
