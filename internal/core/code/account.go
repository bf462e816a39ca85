package code

import (
	"strings"

	"tongpin/internal/platform/fault"
)

// ParseAccount reads the number of a bank card: 16 to 19 digits with a right
// check digit (Luhn), with or without spaces and hyphens.
func ParseAccount(field, value string) (string, error) {
	s := strings.ReplaceAll(fold(value), "-", "")
	switch {
	case strings.Trim(s, "0123456789") != "" || len(s) < 16 || len(s) > 19:
		return "", fault.Wrong(field, value, "code.account.form")
	case luhn(s) != 0:
		return "", fault.Wrong(field, value, "code.account.check")
	}
	return s, nil
}

// CompleteAccount adds the check digit to 15 to 18 digits; it is for samples.
func CompleteAccount(body string) string {
	return body + string(rune('0'+(10-luhn(body+"0"))%10))
}

// luhn is the sum of the digits modulo 10, every second from the right doubled.
func luhn(s string) int {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return sum % 10
}

// MaskAccount keeps the last four digits of an account.
func MaskAccount(s string) string { return mask(s, 0, 4) }
