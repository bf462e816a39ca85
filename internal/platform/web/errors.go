package web

import (
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"

	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// problem is what an error page tells.
type problem struct {
	Status int
	Key    string // "<key>" is the title, "<key>.next" what to do
	Faults []*fault.Fault
	Number string // of the request, if somebody has to look into the log
}

// statuses are the answers to the kinds of faults.
var statuses = map[fault.Kind]problem{
	fault.Invalid:     {Status: http.StatusUnprocessableEntity, Key: "web.error.invalid"},
	fault.Refused:     {Status: http.StatusConflict, Key: "web.error.refused"},
	fault.NotFound:    {Status: http.StatusNotFound, Key: "web.error.not_found"},
	fault.Forbidden:   {Status: http.StatusForbidden, Key: "web.error.forbidden"},
	fault.Stale:       {Status: http.StatusConflict, Key: "web.error.stale"},
	fault.Conflict:    {Status: http.StatusConflict, Key: "web.error.conflict"},
	fault.TooLarge:    {Status: http.StatusRequestEntityTooLarge, Key: "web.error.too_large"},
	fault.Unavailable: {Status: http.StatusServiceUnavailable, Key: "web.error.unavailable"},
}

// fail answers an error.
func (m *Mux) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, ErrSignIn) {
		m.signInFirst(w, r)
		return
	}
	if list := fault.All(err); len(list) > 0 {
		if p, ok := statuses[list[0].Kind]; ok {
			p.Faults = list
			if list[0].Kind == fault.Unavailable && r.Context().Err() == nil { // whoever runs the program must know
				m.log.ErrorContext(r.Context(), "unavailable", slog.String("request", RequestID(r.Context())),
					slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("error", err))
			}
			m.page(w, r, p)
			return
		}
	}
	if r.Context().Err() != nil {
		return // the person has gone
	}
	m.log.ErrorContext(r.Context(), "request failed", slog.String("request", RequestID(r.Context())),
		slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("error", err))
	m.page(w, r, problem{Status: http.StatusInternalServerError, Key: "web.error.internal", Number: RequestID(r.Context())})
}

func (m *Mux) recover(w http.ResponseWriter, r *http.Request) {
	what := recover()
	if what == nil {
		return
	}
	if err, ok := what.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(what)
	}
	m.log.ErrorContext(r.Context(), "handler panicked", slog.String("request", RequestID(r.Context())),
		slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("panic", what), slog.String("stack", string(debug.Stack())))
	m.page(w, r, problem{Status: http.StatusInternalServerError, Key: "web.error.internal", Number: RequestID(r.Context())})
}

func (m *Mux) page(w http.ResponseWriter, r *http.Request, p problem) {
	l := i18n.From(r.Context())
	meta := Meta{Title: l.T(p.Key)}
	if err := Render(w, r, p.Status, problemPage(meta, p)); err != nil {
		m.log.ErrorContext(r.Context(), "error page failed", slog.Any("error", err))
	}
}

// denied answers a form that another site sent.
func denied(w http.ResponseWriter, r *http.Request) {
	p := problem{Status: http.StatusForbidden, Key: "web.error.origin"}
	if err := Render(w, r, p.Status, problemPage(Meta{Title: i18n.T(r.Context(), p.Key)}, p)); err != nil {
		http.Error(w, i18n.T(r.Context(), p.Key), p.Status)
	}
}
