package orderweb_test

import (
	"context"
	"errors"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/order"
	"tongpin/internal/order/orderdb"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
)

const (
	plantID   = record.ID("01900000-0000-7000-8000-0000000000a1")
	collegeID = record.ID("01900000-0000-7000-8000-0000000000b1")
	academyID = record.ID("01900000-0000-7000-8000-0000000000b2")
	offered   = "01900000-0000-7000-8000-0000000000d1"
)

func actor(role access.Role, org record.ID, kind organisation.Kind, name string) access.Actor {
	return access.Actor{
		Consortium: dbtest.Home, Person: record.Derived(org, string(role)), Name: name, Role: role,
		Organisation: org, OrganisationName: name, OrganisationKind: kind,
	}
}

var (
	hr      = actor(access.Enterprise, plantID, organisation.Enterprise, "Plant")
	dean    = actor(access.Dean, collegeID, organisation.School, "College")
	rival   = actor(access.Dean, academyID, organisation.School, "Academy")
	clerk   = actor(access.Secretariat, "", organisation.Association, "Office")
	student = actor(access.Student, collegeID, organisation.School, "College")
	auditor = actor(access.Auditor, "", organisation.Government, "Audit")
)

// one is a single programme that every school offers, and no past.
type one struct{}

func (one) Supplies(_ context.Context, a access.Actor, school record.ID) ([]order.Supply, error) {
	var s order.Supply
	s.Programme.ID, s.Programme.School, s.Programme.SchoolName, s.Programme.Code, s.Programme.Name = offered, collegeID, "College", "660105", "Welding class"
	return []order.Supply{s}, nil
}

func (one) Suiting(ctx context.Context, a access.Actor, school record.ID, _ order.Need) ([]order.Supply, error) {
	return one{}.Supplies(ctx, a, school)
}

func (one) Cooperation(context.Context, record.ID) (order.Cooperation, error) { return nil, nil }

// house is the pages behind their real shell, on a real database.
type house struct {
	*testing.T
	handler http.Handler
	actor   access.Actor
	lang    i18n.Language
}

func newHouse(t *testing.T) *house {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		for id, kind := range map[record.ID]organisation.Kind{plantID: organisation.Enterprise, collegeID: organisation.School, academyID: organisation.School} {
			if err := organisationdb.Save(tx, organisation.Organisation{ID: id, Name: "Org " + string(id[34:]), Kind: kind, Industry: "new_energy"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, lang: i18n.English}
	h.handler = h.build(d, now)
	return h
}

func (h *house) build(d *db.DB, now *clock.Set) http.Handler {
	book, err := rule.Load(order.Rules())
	if err != nil {
		h.Fatal(err)
	}
	blobs, err := file.OpenBlobs(h.TempDir())
	if err != nil {
		h.Fatal(err)
	}
	table, log := access.NewTable(order.Grants()), slog.New(slog.DiscardHandler)
	mux := web.NewMux(log, "/signin", func(r *http.Request, action string) error {
		if table.Reach(access.Must(r.Context()), access.Action(action)) == access.None {
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return nil
	})
	mux.Add(orderweb.New(order.NewService(orderdb.New(d), table, now, book, one{}, one{}), orderweb.Options{Intake: file.Intake{Blobs: blobs, Limit: file.DefaultLimit, Clock: now}}).Routes()...)
	seated := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(access.With(db.In(r.Context(), dbtest.Home), h.actor)))
	})
	return web.Shell{Catalogue: catalogue(h), Clock: now, Log: log, Secret: []byte("secret")}.Wrap(seated)
}

// as is the same house for another person.
func (h *house) as(a access.Actor) *house {
	h.actor = a
	return h
}

func (h *house) send(r *http.Request) *httptest.ResponseRecorder {
	h.Helper()
	r.AddCookie(&http.Cookie{Name: "tp_lang", Value: string(h.lang)})
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// get returns the page of an address, which must have the status and hold words.
func (h *house) get(path string, status int, holds ...string) string {
	h.Helper()
	w := h.send(httptest.NewRequest(http.MethodGet, path, nil))
	return h.check(w, path, status, holds)
}

// post sends a form and returns where it leads, or the page with the status.
func (h *house) post(path string, v url.Values, status int, holds ...string) string {
	h.Helper()
	w := h.send(formPost(path, v))
	h.check(w, path, status, holds)
	return w.Header().Get("Location")
}

func formPost(path string, v url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// upload sends a form with one file and returns where it leads.
func (h *house) upload(path, field, name, content string, status int, holds ...string) string {
	h.Helper()
	var body strings.Builder
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err = errors.Join(err, m.Close()); err != nil {
		h.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body.String()))
	r.Header.Set("Content-Type", m.FormDataContentType())
	w := h.send(r)
	h.check(w, path, status, holds)
	return w.Header().Get("Location")
}

var visible = regexp.MustCompile(`>[^<]*\b(order|response|product|posts|lists|enum|did|reason|unit|nav)\.[a-z_]+\.?[a-z_.]*[^<]*<`)

func (h *house) check(w *httptest.ResponseRecorder, path string, status int, holds []string) string {
	h.Helper()
	body := w.Body.String()
	if w.Code != status {
		h.Fatalf("%s: status %d, want %d\n%s", path, w.Code, status, body)
	}
	for _, s := range holds {
		if !strings.Contains(body, s) {
			h.Errorf("%s does not hold %q:\n%s", path, s, body)
		}
	}
	if key := visible.FindString(body); key != "" {
		h.Errorf("%s shows a key without text: %s", path, key)
	}
	return body
}
