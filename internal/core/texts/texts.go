// Package texts holds the words of the shared core: refusals of the turn, the
// record and its states, and the names of roles, kinds of organisations,
// leading industries, severities and evidence marks.
package texts

import "embed"

// FS are the catalogues.
//
//go:embed texts/zh.json texts/en.json
var FS embed.FS
