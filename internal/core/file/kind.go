package file

import (
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"tongpin/internal/platform/fault"
)

// Type is one type of file that is taken.
type Type struct {
	Extension string // with the dot, lower case
	Media     string // media type, as it is served
	found     []string
	office    bool // a zip archive with a document inside
	text      bool
}

// The media types of office documents (ECMA-376).
const (
	wordMedia  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	excelMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// types is the list of what is taken. found are the media types that content of
// this type is recognised as; plain text may look like many things, so a CSV or
// text file is taken for any kind of text that a browser would not run.
var types = []Type{
	{Extension: ".pdf", Media: "application/pdf", found: []string{"application/pdf"}},
	{Extension: ".png", Media: "image/png", found: []string{"image/png"}},
	{Extension: ".jpg", Media: "image/jpeg", found: []string{"image/jpeg"}},
	{Extension: ".jpeg", Media: "image/jpeg", found: []string{"image/jpeg"}},
	{Extension: ".docx", Media: wordMedia, found: []string{wordMedia}, office: true},
	{Extension: ".xlsx", Media: excelMedia, found: []string{excelMedia}, office: true},
	{Extension: ".csv", Media: "text/csv", found: []string{"text/csv", "text/plain", "text/tab-separated-values"}, text: true},
	{Extension: ".txt", Media: "text/plain", found: []string{"text/plain", "text/csv", "text/tab-separated-values"}, text: true},
}

// Extensions lists the endings that are taken, for the accept attribute of a
// form and for messages.
func Extensions() []string {
	list := make([]string, len(types))
	for i, t := range types {
		list[i] = t.Extension
	}
	return list
}

// sniffBytes is how much of a file's beginning tells its type.
const sniffBytes = 1 << 20

// typeOf tells the type of a file from its beginning and checks that its name
// agrees.
func typeOf(name string, head []byte) (Type, error) {
	ext := strings.ToLower(path.Ext(name))
	i := slices.IndexFunc(types, func(t Type) bool { return t.Extension == ext })
	if i < 0 {
		return Type{}, fault.Wrong("file", name, "file.type.refused", "extensions", strings.Join(Extensions(), " "))
	}
	found := mimetype.Detect(head)
	for _, media := range types[i].found {
		if found.Is(media) {
			return types[i], nil
		}
	}
	if types[i].office && found.Is("application/zip") {
		return types[i], nil // checkOffice looks for the document inside
	}
	if types[i].text && found.Is("application/octet-stream") && isGBK(head) {
		return types[i], nil
	}
	return Type{}, fault.Wrong("file", name, "file.type.differs", "extension", ext, "found", found.String())
}

// isGBK tells whether the bytes can be Chinese text in GBK, as spreadsheet
// programs in China write CSV: no control characters, and every high byte
// begins or ends a pair.
func isGBK(b []byte) bool {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7f):
		case c >= 0x81 && c <= 0xfe:
			i++
			if i < len(b) && (b[i] < 0x40 || b[i] == 0x7f || b[i] == 0xff) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
