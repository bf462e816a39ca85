package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"strings"
)

// Address is where a request comes from. Behind a trusted proxy it is the last
// address that X-Forwarded-For names: the one that the proxy itself saw.
func Address(r *http.Request, trustProxy bool) string {
	address, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		address = r.RemoteAddr
	}
	if hops := r.Header.Values("X-Forwarded-For"); trustProxy && len(hops) > 0 {
		all := strings.Split(hops[len(hops)-1], ",")
		if ip := net.ParseIP(strings.TrimSpace(all[len(all)-1])); ip != nil {
			address = ip.String()
		}
	}
	return address
}

// Base is where people reach the program ("https://example.org"), for addresses
// that stand on paper or are handed over: what the settings say, or else what
// the request was sent to.
func Base(r *http.Request, public string) string {
	switch {
	case public != "":
		return public
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// Keep has the browser keep a word for some seconds and send it with what it
// asks of this program later, also when a link of another program leads here.
func Keep(w http.ResponseWriter, r *http.Request, name, word string, seconds int) {
	http.SetCookie(w, cookie(r, name, word, seconds))
}

// Kept is a word that the browser keeps; empty if it does not.
func Kept(r *http.Request, name string) string { return choice(r, name) }

const browserCookie = "tp_browser"

// Browser is a random word that this browser keeps for a year and sends to
// nobody else, hashed: it tells whether two requests come from one browser, and
// nothing else. A browser that has none gets one with the answer.
func Browser(w http.ResponseWriter, r *http.Request) string {
	word := choice(r, browserCookie)
	if len(word) != len(rand.Text()) {
		word = rand.Text()
	}
	http.SetCookie(w, cookie(r, browserCookie, word, year))
	sum := sha256.Sum256([]byte(word))
	return hex.EncodeToString(sum[:16])
}
