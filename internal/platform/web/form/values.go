// Package form reads what a person typed, keeps it as it was typed, gathers
// what is wrong with it, and shows it again with the errors at the fields.
package form

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// MaxMemory is how much of a multipart form is held in memory; the rest of it
// lies in temporary files. The whole body is limited by the shell.
const MaxMemory = 4 << 20

// Names of the fields that every form carries.
const (
	VersionField = "version" // version of the record that the person saw
	OnceField    = "once"    // makes a repeated send of the same form harmless
)

// Values is what stands in a form: raw texts, files, and the faults found.
type Values struct {
	raw    url.Values
	files  map[string][]*multipart.FileHeader
	faults fault.List
	shown  []Field // in the order of the page, known once they were shown
	body   *string // the fields as they are shown, once a Form has them
	now    *Values // the present content, if somebody was faster
}

// New returns the values of a fresh form, with a new once key. Fill it with Set.
func New() *Values {
	return &Values{raw: url.Values{OnceField: {rand.Text()}}}
}

// Decode reads the form that was sent. A body over the limit is a TooLarge
// fault, an unreadable one an Invalid fault.
func Decode(r *http.Request) (*Values, error) {
	err := r.ParseForm() // by itself: ParseMultipartForm would hide its error
	if err == nil {
		err = r.ParseMultipartForm(MaxMemory)
	}
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, fault.New(fault.TooLarge, "web.fault.too_large", "limit", large.Limit>>20)
	case err != nil:
		return nil, fault.New(fault.Invalid, "web.fault.unreadable")
	}
	v := &Values{raw: r.PostForm}
	if r.MultipartForm != nil {
		v.files = r.MultipartForm.File
	}
	return v, nil
}

// Set puts values into a field, as when an existing record is edited.
func (v *Values) Set(name string, values ...string) *Values {
	v.raw[name] = values
	return v
}

// Copy is the same form with the first value of one field put into another, for
// a form about several records.
func (v *Values) Copy(to, from string) *Values {
	next := &Values{raw: maps.Clone(v.raw), files: v.files}
	return next.Set(to, v.Raw(from))
}

// SetInt puts a number into a field.
func (v *Values) SetInt(name string, n int64) *Values {
	return v.Set(name, strconv.FormatInt(n, 10))
}

// SetBool sets or clears a single checkbox.
func (v *Values) SetBool(name string, on bool) *Values {
	if on {
		return v.Set(name, "on")
	}
	return v.Set(name)
}

// Raw returns the first value of a field as it was typed.
func (v *Values) Raw(name string) string { return v.raw.Get(name) }

// Text returns the first value of a field without space around it.
func (v *Values) Text(name string) string { return strings.TrimSpace(v.raw.Get(name)) }

// All returns all values of a field that are not empty: checkboxes, multi
// selects.
func (v *Values) All(name string) []string {
	return slices.DeleteFunc(slices.Clone(v.raw[name]), func(s string) bool { return s == "" })
}

// Has tells whether the field holds the value.
func (v *Values) Has(name, value string) bool { return slices.Contains(v.raw[name], value) }

// Bool tells whether a single checkbox is set.
func (v *Values) Bool(name string) bool { return v.raw.Get(name) != "" }

// Int reads a whole number; separators of thousands are accepted. Empty is 0;
// use Required for fields that must be filled.
func (v *Values) Int(name string) int {
	return Read(v, name, "web.fault.number", func(s string) (int, error) {
		return strconv.Atoi(digits.Replace(s))
	})
}

// digits drops separators and turns full-width digits into plain ones.
var digits = strings.NewReplacer(",", "", "\uff0c", "", " ", "",
	"\uff10", "0", "\uff11", "1", "\uff12", "2", "\uff13", "3", "\uff14", "4",
	"\uff15", "5", "\uff16", "6", "\uff17", "7", "\uff18", "8", "\uff19", "9")

// Version returns the version of the record that the person saw; 0 for a new
// record.
func (v *Values) Version() int64 {
	n, _ := strconv.ParseInt(v.Raw(VersionField), 10, 64) // a forged version is simply stale
	return n
}

// Once returns the key that all sends of this form share. Derive the id of the
// new record from it: record.Derived(actor.Person, v.Once()).
func (v *Values) Once() string { return v.Raw(OnceField) }

// Files returns the files that were sent in a field.
func (v *Values) Files(name string) []*multipart.FileHeader { return v.files[name] }

// Read parses a field that has a type of its own. Empty gives the zero value
// without a fault; an error of parse becomes a fault of the field with the key.
//
//	from := form.Read(v, "from", "web.fault.date", calendar.ParseDate)
//	wage := form.Read(v, "wage", "web.fault.money", money.Parse)
func Read[T any](v *Values, name, key string, parse func(string) (T, error)) T {
	var zero T
	raw := v.Text(name)
	if raw == "" {
		return zero
	}
	got, err := parse(raw)
	if err != nil {
		v.faults.Add(name, raw, key)
		return zero
	}
	return got
}

// Required demands that the fields are filled.
func (v *Values) Required(names ...string) {
	for _, name := range names {
		if v.Text(name) == "" && len(v.files[name]) == 0 {
			v.faults.Add(name, "", "web.fault.required")
		}
	}
}

// Wrong adds a fault of a field.
func (v *Values) Wrong(name, key string, args ...any) { v.faults.Add(name, v.Raw(name), key, args...) }

// Err returns the faults found so far, or nil.
func (v *Values) Err() error { return v.faults.Err() }

// Faults returns the faults found so far.
func (v *Values) Faults() fault.List { return v.faults }

// Mend takes over the faults of err and tells whether the person can mend them
// here: then show the same form again with status 422. It is false for nil, for
// faults that another page must tell (not found, forbidden) and for errors that
// are no faults.
func (v *Values) Mend(err error) bool {
	list := fault.All(err)
	for _, f := range list {
		switch f.Kind {
		case fault.Invalid, fault.Refused, fault.Conflict, fault.Stale, fault.TooLarge:
		case fault.Internal, fault.NotFound, fault.Forbidden, fault.Unavailable:
			return false
		}
	}
	for _, f := range list {
		if !slices.Contains(v.faults, f) {
			v.faults = append(v.faults, f)
		}
		v.follow(f)
	}
	return len(list) > 0
}

// follow takes over the version of the present content that a stale fault names:
// the person is told of the change, and may send what was typed again.
func (v *Values) follow(f *fault.Fault) {
	for i := 0; f.Kind == fault.Stale && i+1 < len(f.Args); i += 2 {
		if version, ok := f.Args[i+1].(int64); ok && f.Args[i] == "version" {
			v.SetInt(VersionField, version)
		}
	}
}

// at returns the faults of one field.
func (v *Values) at(name string) []*fault.Fault {
	var list []*fault.Fault
	for _, f := range v.faults {
		if f.Field == name {
			list = append(list, f)
		}
	}
	return list
}

type valuesKey struct{}

func with(ctx context.Context, v *Values) context.Context {
	return context.WithValue(ctx, valuesKey{}, v)
}

// note remembers a field that is shown.
func (v *Values) note(f Field) { v.shown = append(v.shown, f) }

// anchor leads to the control of a field; "" if the form shows none.
func (v *Values) anchor(name string) string {
	id := Field{Name: name}.id()
	if name == "" || v.body != nil && !strings.Contains(*v.body, `id="`+id+`"`) {
		return ""
	}
	return "#" + id
}

// label is the label of a field that was shown; else "".
func (v *Values) label(l *i18n.Localizer, name string) string {
	for _, f := range v.shown {
		if f.Name == name {
			return f.label(l)
		}
	}
	return ""
}

// From returns the values of the form that is being shown; empty ones outside
// of a form.
func From(ctx context.Context) *Values {
	if v, ok := ctx.Value(valuesKey{}).(*Values); ok {
		return v
	}
	return &Values{raw: url.Values{}}
}
