package memberdb_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/file"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/intake/intakedb"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/member"
	"tongpin/internal/member/memberdb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/schema"
)

// plain answers with the key: headers and options are recognised by their keys.
type plain struct{}

func (plain) T(key string, _ ...any) string { return key }

var importer = access.Actor{Consortium: dbtest.Home, Person: "01900000-0000-7000-8000-0000000000bb", Name: "Clerk", Role: access.Secretariat}

// desk is the service of sheets with the sheet of members.
func desk(t *testing.T, d *db.DB, now *clock.Set) (*intake.Service, *member.Service) {
	t.Helper()
	blobs, err := file.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	book, err := rule.Load(member.Rules())
	if err != nil {
		t.Fatal(err)
	}
	table := access.NewTable(intake.Grants(), member.Grants())
	members := member.NewService(memberdb.New(d), table, now, book)
	return intake.NewService(intake.Options{
		Kinds: intake.NewKinds([]intake.Kind{members.Sheet()}), Store: intakedb.New(d), Files: file.Intake{Blobs: blobs, Limit: file.DefaultLimit, Clock: now},
		Table: table, Clock: now, Texts: func(i18n.Language) sheet.Texts { return plain{} },
	}), members
}

func creditCode(t testing.TB, n int) string {
	t.Helper()
	s, err := code.CompleteCredit(fmt.Sprintf("91652824QQ%07d", n))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// reasons are what is wrong with the broken rows, one kind of mistake each.
var reasons = []string{
	"code.credit.check", "code.credit.length", "sheet.cell.required", "sheet.cell.choice", "sheet.cell.integer",
	"code.phone.form", "member.day.future", "member.sme.enterprise_only", "code.division.form", "member.staff.range",
}

// enterprises is a file of 200 enterprises; ten rows are broken unless mended.
func enterprises(t testing.TB, mended bool) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("credit_code,name,kind,tier,industry,specialised_sme,staff_count,contact,phone,division_code,joined_on\n")
	for n := range 200 {
		row := []string{creditCode(t, n), fmt.Sprintf("Plant %03d", n), "enterprise", "ordinary", "new_energy", "yes", fmt.Sprint(n), "Wang", "13800000000", "652824", "2026-03-01"}
		if n%20 == 7 && !mended {
			spoil(row, n/20)
		}
		fmt.Fprintln(&b, strings.Join(row, ","))
	}
	return b.String()
}

func spoil(row []string, how int) {
	at := []int{0, 0, 1, 2, 6, 8, 10, 2, 9, 6}[how]
	row[at] = []string{"91652824QQ9999999L", "916528", "", "x", "many", "12", "2026-12-31", "school", "6528", "-5"}[how]
}

// books count what an import may not touch twice.
type books struct{ members, facts, entries, versions, organisations int }

func count(t *testing.T, d *db.DB, ctx context.Context) (x books) {
	t.Helper()
	err := d.Read(ctx, func(tx *db.Tx) error {
		for text, into := range map[string]*int{
			`SELECT count(*) FROM memberships WHERE consortium_id = $1 AND state = 'member'`:               &x.members,
			`SELECT count(*) FROM facts WHERE consortium_id = $1`:                                          &x.facts,
			`SELECT count(*) FROM timeline WHERE consortium_id = $1 AND record_kind = 'membership'`:        &x.entries,
			`SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM memberships WHERE consortium_id = $1`:   &x.versions,
			`SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM organisations WHERE consortium_id = $1`: &x.organisations,
		} {
			n, err := db.Value[int](tx, text)
			if err != nil {
				return err
			}
			*into = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func bring(t *testing.T, s *intake.Service, ctx context.Context, content string) intake.Import {
	t.Helper()
	i, err := s.Run(ctx, importer, intake.Direct{Upload: intake.Upload{Kind: "member", FileName: "members.csv", Content: strings.NewReader(content)}})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// TestTwoHundredEnterprisesWithTenBroken imports 190 and gives back ten with
// their reasons; mended, they complete it; again, nothing changes.
func TestTwoHundredEnterprisesWithTenBroken(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, _ := desk(t, d, now)
		i := bring(t, s, ctx, enterprises(t, false))
		if want := (intake.Counts{Created: 190, Failed: 10}); i.Counts != want {
			t.Errorf("first: %+v, want %+v", i.Counts, want)
		}
		if got, want := count(t, d, ctx), (books{190, 190, 190, 190, 190}); got != want {
			t.Errorf("after the first: %+v, want %+v", got, want)
		}
		detail, err := s.Detail(ctx, importer, i.ID, 20)
		if err != nil || len(detail.Failures) != len(reasons) {
			t.Fatalf("%d failures, %v", len(detail.Failures), err)
		}
		for n, f := range detail.Failures {
			if f.Number != 20*n+9 || len(f.Problems) != 1 || f.Problems[0].Key != reasons[n] {
				t.Errorf("row %d: %v, want %s in row %d", f.Number, f.Problems, reasons[n], 20*n+9)
			}
		}
		var workbook bytes.Buffer
		if err := s.FailedBook(ctx, importer, i.ID, i18n.English, &workbook); err != nil {
			t.Error(err)
		}
		again, err := s.Run(ctx, importer, intake.Direct{Upload: intake.Upload{Kind: "member", FileName: "failed.xlsx", Content: &workbook}})
		if want := (intake.Counts{Failed: 10}); err != nil || again.Counts != want {
			t.Errorf("the failed rows, not mended: %+v, %v", again.Counts, err)
		}
		if got, want := bring(t, s, ctx, enterprises(t, true)).Counts, (intake.Counts{Created: 10, Unchanged: 190}); got != want {
			t.Errorf("mended: %+v, want %+v", got, want)
		}
		before := count(t, d, ctx)
		if before.members != 200 || before.facts != 200 {
			t.Errorf("after mending: %+v", before)
		}
		for range 2 {
			if got, want := bring(t, s, ctx, enterprises(t, true)).Counts, (intake.Counts{Unchanged: 200}); got != want {
				t.Errorf("again: %+v, want %+v", got, want)
			}
		}
		if after := count(t, d, ctx); after != before {
			t.Errorf("the same file changed %+v to %+v", before, after)
		}
		if twin := count(t, d, dbtest.Ctx(dbtest.Twin)); twin != (books{}) {
			t.Errorf("the twin got %+v", twin)
		}
	})
}

// TestARowMeetsWhoIsThere: an organisation without membership joins under its own
// id, a code in lower case is the same code, an applicant's row is refused.
func TestARowMeetsWhoIsThere(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, members := desk(t, d, now)
		known := organisation.Organisation{ID: orgID, Name: "Known", Kind: organisation.Enterprise, CreditCode: creditCode(t, 1), Sample: true}
		if err := d.Write(ctx, func(tx *db.Tx) error { return organisationdb.Save(tx, known) }); err != nil {
			t.Fatal(err)
		}
		applicant := membership(now, "Applicant")
		applicant.State, applicant.Organisation.ID, applicant.Organisation.CreditCode = member.Applied, record.NewID(), creditCode(t, 2)
		if err := memberdb.New(d).Save(ctx, applicant, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		file := "credit_code,name,kind\n" + strings.ToLower(known.CreditCode) + ",Known,enterprise\n" + creditCode(t, 2) + ",Applicant,enterprise\n"
		i := bring(t, s, ctx, file)
		if want := (intake.Counts{Created: 1, Failed: 1}); i.Counts != want {
			t.Errorf("%+v, want %+v", i.Counts, want)
		}
		m, err := members.Find(ctx, importer, orgID)
		if err != nil || m.State != member.Member || m.Organisation.Version != 2 || !m.Organisation.Sample || m.JoinedOn != calendar.DateOf(now.Now()) {
			t.Errorf("who took part already: %+v, %v", m, err)
		}
		detail, err := s.Detail(ctx, importer, i.ID, 5)
		if err != nil || len(detail.Failures) != 1 || detail.Failures[0].Problems[0].Key != "member.import.not_member" {
			t.Errorf("the applicant's row: %+v, %v", detail.Failures, err)
		}
		if want := (intake.Counts{Unchanged: 1, Failed: 1}); bring(t, s, ctx, file).Counts != want {
			t.Error("the same code in lower case is another the second time")
		}
	})
}
