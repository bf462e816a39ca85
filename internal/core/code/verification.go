package code

import (
	"crypto/rand"
	"strings"
)

// verificationLetters leaves out what people confuse when they read it aloud or type it
// from paper: I, L, O, U (Crockford's base 32).
const verificationLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// verificationLength gives 75 random bits and a check letter.
const verificationLength = 15

// NewVerification makes a code that verifies a paper: 15 random letters and a check letter, in
// groups of four. It can't be guessed, so whoever knows it has the paper.
func NewVerification() string {
	b := make([]byte, verificationLength)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	for i := range b {
		b[i] = verificationLetters[int(b[i])%len(verificationLetters)]
	}
	return groupsOfFour(string(b) + string(verificationCheck(string(b))))
}

// ParseVerification reads such a code as people type it: any case, with or without hyphens
// and spaces, O for 0 and I or L for 1. It returns false if the check letter is
// wrong.
func ParseVerification(s string) (string, bool) {
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(s))
	if len(s) != verificationLength+1 || strings.Trim(s, verificationLetters) != "" {
		return "", false
	}
	return groupsOfFour(s), s[verificationLength] == verificationCheck(s[:verificationLength])
}

// verificationCheck catches every single wrong letter and most swaps: the weights are
// odd, so each is invertible modulo 32.
func verificationCheck(s string) byte {
	sum := 0
	for i, r := range s {
		sum += (2*i + 1) * strings.IndexRune(verificationLetters, r)
	}
	return verificationLetters[sum%len(verificationLetters)]
}

func groupsOfFour(s string) string {
	return s[0:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:16]
}
