package attendancedb_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/attendance"
	"tongpin/internal/attendance/attendancedb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

const (
	class     record.ID = "01900000-0000-7000-8000-0000000000c1"
	enrolment record.ID = "01900000-0000-7000-8000-0000000000d1"
	trainee   record.ID = "01900000-0000-7000-8000-0000000000e1"
	someID    record.ID = "01900000-0000-7000-8000-0000000000f1"
	body      record.ID = "00000000-0000-7000-8000-000000000001" // of both consortia, see ground
)

var (
	day   = calendar.DateOf(dbtest.Start)
	clerk = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "S", Role: access.Secretariat}
)

// ground writes what attendance stands on, with the same ids in both consortia.
func ground(t *testing.T, d *db.DB) {
	t.Helper()
	for _, id := range []int64{dbtest.Home, dbtest.Twin} {
		err := d.Write(dbtest.Ctx(id), func(tx *db.Tx) error {
			for _, statement := range []string{
				`INSERT INTO organisations (consortium_id, id, version, name, name_en, kind, division_code, industry, industry_code, specialised_sme, staff_count, contact, phone, sample, created_at, updated_at)
					VALUES ($1, $2, 1, 'School', '', 'school', '', '', '', $4, 0, '', '', $4, $3, $3)`,
				`INSERT INTO training_classes (consortium_id, id, version, number, name, provider_id, category, occupation, level, subsidised, fund, industry, opens_on, closes_on, hours, seats, enrolled,
					place, plan, exception, findings, state, registered, end_reason, sample, created_at, updated_at)
					VALUES ($1, $5, 1, 'PX-1', 'Class', $2, 'basic_quality', '', '', $4, '', '', $6, $6, 8, 5, 1, '', '', '', '[]', 'open', $4, '', $4, $3, $3)`,
				`INSERT INTO trainees (consortium_id, id, version, kind_of_person, employment, sample, created_at) VALUES ($1, $7, 1, '', '', $4, $3)`,
				`INSERT INTO training_enrolments (consortium_id, id, version, class_id, trainee_id, state, source, enrolled_on, hours, score, findings, reason, created_at, updated_at)
					VALUES ($1, $8, 1, $5, $7, 'enrolled', 'self', $6, -1, -1, '[]', '', $3, $3)`,
			} {
				if err := insert(tx, statement); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// insert runs a statement with those of the arguments that it names.
func insert(tx *db.Tx, statement string) error {
	args := []any{body, tx.Now(), false, class, day, trainee, enrolment}
	used, text := []any{}, statement
	for i, a := range args {
		name := fmt.Sprintf("$%d", i+2)
		if !strings.Contains(statement, name) {
			continue
		}
		used = append(used, a)
		text = strings.ReplaceAll(text, name, fmt.Sprintf("$#%d", len(used)+1))
	}
	_, err := tx.Exec(strings.ReplaceAll(text, "$#", "$"), used...)
	return err
}

func TestMarksAreKeptApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		ground(t, d)
		s, twin := attendancedb.New(d), dbtest.Ctx(dbtest.Twin)
		code := attendance.Mark{Class: class, Enrolment: enrolment, On: day, Half: attendance.Morning, Source: attendance.ByCode, Present: true, Device: "d", At: now.Now()}
		roll := attendance.Mark{Class: class, Enrolment: enrolment, On: day, Half: attendance.Morning, Source: attendance.ByRoll, At: now.Now(), Person: someID, PersonName: "T"}
		later := code
		later.Device, later.At = "other", now.Now().Add(time.Minute)
		must(t, s.SaveMarks(ctx, []attendance.Mark{code, roll, later}, change.By(clerk, now.Now())))
		again := roll
		again.Present, again.At, again.PersonName = true, now.Now().Add(time.Hour), "U"
		between := again
		between.Present, between.PersonName = false, "V"
		must(t, s.SaveMarks(ctx, []attendance.Mark{later, between, again}, change.By(clerk, now.Now())))
		got, err := s.Marks(ctx, class)
		must(t, err)
		if diff := cmp.Diff([]attendance.Mark{code, again}, got); diff != "" {
			t.Error("the first sign-in stays, the roll is replaced:", diff)
		}
		if other, err := s.Marks(twin, class); err != nil || len(other) != 0 {
			t.Errorf("the twin has %d marks, %v", len(other), err)
		}
	})
}

func TestSecretIsOneForAll(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		ground(t, d)
		s := attendancedb.New(d)
		got := make([]attendance.Secret, 8)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				secret, err := s.Secret(ctx, class, attendance.NewSecret())
				if err != nil {
					t.Error(err)
				}
				got[i] = secret
			})
		}
		all.Wait()
		for _, secret := range got {
			if secret == "" || secret != got[0] {
				t.Errorf("secrets differ: %v", got)
			}
		}
		if twin, err := s.Secret(dbtest.Ctx(dbtest.Twin), class, attendance.NewSecret()); err != nil || twin == got[0] {
			t.Errorf("the twin has the same secret, %v", err)
		}
	})
}

func TestLeavesInspectionsAndSignalsComeBackWhole(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		ground(t, d)
		s, twin := attendancedb.New(d), dbtest.Ctx(dbtest.Twin)
		l := attendance.Leave{ID: someID, Class: class, Enrolment: enrolment, On: day, Half: attendance.Afternoon, Reason: "R", State: attendance.Asked, AskedAt: now.Now()}
		must(t, s.SaveLeave(ctx, l, change.By(clerk, now.Now())))
		l.Version = 1
		got, err := s.FindLeave(ctx, someID)
		must(t, err)
		same(t, l, got)
		l.State, l.Answer, l.DecidedAt = attendance.Granted, "A", now.Now()
		must(t, s.SaveLeave(ctx, l, change.By(clerk, now.Now())))
		if err := s.SaveLeave(ctx, l, change.By(clerk, now.Now())); !fault.Is(err, fault.Stale) {
			t.Errorf("a stale leave: %v", err)
		}
		second := l
		second.ID, second.Version = body, 0
		if err := s.SaveLeave(ctx, second, change.By(clerk, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second leave of the slot: %v", err)
		}
		list, err := s.Leaves(ctx, class)
		must(t, err)
		l.Version = 2
		same(t, []attendance.Leave{l}, list)

		x := attendance.Inspection{ID: someID, Class: class, On: day, Half: attendance.Morning, Heads: 7, Remark: "M", Person: someID, PersonName: "S", At: now.Now(), Sample: true}
		must(t, s.AddInspection(ctx, x, change.By(clerk, now.Now())))
		found, err := s.FindInspection(ctx, someID)
		must(t, err)
		same(t, x, found)

		g := attendance.Signal{ID: someID, Class: class, Kind: "same_second", Finding: rule.Finding{Rule: "ATT-001", Edition: "E", Severity: rule.Should, Mark: "V", Field: "f", Args: map[string]any{"on": "x"}},
			Evidence: []attendance.Evidence{{Enrolment: enrolment, On: day, Half: attendance.Morning, At: now.Now(), Note: "n"}, {Note: "no day"}},
			State:    attendance.Open, FoundOn: day}
		must(t, s.SaveSignals(ctx, []attendance.Signal{g}, change.By(clerk, now.Now())))
		g.Version, g.ClassName, g.Provider = 1, "Class", "School"
		signal, err := s.FindSignal(ctx, someID)
		must(t, err)
		same(t, g, signal)
		g.State, g.Reason, g.DecidedAt, g.PersonName = attendance.Upheld, "W", now.Now(), "S"
		must(t, s.SaveSignals(ctx, []attendance.Signal{g}, change.By(clerk, now.Now())))
		if err := s.SaveSignals(ctx, []attendance.Signal{g}, change.By(clerk, now.Now())); !fault.Is(err, fault.Stale) {
			t.Errorf("two who decide at once: %v", err)
		}
		for state, want := range map[string]int{"open": 0, "upheld": 1} {
			page, err := s.AllSignals(ctx, listing.Query{Filter: map[string][]string{"state": {state}}, Page: 1, Size: 20})
			if err != nil || page.Total != want {
				t.Errorf("%s: %d signals, %v", state, page.Total, err)
			}
			for in, want := range map[context.Context]int{ctx: want, twin: 0} {
				n := 0
				err := s.EachSignal(in, listing.Query{Filter: map[string][]string{"state": {state}}}, func(attendance.Signal) error { n++; return nil })
				if err != nil || n != want {
					t.Errorf("%s: %d signals go out, want %d, %v", state, n, want, err)
				}
			}
		}
		for name, find := range map[string]func() error{
			"leave":      func() error { _, err := s.FindLeave(twin, someID); return err },
			"inspection": func() error { _, err := s.FindInspection(twin, someID); return err },
			"signal":     func() error { _, err := s.FindSignal(twin, someID); return err },
		} {
			if err := find(); !fault.Is(err, fault.NotFound) {
				t.Errorf("the twin finds the %s: %v", name, err)
			}
		}
	})
}

func same[T any](t *testing.T, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
