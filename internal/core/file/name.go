package file

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNameBytes is the longest name that is kept; common file systems take 255.
const maxNameBytes = 200

// CleanName makes a name that is safe to show and to save under from the one
// that a browser sent: no folder, no control character, none that turns the
// direction of text (with which gpj.exe can look like exe.jpg), none that
// Windows refuses. The extension is kept.
func CleanName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = name[strings.LastIndex(name, "/")+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(`<>:"|?*;`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	stem, ext := name, ""
	if i := strings.LastIndex(name, "."); i > 0 && len(name)-i <= 12 {
		stem, ext = strings.TrimRight(name[:i], " ."), name[i:]
	}
	for len(stem)+len(ext) > maxNameBytes {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	if stem == "" {
		stem = "file"
	}
	return stem + ext
}
