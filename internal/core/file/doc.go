// Package file takes in the files that people upload: agreements signed on
// paper, materials, sheets, pictures. What a file is, is told from its content,
// which must agree with its name and with a short list of types. Content lies
// in the data folder under its SHA-256, on both databases; the table files says
// which record it belongs to. A file is never executed and never shown inside
// a page.
package file

import (
	"embed"
	"io/fs"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these refusals, for i18n.Load.
func Texts() fs.FS { return texts }
