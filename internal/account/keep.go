package account

import (
	"crypto/rand"
	"strings"
	"time"
	"unicode/utf8"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/identity"
	"tongpin/internal/platform/fault"
)

// Reset decides about a new password given by an administrator: it must be
// changed at the next sign-in, and all sessions end.
func Reset(card Card, hash string, a access.Actor, now time.Time) (identity.Account, change.Change, error) {
	c := change.By(a, now)
	next := card.Account
	if err := card.changeable(a); err != nil {
		return next, c, err
	}
	next = next.Succeed()
	next.Hash, next.MustChange = hash, true
	c.Log(card.Person.Ref(), "password_reset")
	return next, c, nil
}

// SetDisabled decides about closing an account or opening it again; closing
// ends all sessions. Nobody closes the own account.
func SetDisabled(card Card, disabled bool, a access.Actor, now time.Time) (identity.Account, change.Change, error) {
	c := change.By(a, now)
	next := card.Account
	if err := card.changeable(a); err != nil {
		return next, c, err
	}
	if card.Person.ID == a.Person {
		return next, c, fault.Refuse("account.disable.own")
	}
	verb := "enabled"
	if disabled {
		verb = "disabled"
	}
	if next.Disabled == disabled {
		return next, c, fault.Refuse("account.disable.same")
	}
	next.Disabled = disabled
	c.Log(card.Person.Ref(), verb)
	return next, c, nil
}

func (c Card) changeable(a access.Actor) error {
	if c.Account.ID == "" {
		return fault.Refuse("account.none", "name", c.Person.Name)
	}
	if err := c.kept(a); err != nil {
		return err
	}
	return c.guarded(a)
}

// minReason is the least length of a reason, in characters: two words.
const minReason = 4

// Reveal decides about showing telephone and e-mail in clear.
func Reveal(card Card, reason string, a access.Actor, now time.Time) (change.Change, error) {
	c := change.By(a, now)
	if err := card.kept(a); err != nil {
		return c, err
	}
	reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(reason) < minReason {
		return c, fault.Wrong("reason", reason, "account.reveal.reason", "min", minReason)
	}
	c.Log(card.Person.Ref(), "revealed").Message = reason
	return c, nil
}

// letters of made-up passwords: none that look alike.
const letters = "abcdefghjkmnpqrstuvwxyz23456789"

// newPassword makes up a password of 15 letters in groups of five: 74 bits,
// easy to say on the telephone.
func newPassword() string {
	var b strings.Builder
	for b.Len() < 17 {
		if b.Len() == 5 || b.Len() == 11 {
			b.WriteByte('-')
		}
		var one [1]byte
		_, _ = rand.Read(one[:]) // never fails, see crypto/rand
		if int(one[0]) < 256/len(letters)*len(letters) {
			b.WriteByte(letters[int(one[0])%len(letters)])
		}
	}
	return b.String()
}
