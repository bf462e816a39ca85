package internshipdb_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/step"
	"tongpin/internal/internship"
	"tongpin/internal/internship/internshipdb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

const (
	school record.ID = "01900000-0000-7000-8000-0000000000b1"
	host   record.ID = "01900000-0000-7000-8000-0000000000b2"
	first  record.ID = "01900000-0000-7000-8000-0000000000d1"
	person record.ID = "01900000-0000-7000-8000-0000000000f1"
)

var (
	table   = access.NewTable(internship.Grants())
	dean    = access.Actor{Consortium: dbtest.Home, Person: person, Name: "D", Role: access.Dean, Organisation: school}
	hr      = access.Actor{Consortium: dbtest.Home, Person: person, Name: "H", Role: access.Enterprise, Organisation: host}
	rival   = access.Actor{Consortium: dbtest.Home, Person: person, Name: "R", Role: access.Dean, Organisation: host}
	clerk   = access.Actor{Consortium: dbtest.Home, Person: person, Name: "S", Role: access.Secretariat}
	auditor = access.Actor{Consortium: dbtest.Home, Person: person, Name: "A", Role: access.Auditor}
	today   = calendar.DateOf(dbtest.Start)
)

// forgotten notes who was forgotten.
type forgotten []record.ID

func (f *forgotten) Forget(_ context.Context, ids ...record.ID) (int64, error) {
	*f = append(*f, ids...)
	return int64(len(ids)), nil
}

func house(t *testing.T, d *db.DB, now *clock.Set) (*internship.Service, *forgotten) {
	t.Helper()
	book, err := rule.Load(internship.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{dbtest.Home, dbtest.Twin} {
		err := d.Write(dbtest.Ctx(id), func(tx *db.Tx) error {
			for _, o := range []organisation.Organisation{
				{ID: school, Name: "College", Kind: organisation.School, CreditCode: "52652824QQ0000063X"}, {ID: host, Name: "Works", Kind: organisation.Enterprise, CreditCode: "51652824QQ00010159"},
			} {
				if err := organisationdb.Save(tx, o); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	seal := &forgotten{}
	return internship.NewService(internshipdb.New(d), table, now, book, seal), seal
}

// number is that of the n-th invented student; the division 659999 was never issued.
func number(n int) string {
	s, err := code.CompleteIdentity(fmt.Sprintf("65999920060101%03d", n))
	if err != nil {
		panic(err)
	}
	return s
}

func command(id record.ID, n int) internship.RegisterCommand {
	return internship.RegisterCommand{
		ID: id, Student: record.NewID(), PersonData: internship.PersonData{Name: "Student", IDNumber: number(n)}, Sample: true,
		Content: internship.Content{
			Host: host, Nature: internship.AtPost, Post: "Fitter", From: today.AddDays(-10), Until: today.AddDays(170), Days: []string{"mon", "tue", "wed", "thu", "fri"},
			Starts: 600, Ends: 1170, Hours: 8, Class: "2024", Agreement: "A-1", Exception: "F-1",
		},
	}
}

func TestWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, seal := house(t, d, now)
		twin := dbtest.Ctx(dbtest.Twin)
		cmd := command(first, 1)
		x, err := s.Register(ctx, dean, cmd)
		if err != nil {
			t.Fatal(err)
		}
		store := internshipdb.New(d)
		read, err := store.Find(ctx, first)
		x.Version, x.Student.Version, x.SchoolName, x.HostName, x.HostCredit = 1, 1, "College", "Works", "51652824QQ00010159"
		if diff := cmp.Diff(x, read); diff != "" || err != nil {
			t.Errorf("%v, (-wrote +read):\n%s", err, diff)
		}
		if _, err := s.Register(ctx, dean, cmd); err == nil {
			t.Error("the same form made a second internship")
		}
		if _, err := s.Register(twin, dean, command(first, 1)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.EndEarly(ctx, dean, step.Target{ID: first, Version: 1}, internship.EndCommand{On: today.AddDays(-1), Reason: "ill"}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.CallOff(ctx, dean, step.Target{ID: first, Version: 1}, "late"); !fault.Is(err, fault.Stale) {
			t.Errorf("a stale page: %v", err)
		}
		if err := s.Erase(ctx, dean, first, "asked"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a school erases: %v", err)
		}
		if err := s.Erase(ctx, clerk, first, "asked"); err != nil || len(*seal) != 1 {
			t.Errorf("erase: %v, forgotten %v", err, *seal)
		}
		if read, err = store.Find(ctx, first); err != nil || read.Student.Name != "" || !read.Student.Erased() || read.State != internship.EndedEarly {
			t.Errorf("after the erasure: %+v, %v", read, err)
		}
		if other, err := store.Find(twin, first); err != nil || other.Student.Name != "Student" || other.State != internship.UnderWay {
			t.Errorf("the twin changed: %+v, %v", other, err)
		}
	})
}

func TestWhoSeesWhat(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, _ := house(t, d, now)
		if _, err := s.Register(ctx, dean, command(first, 1)); err != nil {
			t.Fatal(err)
		}
		q := listing.Query{Size: 20, Page: 1, Text: "fit", Filter: map[string][]string{"state": {"under_way"}, "nature": {"at_post"}, "school": {string(school)}, "host": {string(host)}}}
		for name, c := range map[string]struct {
			actor access.Actor
			sees  int
		}{"dean": {dean, 1}, "host": {hr, 1}, "clerk": {clerk, 1}, "auditor": {auditor, 1}, "rival": {rival, 0}, "trainee": {access.Actor{Role: access.Trainee}, 0}} {
			page, err := s.List(ctx, c.actor, q)
			if err != nil || len(page.Rows) != c.sees {
				t.Errorf("%s sees %d, want %d: %v", name, len(page.Rows), c.sees, err)
			}
			x, err := s.Find(ctx, c.actor, first)
			if (err == nil) != (c.sees == 1) {
				t.Errorf("%s: %v", name, err)
			}
			if err == nil && (x.Student.Name == "Student" || x.Student.IDNumber == number(1)) {
				t.Errorf("%s sees the student in clear: %+v", name, x.Student)
			}
		}
		if _, err := s.Reveal(ctx, hr, first, "curious"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a host looks: %v", err)
		}
		if p, err := s.Reveal(ctx, dean, first, "contract"); err != nil || p.IDNumber != number(1) {
			t.Errorf("the school looks: %+v, %v", p, err)
		}
		if story, err := s.Story(ctx, dean, first); err != nil || story[0].Verb != internship.VerbReveal || story[0].Message != "contract" {
			t.Errorf("the look is not in the story: %+v, %v", story, err)
		}
		q.Filter = map[string][]string{"school": {"x"}}
		if page, err := s.List(ctx, clerk, q); err != nil || len(page.Rows) != 0 {
			t.Errorf("a filter that is no id: %d, %v", len(page.Rows), err)
		}
	})
}

func TestTheDaysBeginAndEnd(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, _ := house(t, d, now)
		for n := range 3 {
			cmd := command(record.NewID(), n)
			cmd.From, cmd.Until, cmd.ID = today.AddDays(5*n), today.AddDays(5*n+4), record.Derived(first, fmt.Sprint(n))
			if _, err := s.Register(ctx, dean, cmd); err != nil {
				t.Fatal(err)
			}
		}
		states := func() (list [3]internship.State) {
			for n := range list {
				x, err := s.Find(ctx, dean, record.Derived(first, fmt.Sprint(n)))
				if err != nil {
					t.Fatal(err)
				}
				list[n] = x.State
			}
			return list
		}
		for days, want := range [][3]internship.State{
			{internship.UnderWay, internship.Planned, internship.Planned}, {internship.Ended, internship.UnderWay, internship.Planned}, {internship.Ended, internship.Ended, internship.UnderWay},
		} {
			now.Move(dbtest.Start.AddDate(0, 0, 5*days))
			for range 2 { // a second round has no effect
				if err := s.Daily(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if got := states(); got != want {
				t.Errorf("after %d days %v, want %v", 5*days, got, want)
			}
		}
	})
}

// Of two registrations of one student at the same hours, one is refused, however
// close together they come.
func TestTwoSchoolsAtOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, _ := house(t, d, now)
		var wait sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wait.Go(func() { _, errs[i] = s.Register(ctx, dean, command(record.NewID(), 7)) })
		}
		wait.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else if f := fault.All(err); len(f) != 1 || f[0].Key != "internship.clash" {
				t.Errorf("refused with %v", err)
			}
		}
		if done != 1 {
			t.Errorf("%d of 4 registrations went through, want 1", done)
		}
	})
}

// plain answers with the key: headers and options are recognised by their keys.
type plain struct{}

func (plain) T(key string, _ ...any) string { return key }

func rows(t *testing.T, list ...sheet.Values) (read []*sheet.Row) {
	t.Helper()
	var out bytes.Buffer
	err := sheet.Export(&out, internship.Layout, plain{}, func(yield func(sheet.Values, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open("x.xlsx", bytes.NewReader(out.Bytes()), int64(out.Len()), internship.Layout, plain{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for r, err := range book.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		read = append(read, r)
	}
	return read
}

func TestSheet(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, _ := house(t, d, now)
		days := []string{"mon", "tue"}
		from, until := today.AddDays(3), today.AddDays(170)
		line := func(school any, n int, where, post, starts string) sheet.Values {
			return sheet.Values{school, "Student", number(n), "2024", where, "at_post", post, from, until, days, starts, "18:00", int64(8), "A-1", nil}
		}
		batch := func(a access.Actor, want []intake.Result, list ...sheet.Values) {
			t.Helper()
			read := rows(t, list...)
			b, err := s.Sheet().Decide(ctx, a, read)
			if err != nil {
				t.Fatal(err)
			}
			for i, o := range b.Outcomes {
				if read[i].Err() != nil {
					o.Result = intake.Failed
				}
				if o.Result != want[i] {
					t.Errorf("row %d: %v, want %v: %v", i, o.Result, want[i], read[i].Err())
				}
			}
			if err := b.Save(ctx, change.By(a, now.Now())); err != nil {
				t.Fatal(err)
			}
		}
		all := []sheet.Values{
			line(nil, 1, "Works", "Fitter", "9:30"), line("College", 2, "51652824QQ00010159", "Fitter", "9:30"), line(nil, 3, "Nowhere", "Fitter", "9:30"),
			line("Works", 4, "Works", "Fitter", "9:30"), line(nil, 5, "Works", "Fitter", "half past nine"), line(nil, 1, "College", "Clerk", "9:30"),
		}
		batch(dean, []intake.Result{intake.Created, intake.Created, intake.Failed, intake.Failed, intake.Failed, intake.Failed}, all...)
		batch(dean, []intake.Result{intake.Unchanged, intake.Unchanged}, all[:2]...)
		batch(dean, []intake.Result{intake.Updated}, line(nil, 1, "Works", "Welder", "9:30"))
		batch(clerk, []intake.Result{intake.Failed, intake.Created}, line(nil, 10, "Works", "Fitter", "9:30"), line("College", 6, "Works", "Fitter", "9:30"))
		batch(rival, []intake.Result{intake.Failed}, line("College", 8, "Works", "Fitter", "9:30"))
		shifts, err := s.Shifts(ctx, []string{number(1), number(9)}, calendar.Period{From: today, To: from})
		if err != nil || len(shifts) != 1 || len(shifts[number(1)]) != 1 {
			t.Errorf("shifts %v, %v", shifts, err)
		}
		if shifts, err = s.Shifts(ctx, []string{number(1)}, calendar.Period{From: today, To: from.AddDays(-1)}); err != nil || len(shifts) != 0 {
			t.Errorf("shifts before: %v, %v", shifts, err)
		}
		n := 0
		err = s.Sheet().Rows(ctx, dean, listing.Query{}, func(v sheet.Values) error { n++; return nil })
		if err != nil || n != 3 {
			t.Errorf("exported %d rows, want 3: %v", n, err)
		}
	})
}
