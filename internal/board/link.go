package board

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// LinkKind is the record kind of addresses of wall screens.
const LinkKind record.Kind = "wall"

// The verbs of a link.
const (
	VerbIssue  = "issue"
	VerbRevoke = "revoke"
)

// The limits of links.
const (
	MaxName  = 60
	tokenLen = 32 // random bytes of a token
)

// Link is the address of one wall screen. Nobody can read its token again.
type Link struct {
	ID        record.ID
	Version   int64
	Name      string // where the screen hangs
	Hash      string // SHA-256 of the token, hexadecimal
	By        string // name of who made it
	ExpiresOn calendar.Date
	RevokedAt time.Time
	CreatedAt time.Time
}

// At is the version, for core/step.
func (k Link) At() int64 { return k.Version }

// Ref points at the link.
func (k Link) Ref() record.Ref { return record.Ref{Kind: LinkKind, ID: k.ID} }

// Subject tells access whose the link is: the consortium's.
func (k Link) Subject(access.Actor) access.Subject { return access.Subject{} }

// Open tells whether the address shows anything on a day.
func (k Link) Open(today calendar.Date) bool {
	return k.RevokedAt.IsZero() && (k.ExpiresOn.Zero() || !today.After(k.ExpiresOn))
}

// Token puts random bytes into the form that stands in an address.
func Token(random []byte) string { return base64.RawURLEncoding.EncodeToString(random) }

// HashOf is what is kept of a token.
func HashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// IssueCommand makes an address.
type IssueCommand struct {
	ID        record.ID
	Name      string
	Token     string
	ExpiresOn calendar.Date // zero: until it is revoked
}

// Issue decides a new address.
func Issue(cmd IssueCommand, a access.Actor, now time.Time) (Link, change.Change, error) {
	c := change.By(a, now)
	var wrong fault.List
	name := strings.TrimSpace(cmd.Name)
	if name == "" || utf8.RuneCountInString(name) > MaxName {
		wrong.Add("name", cmd.Name, "board.link.name", "max", MaxName)
	}
	if !cmd.ExpiresOn.Zero() && cmd.ExpiresOn.Before(c.Today()) {
		wrong.Add("expires_on", cmd.ExpiresOn.String(), "board.link.expired")
	}
	if err := wrong.Err(); err != nil {
		return Link{}, c, err
	}
	k := Link{ID: cmd.ID, Name: name, Hash: HashOf(cmd.Token), By: a.Name, ExpiresOn: cmd.ExpiresOn}
	c.Log(k.Ref(), VerbIssue, "name", name)
	return k, c, nil
}

// Revoke closes an address for good.
func Revoke(k Link, a access.Actor, now time.Time) (Link, change.Change, error) {
	c := change.By(a, now)
	if !k.RevokedAt.IsZero() {
		return k, c, fault.New(fault.Conflict, "board.link.revoked")
	}
	k.RevokedAt = now
	c.Log(k.Ref(), VerbRevoke, "name", k.Name)
	return k, c, nil
}
