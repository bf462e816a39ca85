// Package demo loads the demonstration: two consortia from files that a person
// can read and edit (README.md describes them), and on demand a consortium of
// any size that is made up.
//
// The files are replayed in the order of their dates, with the clock moved to
// each, through the same services as people use; the daily rounds run in
// between. So every fact, timeline and to-do is what it would be if people had
// worked with the program all the time.
package demo

import (
	"embed"
	"io/fs"
)

//go:embed ruoqiang/*.csv lanzhou/*.csv training_names.csv
var files embed.FS

//go:embed texts
var texts embed.FS

// Texts are the words of this package, for i18n.Load.
func Texts() fs.FS { return texts }

// Keys are the consortia of the demonstration, in the order in which they are
// loaded.
var Keys = []string{"ruoqiang", "lanzhou"}
