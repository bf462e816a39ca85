package form

import (
	"context"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web/ui"
)

func decode(t *testing.T, fields url.Values) *Values {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	v, err := Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func show(t *testing.T, v *Values, field templ.Component) string {
	t.Helper()
	var b strings.Builder
	ctx := templ.WithChildren(context.Background(), field)
	if err := Form(Spec{Action: "/x", Values: v, Submit: "s"}).Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReading(t *testing.T) {
	v := decode(t, url.Values{"text": {"  a b "}, "n": {"1\uff0c2\uff130"}, "tick": {"on"}, "many": {"x", "", "y"}, "on": {"2026-04-09"}, VersionField: {"7"}, OnceField: {"k"}})
	day := Read(v, "on", "bad", func(s string) (time.Time, error) { return time.Parse(time.DateOnly, s) })
	if v.Text("text") != "a b" || v.Raw("text") != "  a b " || v.Int("n") != 1230 || !v.Bool("tick") || v.Bool("none") ||
		strings.Join(v.All("many"), "") != "xy" || day.Day() != 9 || v.Version() != 7 || v.Once() != "k" || v.Err() != nil {
		t.Errorf("%+v, %v, %v", v, day, v.Err())
	}
}

func TestFaultsAreGathered(t *testing.T) {
	v := decode(t, url.Values{"n": {"many"}, "blank": {"  "}, "empty": {""}})
	v.Required("blank", "n")
	v.Int("n")
	v.Int("empty")
	v.Wrong("n", "other", "limit", 3)
	var got []string
	for _, f := range v.Faults() {
		got = append(got, f.Field+" "+f.Key+" "+f.Value)
	}
	if want := "blank web.fault.required |n web.fault.number many|n other many"; strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}

func TestMend(t *testing.T) {
	wrong := fault.Wrong("n", "x", "bad")
	tests := map[string]struct {
		err  error
		want bool
		left int
	}{
		"nothing":        {nil, false, 0},
		"a wrong field":  {wrong, true, 1},
		"a refusal":      {fault.List{wrong, fault.Refuse("no")}, true, 2},
		"not found":      {fault.List{wrong, fault.New(fault.NotFound, "no")}, false, 0},
		"another error":  {errors.New("disk"), false, 0},
		"stale, wrapped": {errors.Join(fault.New(fault.Stale, "old")), true, 1},
	}
	for name, tt := range tests {
		v := New()
		if got := v.Mend(tt.err); got != tt.want || len(v.Faults()) != tt.left {
			t.Errorf("%s: %v, %d faults", name, got, len(v.Faults()))
		}
		if v.Mend(tt.err); len(v.Faults()) != tt.left {
			t.Errorf("%s: the same fault is taken twice", name)
		}
	}
}

func TestFaultStandsAtItsField(t *testing.T) {
	v := New().Set("title", `"><script>`)
	v.Mend(fault.Wrong("title", "x", "order.title.bad"))
	out := show(t, v, Text(Field{Name: "title", Label: "order.title", Help: "order.help"}))
	for _, want := range []string{`href="#f-title"`, `id="f-title"`, `aria-invalid="true"`, `aria-describedby="f-title-help f-title-error"`, `value="&#34;&gt;&lt;script&gt;"`, `name="once"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is missing in %s", want, out)
		}
	}
	if strings.Contains(out, `name="version"`) {
		t.Error("a new record carries a version")
	}
}

// TestAFaultElsewhereLeadsNowhere: the summary says what is wrong with a field that
// this form does not show, without a link to nothing.
func TestAFaultElsewhereLeadsNowhere(t *testing.T) {
	v := New()
	v.Mend(fault.Wrong("sessions", "", "order.title.bad"))
	if out := show(t, v, Text(Field{Name: "title", Label: "order.title"})); !strings.Contains(out, "order.title.bad") || strings.Contains(out, "#f-sessions") {
		t.Errorf("the summary leads to a field that is not there: %s", out)
	}
}

func TestPasswordIsNotSentBack(t *testing.T) {
	if out := show(t, New().Set("p", "geheim"), Text(Field{Name: "p", Label: "l", Kind: "password"})); strings.Contains(out, "geheim") {
		t.Error("the password stands in the page")
	}
}

func TestChoicesAreKept(t *testing.T) {
	options := []ui.Option{{Value: "a", Text: "A"}, {Value: "b", Text: "B"}}
	out := show(t, New().Set("r", "b").SetBool("c", true), templ.Join(Radio(Field{Name: "r", Label: "l", Options: options}), Check(Field{Name: "c", Label: "l"}), Select(Field{Name: "r", Label: "l", Options: options})))
	if strings.Count(out, " checked") != 2 || !strings.Contains(out, `value="b" selected`) {
		t.Errorf("%s", out)
	}
	if first, second := New().Once(), New().Once(); first == second {
		t.Error("two forms share a once key")
	}
}

func TestFiles(t *testing.T) {
	var body strings.Builder
	m := multipart.NewWriter(&body)
	w, err := m.CreateFormFile("doc", "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write([]byte("hello"))
	_ = m.WriteField("title", "x")
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body.String()))
	r.Header.Set("Content-Type", m.FormDataContentType())
	v, err := Decode(r)
	if err != nil || len(v.Files("doc")) != 1 || v.Files("doc")[0].Size != 5 || v.Text("title") != "x" {
		t.Fatalf("%v, %+v", err, v)
	}
	if v.Required("doc"); v.Err() != nil {
		t.Error("a sent file counts as empty")
	}
}
