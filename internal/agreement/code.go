package agreement

import (
	"crypto/rand"
	"strings"
)

// codeLetters leaves out what people confuse when they read it aloud or type it
// from paper: I, L, O, U (Crockford's base 32).
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength gives 75 random bits and a check letter.
const codeLength = 15

// NewCode makes a verification code: 15 random letters and a check letter, in
// groups of four. It can't be guessed, so whoever knows it has the paper.
func NewCode() string {
	b := make([]byte, codeLength)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	for i := range b {
		b[i] = codeLetters[int(b[i])%len(codeLetters)]
	}
	return groups(string(b) + string(checkLetter(string(b))))
}

// ParseCode reads a code as people type it: any case, with or without hyphens
// and spaces, O for 0 and I or L for 1. It returns false if the check letter is
// wrong.
func ParseCode(s string) (string, bool) {
	s = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(s))
	if len(s) != codeLength+1 || strings.Trim(s, codeLetters) != "" {
		return "", false
	}
	return groups(s), s[codeLength] == checkLetter(s[:codeLength])
}

// checkLetter catches every single wrong letter and most swaps: the weights are
// odd, so each is invertible modulo 32.
func checkLetter(s string) byte {
	sum := 0
	for i, r := range s {
		sum += (2*i + 1) * strings.IndexRune(codeLetters, r)
	}
	return codeLetters[sum%len(codeLetters)]
}

func groups(s string) string {
	return s[0:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:16]
}
