package form

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// Reconcile is Mend for a form that edits a record. If somebody was faster, the
// form is shown with a table of the fields in which what was typed differs from
// now, the form as it would open at this moment for this person: what that form
// masks or leaves out, the table does too. Fields that now does not hold (a
// message, a file) are not compared. Other errors do not need now.
func (v *Values) Reconcile(err error, now *Values) bool {
	if !v.Mend(err) {
		return false
	}
	if slices.ContainsFunc(v.faults, func(f *fault.Fault) bool { return f.Kind == fault.Stale }) {
		v.now = now
	}
	return true
}

// Now is the form as it would open at this moment, once Reconcile found that
// somebody was faster; nil before.
func (v *Values) Now() *Values { return v.now }

// kept tells whether the stored content has the field.
func (v *Values) kept(f Field) bool {
	_, ok := v.now.raw[f.Name]
	return ok && f.Kind != "password"
}

// late tells whether somebody was faster and there is something to compare.
func (v *Values) late() bool { return v.now != nil && slices.ContainsFunc(v.shown, v.kept) }

// difference is a field in which what was typed differs from what is stored.
type difference struct{ label, now, typed string }

// differences compares the fields that the form has shown, in their order.
func (v *Values) differences(ctx context.Context) []difference {
	l := i18n.From(ctx)
	var list []difference
	for _, f := range v.shown {
		if !v.kept(f) {
			continue
		}
		d := difference{f.title(l), v.now.words(l, f, f.nowOptions()), v.words(l, f, f.Options)}
		if f.comparable(d.now) != f.comparable(d.typed) {
			list = append(list, d)
		}
	}
	return list
}

// title is the label of a field, with its row if it stands in a repeated part
// ("party.2.name").
func (f Field) title(l *i18n.Localizer) string {
	for part := range strings.SplitSeq(f.Name, ".") {
		if row, err := strconv.Atoi(part); err == nil {
			return l.T("web.stale.row", "field", f.label(l), "n", row+1)
		}
	}
	return f.label(l)
}

func (f Field) label(l *i18n.Localizer) string { return l.T(f.Label, f.LabelArgs...) }

func (f Field) nowOptions() []ui.Option {
	if f.NowOptions != nil {
		return f.NowOptions
	}
	return f.Options
}

// words is what a field holds, as a person reads it: choices by their text.
func (v *Values) words(l *i18n.Localizer, f Field, options []ui.Option) string {
	values := v.All(f.Name)
	for i, value := range values {
		if at := slices.IndexFunc(options, func(o ui.Option) bool { return o.Value == value }); at >= 0 {
			values[i] = options[at].Text
		}
	}
	if text := strings.TrimSpace(strings.Join(values, l.T("web.list.and"))); text != "" {
		return text
	}
	if f.Blank != "" {
		return l.T(f.Blank)
	}
	return l.T("web.stale.blank")
}

// comparable brings texts that mean the same into one form: browsers send CRLF,
// and people type separators of thousands and decimals that say nothing.
func (f Field) comparable(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if f.Kind != kindNumber {
		return s
	}
	if s = digits.Replace(s); strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
