package form

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web/ui"
)

var errLate = fault.New(fault.Stale, "record.stale", "version", int64(8))

// fields of a made-up form: every kind of control, a message and a password.
func compared() templ.Component {
	options := []ui.Option{{Value: "a", Text: "Alpha"}, {Value: "b", Text: "Beta"}}
	return templ.Join(
		Text(Field{Name: "title", Label: "l.title"}), Number(Field{Name: "heads", Label: "l.heads"}), Area(Field{Name: "words", Label: "l.words"}),
		Select(Field{Name: "kind", Label: "l.kind", Options: options, Blank: "l.none"}), Checks(Field{Name: "many", Label: "l.many", Options: options}),
		Check(Field{Name: "tick", Label: "l.tick"}), Text(Field{Name: "row.1.name", Label: "l.name"}),
		Select(Field{Name: "party", Label: "l.party", Options: options, NowOptions: []ui.Option{{Value: "a", Text: "Beta"}}}),
		Text(Field{Name: "message", Label: "l.message"}), Text(Field{Name: "secret", Label: "l.secret", Kind: "password"}),
	)
}

func stored() *Values {
	return New().Set("title", "T").Set("heads", "1200").Set("words", "x\ny").Set("kind", "").Set("many", "a", "b").
		SetBool("tick", true).Set("row.1.name", "").Set("party", "a").Set("secret", "s")
}

// TestReconcile: only fields that are stored and differ are shown, choices by
// their words, and the version of the present content is taken over.
func TestReconcile(t *testing.T) {
	v := decode(t, url.Values{
		VersionField: {"7"}, "title": {" T "}, "heads": {"1,200.0"}, "words": {"x\r\ny"}, "kind": {"a"}, "many": {"b"},
		"row.1.name": {"new"}, "party": {"b"}, "message": {"hello"}, "secret": {"typed"},
	})
	if !v.Reconcile(errLate, stored()) || v.Version() != 8 {
		t.Fatalf("version %d, faults %v", v.Version(), v.Faults())
	}
	out := show(t, v, compared())
	got := strings.Join(strings.FieldsFunc(strings.NewReplacer("</th><td>", "=", "</td><td>", "/").Replace(between(out, "<tbody>", "</tbody>")), func(r rune) bool { return r == '\n' }), "")
	for _, want := range []string{"l.kind=l.none/Alpha", "l.many=Alphaweb.list.andBeta/Beta", "l.tick=web.yes/web.no", "web.stale.row=web.stale.blank/new"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
	if n := strings.Count(got, "<tr>"); n != 4 {
		t.Errorf("%d fields differ, want 4: %s", n, got)
	}
}

// TestReconcileNothing: no comparison for another error, or where the form holds
// nothing that is stored.
func TestReconcileNothing(t *testing.T) {
	for name, c := range map[string]struct {
		err error
		now *Values
	}{
		"a wrong field": {fault.Wrong("title", "x", "bad"), stored()},
		"nothing kept":  {errLate, New()},
		"no record":     {errLate, nil},
		"no fault":      {errors.New("disk"), stored()},
	} {
		v := New().Set("title", "other")
		v.Reconcile(c.err, c.now)
		if out := show(t, v, compared()); strings.Contains(out, "compare") {
			t.Errorf("%s: a comparison in %s", name, out)
		}
	}
}

// TestReconcileSame: who typed the same is told so.
func TestReconcileSame(t *testing.T) {
	v := New().Set("title", "T")
	v.Reconcile(errLate, New().Set("title", "T"))
	if out := show(t, v, compared()); !strings.Contains(out, "web.stale.same") || strings.Contains(out, "<tbody>") {
		t.Error(out)
	}
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}
