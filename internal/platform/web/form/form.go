package form

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// Spec describes a form. Texts of forms and fields are keys of the catalogues.
type Spec struct {
	Action string // address that the form is sent to
	Values *Values
	Submit string // key of the text of the main button
	Cancel string // address to go back to; optional
	Files  bool   // the form carries files
	// Buttons are further buttons that send the same form: name "do" with the
	// given value, for example save as draft.
	Buttons []Button
}

// Button is a further way to send a form.
type Button struct{ Label, Value string }

// Field describes a field. Label, Help and Unit are keys.
type Field struct {
	Name      string
	Label     string
	LabelArgs []any // arguments of the label
	Help      string
	HelpArgs  []any // arguments of the help text
	Unit      string
	Required  bool
	Max       int    // most characters of a text
	Rows      int    // of a textarea; 4 if zero
	Width     string // "" full, "short" (date, number), "medium" (phone, code)
	Auto      string // autocomplete: "name", "tel", "email", "username", "current-password", "one-time-code"
	Mode      string // inputmode: "numeric", "decimal", "tel", "email"
	Kind      string // type of a text field if not "text": "tel", "email", "password", "time", "month"
	Accept    string // of a file field: ".xlsx,.csv"
	Many      bool   // several files, or a select of several
	Options   []ui.Option
	Suggest   []string // proposals for a text field
	Check     string   // address that judges the value while it is typed; answer with Verdict
	Blank     string   // key of the first, empty choice of a select; default "web.choose"
	// NowOptions are the choices of the present content, where the same value
	// means something else there (a row number); see Values.Reconcile.
	NowOptions []ui.Option
}

// kindNumber is the Kind of a Number.
const kindNumber = "number"

// ticked is a single checkbox as a choice of one, for its words.
func ticked(ctx context.Context, f Field) Field {
	f.Options, f.Blank = []ui.Option{{Value: "on", Text: i18n.T(ctx, "web.yes")}}, "web.no"
	return f
}

// Form shows a form with its error summary, its hidden fields and its buttons;
// the children are the fields.
func Form(s Spec) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if s.Values == nil {
			s.Values = New()
		}
		ctx = with(ctx, s.Values)
		// The fields come first, into memory: the summary above them names their labels.
		var fields bytes.Buffer
		if err := templ.GetChildren(ctx).Render(templ.ClearChildren(ctx), &fields); err != nil {
			return err
		}
		body := fields.String()
		s.Values.body = &body
		return frame(s).Render(templ.WithChildren(ctx, templ.Raw(body)), w)
	})
}

// id is the id of the field's control; an error summary links to it.
func (f Field) id() string { return "f-" + strings.ReplaceAll(f.Name, ".", "-") }

// described lists the ids of the texts that explain the control.
func (f Field) described(ctx context.Context) string {
	var ids []string
	if f.Help != "" {
		ids = append(ids, f.id()+"-help")
	}
	if len(From(ctx).at(f.Name)) > 0 {
		ids = append(ids, f.id()+"-error")
	}
	return strings.Join(ids, " ")
}

// attributes are those that all controls share.
func (f Field) attributes(ctx context.Context) templ.Attributes {
	a := templ.Attributes{}
	if d := f.described(ctx); d != "" {
		a["aria-describedby"] = d
	}
	if len(From(ctx).at(f.Name)) > 0 {
		a["aria-invalid"] = "true"
	}
	if f.Auto != "" {
		a["autocomplete"] = f.Auto
	}
	if f.Mode != "" {
		a["inputmode"] = f.Mode
	}
	if f.Check != "" {
		a["data-hx-get"] = f.Check
		a["data-hx-trigger"] = "change, keyup changed delay:400ms"
		a["data-hx-target"] = "#" + f.id() + "-verdict"
		a["data-hx-swap"] = "innerHTML"
	}
	return a
}

// text adds what a text control needs.
func (f Field) text(ctx context.Context) templ.Attributes {
	a := f.attributes(ctx)
	if f.Max > 0 {
		a["maxlength"] = strconv.Itoa(f.Max)
	}
	if len(f.Suggest) > 0 {
		a["list"] = f.id() + "-list"
	}
	return a
}

func (f Field) kind() string {
	if f.Kind == "" {
		return "text"
	}
	return f.Kind
}

func (f Field) controlClass(ctx context.Context, class string) string {
	if len(From(ctx).at(f.Name)) > 0 {
		return class + " is-invalid"
	}
	return class
}

// value is what the control shows; a password is never sent back.
func (f Field) value(ctx context.Context) string {
	if f.Kind == "password" {
		return ""
	}
	return From(ctx).Raw(f.Name)
}

// summary returns the faults of a form in the order in which they were found,
// each text once.
func summary(ctx context.Context, list fault.List) []ui.Link {
	var links []ui.Link
	l := i18n.From(ctx)
	for _, f := range list {
		link := ui.Link{Text: l.Fault(f), Path: From(ctx).anchor(f.Field)}
		if label := From(ctx).label(l, f.Field); label != "" {
			link.Text = l.T("web.faults.line", "field", label, "text", link.Text)
		}
		if !slices.Contains(links, link) {
			links = append(links, link)
		}
	}
	return links
}

// numeric adds what a number control needs; the unit explains the control too.
func (f Field) numeric(ctx context.Context) templ.Attributes {
	a := f.attributes(ctx)
	if f.Mode == "" {
		a["inputmode"] = "decimal"
	}
	if f.Unit != "" {
		a["aria-describedby"] = strings.TrimSpace(f.id() + "-unit " + f.described(ctx))
	}
	return a
}

func (f Field) blank() string {
	if f.Blank == "" {
		return "web.choose"
	}
	return f.Blank
}

// optionID names the controls of a group; the first has the id of the field,
// so that the error summary can lead to it.
func (f Field) optionID(i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(i)
}

// dateKind is a text field where the value is no date, so that the person sees
// what was typed.
func (f Field) dateKind(ctx context.Context) string {
	raw := From(ctx).Raw(f.Name)
	if _, err := time.Parse(time.DateOnly, raw); raw != "" && err != nil {
		return "text"
	}
	return "date"
}
