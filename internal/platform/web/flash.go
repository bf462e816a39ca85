package web

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"tongpin/internal/platform/i18n"
)

const flashCookie = "tp_flash"

// flash is a confirmation that travels to the next page in a signed cookie: a
// key and the texts of its arguments.
type flash struct {
	Key  string   `json:"k"`
	Args []string `json:"a,omitempty"`
}

func (f flash) text(ctx context.Context) string {
	args := make([]any, len(f.Args))
	for i, a := range f.Args {
		args[i] = a
	}
	return i18n.T(ctx, f.Key, args...)
}

func setFlash(w http.ResponseWriter, r *http.Request, key string, args []any) {
	f := flash{Key: key}
	l := i18n.From(r.Context())
	for i, a := range args {
		if i%2 == 0 {
			f.Args = append(f.Args, fmt.Sprint(a))
		} else {
			f.Args = append(f.Args, l.Value(a))
		}
	}
	b, err := json.Marshal(f)
	if err != nil {
		return // strings always encode
	}
	text := base64.RawURLEncoding.EncodeToString(b)
	http.SetCookie(w, cookie(r, flashCookie, text+"."+sign(r.Context(), text), 60))
}

func readFlash(r *http.Request, secret []byte) (flash, bool) {
	var f flash
	c, err := r.Cookie(flashCookie)
	if err != nil {
		return f, false
	}
	text, mark, _ := strings.Cut(c.Value, ".")
	if !hmac.Equal([]byte(mark), []byte(seal(secret, text))) {
		return f, false
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(b, &f) != nil {
		return f, false
	}
	return f, true
}

// clearFlash takes the cookie away once a page has shown it.
func clearFlash(w http.ResponseWriter, r *http.Request) {
	if _, ok := flashFrom(r.Context()); ok {
		http.SetCookie(w, cookie(r, flashCookie, "", -1))
	}
}

func flashFrom(ctx context.Context) (flash, bool) {
	f := request(ctx).flash
	return f, f.Key != ""
}

func sign(ctx context.Context, text string) string { return seal(request(ctx).secret, text) }

func seal(secret []byte, text string) string {
	m := hmac.New(sha256.New, secret)
	m.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

// cookie makes a cookie of the kit: for this site only, not for scripts.
func cookie(r *http.Request, name, value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: request(r.Context()).https,
	}
}
