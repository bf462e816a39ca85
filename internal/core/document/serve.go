package document

import (
	"net/http"

	"tongpin/internal/core/file"
)

// Media is the type of a Word document.
const Media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Template gives a Word template as it is at the moment: an installation may put
// its own in the place of a built-in one.
type Template func() ([]byte, error)

// Serve fills the template and sends the document under a title.
func (t Template) Serve(w http.ResponseWriter, title string, d Data) error {
	template, err := t()
	if err != nil {
		return err
	}
	paper, err := Fill(template, d)
	if err != nil {
		return err
	}
	return file.Send(w, title+".docx", Media, paper)
}

// ServeItself sends the template, so that it can be changed and put back (see
// docs/operations.md).
func (t Template) ServeItself(w http.ResponseWriter, title string) error {
	template, err := t()
	if err != nil {
		return err
	}
	return file.Send(w, title+".docx", Media, template)
}
