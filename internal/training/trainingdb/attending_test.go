package trainingdb_test

import (
	"context"
	"testing"
	"time"

	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
	"tongpin/internal/training"
)

// TestWhatAttendanceAsks: teachers elsewhere at the same time, people with one
// account, and the hours that it enters.
func TestWhatAttendanceAsks(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		teacher, err := service.KeepTeacher(ctx, provider, training.Teacher{ID: someID, Provider: college, Name: "T", Phone: "13800000001"})
		must(err)
		other := content()
		other.Category, other.Occupation, other.Level, other.Place = training.BasicQuality, "", "", "Far"
		filed(t, ctx, service, classID, content())
		filed(t, ctx, service, otherID, other)
		for _, k := range []record.ID{classID, otherID} {
			sessions, err := store.Sessions(ctx, k)
			must(err)
			sessions[0].Teacher = teacher.ID
			_, err = service.Timetable(ctx, provider, step.Target{ID: k}, sessions)
			must(err)
		}
		elsewhere, err := service.Elsewhere(ctx, secretary, classID)
		must(err)
		if len(elsewhere) != 1 || elsewhere[0].Class != otherID || elsewhere[0].Place != "Far" || elsewhere[0].TeacherName != "T" || elsewhere[0].Topic == "" {
			t.Errorf("elsewhere: %+v", elsewhere)
		}
		for n, account := range []string{"6222020000000000001", "6222020000000000001", "6222020000000000019"} {
			cmd := enrol(n)
			cmd.BankAccount = ""
			_, err := service.Enrol(ctx, provider, classID, cmd)
			must(err)
			must(d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE trainee_identities SET bank_account = $2 WHERE consortium_id = $1 AND id_number = $3`, account, cmd.IDNumber)
				return err
			}))
		}
		sharers, err := service.Sharers(ctx, secretary, classID)
		must(err)
		if len(sharers) != 3 || sharers[0].BankAccount == "" {
			t.Errorf("sharers: %+v", sharers)
		}
		if _, err := service.Sharers(ctx, stranger, classID); err == nil {
			t.Error("a stranger reads accounts")
		}
		if none, err := service.Elsewhere(dbtest.Ctx(dbtest.Twin), secretary, classID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the twin: %v, %v", none, err)
		}
		roster, err := service.Roster(ctx, provider, classID)
		must(err)
		hours := map[record.ID]int64{roster[0].ID: 12}
		if err := service.EnterAttended(ctx, provider, classID, hours); err == nil {
			t.Error("hours of a class that is not open")
		}
		now.Advance(10 * 24 * time.Hour)
		_, err = service.Begin(ctx, provider, step.Target{ID: classID})
		must(err)
		must(service.EnterAttended(ctx, provider, classID, hours))
		before, err := store.FindClass(ctx, classID)
		must(err)
		must(service.EnterAttended(ctx, provider, classID, hours))
		after, err := store.FindClass(ctx, classID)
		must(err)
		roster, err = service.Roster(ctx, provider, classID)
		must(err)
		if roster[0].Hours != 12 || roster[1].Hours != training.Unknown || after.Version != before.Version {
			t.Errorf("hours %d and %d, versions %d and %d", roster[0].Hours, roster[1].Hours, before.Version, after.Version)
		}
		if err := service.EnterAttended(ctx, provider, classID, map[record.ID]int64{roster[0].ID: 17}); err == nil {
			t.Error("more hours than the class has")
		}
	})
}
