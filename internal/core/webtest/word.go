package webtest

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
)

// written are the parts of a Word document that a person reads.
var written = regexp.MustCompile(`^word/(document|header\d*|footer\d*)\.xml$`)

// Word returns the text of the Word document at an address, a paragraph a line.
func (h *House) Word(path string) string {
	h.Helper()
	file := h.Get(path, http.StatusOK)
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		h.Fatal(err)
	}
	var text strings.Builder
	for _, f := range z.File {
		if !written.MatchString(f.Name) {
			continue
		}
		r, err := f.Open()
		if err == nil {
			err = errors.Join(paragraphs(r, &text), r.Close())
		}
		if err != nil {
			h.Fatalf("%s: %s: %v", path, f.Name, err)
		}
	}
	return text.String()
}

// paragraphs writes the text of one part.
func paragraphs(part io.Reader, text *strings.Builder) error {
	for d := xml.NewDecoder(part); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch x := token.(type) {
		case xml.CharData:
			text.Write(x)
		case xml.EndElement:
			if x.Name.Local == "p" {
				text.WriteByte('\n')
			}
		}
	}
}
