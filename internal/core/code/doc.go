// Package code reads the codes of the field and says what is wrong with one:
// unified social credit codes, resident identity numbers, phones, programmes of
// vocational schools, occupations, skill levels, administrative divisions,
// industries. It also masks names and numbers for lists.
//
// A Parse function takes the name of the field and what a person typed; it
// returns the code in its usual form, or a fault that names the field, the
// value and the place in it that is wrong. Sources and evidence marks: the
// tables in data, and the comments at each code.
package code

import "embed"

// Texts are the catalogues of this package's faults and enums.
//
//go:embed texts/zh.json texts/en.json
var Texts embed.FS
