package i18n

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"tongpin/internal/platform/fault"
)

// Localizer speaks one language. Make it with Catalogue.In and put it into the
// context with With.
type Localizer struct {
	catalogue *Catalogue
	lang      Language
	texts     map[string]text
}

type localizerKey struct{}

var silent = (&Catalogue{texts: map[Language]map[string]text{}}).In(Chinese)

// With puts the localizer into the context.
func With(ctx context.Context, l *Localizer) context.Context {
	return context.WithValue(ctx, localizerKey{}, l)
}

// From returns the localizer of the context; without one, a Chinese one that
// knows no texts.
func From(ctx context.Context) *Localizer {
	if l, ok := ctx.Value(localizerKey{}).(*Localizer); ok {
		return l
	}
	return silent
}

// T is From(ctx).T(key, pairs...), for views.
func T(ctx context.Context, key string, pairs ...any) string { return From(ctx).T(key, pairs...) }

// Language returns the language.
func (l *Localizer) Language() Language { return l.lang }

// Has tells whether the key has a text.
func (l *Localizer) Has(key string) bool {
	_, ok := l.texts[key]
	return ok
}

// T returns the text of the key; pairs are names and values of its arguments.
// A value is shown by its type: whole numbers with thousands separators, times
// as Instant, civil dates as Date, amounts (anything with Yuan() string) in
// yuan, lists of strings as List, a *fault.Fault and anything else that names a
// text (Text() (key string, pairs []any)) as its text, everything else as fmt
// does. A key without a text shows itself and is remembered by Catalogue.Missing.
func (l *Localizer) T(key string, pairs ...any) string {
	t, ok := l.texts[key]
	if !ok {
		if key != "" {
			l.catalogue.missing.Store(key, true)
		}
		return key
	}
	if t.parts == nil {
		return t.raw
	}
	var b strings.Builder
	for _, p := range t.parts {
		if p.arg == "" {
			b.WriteString(p.literal)
			continue
		}
		b.WriteString(l.part(p, pairs))
	}
	return b.String()
}

func (l *Localizer) part(p part, pairs []any) string {
	v, ok := lookup(pairs, p.arg)
	switch {
	case !ok:
		return "{" + p.arg + "}"
	case p.plural && word(v) == "1":
		return p.one
	case p.plural:
		return p.many
	case p.family != "":
		return l.Word(l.family(p.family, pairs), word(v))
	}
	return l.Value(v)
}

// word is a bare code: nearly always a string already.
func word(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return fmt.Sprint(v)
}

// family puts arguments into a family that refers to them ("$kind.state").
func (l *Localizer) family(f string, pairs []any) string {
	if !strings.Contains(f, "$") {
		return f
	}
	segments := strings.Split(f, ".")
	for i, s := range segments {
		if name, ok := strings.CutPrefix(s, "$"); ok {
			v, _ := lookup(pairs, name)
			segments[i] = word(v)
		}
	}
	return strings.Join(segments, ".")
}

// Word returns the text of family + "." + code, and the code itself if there
// is none: the word for a state, a kind, a unit.
func (l *Localizer) Word(family, code string) string {
	if t, ok := l.texts[family+"."+code]; ok && t.parts == nil {
		return t.raw
	}
	if code != "" {
		l.catalogue.missing.Store(family+"."+code, true)
	}
	return code
}

// Fault returns the text of a fault.
func (l *Localizer) Fault(f *fault.Fault) string {
	pairs := f.Args
	if f.Value != "" {
		pairs = append([]any{"value", f.Value}, pairs...)
	}
	return l.T(f.Key, pairs...)
}

// Value shows a value by its type, as T does with arguments.
func (l *Localizer) Value(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case int:
		return l.Number(int64(x))
	case int64:
		return l.Number(x)
	case time.Time:
		return l.Instant(x)
	case []string:
		return l.List(x)
	case *fault.Fault:
		return l.Fault(x)
	case interface{ Text() (string, []any) }:
		key, pairs := x.Text()
		return l.T(key, pairs...)
	case interface{ Yuan() string }:
		return x.Yuan()
	case nil:
		return ""
	}
	r := reflect.ValueOf(v)
	if day := reflect.TypeFor[Day](); r.Kind() == reflect.Struct && r.CanConvert(day) {
		return l.Date(r.Convert(day).Interface().(Day))
	}
	return fmt.Sprint(v)
}
