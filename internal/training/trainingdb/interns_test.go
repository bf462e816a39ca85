package trainingdb_test

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
	"tongpin/internal/training"
)

// posts are the shifts of interns by identity number.
type posts map[string][]calendar.Shift

func (p posts) Shifts(_ context.Context, numbers []string, _ calendar.Period) (map[string][]calendar.Shift, error) {
	found := map[string][]calendar.Shift{}
	for _, n := range numbers {
		if list, ok := p[n]; ok {
			found[n] = list
		}
	}
	return found, nil
}

var everyDay = []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday}

// TestInternsAtTheSameHours: rule TRN-017 stops who is at a post while the class
// is taught, on the page and in the workbook, and is found again for a claim.
func TestInternsAtTheSameHours(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, plain := house(t, d, now)
		filed(t, ctx, plain, classID, content())
		book, err := rule.Load(training.Rules())
		if err != nil {
			t.Fatal(err)
		}
		shift := func(starts, ends int64) []calendar.Shift {
			return []calendar.Shift{{From: opens.AddDays(-30), To: opens.AddDays(30), Days: everyDay, Starts: starts, Ends: ends}}
		}
		interns := posts{person(1).IDNumber: shift(10*60, 18*60), person(2).IDNumber: shift(17*60, 22*60)} // the class is taught from 9 to 17
		s := training.NewService(training.Options{Store: store, Table: table, Clock: now, Book: book, Interns: interns})
		barred := func(err error) bool {
			return slices.ContainsFunc(fault.All(err), func(f *fault.Fault) bool { return f.Key == "rule.TRN-017" })
		}
		if _, err := s.Enrol(ctx, provider, classID, enrol(1)); !barred(err) {
			t.Errorf("at a post at the same hours: %v", err)
		}
		if _, err := s.Enrol(ctx, provider, classID, enrol(2)); err != nil {
			t.Errorf("at a post in the evening: %v", err)
		}
		// A class without a timetable takes its days whole.
		read := rowsOf(t, workbook(t, slices.Values([]sheet.Values{line("PX-1", 1, true), line("PX-1", 2, true), line("PX-1", 3, true)})))
		b, err := s.Sheets()[0].Decide(ctx, secretary, read)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []intake.Result{intake.Failed, intake.Failed, intake.Created} {
			if got := b.Outcomes[i].Result; got != want || (want == intake.Failed) != barred(read[i].Err()) {
				t.Errorf("row %d: %v, want %v: %v", i, got, want, read[i].Err())
			}
		}
		// An internship that is registered afterwards is found when money is asked for.
		interns[person(2).IDNumber] = shift(8*60, 12*60)
		found, err := s.Examine(ctx, secretary, classID)
		if err != nil || len(found) != 1 || len(found[0].Found) == 0 || found[0].Found[0].Rule != "TRN-017" {
			t.Errorf("judged anew: %+v, %v", found, err)
		}
	})
}

// rowsOf reads a workbook as an import does.
func rowsOf(t *testing.T, book []byte) (list []*sheet.Row) {
	t.Helper()
	reader, err := sheet.Open("r.csv", bytes.NewReader(book), int64(len(book)), training.RosterLayout, plain{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for r, err := range reader.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}
