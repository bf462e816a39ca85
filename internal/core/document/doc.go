// Package document fills Word documents (.docx) from templates that people edit
// in Word or WPS.
//
// A template marks its places with double braces, anywhere in the body, in
// headers, footers, tables and text boxes, in any formatting:
//
//	{{number}}                      the value; refused if it is empty
//	{{term_to?}}                    the value, or nothing
//	{{#parties}} ... {{/parties}}   repeated for each item: the table rows, or the
//	                                paragraphs, from the one mark to the other
//	{{?purpose}} ... {{/purpose}}   left out if the value, or the list, is empty
//
// The lines of a value that stands alone in its paragraph become paragraphs;
// anywhere else a line end stays a line end.
//
// Inside of a list its own fields come first, then those of the document. A
// mark that the data does not know is refused by name, so that a slip of the
// pen never gets into a contract.
package document

import (
	"embed"
	"io/fs"

	"tongpin/internal/core/sheet/ooxml"
)

// The limits of a template.
const (
	MaxFile     = 10 << 20  // bytes of the file
	MaxUnpacked = 64 << 20  // bytes of all its parts, unpacked
	MaxPart     = 8 << 20   // bytes of a part with text
	maxRatio    = 300       // unpacked to packed size of a part over 1 MiB
	maxParts    = 1000      // parts of the file
	maxDepth    = 200       // elements inside of each other
	maxNodes    = 1_000_000 // elements and texts of a filled part
)

var limits = ooxml.Limits{File: MaxFile, Unpacked: MaxUnpacked, Ratio: maxRatio, Parts: maxParts}

// Data is what a document is filled with. A field of the document that does not
// apply is there with an empty value.
type Data struct {
	Fields map[string]string
	Lists  map[string][]map[string]string
}

// Shape names what a template may use: fields, and for each list the fields of
// its items.
type Shape struct {
	Fields []string
	Lists  map[string][]string
}

//go:embed texts/*.json
var texts embed.FS

// Catalogues holds the texts of this package's faults: zh.json and en.json.
func Catalogues() fs.FS { return texts }
