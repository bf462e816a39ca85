package code

import (
	"fmt"
	"slices"
	"strings"

	"tongpin/internal/core/organisation"
	"tongpin/internal/platform/fault"
)

// creditAlphabet and creditWeights are those of GB 32100-2015: no I, O, S, V, Z;
// the weights are 3^(i-1) mod 31.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// innerWeights are those of the organisation code (GB 11714) in positions 9-16.
var innerWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}

// lookAlikes are letters that the alphabet leaves out, with the digit or letter
// that was probably meant.
var lookAlikes = map[rune]string{'I': "1", 'O': "0", 'S': "5", 'V': "U", 'Z': "2"}

// ParseCredit reads a unified social credit code of 18 characters and proves
// its check character.
func ParseCredit(field, value string) (string, error) {
	s := fold(value)
	if n := len([]rune(s)); n != 18 {
		return "", fault.Wrong(field, value, "code.credit.length", "length", n)
	}
	for i, r := range []rune(s) {
		if strings.ContainsRune(creditAlphabet, r) {
			continue
		}
		if meant, ok := lookAlikes[r]; ok {
			return "", fault.Wrong(field, value, "code.credit.lookalike", "position", i+1, "character", string(r), "meant", meant)
		}
		return "", fault.Wrong(field, value, "code.credit.character", "position", i+1, "character", string(r))
	}
	if want := creditCheck(s[:17]); s[17] != want {
		return "", fault.Wrong(field, value, "code.credit.check", "want", string(want), "got", s[17:])
	}
	return s, nil
}

// CompleteCredit adds the check character to 17 characters of the alphabet; it
// is for samples and generated data.
func CompleteCredit(body string) (string, error) {
	if len(body) != 17 || strings.Trim(body, creditAlphabet) != "" {
		return "", fmt.Errorf("code: %q is not 17 characters of %s", body, creditAlphabet)
	}
	return body + string(creditCheck(body)), nil
}

func creditCheck(body string) byte {
	sum := 0
	for i, w := range creditWeights {
		sum += w * strings.IndexByte(creditAlphabet, body[i])
	}
	return creditAlphabet[(31-sum%31)%31]
}

// CheckCreditInner proves the check character of the organisation code inside
// a valid credit code. Codes that fail are in use: treat it as a warning.
func CheckCreditInner(field, credit string) error {
	sum := 0
	for i, w := range innerWeights {
		sum += w * strings.IndexByte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", credit[8+i])
	}
	want := "0123456789X0"[11-sum%11]
	if credit[16] == want {
		return nil
	}
	return fault.Wrong(field, credit, "code.credit.inner", "want", string(want), "got", credit[16:17])
}

// kindsByPrefix says which kinds of organisation carry a prefix (registering
// department and kind of unit). Evidence M: not verified against the official
// table, and park companies or schools run by enterprises exist; a mismatch is
// a question to the applicant, not a refusal. A prefix that is not here says nothing.
var kindsByPrefix = map[string][]organisation.Kind{
	"11": {organisation.Government, organisation.Park},
	"12": {organisation.School, organisation.Institute, organisation.Park, organisation.Government},
	"13": {organisation.Association},
	"51": {organisation.Association},
	"52": {organisation.School, organisation.Institute},
	"53": {organisation.Association},
	"91": {organisation.Enterprise, organisation.Park, organisation.Institute},
	"92": {organisation.Enterprise},
	"93": {organisation.Enterprise},
}

// CheckCreditKind asks whether a valid credit code belongs to that kind of
// organisation; treat the fault as a warning.
func CheckCreditKind(field, credit string, kind organisation.Kind) error {
	kinds := kindsByPrefix[credit[:2]]
	if len(kinds) == 0 || slices.Contains(kinds, kind) {
		return nil
	}
	return fault.Wrong(field, credit, "code.credit.kind", "prefix", credit[:2], "kind", string(kind))
}
