package trainingdb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingdb"
)

const (
	classID record.ID = "01900000-0000-7000-8000-0000000000c1"
	otherID record.ID = "01900000-0000-7000-8000-0000000000c2"
	college record.ID = "01900000-0000-7000-8000-0000000000b1"
	someID  record.ID = "01900000-0000-7000-8000-0000000000f1"
	body    record.ID = "00000000-0000-7000-8000-000000000001" // of the Home consortium, see dbtest
	digger            = "6-30-05-05"
)

var (
	table     = access.NewTable(training.Grants())
	provider  = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "P", Role: access.Provider, Organisation: college}
	secretary = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "S", Role: access.Secretariat, Organisation: body}
	leader    = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "L", Role: access.Leader}
	stranger  = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "X", Role: access.Provider, Organisation: body}
	today     = calendar.DateOf(dbtest.Start)
	opens     = today.AddDays(10)
	schools   = []organisation.Organisation{
		{ID: college, Name: "College", Kind: organisation.School, CreditCode: "52652824QQ0000063X"},
		{ID: body, Name: "Body", Kind: organisation.Association, CreditCode: "51652824QQ00010159"},
	}
)

// house is a store with its organisations and an admitted provider, and a
// service over it.
func house(t testing.TB, d *db.DB, now *clock.Set) (*trainingdb.Store, *training.Service) {
	t.Helper()
	book, err := rule.Load(training.Rules())
	if err != nil {
		t.Fatal(err)
	}
	store := trainingdb.New(d)
	service := training.NewService(training.Options{Store: store, Table: table, Clock: now, Book: book})
	for _, id := range []int64{dbtest.Home, dbtest.Twin} {
		err := d.Write(dbtest.Ctx(id), func(tx *db.Tx) error {
			for _, o := range schools {
				if err := organisationdb.Save(tx, o); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = service.Admit(dbtest.Ctx(id), secretary, training.AdmitCommand{ID: someID, Organisation: college, Admission: training.Admission{
			Permitted: []training.Permit{{Occupation: digger, Levels: []code.SkillLevel{code.Junior}}}, Basic: true, From: today.AddDays(-400), Document: "D-1",
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return store, service
}

func content() training.Content {
	return training.Content{
		Name: "Diggers", Category: training.ByOccupation, Occupation: digger, Level: code.Junior, Subsidised: true, Fund: "employment_fund", Industry: "green_mining",
		Opens: opens, Closes: opens.AddDays(9), Hours: 16, Seats: 3, Place: "Base", Plan: "Plan", ExamOn: opens.AddDays(9),
	}
}

// filed is a class of the service on its way to the approval.
func filed(t testing.TB, ctx context.Context, s *training.Service, id record.ID, x training.Content) training.Class {
	t.Helper()
	must := func(k training.Class, err error) training.Class {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	must(s.Start(ctx, provider, training.DraftCommand{ID: id, Content: x}))
	sessions := []training.Session{
		{ID: record.Derived(id, "1"), On: x.Opens, From: 9 * 60, To: 17 * 60, Hours: 8, Topic: "Safety"},
		{ID: record.Derived(id, "2"), On: x.Closes, From: 9 * 60, To: 17 * 60, Hours: 8, Topic: "Practice"},
	}
	must(s.Timetable(ctx, provider, step.Target{ID: id}, sessions))
	must(s.File(ctx, provider, step.Target{ID: id}, training.FileCommand{}))
	must(s.Check(ctx, secretary, step.Target{ID: id}, ""))
	return must(s.Approve(ctx, leader, step.Target{ID: id}, ""))
}

// person is the n-th invented person; the division 659999 was never issued.
func person(n int) training.PersonData {
	number, err := code.CompleteIdentity(fmt.Sprintf("65999919900101%03d", n))
	if err != nil {
		panic(err)
	}
	return training.PersonData{Name: fmt.Sprintf("Person %d", n), IDNumber: number, Phone: "13800001234"}
}

func enrol(n int) training.EnrolCommand {
	return training.EnrolCommand{ID: record.NewID(), TraineeID: record.NewID(), PersonData: person(n)}
}

// TestPlacesAreNeverOverfilled: many enrol at the same moment; as many as there
// are places get one, the others are told that there is none.
func TestPlacesAreNeverOverfilled(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		k := filed(t, ctx, service, classID, content())
		const people = 12
		errs := make([]error, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() { _, errs[i] = service.Enrol(ctx, provider, classID, enrol(i)) })
		}
		all.Wait()
		got := 0
		for _, err := range errs {
			if err == nil {
				got++
			} else if all := fault.All(err); len(all) != 1 || all[0].Key != "training.full" {
				t.Errorf("who got no place is told %v", err)
			}
		}
		roster, err := store.Roster(ctx, classID)
		after, _ := store.FindClass(ctx, classID)
		if int64(got) != k.Seats || int64(len(roster)) != k.Seats || after.Enrolled != k.Seats || err != nil {
			t.Errorf("%d got a place, %d stand on the roster, %d are counted; want %d; %v", got, len(roster), after.Enrolled, k.Seats, err)
		}
		err = d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE training_classes SET enrolled = enrolled + 1 WHERE consortium_id = $1 AND id = $2`, classID)
			return err
		})
		if err == nil {
			t.Error("the database took more people than places")
		}
	})
}

// TestOnePersonInTwoClassesAtOnce: two classes with the same days, one person,
// both at the same moment: one of them is refused, whichever is first.
func TestOnePersonInTwoClassesAtOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		_, service := house(t, d, now)
		other := content()
		other.Category, other.Occupation, other.Level = training.BasicQuality, "", ""
		ids := []record.ID{classID, otherID}
		filed(t, ctx, service, classID, content())
		filed(t, ctx, service, otherID, other)
		errs := make([]error, 2)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() { _, errs[i] = service.Enrol(ctx, provider, ids[i], enrol(1)) })
		}
		all.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both or none: %v", errs)
		}
		for _, err := range errs {
			if err != nil && fault.All(err)[0].Key != "rule.TRN-013" {
				t.Errorf("refused with %v", err)
			}
		}
	})
}

// TestAClassFromFilingToCertificates goes the whole way, and back.
func TestAClassFromFilingToCertificates(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		filed(t, ctx, service, classID, content())
		to := step.Target{ID: classID}
		for n := range 3 {
			if _, err := service.Enrol(ctx, provider, classID, enrol(n)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := service.Begin(ctx, provider, to); fault.All(err)[0].Key != "training.begin.early" {
			t.Errorf("opened before its day: %v", err)
		}
		now.Advance(10 * 24 * time.Hour)
		if _, err := service.Begin(ctx, provider, to); err != nil {
			t.Fatal(err)
		}
		now.Advance(10 * 24 * time.Hour)
		if _, err := service.End(ctx, provider, to); err != nil {
			t.Fatal(err)
		}
		roster, err := service.Roster(ctx, provider, classID)
		if err != nil || len(roster) != 3 || roster[0].Person.IDNumber != "659999********"+person(0).IDNumber[14:] || roster[0].Person.Phone != "138****1234" {
			t.Fatalf("roster %+v, %v", roster, err)
		}
		var grades []training.Grade
		for i, e := range roster {
			result := training.Passed
			if i == 2 {
				result = training.Failed
			}
			grades = append(grades, training.Grade{Enrolment: e.ID, Result: result, Score: int64(60 + 10*i), Hours: 16})
		}
		if _, err := service.Results(ctx, provider, to, grades); err != nil {
			t.Fatal(err)
		}
		for _, do := range []func(context.Context, access.Actor, step.Target) (training.Class, error){service.Complete, service.Certify, service.Certify} {
			if _, err := do(ctx, provider, to); err != nil {
				t.Fatal(err)
			}
		}
		count(t, store, ctx, map[fact.Kind]int{training.FactOpened: 1, training.FactAttended: 3, training.FactCertified: 2})
		dossier, _ := store.FindDossier(ctx, classID)
		if a, b := dossier.Roster[0], dossier.Roster[1]; a.CertificateNo != "JY-2026-00001" || b.CertificateNo != "JY-2026-00002" || dossier.Roster[2].CertificateNo != "" {
			t.Errorf("certificates %q, %q, %q", a.CertificateNo, b.CertificateNo, dossier.Roster[2].CertificateNo)
		}
		if _, err := service.Withdraw(ctx, secretary, step.Target{ID: roster[0].ID}, "entered twice"); err != nil {
			t.Fatal(err)
		}
		count(t, store, ctx, map[fact.Kind]int{training.FactOpened: 1, training.FactAttended: 2, training.FactCertified: 1})
		if _, err := service.Reverse(ctx, secretary, to, "did not take place"); err != nil {
			t.Fatal(err)
		}
		count(t, store, ctx, map[fact.Kind]int{})
		if _, err := service.Class(ctx, stranger, classID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger sees a cancelled class: %v", err)
		}
	})
}

// count compares the standing facts by kind.
func count(t *testing.T, store *trainingdb.Store, ctx context.Context, want map[fact.Kind]int) {
	t.Helper()
	facts, err := store.Standing(ctx, classID)
	if err != nil {
		t.Fatal(err)
	}
	got := map[fact.Kind]int{}
	for _, f := range facts {
		got[f.Kind]++
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("facts %v, want %v", got, want)
	}
}
