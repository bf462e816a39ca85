// Package trainingweb holds the pages of training classes.
package trainingweb

import (
	"embed"
	"io/fs"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }
