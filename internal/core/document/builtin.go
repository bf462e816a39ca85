package document

import (
	"archive/zip"
	"bytes"
	"embed"
	"io/fs"
	"slices"
	"strings"
)

// The templates are kept unpacked, so that a change to their text can be
// reviewed.
//
//go:embed all:templates
var templates embed.FS

// Agreement is the template of an agreement that is used until a consortium
// uploads its own: A4, in the typesetting of official documents. Its marks are
// those of AgreementShape.
func Agreement() ([]byte, error) { return pack("templates/agreement") }

// Bulletin is the template of a bulletin or report, in the same way; its marks
// are those of BulletinShape.
func Bulletin() ([]byte, error) { return pack("templates/bulletin") }

// Filing is the template of the filing form of a training class.
func Filing() ([]byte, error) { return pack("templates/training_filing") }

// Certificate is the template of a plain certificate of training.
func Certificate() ([]byte, error) { return pack("templates/training_certificate") }

// pack makes the file of an unpacked template.
func pack(folder string) ([]byte, error) {
	root, err := fs.Sub(templates, folder)
	if err != nil {
		return nil, err
	}
	var names []string
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(names, typesFirst)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, err
		}
		part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(content); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}

// typesFirst puts the list of types first, by which programs know the file.
func typesFirst(a, b string) int {
	const types = "[Content_Types].xml"
	switch {
	case a == b:
		return 0
	case a == types:
		return -1
	case b == types:
		return 1
	}
	return strings.Compare(a, b)
}

// BulletinShape is what a template of a bulletin may use.
func BulletinShape() Shape {
	return Shape{
		Fields: []string{"series", "number", "title", "editor", "period", "published_on", "events_heading", "notes_heading", "seal"},
		Lists: map[string][]string{
			"sections": {"heading", "text"}, "events": {"on", "text"}, "figures": {"name", "number"}, "checks": {"text"}, "wordings": {"name", "text"},
		},
	}
}

// AgreementShape is what a template of an agreement may use.
func AgreementShape() Shape {
	return Shape{
		Fields: []string{"number", "title", "type", "term_from", "term_to", "purpose", "clauses", "code", "verify_url", "printed_on"},
		Lists: map[string][]string{
			"parties":     {"index", "name", "credit_code", "representative", "contact"},
			"obligations": {"index", "party", "text", "measure", "quantity", "unit", "due_on"},
		},
	}
}
