package identity

import (
	"regexp"
	"strings"
	"time"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// Locking after failed attempts, as classified protection (GB/T 22239-2019,
// 8.1.4.1) is practised: five tries, then ten minutes or more.
const (
	MaxTries = 5
	LockTime = 10 * time.Minute
)

// Account is how a person signs in.
type Account struct {
	ID         record.ID
	Version    int64
	Person     record.ID
	KeptBy     int64  // the consortium whose administrator may reset the password
	Login      string // lower case, unique in the installation
	Hash       string // argon2id in PHC form
	MustChange bool   // the password was given by somebody else
	Disabled   bool
	Tries      int64     // attempts since the last success
	LockedAt   time.Time // when the last of MaxTries was made; zero if never
	Demo       bool      // a demonstration account, offered on the sign-in page in demo mode
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// LockedUntil is the end of the present lock; zero if there is none.
func (a Account) LockedUntil(now time.Time) time.Time {
	if end := a.LockedAt.Add(LockTime); !a.LockedAt.IsZero() && now.Before(end) {
		return end
	}
	return time.Time{}
}

// Try charges one attempt to the account before its password is looked at, so
// that attempts made at the same time cannot exceed MaxTries together. A locked
// account refuses with the minutes that are left.
func (a Account) Try(now time.Time) (Account, error) {
	if end := a.LockedUntil(now); !end.IsZero() {
		left := int64((end.Sub(now) + time.Minute - 1) / time.Minute)
		return a, fault.Refuse("identity.locked", "tries", MaxTries, "minutes", left)
	}
	if a.Tries >= MaxTries { // an earlier lock is over
		a.Tries = 0
	}
	a.Tries++
	a.LockedAt = time.Time{}
	if a.Tries >= MaxTries {
		a.LockedAt = now
	}
	return a, nil
}

// Succeed takes the attempts back after the right password.
func (a Account) Succeed() Account {
	a.Tries, a.LockedAt = 0, time.Time{}
	return a
}

// loginForm: what can be typed everywhere and said on the telephone.
var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)

// CleanLogin returns the login in lower case, or what is wrong with it.
func CleanLogin(s string) (string, error) {
	login := strings.ToLower(strings.TrimSpace(s))
	if !loginForm.MatchString(login) {
		return login, fault.Wrong("login", s, "account.login.form")
	}
	return login, nil
}
