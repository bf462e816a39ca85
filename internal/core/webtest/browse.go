package webtest

import (
	"bytes"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
)

// File is a file that a form sends.
type File struct {
	Field, Name string
	Content     []byte
}

// PDF is a small file in a field that is taken for a PDF.
func PDF(field, name string) File {
	return File{field, name, []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")}
}

// Fields are the fields of a form: name, value, name, value. The last value of
// a name counts.
func Fields(pairs ...string) url.Values {
	v := url.Values{}
	for pair := range slices.Chunk(pairs, 2) {
		v.Set(pair[0], pair[1])
	}
	return v
}

// Get returns a page, which must have the status and show the texts.
func (h *House) Get(path string, status int, holds ...string) string {
	h.Helper()
	return h.answer(httptest.NewRequest(http.MethodGet, path, nil), status, holds)
}

// Post sends fields to an address and returns where that leads, or the page.
func (h *House) Post(path string, fields url.Values, status int, holds ...string) string {
	h.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.answer(r, status, holds)
}

// Upload sends fields with files and returns where that leads, or the page.
func (h *House) Upload(path string, fields url.Values, files []File, status int, holds ...string) string {
	h.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		for _, value := range fields[name] {
			_ = m.WriteField(name, value) // a buffer takes everything
		}
	}
	for _, f := range files {
		part, err := m.CreateFormFile(f.Field, f.Name)
		if err != nil {
			h.Fatal(err)
		}
		_, _ = part.Write(f.Content)
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return h.answer(r, status, holds)
}

// Send opens the page with a form, changes fields of it, adds files, and sends
// it where the form says. It returns where that leads, or the page.
func (h *House) Send(path string, change url.Values, status int, files ...File) string {
	h.Helper()
	f := h.form(path)
	maps.Copy(f.fields, change)
	if f.multipart {
		return h.Upload(f.action, f.fields, files, status)
	}
	return h.Post(f.action, f.fields, status)
}

// Form are the fields of the form on a page, as it stands there.
func (h *House) Form(path string) url.Values {
	h.Helper()
	return h.form(path).fields
}

// Hidden are the fields of the form on a page that nobody fills in.
func (h *House) Hidden(path string) url.Values {
	h.Helper()
	return h.form(path).hidden
}

// answer returns where an answer leads, or its page, which must hold the texts.
func (h *House) answer(r *http.Request, status int, holds []string) string {
	h.Helper()
	w := h.Do(r, status)
	page := w.Body.String()
	if to := w.Header().Get("Location"); to != "" {
		page = to
	}
	h.Has(page, holds...)
	return page
}

// Do asks for anything, which must be answered with the status.
func (h *House) Do(r *http.Request, status int) *httptest.ResponseRecorder {
	h.Helper()
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: string(h.Language)})
	for _, c := range h.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	h.keep(w.Result().Cookies())
	if w.Code != status {
		h.Fatalf("%s %s: %d, want %d\n%s", r.Method, r.URL, w.Code, status, brief(w.Body.String()))
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		for _, wrong := range h.judge(w.Body.String()) {
			h.Errorf("%s %s %s", r.Method, r.URL, wrong)
		}
	}
	return w
}

// keep keeps cookies as a browser does.
func (h *House) keep(cookies []*http.Cookie) {
	for _, c := range cookies {
		switch {
		case h.cookies == nil:
		case c.MaxAge < 0:
			delete(h.cookies, c.Name)
		default:
			h.cookies[c.Name] = c
		}
	}
}

// Has fails unless the page shows all texts.
func (h *House) Has(page string, texts ...string) {
	h.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			h.Errorf("the page lacks %q:\n%s", text, brief(page))
		}
	}
}

// Lacks fails if the page shows one of the texts.
func (h *House) Lacks(page string, texts ...string) {
	h.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			h.Errorf("the page shows %q:\n%s", text, brief(page))
		}
	}
}
