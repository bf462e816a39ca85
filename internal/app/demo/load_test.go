package demo_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/app"
	"tongpin/internal/app/demo"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/insight"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/listing"
	"tongpin/internal/workplan"
)

// open wires the program on a fresh embedded database, with a clock to be moved.
func open(t testing.TB) (*app.House, demo.Program) {
	t.Helper()
	dir, now := t.TempDir(), clock.At(time.Unix(0, 0))
	settings := config.Settings{Common: config.Common{Data: dir, Database: "sqlite:" + filepath.Join(dir, "test.db")}, Server: config.Server{UploadLimit: 1 << 20}}
	h, err := app.Open(context.Background(), settings, now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h, h.Stage(now)
}

func report(t *testing.T, h *app.House, key, period string) []insight.Row {
	t.Helper()
	c, ctx, err := h.Consortium(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	p, err := calendar.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := h.Insight.Report(ctx, access.Robot(c.ID), p)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func find(t *testing.T, rows []insight.Row, key, scope string) insight.Row {
	t.Helper()
	for _, r := range rows {
		if r.Key == key && r.Scope == scope && len(r.Dimensions) == 0 {
			return r
		}
	}
	t.Fatalf("no figure %s in the scope %s", key, scope)
	return insight.Row{}
}

// TestFiguresComeOut loads the demonstration on different days and computes the
// figures that the two consortia published.
func TestFiguresComeOut(t *testing.T) {
	university := "schools:\u5170\u5dde\u77f3\u5316\u804c\u4e1a\u6280\u672f\u5927\u5b66"
	for _, today := range []string{"2026-05-06", "2026-11-22", "2027-03-01"} {
		t.Run(today, func(t *testing.T) {
			d, err := calendar.ParseDate(today)
			if err != nil {
				t.Fatal(err)
			}
			h, p := open(t)
			if err := demo.Load(context.Background(), p, d.Start().Add(7*time.Hour)); err != nil {
				t.Fatal(err)
			}
			cases := []struct {
				id, consortium, period, key, scope string
				want                               int64
			}{
				{"R02", "ruoqiang", "2026-04", "agreement.enterprises", "consortium", 22},
				{"R04", "ruoqiang", "2026-04", "agreement.enterprises", "schools", 26},
				{"R12", "ruoqiang", "2026-04", "consortium.industries", "consortium", 6},
				{"R02 to date", "ruoqiang", "", "agreement.enterprises", "consortium", 22},
				{"R04 to date", "ruoqiang", "", "agreement.enterprises", "schools", 26},
				{"L20", "lanzhou", "2025-05", "agreement.base_enterprises", university, 5},
				{"L24", "lanzhou", "2025-05", "agreement.count", university, 31},
				{"L20 to date", "lanzhou", "", "agreement.base_enterprises", university, 5},
				{"L24 to date", "lanzhou", "", "agreement.count", university, 31},
				{"R24", "ruoqiang", "2026-Q1", "training.classes", "consortium", 16},
				{"R25", "ruoqiang", "2026-Q1", "training.person_times", "consortium", 1074},
				{"R26", "ruoqiang", "2026-Q1", "training.person_times.subsidised", "consortium", 799},
				{"R27", "ruoqiang", "2026-Q1", "training.person_times.unsubsidised", "consortium", 275},
				{"persons of R25", "ruoqiang", "2026-Q1", "training.persons", "consortium", 972},
			}
			for _, c := range cases {
				if got := find(t, report(t, h, c.consortium, c.period), c.key, c.scope); got.Value != c.want || got.Facts < got.Value {
					t.Errorf("%s: %s of %s is %d from %d facts, want %d", c.id, c.key, c.scope, got.Value, got.Facts, c.want)
				}
			}
			classesByOccupation(t, report(t, h, "ruoqiang", "2026-Q1"))
			targetsStand(t, h)
		})
	}
}

// classesByOccupation compares R28a to R28g, and that they sum up to R24.
func classesByOccupation(t *testing.T, rows []insight.Row) {
	t.Helper()
	want := map[string]int64{
		"occupation=6-30-05-05": 2, "occupation=5-05-05-01": 2, "occupation=4-07-05-01": 1, "occupation=5-01-02-01": 2, "occupation=4-14-06-02": 1,
		"occupation=4-10-01-05": 1, "category=basic_quality": 7,
	}
	sum := int64(0)
	for _, r := range rows {
		if r.Key != "training.classes" || r.Scope != "consortium" || len(r.Dimensions) != 1 {
			continue
		}
		for dimension, value := range r.Dimensions {
			part := dimension + "=" + value
			if n, asked := want[part]; asked || dimension == "occupation" {
				sum += r.Value
				if r.Value != n {
					t.Errorf("R28: %s has %d classes, want %d", part, r.Value, n)
				}
			}
		}
	}
	if sum != 16 {
		t.Errorf("R28a to R28g sum up to %d, want 16", sum)
	}
}

// TestLoadAgain leaves alone what is there.
func TestLoadAgain(t *testing.T) {
	h, p := open(t)
	now := calendar.On(2026, 11, 22).Start().Add(7 * time.Hour)
	for range 2 {
		if err := demo.Load(context.Background(), p, now); err != nil {
			t.Fatal(err)
		}
	}
	if got := find(t, report(t, h, "ruoqiang", ""), "agreement.enterprises", "consortium"); got.Value != 22 {
		t.Errorf("after loading twice there are %d enterprises, want 22", got.Value)
	}
}

// TestMake makes a consortium of three times the size, and the same one again
// from nothing.
func TestMake(t *testing.T) {
	var first []insight.Row
	for range 2 {
		h, p := open(t)
		now := calendar.On(2026, 11, 22).Start().Add(7 * time.Hour)
		if err := demo.Make(context.Background(), p, 3, now); err != nil {
			t.Fatal(err)
		}
		rows := report(t, h, demo.Made, "")
		for key, least := range map[string]int64{"member.members": 130, "order.count": 2000, "order.people_matched": 500, "offer.programmes": 48} {
			scope := "consortium"
			if key == "offer.programmes" {
				scope = "schools"
			}
			if got := find(t, rows, key, scope); got.Value < least {
				t.Errorf("%s is %d, want at least %d", key, got.Value, least)
			}
		}
		if got := find(t, rows, "agreement.enterprises", "consortium"); got.Value != 3*22 {
			t.Errorf("%d enterprises, want three times 22", got.Value)
		}
		if first == nil {
			first = rows
		} else if !slices.EqualFunc(first, rows, func(a, b insight.Row) bool { return a.Key == b.Key && a.Value == b.Value }) {
			t.Error("the second consortium of the same size differs from the first")
		}
	}
}

// targetsStand: L08 to L13 are targets of the plan that is in force.
func targetsStand(t *testing.T, h *app.House) {
	t.Helper()
	c, ctx, err := h.Consortium(context.Background(), "lanzhou")
	if err != nil {
		t.Fatal(err)
	}
	robot := access.Robot(c.ID)
	page, err := h.Plans.List(ctx, robot, listing.Query{Page: 1, Size: 10, Sort: "year"})
	if err != nil || len(page.Rows) == 0 || page.Rows[0].Year != 2025 {
		t.Fatalf("no plan of 2025: %+v, %v", page.Rows, err)
	}
	p, err := h.Plans.Find(ctx, robot, page.Rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	e, adopted := p.InForce()
	want := map[string]workplan.Target{
		"1.1": {Operator: workplan.Range, Low: 1, High: 2}, "2.1": {Operator: workplan.AtLeast, Low: 150}, "1.2": {Operator: workplan.Equal, Low: 3},
		"2.2": {Operator: workplan.More, Low: 10000}, "1.3": {Operator: workplan.AtLeast, Low: 5}, "3.1": {Operator: workplan.Strive, Low: 10},
	}
	found := map[string]workplan.Target{}
	for _, i := range e.Items {
		if i.Aim {
			found[i.Number] = i.Target
		}
	}
	if diff := cmp.Diff(want, found); diff != "" || !adopted {
		t.Errorf("the targets (-want +got):\n%s", diff)
	}
}
