// Package sealingweb holds the public pages of the sealed log: its last head,
// earlier heads, the public key, and proofs that the log only ever grew. They
// need no sign-in: whoever doubts a figure must be able to fetch them.
package sealingweb

import (
	"embed"
	"io/fs"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }
