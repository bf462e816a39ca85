package bulletin_test

import (
	"strings"
	"testing"
	"time"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

const someID record.ID = "01900000-0000-7000-8000-0000000000f1"

var (
	clerk   = access.Actor{Consortium: 1, Person: someID, Name: "C", Role: access.Secretariat}
	leader  = access.Actor{Consortium: 1, Person: someID, Name: "L", Role: access.Leader}
	quarter = calendar.QuarterOf(calendar.On(2026, 1, 1))
	now     = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	known   = map[string]metric.Definition{
		"classes": {Key: "classes", Measure: metric.Sum, Scopes: []string{"consortium"}, Dimensions: []string{"occupation", "category"}, Unit: "class"},
		"times":   {Key: "times", Measure: metric.Sum, Scopes: []string{"consortium", "schools"}, Dimensions: []string{"subsidised"}, Unit: "person_time"},
	}
)

func find(key string) (metric.Definition, bool) { d, ok := known[key]; return d, ok }

func content(text string, checks ...string) bulletin.Content {
	return bulletin.Content{Language: "en", Title: "T", Editor: "E", Sections: []bulletin.Section{{Heading: "H", Text: text}}, Checks: checks}
}

// figure makes a figure of the quarter.
func figure(key, dimension, value string, n int64) metric.Figure {
	return metric.Figure{
		Key: key, Slice: metric.Slice{Scope: "consortium", Dimension: dimension, Value: value},
		Period: quarter, Value: n, Unit: known[key].Unit, Facts: n,
	}
}

func single(list ...metric.Figure) (n bulletin.Numbers) {
	for _, f := range list {
		n.List = append(n.List, bulletin.Number{Figure: f})
	}
	return n
}

func parts(n bulletin.Numbers, list ...metric.Figure) bulletin.Numbers {
	for _, f := range list {
		n.List = append(n.List, bulletin.Number{Figure: f, Part: true})
	}
	return n
}

// TestTokensAreProved: what is wrong with a token is refused with what, where
// and what to do; a typed number is text.
func TestTokensAreProved(t *testing.T) {
	for text, want := range map[string]string{
		"plain, with 1,074 typed":                        "",
		"{{classes}} and {{ times | scope = schools }}":  "",
		"{{classes|by=occupation}}":                      "",
		"{{classes|category=basic_quality|period=2026}}": "",
		"{{nothing}}":                               "bulletin.token.unknown",
		"{{classes|scope=schools}}":                 "bulletin.token.scope",
		"{{classes|colour=red}}":                    "bulletin.token.dimension",
		"{{classes|by=colour}}":                     "bulletin.token.dimension",
		"{{classes|period=soon}}":                   "bulletin.token.period",
		"{{classes|occupation}}":                    "bulletin.token.form",
		"{{classes|occupation=a|category=b}}":       "bulletin.token.two",
		"{{classes|occupation=a|by=category}}":      "bulletin.token.two",
		"one {{classes and no end":                  "bulletin.token.open",
		"an end }} without begin":                   "bulletin.token.open",
		strings.Repeat("x", bulletin.MaxText) + "x": "bulletin.long",
		"": "bulletin.missing",
	} {
		_, _, err := bulletin.Start(bulletin.DraftCommand{ID: someID, Period: quarter, Content: content(text)}, clerk, now, find)
		if !refused(err, want) {
			t.Errorf("%.60q: got %v, want %q", text, err, want)
		}
		for _, f := range fault.All(err) {
			if f.Field != "section.0.text" {
				t.Errorf("%.60q is wrong at %q", text, f.Field)
			}
		}
	}
}

// refused tells whether the error has the key; no key wants no error.
func refused(err error, key string) bool {
	for _, f := range fault.All(err) {
		if f.Key == key {
			return true
		}
	}
	return err == nil && key == ""
}

func TestContentIsProved(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*bulletin.Content)
		want   string
	}{
		"language":       {func(x *bulletin.Content) { x.Language = "fr" }, "bulletin.language"},
		"no section":     {func(x *bulletin.Content) { x.Sections = nil }, "bulletin.sections"},
		"no title":       {func(x *bulletin.Content) { x.Title = " " }, "bulletin.missing"},
		"event, no day":  {func(x *bulletin.Content) { x.Events = []bulletin.Event{{Text: "e"}} }, "bulletin.event.day"},
		"event, token":   {func(x *bulletin.Content) { x.Events = []bulletin.Event{{On: quarter.From, Text: "{{x}}"}} }, "bulletin.token.unknown"},
		"many events":    {func(x *bulletin.Content) { x.Events = make([]bulletin.Event, bulletin.MaxEvents+1) }, "bulletin.events.many"},
		"many equations": {func(x *bulletin.Content) { x.Checks = make([]string, bulletin.MaxChecks+1) }, "bulletin.checks.many"},
		"no equation":    {func(x *bulletin.Content) { x.Checks = []string{"{{classes}}"} }, "bulletin.equation"},
		"typed term":     {func(x *bulletin.Content) { x.Checks = []string{"{{classes}} = 16"} }, "bulletin.equation"},
		"unknown term":   {func(x *bulletin.Content) { x.Checks = []string{"{{classes}} = {{x}}"} }, "bulletin.token.unknown"},
		"sound":          {func(x *bulletin.Content) { x.Checks = []string{"{{classes|by=occupation}} + {{classes}} = {{times}}"} }, ""},
	} {
		x := content("t")
		c.change(&x)
		if _, _, err := bulletin.Start(bulletin.DraftCommand{ID: someID, Period: quarter, Content: x}, clerk, now, find); !refused(err, c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	for name, want := range map[string]string{
		"2026-Q1": "", "2026-Q2": "", "2026": "", "2026-Q3": "bulletin.period.future", "2026-03": "bulletin.period", "2026-H1": "bulletin.period", "": "bulletin.period",
	} {
		p, err := calendar.ParsePeriod(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := bulletin.Start(bulletin.DraftCommand{ID: someID, Period: p, Content: content("t")}, clerk, now, find); !refused(err, want) {
			t.Errorf("%q: got %v, want %q", name, err, want)
		}
	}
}

// started is a draft whose equation holds if a is b.
func started(t *testing.T) bulletin.Bulletin {
	t.Helper()
	cmd := bulletin.DraftCommand{ID: someID, Period: quarter, Content: content("{{classes}}", "{{classes|by=occupation}} = {{classes}}")}
	b, c, err := bulletin.Start(cmd, clerk, now, find)
	if err != nil || len(c.Entries) != 1 || b.State != bulletin.Draft {
		t.Fatal(b, err)
	}
	b.Version = 1
	return b
}

var sound = parts(single(figure("classes", "", "", 5)), figure("classes", "occupation", "a", 2), figure("classes", "occupation", "b", 3))

// TestTheWay goes through approval in turn; an edit takes every approval back.
func TestTheWay(t *testing.T) {
	b := started(t)
	if _, _, err := bulletin.Approve(b, "", leader, now); err == nil {
		t.Error("a draft was approved by the leading group")
	}
	wrong := parts(sound, figure("classes", "occupation", "c", 1))
	if _, _, err := bulletin.Submit(b, "", wrong, clerk, now, find); !refused(err, "bulletin.equation.fails") {
		t.Errorf("an equation that fails: %v", err)
	}
	if _, _, err := bulletin.Submit(b, "", sound, leader, now, find); !fault.Is(err, fault.Refused) {
		t.Errorf("handed over by somebody else: %v", err)
	}
	review, c, err := bulletin.Submit(b, "look", sound, clerk, now, find)
	if err != nil || review.State != bulletin.Review || review.Turn.With != bulletin.OfficeLeader || len(c.Opened) != 1 || c.Opened[0].Role != access.Leader {
		t.Fatal(review, c, err)
	}
	if _, _, err := bulletin.Edit(review, content("x"), clerk, now, find); err == nil {
		t.Error("edited while the leading group reads")
	}
	back, _, err := bulletin.Return(review, "shorter", leader, now)
	if err != nil || back.State != bulletin.Draft || back.Turn.With != bulletin.OfficeSecretariat || len(back.Turn.Approved) != 0 {
		t.Fatal(back, err)
	}
	if _, _, err := bulletin.Return(review, " ", leader, now); !refused(err, "bulletin.message") {
		t.Errorf("given back without a reason: %v", err)
	}
	approved, c, err := bulletin.Approve(review, "", leader, now)
	if err != nil || approved.State != bulletin.Approved || !approved.Turn.Complete() || c.Opened[0].Role != access.Secretariat {
		t.Fatal(approved, err)
	}
	edited, _, err := bulletin.Edit(approved, content("y"), clerk, now, find)
	if err != nil || edited.State != bulletin.Draft || len(edited.Turn.Approved) != 0 {
		t.Errorf("an edit left %+v, %v", edited.Turn, err)
	}
	if _, _, err := bulletin.Publish(edited, bulletin.PublishCommand{Issue: 1, Numbers: sound}, clerk, now, find); err == nil {
		t.Error("published without approval")
	}
	published, c, err := bulletin.Publish(approved, bulletin.PublishCommand{Issue: 1, Numbers: sound, HeadSize: 7}, clerk, now, find)
	if err != nil || published.Number() != "2026-1" || published.HeadSize != 7 || len(c.Closed) != 1 {
		t.Fatal(published, err)
	}
	for name, step := range map[string]func() error{
		"edit":     func() error { _, _, err := bulletin.Edit(published, content("z"), clerk, now, find); return err },
		"withdraw": func() error { _, _, err := bulletin.Withdraw(published, "r", clerk, now); return err },
		"publish": func() error {
			_, _, err := bulletin.Publish(published, bulletin.PublishCommand{Issue: 2}, clerk, now, find)
			return err
		},
	} {
		if err := step(); err == nil {
			t.Errorf("a published paper took the step %s", name)
		}
	}
}

func TestPublicationWaitsForTheEndOfThePeriod(t *testing.T) {
	b := started(t)
	b.State = bulletin.Approved
	last := time.Date(2026, 3, 31, 10, 0, 0, 0, time.UTC)
	if _, _, err := bulletin.Publish(b, bulletin.PublishCommand{Issue: 1, Numbers: sound}, clerk, last, find); !refused(err, "bulletin.period.running") {
		t.Errorf("published on the last day: %v", err)
	}
	wrong := parts(sound, figure("classes", "occupation", "c", 1))
	if _, _, err := bulletin.Publish(b, bulletin.PublishCommand{Issue: 1, Numbers: wrong}, clerk, now, find); !refused(err, "bulletin.equation.fails") {
		t.Errorf("published with an equation that fails: %v", err)
	}
}

func TestLapseAndWithdraw(t *testing.T) {
	review, _, err := bulletin.Submit(started(t), "", sound, clerk, now, find)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, lapsed := bulletin.Lapse(review, access.Robot(1), now.AddDate(0, 0, 13)); lapsed {
		t.Error("lapsed a day too early")
	}
	b, _, lapsed := bulletin.Lapse(review, access.Robot(1), now.AddDate(0, 0, 14))
	if !lapsed || b.State != bulletin.Draft || b.Turn.With != bulletin.OfficeSecretariat || len(b.Turn.Approved) != 0 {
		t.Errorf("lapsed %v to %+v", lapsed, b)
	}
	if _, _, again := bulletin.Lapse(b, access.Robot(1), now.AddDate(0, 0, 15)); again {
		t.Error("lapsed twice")
	}
	gone, _, err := bulletin.Withdraw(review, "no need", clerk, now)
	if err != nil || gone.State != bulletin.Withdrawn || gone.Turn.With != "" {
		t.Errorf("withdrawn is %+v, %v", gone, err)
	}
}

// TestChanges: a published figure that differs later is stated with both values;
// one whose facts were all taken back is nothing now.
func TestChanges(t *testing.T) {
	b := started(t)
	b.Numbers = sound
	later := parts(single(figure("classes", "", "", 6)), figure("classes", "occupation", "a", 2))
	got := b.Changes(later)
	if len(got) != 2 || got[0].Published.Value != 5 || got[0].Now.Value != 6 || got[1].Published.Value != 3 || got[1].Now.Value != 0 || got[1].Hidden {
		t.Errorf("changes are %+v", got)
	}
	if same := b.Changes(sound); len(same) != 0 {
		t.Errorf("nothing changed, but %+v", same)
	}
	few := started(t)
	few.Numbers = single(figure("times", "", "", 9))
	if got := few.Changes(single(figure("times", "", "", 2))); len(got) != 1 || !got[0].Hidden {
		t.Errorf("now of two people: %+v", got)
	}
}

// TestFewPeopleAreNotStated: neither the small number nor the one from which it
// could be computed; numbers of things are stated however small.
func TestFewPeopleAreNotStated(t *testing.T) {
	for name, c := range map[string]struct {
		n    bulletin.Numbers
		want []int64
	}{
		"few persons": {single(figure("times", "", "", 2)), nil},
		"nobody":      {single(figure("times", "", "", 0)), []int64{0}},
		"three":       {single(figure("times", "", "", 3)), []int64{3}},
		"few things":  {single(figure("classes", "", "", 1)), []int64{1}},
		"and its neighbour": {
			parts(bulletin.Numbers{}, figure("times", "subsidised", "a", 2), figure("times", "subsidised", "b", 40), figure("times", "subsidised", "c", 7)), []int64{40},
		},
		"two hide each other": {
			parts(bulletin.Numbers{}, figure("times", "subsidised", "a", 1), figure("times", "subsidised", "b", 2), figure("times", "subsidised", "c", 7)), []int64{7},
		},
	} {
		var got []int64
		for _, f := range c.n.Stated() {
			got = append(got, f.Value)
		}
		if len(got) != len(c.want) || (len(got) > 0 && got[0] != c.want[0]) {
			t.Errorf("%s: stated are %v, want %v", name, got, c.want)
		}
	}
}
