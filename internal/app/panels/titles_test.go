package panels_test

import (
	"context"
	"strings"
	"testing"

	"tongpin/internal/app/demo"
	"tongpin/internal/app/panels"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/platform/listing"
	"tongpin/internal/training"
)

// TestFiguresOpenToClasses: the classes behind person-times add up to the figure
// in every part of it, class by class to those on the rosters.
func TestFiguresOpenToClasses(t *testing.T) {
	h := load(t)
	c, ctx, err := h.Consortium(context.Background(), demo.Keys[0])
	if err != nil {
		t.Fatal(err)
	}
	over := actor(t, h, c.ID, access.Auditor)
	groups := panels.Groups{Training: h.Training}
	for key, want := range map[string]struct {
		part    string
		classes int
		sum     int64
	}{
		"training.person_times": {"", 16, 1074}, "training.person_times.subsidised": {"", 13, 799}, "training.person_times.unsubsidised": {"", 3, 275},
		"training.persons": {"occupation:6-30-05-05", 2, 98},
	} {
		ask, err := h.Insight.Ask(listing.Query{Filter: map[string][]string{"metric": {key}, "period": {"2026-Q1"}, "scope": {fact.ScopeConsortium}, "part": {want.part}}})
		if err != nil {
			t.Fatal(key, err)
		}
		var sum int64
		classes := 0
		for from, more := 0, true; more; from += 5 {
			var list []insightweb.Group
			var grouped bool
			if list, more, grouped, err = groups.Of(ctx, over, ask, from, 5); err != nil || !grouped {
				t.Fatalf("%s: grouped %v, %v", key, grouped, err)
			}
			for _, g := range list {
				classes++
				sum += g.Quantity
				roster, err := h.Training.Roster(ctx, over, g.Record.ID)
				if err != nil || int64(len(roster)) != g.Quantity || !strings.Contains(roster[0].Person.Name, "*") {
					t.Errorf("%s: %d facts of a class of %d people, %v", key, g.Quantity, len(roster), err)
				}
			}
		}
		if classes != want.classes || sum != want.sum {
			t.Errorf("%s: %d in %d classes, want %d in %d", key, sum, classes, want.sum, want.classes)
		}
	}
	if _, _, grouped, err := groups.Of(ctx, access.Actor{Consortium: c.ID, Role: access.Expert}, insight.Ask{Definition: training.Metrics()[1]}, 0, 5); grouped || err != nil {
		t.Errorf("who sees no classes gets them: %v", err)
	}
}

// TestFiguresLeadToNames opens figures of the demonstration to their records:
// whoever oversees the consortium reads the names of classes and, masked, of the
// people in them; a student reads neither.
func TestFiguresLeadToNames(t *testing.T) {
	h := load(t)
	c, ctx, err := h.Consortium(context.Background(), demo.Keys[0])
	if err != nil {
		t.Fatal(err)
	}
	titles := panels.Titles{Members: h.Members, Orders: h.Orders, Agreements: h.Agreements, Training: h.Training, Internships: h.Internships}
	over := actor(t, h, c.ID, access.Auditor)
	quarter := calendar.Quarter.Of(calendar.On(2026, 1, 1))
	slice := metric.Slice{Scope: fact.ScopeConsortium}
	for key, kind := range map[string]record.Kind{"training.classes": training.ClassKind, "training.person_times": training.EnrolmentKind} {
		sums, _, err := h.Insight.Records(ctx, over, key, slice, quarter, insight.Mark{}, 10)
		if err != nil || len(sums) != 10 {
			t.Fatalf("%s: %d records (%v)", key, len(sums), err)
		}
		refs := make([]record.Ref, len(sums))
		for i, s := range sums {
			refs[i] = s.Record
		}
		named, err := titles.Of(ctx, over, refs)
		if err != nil || len(named) != 10 {
			t.Fatalf("%s: %d names (%v)", key, len(named), err)
		}
		for ref, title := range named {
			if ref.Kind != kind || kind == training.EnrolmentKind && !strings.Contains(title, "*") {
				t.Errorf("%s: a %s is named %q", key, ref.Kind, title)
			}
		}
		if named, err = titles.Of(ctx, access.Actor{Consortium: c.ID, Role: access.Student}, refs); err != nil || len(named) > 0 && kind == training.EnrolmentKind {
			t.Errorf("%s: a student reads %v (%v)", key, named, err)
		}
	}
}
