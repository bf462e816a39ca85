package document_test

import (
	"errors"
	"mime"
	"net/http/httptest"
	"testing"

	"tongpin/internal/core/document"
)

// TestServe: the filled paper is a download under a clean name; a template that
// can't be read is an error and nothing is sent.
func TestServe(t *testing.T) {
	data := document.Data{Fields: map[string]string{}, Lists: map[string][]map[string]string{}}
	for _, name := range document.AgreementShape().Fields {
		data.Fields[name] = "of " + name
	}
	for name := range document.AgreementShape().Lists {
		data.Lists[name] = nil
	}
	w := httptest.NewRecorder()
	if err := document.Template(document.Agreement).Serve(w, "XY-1 a/b", data); err != nil {
		t.Fatal(err)
	}
	_, head, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
	if err != nil || head["filename"] == "" || head["filename"] == "XY-1 a/b.docx" || w.Header().Get("Content-Type") != document.Media || w.Body.Len() == 0 {
		t.Errorf("sent %d bytes as %v", w.Body.Len(), w.Header())
	}
	itself := httptest.NewRecorder()
	if err := document.Template(document.Agreement).ServeItself(itself, "agreement"); err != nil {
		t.Fatal(err)
	}
	if template, err := document.Agreement(); err != nil || itself.Body.String() != string(template) {
		t.Errorf("the template was changed, %v", err)
	}
	broken := document.Template(func() ([]byte, error) { return nil, errors.New("unreadable") })
	w = httptest.NewRecorder()
	if broken.Serve(w, "a", document.Data{}) == nil || broken.ServeItself(w, "a") == nil || w.Body.Len() > 0 {
		t.Error("a template that can't be read was sent")
	}
}
