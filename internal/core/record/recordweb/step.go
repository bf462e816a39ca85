package recordweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
)

// Step is one step of a record with a small form of its own: a page that says
// what the step does and asks for what it needs, and what happens when the form
// comes back. V is what its page shows of the record.
type Step[V any] struct {
	// Ready is the record in the address and the form as it opens, if the actor
	// may take the step now.
	Ready func(r *http.Request) (V, *form.Values, error)
	// Again is the record in the address as it is now, to show a form that must
	// be mended.
	Again func(r *http.Request) (V, error)
	// Now is the form as it opens on the record, if it edits its content; what
	// was typed is compared with it when somebody was faster. nil: nothing to
	// compare.
	Now func(x V) *form.Values
	// Only tells whether the form was sent by a button that asks something of the
	// form alone, such as another row; it is shown again then. nil: no such button.
	Only func(v *form.Values) bool
	// Direct tells that the button of another page posts the step with nothing but
	// the version; what is wrong is shown in the form as Now opens it.
	Direct bool
	// Render shows the form.
	Render func(w http.ResponseWriter, r *http.Request, status int, x V, v *form.Values) error
	// Take does the step.
	Take func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (Done, error)
}

// Done is where a step leads when it is done, and what is said there: a key with
// its arguments.
type Done struct {
	Path, Message string
	Args          []any
}

// Routes are the two addresses of the step.
func (s Step[V]) Routes(pattern string, act access.Action) []web.Route {
	return []web.Route{
		web.Get(pattern, act, s.show),
		web.Post(pattern, act, s.take),
	}
}

func (s Step[V]) show(w http.ResponseWriter, r *http.Request) error {
	x, v, err := s.Ready(r)
	if err != nil {
		return err
	}
	return s.Render(w, r, http.StatusOK, x, v)
}

func (s Step[V]) take(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	if s.Only != nil && s.Only(v) {
		x, _, err := s.Ready(r)
		if err != nil {
			return err
		}
		return s.Render(w, r, http.StatusOK, x, v)
	}
	t, err := Target(r, v)
	if err != nil {
		return err
	}
	ctx := r.Context()
	done, err := s.Take(ctx, access.Must(ctx), t, v)
	if v.Mend(err) {
		x, gone := s.Again(r)
		if gone != nil {
			return gone
		}
		switch {
		case s.Direct:
			v = s.Now(x)
			v.Mend(err)
		case s.Now != nil:
			v.Reconcile(err, s.Now(x))
		}
		return s.Render(w, r, http.StatusUnprocessableEntity, x, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, done.Path, done.Message, done.Args...)
}
