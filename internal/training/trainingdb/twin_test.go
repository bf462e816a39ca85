package trainingdb_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
	"tongpin/internal/training"
)

const personID record.ID = "01900000-0000-7000-8000-0000000000e1"

// wholeClass is a class with every column filled.
func wholeClass(name string) training.Class {
	return training.Class{
		ID: classID, Number: "N-1", Name: name, Provider: college, ProviderName: "College", Category: training.ByOccupation, Occupation: digger, Level: code.Junior,
		Subsidised: true, Fund: "other", Industry: "green_mining", Opens: today, Closes: today.AddDays(1), Hours: 8, Seats: 5, Place: "P", Plan: "plan", ExamOn: today.AddDays(1),
		Exception: "e", Findings: []rule.Finding{{Rule: "TRN-001", Edition: "M", Severity: rule.UnlessFiled, Mark: "M", Field: "opens"}}, Order: someID, State: training.Open,
		Registered: true, FiledOn: today, ApprovedOn: today, CompletedOn: today, EndReason: "r", Code: name, Sample: true,
	}
}

// wholeJoined is a place and a person with every column filled.
func wholeJoined(k training.Class) training.Joined {
	return training.Joined{
		Class: k,
		Enrolment: training.Enrolment{
			ID: otherID, Class: classID, Trainee: personID, State: training.Passed, Source: training.SourceSheet, EnrolledOn: today, Hours: 7, Score: 80,
			CertificateNo: "Z-1", CertificateCode: "code " + k.Name, CertifiedOn: today, Findings: []rule.Finding{{Rule: "TRN-018", Edition: "M", Severity: rule.Required, Mark: "M"}}, Reason: "r",
		},
		Person: training.Trainee{
			ID: personID, Group: "farmer", Employment: "employed", Sample: true,
			Identity: training.Identity{Name: k.Name, IDNumber: person(1).IDNumber, Phone: "13800001234", Sex: "male", BirthOn: today, BankAccount: "1", Person: someID},
		},
	}
}

var stamps = []cmp.Option{
	cmpopts.IgnoreFields(training.Class{}, "Version", "CreatedAt", "UpdatedAt"), cmpopts.IgnoreFields(training.Enrolment{}, "Version", "CreatedAt", "UpdatedAt"),
	cmpopts.IgnoreFields(training.Trainee{}, "Version", "CreatedAt"),
}

// TestTrainingIsKeptWholeAndApart: what goes in comes back with every column,
// and the same ids in the twin consortium stay as they were.
func TestTrainingIsKeptWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, _ := house(t, d, now)
		twin := dbtest.Ctx(dbtest.Twin)
		session := training.Session{ID: someID, Class: classID, On: today, From: 540, To: 900, Hours: 8, Topic: "T", Place: "P"}
		for name, where := range map[string]context.Context{"Home": ctx, "TWIN": twin} {
			k := wholeClass(name)
			err := store.SaveRoster(where, training.Bundle{Classes: []training.Class{k}, Joined: []training.Joined{wholeJoined(k)}}, change.By(secretary, now.Now()))
			if err != nil {
				t.Fatal(err)
			}
			dossier, err := store.FindDossier(where, classID)
			if err != nil {
				t.Fatal(err)
			}
			dossier.Sessions = []training.Session{session}
			if err := store.SaveDossier(where, dossier, change.By(secretary, now.Now())); err != nil {
				t.Fatal(err)
			}
		}
		want := wholeClass("Home")
		want.Enrolled = 1
		dossier, err := store.FindDossier(ctx, classID)
		if diff := cmp.Diff(want, dossier.Class, stamps...); diff != "" || err != nil {
			t.Errorf("the class, %v (-in +out):\n%s", err, diff)
		}
		if diff := cmp.Diff([]training.Session{session}, dossier.Sessions); diff != "" {
			t.Errorf("the timetable (-in +out):\n%s", diff)
		}
		roster, err := store.Roster(ctx, classID)
		if err != nil || len(roster) != 1 {
			t.Fatalf("%d people, %v", len(roster), err)
		}
		in := wholeJoined(want)
		if diff := cmp.Diff(training.Entry{Enrolment: in.Enrolment, Person: in.Person}, roster[0], stamps...); diff != "" {
			t.Errorf("the place (-in +out):\n%s", diff)
		}
		if err := store.Leave(ctx, roster[0].Enrolment, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		gone := roster[0].Person
		gone.Identity, gone.ErasedAt = training.Identity{}, now.Now()
		if err := store.SaveTrainee(ctx, gone, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		other, err := store.Roster(twin, classID)
		if err != nil || len(other) != 1 || other[0].Person.Name != "TWIN" || other[0].Enrolment.Version != 1 {
			t.Errorf("the twin changed: %+v, %v", other, err)
		}
		if k, err := store.FindClass(twin, classID); err != nil || k.Enrolled != 1 || k.Name != "TWIN" {
			t.Errorf("the twin's class: %+v, %v", k, err)
		}
		for name, where := range map[string]context.Context{"Home": ctx, "TWIN": twin} {
			if found, err := store.FindCode(where, "code "+name); err != nil || found.Class.Name != name || found.Consortium.Name == "" {
				t.Errorf("by its code %s: %+v, %v", name, found, err)
			}
		}
	})
}
