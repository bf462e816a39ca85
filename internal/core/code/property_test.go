package code_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/code"
)

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

func stringOf(alphabet string, n int) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune(alphabet)), n, n, -1)
}

// swapOne returns s with one character replaced by another of the alphabet.
func swapOne(t *rapid.T, s, alphabet string) string {
	at := rapid.IntRange(0, len(s)-1).Draw(t, "at")
	other := strings.ReplaceAll(alphabet, s[at:at+1], "")
	return s[:at] + string(rapid.SampledFrom([]rune(other)).Draw(t, "other")) + s[at+1:]
}

// TestCreditCatchesOneError: 31 is prime and no weight is a multiple of it, so
// one wrong character, or two neighbours swapped, is always seen.
func TestCreditCatchesOneError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, err := code.CompleteCredit(stringOf(creditAlphabet, 17).Draw(t, "body"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := code.ParseCredit("f", strings.ToLower(whole)); err != nil || got != whole {
			t.Fatalf("%s: %s, %v", whole, got, err)
		}
		if wrong := swapOne(t, whole, creditAlphabet); accepted(code.ParseCredit("f", wrong)) {
			t.Fatalf("%s was taken for %s", wrong, whole)
		}
		at := rapid.IntRange(0, 15).Draw(t, "swap")
		swapped := whole[:at] + whole[at+1:at+2] + whole[at:at+1] + whole[at+2:]
		if swapped != whole && accepted(code.ParseCredit("f", swapped)) {
			t.Fatalf("%s was taken for %s", swapped, whole)
		}
	})
}

func accepted(_ string, err error) bool { return err == nil }

// TestIdentityCatchesOneError: one wrong digit is always seen.
func TestIdentityCatchesOneError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := today.AddDays(-rapid.IntRange(0, 45_000).Draw(t, "age"))
		body := stringOf("123456", 6).Draw(t, "division") + strings.ReplaceAll(day.String(), "-", "") + stringOf("0123456789", 3).Draw(t, "sequence")
		whole, err := code.CompleteIdentity(body)
		if err != nil {
			t.Fatal(err)
		}
		r, err := code.ParseIdentity("f", whole, today)
		if err != nil || r.Number != whole || r.Born != day || r.Female != (strings.IndexByte("02468", whole[16]) >= 0) {
			t.Fatalf("%s: %+v, %v", whole, r, err)
		}
		if wrong := swapOne(t, whole, "0123456789"); wrong != whole {
			if _, err := code.ParseIdentity("f", wrong, today); err == nil {
				t.Fatalf("%s was taken for %s", wrong, whole)
			}
		}
	})
}

// TestCompleteRefuses: what is no body gets no check character.
func TestCompleteRefuses(t *testing.T) {
	for _, body := range []string{"", "9135010", "9135O100M000100Y4", "91350100M000100Y43"} {
		if whole, err := code.CompleteCredit(body); err == nil {
			t.Errorf("%q became %q", body, whole)
		}
		if whole, err := code.CompleteIdentity(body); err == nil {
			t.Errorf("%q became %q", body, whole)
		}
	}
}

// FuzzParse: whatever is typed, a parse function answers with a code that it
// reads again as itself, or with a fault; it never fails otherwise.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "91350100M000100Y43", "11010519491231002x", "+86 13800001234", "0996-7100000", "590401K", "6-18-01-01", "D4416", "652824", "\xff\u00b7\uff19", "5"} {
		f.Add(seed)
	}
	parsers := map[string]func(string) (string, error){
		"credit":   func(s string) (string, error) { return code.ParseCredit("f", s) },
		"mobile":   func(s string) (string, error) { return code.ParseMobile("f", s) },
		"phone":    func(s string) (string, error) { return code.ParsePhone("f", s) },
		"division": func(s string) (string, error) { return code.ParseDivision("f", s) },
		"industry": func(s string) (string, error) { return code.ParseIndustry("f", s) },
		"identity": func(s string) (string, error) {
			r, err := code.ParseIdentity("f", s, today)
			return r.Number, err
		},
		"programme": func(s string) (string, error) {
			p, err := code.ParseProgramme("f", s)
			if err != nil {
				return "", err
			}
			return p.String(), nil
		},
		"occupation": func(s string) (string, error) {
			o, err := code.ParseOccupation("f", s)
			return o.Code, err
		},
		"skill": func(s string) (string, error) {
			l, err := code.ParseSkillLevel("f", s)
			return string(l), err
		},
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, parse := range parsers {
			first, err := parse(s)
			if err != nil {
				continue
			}
			if again, err := parse(first); err != nil || again != first {
				t.Errorf("%s: %q became %q, and that became %q, %v", name, s, first, again, err)
			}
		}
		if masked := code.MaskName(s); masked != "" && masked == code.Name(s) && !strings.Contains(masked, "*") {
			t.Errorf("the mask of %q shows it", s)
		}
	})
}
