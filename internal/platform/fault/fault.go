// Package fault is the one typed error of the program. A fault says what is
// wrong, where (field and value) and, through the text behind its key, how to
// mend it. The edges (pages, API, commands) translate it; anything that is not
// a fault is internal: logged in full, shown to nobody.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind sorts faults by what the person can do about them.
type Kind uint8

// The kinds of faults.
const (
	Internal    Kind = iota // not the person's doing
	Invalid                 // a value is wrong: mend it
	Refused                 // a rule or the state of the record forbids it
	NotFound                // no such record, or not visible to this person
	Forbidden               // this person may not do it
	Stale                   // somebody changed the record meanwhile
	Conflict                // it exists already
	TooLarge                // over a stated limit
	Unavailable             // try again later
)

var kindNames = [...]string{"internal", "invalid", "refused", "not_found", "forbidden", "stale", "conflict", "too_large", "unavailable"}

// String returns the name of the kind, for logs and the API.
func (k Kind) String() string { return kindNames[k] }

// Fault is one thing that is wrong.
type Fault struct {
	Kind  Kind
	Key   string // key of the text in the catalogues, for example "order.quantity.positive"
	Args  []any  // name, value pairs for the text
	Field string // name of the form field or sheet column; empty if it concerns the whole
	Value string // what was given, as it was given
}

// Error returns a line for logs; people read the translated text of Key.
func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.Kind, f.Key)
	if f.Field != "" {
		fmt.Fprintf(&b, " [%s=%q]", f.Field, f.Value)
	}
	for i := 0; i+1 < len(f.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", f.Args[i], f.Args[i+1])
	}
	return b.String()
}

// Is makes errors.Is(err, &Fault{Kind: k}) and Is(err, k) work by kind.
func (f *Fault) Is(target error) bool {
	var t *Fault
	if !errors.As(target, &t) {
		return false
	}
	return t.Kind == f.Kind && (t.Key == "" || t.Key == f.Key)
}

// New makes a fault of a kind; args are name, value pairs for its text.
func New(kind Kind, key string, args ...any) *Fault {
	return &Fault{Kind: kind, Key: key, Args: args}
}

// Refuse makes a fault that says that a rule or the state forbids the step.
func Refuse(key string, args ...any) *Fault { return New(Refused, key, args...) }

// Wrong makes a fault of one field; value is what the person gave.
func Wrong(field, value, key string, args ...any) *Fault {
	return &Fault{Kind: Invalid, Key: key, Args: args, Field: field, Value: value}
}

// Is tells whether err is, or holds, a fault of the kind.
func Is(err error, kind Kind) bool {
	for _, f := range All(err) {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

// List gathers faults, so that a person sees all of them at once.
type List []*Fault

// Error joins the faults, one a line.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, f := range l {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Add appends a wrong field to the list.
func (l *List) Add(field, value, key string, args ...any) {
	*l = append(*l, Wrong(field, value, key, args...))
}

// Append adds the faults that err holds; another error becomes an internal
// fault only through Err, so it must not be given here.
func (l *List) Append(err error) { *l = append(*l, All(err)...) }

// Err returns nil for an empty list, else the list.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// All returns the faults that err is or holds; nil if it is another error.
func All(err error) []*Fault {
	var l List
	if errors.As(err, &l) {
		return l
	}
	var f *Fault
	if errors.As(err, &f) {
		return []*Fault{f}
	}
	return nil
}
