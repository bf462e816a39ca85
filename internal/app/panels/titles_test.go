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
	"tongpin/internal/training"
)

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
