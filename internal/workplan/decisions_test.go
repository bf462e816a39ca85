package workplan_test

import (
	"slices"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/workplan"
)

var (
	now       = time.Date(2025, 7, 2, 2, 0, 0, 0, time.UTC)
	secretary = access.Actor{Consortium: 1, Person: "p", Name: "S", Role: access.Secretariat, Organisation: "body"}
	decision  = workplan.Decision{Body: "council", On: calendar.On(2025, 1, 20), Minutes: "2025-1"}
)

func tree() []workplan.Item {
	list := []workplan.Item{item(workplan.AtLeast, 5, 0), item(workplan.More, 100, 0), item(workplan.Strive, 10, 0)}
	for n, number := range []string{"10", "2.1", "2"} {
		list[n].ID, list[n].Number = record.ID(number), number
	}
	list[2].Aim = false
	list[1].Owner = "school"
	return list
}

func drafted(t *testing.T) workplan.Plan {
	t.Helper()
	p, c, err := workplan.Start(workplan.DraftCommand{ID: "plan", Year: 2025, Title: " T ", Items: tree()}, secretary, now)
	if err != nil || len(c.Entries) != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	return p
}

func adopted(t *testing.T) workplan.Plan {
	t.Helper()
	p, _, err := workplan.Adopt(drafted(t), workplan.AdoptCommand{Decision: decision}, secretary, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func numbers(items []workplan.Item) (list []string) {
	for _, i := range items {
		list = append(list, i.Number)
	}
	return list
}

func keys(err error) (list []string) {
	for _, f := range fault.All(err) {
		list = append(list, f.Key)
	}
	return list
}

func TestNumbersAreATree(t *testing.T) {
	p := drafted(t)
	if got := numbers(p.Items); !slices.Equal(got, []string{"2", "2.1", "10"}) {
		t.Errorf("the order is %v", got)
	}
	put := func(number string) error {
		i := item(workplan.Equal, 1, 0)
		i.ID, i.Number = "new", number
		_, _, err := workplan.Put(p, i, secretary, now)
		return err
	}
	for number, want := range map[string]string{
		"2.1": "workplan.number_twice", "3.1": "workplan.number_above", "2.1.1.1.1": "workplan.number_form", "02": "workplan.number_form", "x": "workplan.number_form", "": "workplan.number_form",
	} {
		if got := keys(put(number)); !slices.Contains(got, want) {
			t.Errorf("%q: %v, want %s", number, got, want)
		}
	}
	if err := put("2.2"); err != nil {
		t.Error(err)
	}
	without, _, err := workplan.Remove(p, "2", secretary, now)
	if err != nil || !slices.Equal(numbers(without.Items), []string{"10"}) || len(p.Items) != 3 {
		t.Errorf("without 2: %v, %v; before: %v", numbers(without.Items), err, numbers(p.Items))
	}
}

func TestItemsAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*workplan.Item)
		want  string
	}{
		"no title":                   {func(i *workplan.Item) { i.Title = " " }, "workplan.text"},
		"a day of another year":      {func(i *workplan.Item) { i.FromOn = calendar.On(2024, 12, 31) }, "workplan.day"},
		"an end before the start":    {func(i *workplan.Item) { i.ToOn = i.FromOn.AddDays(-1) }, "workplan.day"},
		"an operator of nobody":      {func(i *workplan.Item) { i.Target.Operator = "about" }, "workplan.operator"},
		"a number below nothing":     {func(i *workplan.Item) { i.Target.Low = -1 }, "workplan.number"},
		"a range upside down":        {func(i *workplan.Item) { i.Target = workplan.Target{Operator: workplan.Range, Low: 3, High: 2} }, "workplan.range"},
		"no unit":                    {func(i *workplan.Item) { i.Unit = "" }, "workplan.text"},
		"a milestone after the end":  {func(i *workplan.Item) { i.Target.Milestones = []workplan.Milestone{{On: i.ToOn, Value: 1}} }, "workplan.milestone.day"},
		"a milestone above the goal": {func(i *workplan.Item) { i.Target.Milestones = []workplan.Milestone{{On: i.FromOn, Value: 6}} }, "workplan.milestone.value"},
	} {
		i := item(workplan.AtLeast, 5, 0)
		c.spoil(&i)
		_, _, err := workplan.Start(workplan.DraftCommand{ID: "plan", Year: 2025, Title: "T", Items: []workplan.Item{i}}, secretary, now)
		if got := keys(err); !slices.Contains(got, c.want) {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestAdoptNeedsADecision(t *testing.T) {
	bare, _, err := workplan.Start(workplan.DraftCommand{ID: "plan", Year: 2025, Title: "T"}, secretary, now)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		plan  workplan.Plan
		spoil func(*workplan.Decision)
		want  string
	}{
		"no body":          {drafted(t), func(d *workplan.Decision) { d.Body = "me" }, "workplan.body"},
		"no day":           {drafted(t), func(d *workplan.Decision) { d.On = calendar.Date{} }, "workplan.decision.day"},
		"a day to come":    {drafted(t), func(d *workplan.Decision) { d.On = calendar.On(2025, 7, 3) }, "workplan.decision.day"},
		"no minutes":       {drafted(t), func(d *workplan.Decision) { d.Minutes = " " }, "workplan.decision.minutes"},
		"nothing to adopt": {bare, func(*workplan.Decision) {}, "workplan.adopt.empty"},
		"adopted already":  {adopted(t), func(*workplan.Decision) {}, "state.refused"},
	} {
		d := decision
		c.spoil(&d)
		if _, _, err := workplan.Adopt(c.plan, workplan.AdoptCommand{Decision: d}, secretary, now); !slices.Contains(keys(err), c.want) {
			t.Errorf("%s: %v, want %s", name, keys(err), c.want)
		}
	}
}

// TestEditionInForce: while a plan is revised what was adopted counts, whatever
// is written; it stays readable after the next adoption.
func TestEditionInForce(t *testing.T) {
	p := adopted(t)
	if _, _, err := workplan.Put(p, tree()[0], secretary, now); err == nil {
		t.Fatal("an adopted plan was changed without a revision")
	}
	p, c, err := workplan.Revise(p, "the park grew", secretary, now)
	if err != nil || len(c.Opened) != 1 {
		t.Fatal(err, c.Opened)
	}
	changed := tree()[0]
	changed.Target.Low = 50
	if p, _, err = workplan.Put(p, changed, secretary, now); err != nil {
		t.Fatal(err)
	}
	if i, _ := p.Item("10"); i.Target.Low != 5 {
		t.Errorf("what is written counts before it is adopted: %d", i.Target.Low)
	}
	dropped, _, err := workplan.Drop(p, secretary, now)
	if i, _ := dropped.Item("10"); err != nil || i.Target.Low != 5 || dropped.State != workplan.Adopted {
		t.Errorf("given up: %+v, %v", i, err)
	}
	early := decision
	early.On = early.On.AddDays(-1)
	if _, _, err := workplan.Adopt(p, workplan.AdoptCommand{Decision: early}, secretary, now); !slices.Contains(keys(err), "workplan.decision.order") {
		t.Errorf("an edition before the one in force: %v", err)
	}
	p, _, err = workplan.Adopt(p, workplan.AdoptCommand{Decision: decision}, secretary, now)
	if err != nil || len(p.Editions) != 2 || p.Editions[1].Reason != "the park grew" {
		t.Fatalf("%v, %+v", err, p.Editions)
	}
	first := p.Editions[0].Items[slices.IndexFunc(p.Editions[0].Items, func(i workplan.Item) bool { return i.ID == "10" })]
	if i, _ := p.Item("10"); i.Target.Low != 50 || first.Target.Low != 5 {
		t.Errorf("in force %d, before %d", i.Target.Low, first.Target.Low)
	}
}

func TestReportNeedsEvidence(t *testing.T) {
	p := adopted(t)
	good := workplan.ReportCommand{ID: "r", Item: "2.1", On: calendar.On(2025, 7, 1), Value: 40, File: file.File{ID: "f"}}
	r, c, err := workplan.Hand(p, good, secretary, now)
	if err != nil || r.Value != 40 || r.ByName != "S" || len(c.Files) != 1 || len(c.Closed) != 1 {
		t.Fatalf("%+v, %+v, %v", r, c, err)
	}
	for name, c := range map[string]struct {
		spoil func(*workplan.ReportCommand)
		want  string
	}{
		"no evidence":     {func(x *workplan.ReportCommand) { x.File = file.File{} }, "workplan.report.file"},
		"a day to come":   {func(x *workplan.ReportCommand) { x.On = calendar.On(2025, 7, 3) }, "workplan.report.day"},
		"before the year": {func(x *workplan.ReportCommand) { x.On = calendar.On(2024, 12, 31) }, "workplan.report.day"},
		"below nothing":   {func(x *workplan.ReportCommand) { x.Value = -1 }, "workplan.number"},
		"a heading":       {func(x *workplan.ReportCommand) { x.Item = "2" }, "record.not_found"},
		"an unknown item": {func(x *workplan.ReportCommand) { x.Item = "9" }, "record.not_found"},
	} {
		x := good
		c.spoil(&x)
		if _, _, err := workplan.Hand(p, x, secretary, now); !slices.Contains(keys(err), c.want) {
			t.Errorf("%s: %v, want %s", name, keys(err), c.want)
		}
	}
	if _, _, err := workplan.Hand(drafted(t), good, secretary, now); !slices.Contains(keys(err), "state.refused") {
		t.Errorf("a draft took a report: %v", err)
	}
}

// TestTurnAsksOnce: a light that changes asks the owner once; what was said
// holds until the light changes; a green light relieves.
func TestTurnAsksOnce(t *testing.T) {
	p, b := adopted(t), book(t)
	i, _ := p.Item("2.1")
	stand := func(value int64) workplan.Standing {
		return workplan.Stand(i, workplan.Actual{Known: true, Value: value, On: calendar.DateOf(now)}, calendar.DateOf(now), b)
	}
	w, c, changed := workplan.Turn(p, stand(1), workplan.Watch{Item: i.ID}, secretary, now)
	if !changed || w.Light != workplan.Red || len(c.Opened) != 1 || c.Opened[0].Organisation != "school" || c.Opened[0].Step != workplan.StepExplain {
		t.Fatalf("%+v, %+v", w, c.Opened)
	}
	if _, _, again := workplan.Turn(p, stand(2), w, secretary, now); again {
		t.Error("the same light asks again")
	}
	if w, c, _ = workplan.Explain(p, w, " late machines ", secretary, now); w.Said != "late machines" || len(c.Closed) != 1 {
		t.Errorf("%+v, %+v", w, c.Closed)
	}
	w, c, changed = workplan.Turn(p, stand(45), w, secretary, now)
	if !changed || w.Light != workplan.Amber || w.Said != "" || len(c.Opened) != 1 {
		t.Errorf("another light: %+v, %+v", w, c.Opened)
	}
	w, c, changed = workplan.Turn(p, stand(101), w, secretary, now)
	if !changed || w.Light != workplan.Green || len(c.Opened) != 0 || len(c.Closed) == 0 {
		t.Errorf("green: %+v, %+v", w, c)
	}
	if _, _, err := workplan.Explain(p, w, "x", secretary, now); err == nil {
		t.Error("there was nothing to explain")
	}
}

// TestConcludeCounts: each item with a target is counted once, on the last day
// of the year; the decision can't come before December.
func TestConcludeCounts(t *testing.T) {
	p := adopted(t)
	end := time.Date(2026, 1, 10, 2, 0, 0, 0, time.UTC)
	late := decision
	late.On = calendar.On(2026, 1, 8)
	cmd := workplan.ConcludeCommand{Decision: late, Result: workplan.NotFulfilled, Results: map[record.ID]workplan.Result{"10": workplan.Fulfilled, "2.1": workplan.NotFulfilled}}
	done, c, err := workplan.Conclude(p, cmd, secretary, end)
	if err != nil || len(c.Facts) != 2 || done.State != workplan.Concluded {
		t.Fatalf("%+v, %v", c.Facts, err)
	}
	for _, f := range c.Facts {
		if f.On != calendar.On(2025, 12, 31) || f.Quantity != 1 || f.Dims["result"] == "" {
			t.Errorf("%+v", f)
		}
	}
	if p.Items[0].Result != "" || p.Items[1].Result != "" {
		t.Error("the plan before was changed")
	}
	cmd.Decision.On = calendar.On(2025, 11, 1)
	delete(cmd.Results, "10")
	if _, _, err := workplan.Conclude(p, cmd, secretary, end); !slices.Contains(keys(err), "workplan.conclude.early") || !slices.Contains(keys(err), "workplan.result") {
		t.Errorf("too early and without a result: %v", err)
	}
}

// TestYearOpensItself: a year without a plan gets a draft at its start, and its
// step is due on the last day of January.
func TestYearOpensItself(t *testing.T) {
	b := book(t)
	p, c, ok := workplan.Missing("plan", "2026", calendar.On(2026, 1, 5), b, secretary, now)
	if !ok || p.Year != 2026 || len(c.Opened) != 1 || c.Opened[0].DueOn != calendar.On(2026, 1, 31) {
		t.Errorf("%+v, %+v, %v", p, c.Opened, ok)
	}
	if _, _, ok := workplan.Missing("plan", "2026", calendar.On(2026, 6, 1), b, secretary, now); ok {
		t.Error("a plan begins in June by itself")
	}
	running := adopted(t)
	if _, due := workplan.Due(running, false, calendar.On(2025, 11, 29), b, secretary, now); due {
		t.Error("the self-evaluation is asked for in November")
	}
	if c, due := workplan.Due(running, false, calendar.On(2025, 12, 1), b, secretary, now); !due || c.Opened[0].DueOn != calendar.On(2025, 12, 31) {
		t.Errorf("in December: %+v, %v", c.Opened, due)
	}
	if _, due := workplan.Due(running, true, calendar.On(2025, 12, 2), b, secretary, now); due {
		t.Error("it is asked for twice")
	}
}
