package documentweb_test

import (
	"context"
	"testing"

	"github.com/a-h/templ"

	"tongpin/internal/core/document/documentweb"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/fault"
)

// papers are known by one code; "x" can be no code.
func papers(_ context.Context, code string) (string, error) {
	switch code {
	case "ABC":
		return "the paper", nil
	case "x":
		return "", fault.Wrong("code", code, "record.exists")
	case "broken":
		return "", context.Canceled
	}
	return "", fault.New(fault.NotFound, "record.not_found")
}

// TestVerification: anybody asks, by the address or by the form, and learns what
// is shown and no more.
func TestVerification(t *testing.T) {
	h := webtest.New(t, nil)
	v := documentweb.Verification[string]{
		Path: "/true", Title: "record.sample", Lead: "record.yes", Help: "record.timeline", Unknown: "record.once",
		Find: papers, Show: func(p string) templ.Component { return templ.Raw("<p>" + p + "</p>") },
	}
	h.Serve(v)
	for _, empty := range []string{"/true", "/true?code="} {
		h.Lacks(h.Get(empty, 200, `name="code"`, `action="/true"`, "Verification code"), "the paper", `href="#f-code"`)
	}
	h.Get("/true/ABC", 200, "the paper")
	h.Get("/true?code=ABC", 200, "the paper")
	h.Lacks(h.Get("/true/ABCD", 404, "This step has been done already", `href="#f-code"`), "the paper")
	h.Get("/true/x", 422, "This record exists already")
	h.Get("/true/broken", 500)
}

func TestAddress(t *testing.T) {
	v := documentweb.Verification[string]{Path: "/true"}
	for code, want := range map[string]string{"": "", "ABC": "https://example.org/true/ABC"} {
		if got := v.Address("https://example.org", code); got != want {
			t.Errorf("the address of %q is %q, want %q", code, got, want)
		}
	}
}
