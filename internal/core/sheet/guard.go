package sheet

import "strings"

// A spreadsheet program takes text that begins with one of these signs in a
// .csv file for a formula and runs it. In .xlsx files text is marked as text,
// so nothing needs to be done there.
const formulaSigns = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"

// Guard puts an apostrophe before text that could run; unguard takes it away,
// so that an export can be imported again unchanged.
func Guard(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

func unguard(s string) string {
	if strings.HasPrefix(s, "'") && risky(s[1:]) {
		return s[1:]
	}
	return s
}

// risky looks behind apostrophes and spaces, because programs drop them.
func risky(s string) bool {
	s = strings.TrimLeft(s, "' \u00a0\u3000\n")
	return s != "" && strings.ContainsRune(formulaSigns, []rune(s)[0])
}
