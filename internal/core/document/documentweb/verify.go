// Package documentweb is the public page on which anybody who holds a paper sees
// whether it is one of ours: by the verification code on it, which stands in the
// address (a square code leads there) or is typed into the form. A feature says
// how a paper is found and what of it is public.
package documentweb

import (
	"cmp"
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
)

// Verification is such a page for one kind of papers.
type Verification[P any] struct {
	Path string // "/verify"; a paper is at Path + "/" + its code
	// Keys of texts: the head of the page, what to type, and what to say of a code
	// that no paper has.
	Title, Lead, Help, Unknown string
	// Find returns what the code proves: a NotFound fault if there is no such
	// paper, another fault if it can be no code.
	Find func(ctx context.Context, code string) (P, error)
	// Show is what everybody may see of it.
	Show func(P) templ.Component
}

// Routes are the addresses of the page.
func (v Verification[P]) Routes() []web.Route {
	return []web.Route{
		web.Get(v.Path, web.Public, v.handle),
		web.Get(v.Path+"/{code}", web.Public, v.handle),
	}
}

// Address is where a paper is verified, to stand on it: base is where people
// reach the program (web.Base). It is empty for a paper without a code.
func (v Verification[P]) Address(base, code string) string {
	if code == "" {
		return ""
	}
	return base + v.Path + "/" + code
}

func (v Verification[P]) handle(w http.ResponseWriter, r *http.Request) error {
	typed := cmp.Or(r.PathValue("code"), r.URL.Query().Get("code"))
	values := form.New().Set("code", typed)
	if typed == "" {
		return v.render(w, r, http.StatusOK, values, nil)
	}
	paper, err := v.Find(r.Context(), typed)
	switch {
	case fault.Is(err, fault.NotFound):
		values.Wrong("code", v.Unknown)
		return v.render(w, r, http.StatusNotFound, values, nil)
	case values.Mend(err):
		return v.render(w, r, http.StatusUnprocessableEntity, values, nil)
	case err != nil:
		return err
	}
	return v.render(w, r, http.StatusOK, values, v.Show(paper))
}

func (v Verification[P]) render(w http.ResponseWriter, r *http.Request, status int, values *form.Values, found templ.Component) error {
	ctx := r.Context()
	meta := web.Meta{Title: i18n.T(ctx, v.Title), Lead: i18n.T(ctx, v.Lead), Narrow: true}
	return web.Render(w, r, status, page(meta, v.Path, v.Help, values, found))
}
