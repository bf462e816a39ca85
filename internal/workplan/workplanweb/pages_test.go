package workplanweb_test

import (
	"context"
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/webtest"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/workplan"
	"tongpin/internal/workplan/workplandb"
	"tongpin/internal/workplan/workplanweb"
)

const (
	school record.ID = "01900000-0000-7000-8000-0000000000b1"
	someID record.ID = "01900000-0000-7000-8000-0000000000f1"
)

var (
	clerk = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Clerk", Role: access.Secretariat, OrganisationName: "Body"}
	dean  = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Dean", Role: access.Dean, Organisation: school, OrganisationName: "College"}
	rival = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "Rival", Role: access.Dean, Organisation: someID, OrganisationName: "Academy"}
)

// meter stands for the figures of the program.
type meter int64

func (m *meter) Figure(_ context.Context, _ access.Actor, key string, _ metric.Slice, p calendar.Period) (metric.Figure, error) {
	return metric.Figure{Key: key, Period: p, Value: int64(*m), Facts: int64(*m)}, nil
}

func (*meter) Definitions() []metric.Definition {
	return []metric.Definition{{Key: "workplan.items", Scopes: []string{fact.ScopeConsortium}}}
}

// house is the pages of work plans around a small program.
type house struct {
	*webtest.House
	value meter
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{House: webtest.New(t, workplan.Grants(), workplanweb.Texts())}
	h.Now.Move(time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC))
	h.Keep(organisation.Organisation{ID: school, Name: "College", Kind: organisation.School})
	book, err := rule.Load(workplan.Rules())
	if err != nil {
		t.Fatal(err)
	}
	h.Serve(workplanweb.New(workplan.NewService(workplandb.New(h.DB), h.Table, h.Now, book, &h.value), workplanweb.Options{
		Intake: h.Files, Figure: func(key, period string) string { return "/figures/" + key + "?period=" + period },
	}))
	h.As(clerk)
	return h
}

// evidence is a file that shows what was counted.
var evidence = webtest.File{Field: "file", Name: "evidence.txt", Content: []byte("seen and counted\n")}

// TestTheWayOfAPlan goes from the draft over its adoption, reports and a
// revision to the results of the year, through forms.
func TestTheWayOfAPlan(t *testing.T) {
	h := newHouse(t)
	plan, _, _ := strings.Cut(h.Send("/plans/new", webtest.Fields("year", "2026", "title", "Plan of 2026"), 303), "?")
	h.Has(h.Send("/plans/new", webtest.Fields("year", "2026", "title", "Again"), 422), "has a plan already")
	target := []string{"number", "1", "title", "Train people", "from_on", "2026-01-01", "to_on", "2026-12-31", "operator", "at_least", "low", "100", "unit", "people", "owner", string(school)}
	h.Has(h.Send(plan+"/items/new", webtest.Fields(append(target, "milestones", "soon")...), 422), "parted by semicolons")
	h.Send(plan+"/items/new", webtest.Fields(append(target, "milestones", "2026-02-28 40")...), 303)
	h.Send(plan+"/items/new", webtest.Fields("number", "2", "title", "Count items", "from_on", "2026-01-01", "to_on", "2026-12-31", "operator", "more", "low", "9", "unit", "items", "metric", "workplan.items@consortium"), 303)
	h.Has(h.Send(plan+"/adopt", webtest.Fields("body", "council", "on", "2026-03-02", "minutes", "1"), 422), "not after today")
	h.Send(plan+"/adopt", webtest.Fields("body", "council", "on", "2026-01-20", "minutes", "2026-1"), 303, evidence)
	page := h.Get(plan, 200)
	h.Has(page, "edition 1", "No report is due yet", "≥ 100 people", "&gt; 9 items")
	item := regexp.MustCompile(`/plan-items/[0-9a-f-]{36}`).FindString(page)

	h.As(rival)
	h.Get(item+"/report", 403)
	h.As(dean)
	h.Get(plan+"/revise", 403)
	h.Has(h.Send(item+"/report", webtest.Fields("on", "2026-02-28", "value", "30"), 422), "Attach the evidence")
	h.Send(item+"/report", webtest.Fields("on", "2026-02-28", "value", "30", "note", "two classes"), 303, evidence)
	h.Has(h.Get(item, 200), "30 people", "Behind", "two classes", "WP-001", "evidence D")
	h.Send(item+"/explain", webtest.Fields("explanation", "The machines came late."), 303)
	h.Has(h.Get(item, 200), "The machines came late.", "Explained by Dean")

	h.As(clerk)
	h.value = 10
	h.Has(h.Get(plan, 200), "10 items", "The target is met.")
	h.Send(plan+"/revise", webtest.Fields("reason", "The park grew."), 303)
	h.Has(h.Get(plan, 200), "Being revised", "The park grew.")
	edit := regexp.MustCompile(`/plans/[0-9a-f-]{36}/items/edit\?item=[0-9a-f-]{36}`).FindString(h.Get(plan+"?tab=draft", 200))
	h.Send(edit, webtest.Fields(append(target, "low", "120")...), 303)
	h.Has(h.Get(plan, 200), "≥ 100 people")
	h.Send(plan+"/adopt", webtest.Fields("body", "standing_council", "on", "2026-02-20", "minutes", "2026-2"), 303)
	h.Has(h.Get(plan, 200), "≥ 120 people", "edition 2")
	h.Has(h.Get(plan+"/edition?no=1", 200), "≥ 100 people")
	h.Get(plan+"/edition?no=3", 404)

	h.Now.Move(time.Date(2027, 1, 5, 2, 0, 0, 0, time.UTC))
	unchosen := h.Hidden(plan + "/conclude") // the form proposes results
	maps.Copy(unchosen, webtest.Fields("body", "council", "on", "2026-06-01", "minutes", "3"))
	h.Post(plan+"/conclude", unchosen, 422, "before 2026-11-30", "Choose a result")
	results := []string{"body", "council", "on", "2027-01-04", "minutes", "2027-1", "result", "not_fulfilled"}
	for _, m := range regexp.MustCompile(`name="(result\.[0-9a-f-]{36})"`).FindAllStringSubmatch(h.Get(plan+"/conclude", 200), -1) {
		results = append(results, m[1], "not_fulfilled")
	}
	h.Send(plan+"/conclude", webtest.Fields(results...), 303)
	h.Has(h.Get(plan, 200), "Not fulfilled")
	h.Get(plan+"/revise", 409)
}

// TestAnItemIsWrittenOnce: a double click adds one item, and who comes too late
// with other words sees both and may send them again on purpose.
func TestAnItemIsWrittenOnce(t *testing.T) {
	h := newHouse(t)
	plan, _, _ := strings.Cut(h.Send("/plans/new", webtest.Fields("year", "2026", "title", "Plan of 2026"), 303), "?")
	first := h.Hidden(plan + "/items/new")
	maps.Copy(first, webtest.Fields("number", "1", "title", "Train people", "from_on", "2026-01-01", "to_on", "2026-12-31"))
	h.Post(plan+"/items/new", first, 303)
	h.Post(plan+"/items/new", first, 303)
	other := maps.Clone(first)
	other["once"], other["number"] = []string{"another form"}, []string{"2"}
	h.Has(h.Post(plan+"/items/new", other, 422), "changed this record")

	items := regexp.MustCompile(`/plan-items/([0-9a-f-]{36})`).FindAllStringSubmatch(h.Get(plan, 200), -1)
	if len(items) != 1 {
		t.Fatalf("the double click made %d items", len(items))
	}
	edit := plan + "/items/edit?item=" + items[0][1]
	h.Has(h.Get(items[0][0], 200), edit)
	late, mine := h.Form(edit), h.Form(edit)
	mine.Set("title", "Train many people")
	h.Post(edit, mine, 303)
	late.Set("title", "Train few people")
	h.Has(h.Post(edit, late, 422), "Clerk (", "changed this record", "Train many people", "Train few people", `action="`+edit+`"`)
	gone := maps.Clone(mine)
	gone.Set("item", "018f0000-0000-7000-8000-000000000000")
	h.Post(plan+"/items/edit", gone, 404)
}
