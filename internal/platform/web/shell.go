package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"time"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/assets"
)

// Shell is what surrounds every request: number, log line, headers, limits,
// language. Fill all fields but those with a stated default.
type Shell struct {
	Catalogue *i18n.Catalogue
	Clock     clock.Clock
	Log       *slog.Logger
	Secret    []byte        // signs confirmations; the same on every node
	HTTPS     bool          // people reach the program by https, perhaps through a proxy
	MaxBody   int64         // bytes of a request; 25 MB if zero
	Timeout   time.Duration // of one request; 30 s if zero
	Origins   []string      // further origins whose forms are trusted
}

// policy allows nothing from elsewhere and nothing inline.
const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

type requestKey struct{}

// about is what the shell knows of a request.
type about struct {
	id        string
	path, uri string
	flash     flash
	secret    []byte
	https     bool
	larger    bool
}

func request(ctx context.Context) *about {
	if a, ok := ctx.Value(requestKey{}).(*about); ok {
		return a
	}
	return &about{}
}

// RequestID returns the number of the request, for logs and error pages.
func RequestID(ctx context.Context) string { return request(ctx).id }

// Wrap puts the shell around a handler, and serves the assets.
func (s Shell) Wrap(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	for _, o := range s.Origins {
		if err := guard.AddTrustedOrigin(o); err != nil {
			panic(err)
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(denied))
	if s.MaxBody == 0 {
		s.MaxBody = 25 << 20
	}
	if s.Timeout == 0 {
		s.Timeout = 30 * time.Second
	}
	inner := guard.Handler(s.limits(next))
	static := assets.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.headers(w.Header())
		if len(r.URL.Path) > len(assets.Prefix) && r.URL.Path[:len(assets.Prefix)] == assets.Prefix {
			static.ServeHTTP(w, r)
			return
		}
		s.logged(inner, w, s.know(r))
	})
}

func (s Shell) headers(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if s.HTTPS {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// know puts what the shell knows of the request into its context.
func (s Shell) know(r *http.Request) *http.Request {
	a := &about{id: rand.Text()[:12], path: r.URL.Path, uri: r.URL.RequestURI(), secret: s.Secret, https: s.HTTPS}
	a.flash, _ = readFlash(r, s.Secret)
	a.larger = choice(r, largerCookie) == "on"
	ctx := context.WithValue(r.Context(), requestKey{}, a)
	return r.WithContext(i18n.With(ctx, s.Catalogue.In(language(r))))
}

func (s Shell) limits(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
		defer cancel()
		r.Body = http.MaxBytesReader(w, r.Body, s.MaxBody)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// logged writes one line a request, without personal data: no query, no
// address of the person.
func (s Shell) logged(next http.Handler, w http.ResponseWriter, r *http.Request) {
	began := s.Clock.Now()
	id := RequestID(r.Context())
	w.Header().Set("X-Request-Id", id)
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	next.ServeHTTP(rec, r)
	s.Log.InfoContext(r.Context(), "request", slog.String("request", id), slog.String("method", r.Method),
		slog.String("path", r.URL.Path), slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes),
		slog.Duration("took", s.Clock.Now().Sub(began)))
}

// recorder remembers the status and the size of an answer.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader remembers the status.
func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (r *recorder) Write(b []byte) (int, error) {
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Server returns a server with limits on slow and large requests.
func Server(address string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: address, Handler: h,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
}
