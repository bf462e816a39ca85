package trainingdb_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/intake/intakedb"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/metric/metricdb"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingdb"
)

// plain answers with the key: headers and options are recognised by their keys.
type plain struct{}

func (plain) T(key string, _ ...any) string { return key }

// desk is the service of sheets with that of rosters.
func desk(t testing.TB, d *db.DB, now *clock.Set) (*intake.Service, *training.Service) {
	t.Helper()
	_, _ = house(t, d, now)
	blobs, err := file.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	book, err := rule.Load(training.Rules())
	if err != nil {
		t.Fatal(err)
	}
	grants := access.NewTable(intake.Grants(), training.Grants())
	service := training.NewService(training.Options{Store: trainingdb.New(d), Table: grants, Clock: now, Book: book})
	return intake.NewService(intake.Options{
		Kinds: intake.NewKinds(service.Sheets()), Store: intakedb.New(d), Files: file.Intake{Blobs: blobs, Limit: 200 << 20, Clock: now},
		Table: grants, Clock: now, Texts: func(i18n.Language) sheet.Texts { return plain{} },
	}), service
}

// line is a row about the n-th person in a class that closed two weeks ago; what
// is said of the class stands in the rows that ask for it.
func line(class string, n int, whole bool) sheet.Values {
	p := person(n)
	cells := make(sheet.Values, 15)
	cells[0] = class
	if whole {
		opened := today.AddDays(-30)
		copy(cells[1:], sheet.Values{"Class " + class, "College", "", training.BasicQuality, "", "", true, "employment_fund", "", opened, opened.AddDays(10), 24, 0, "Hall"})
	}
	return append(cells, p.Name, p.IDNumber, p.Phone, "farmer", "employed", "", "passed", 80, "", calendar.Date{})
}

// workbook writes rows as an office would send them.
func workbook(t testing.TB, lines iter.Seq[sheet.Values]) []byte {
	t.Helper()
	var book bytes.Buffer
	err := sheet.ExportCSV(&book, training.RosterLayout, plain{}, func(yield func(sheet.Values, error) bool) {
		for v := range lines {
			if !yield(v, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return book.Bytes()
}

func run(t testing.TB, ctx context.Context, s *intake.Service, book []byte) intake.Counts {
	t.Helper()
	done, err := s.Run(ctx, secretary, intake.Direct{Upload: intake.Upload{Kind: "training_roster", FileName: "r.csv", Content: bytes.NewReader(book), Lang: i18n.Chinese}})
	if err != nil {
		t.Fatal(err)
	}
	return done.Counts
}

// TestTheClassesBehindAFigure: what the classes add up to is the figure, in each
// part of it, and in the own consortium only.
func TestTheClassesBehindAFigure(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, service := desk(t, d, now)
		run(t, ctx, s, workbook(t, slices.Values([]sheet.Values{line("PX-1", 1, true), line("PX-1", 2, false), line("PX-2", 3, true)})))
		run(t, dbtest.Ctx(dbtest.Twin), s, workbook(t, slices.Values([]sheet.Values{line("PX-1", 1, true)})))
		ask := training.Behind{Kind: training.FactAttended, Slice: metric.Slice{Scope: "consortium"}, Limit: 10}
		sum := func(change func(*training.Behind)) (classes int, people int64) {
			t.Helper()
			q := ask
			change(&q)
			list, err := service.Behind(ctx, secretary, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range list {
				people += x.Quantity
			}
			return len(list), people
		}
		for name, c := range map[string]struct {
			change  func(*training.Behind)
			classes int
			people  int64
		}{
			"all":         {func(*training.Behind) {}, 2, 3},
			"paid for":    {func(q *training.Behind) { q.Where = map[string][]string{"subsidised": {"yes"}} }, 2, 3},
			"not":         {func(q *training.Behind) { q.Slice.Dimension, q.Slice.Value = "subsidised", "no" }, 0, 0},
			"of a kind":   {func(q *training.Behind) { q.Slice.Dimension, q.Slice.Value = "category", training.BasicQuality }, 2, 3},
			"of a school": {func(q *training.Behind) { q.Slice.Owner = college }, 2, 3},
			"of another":  {func(q *training.Behind) { q.Slice.Owner = body }, 0, 0},
			"later":       {func(q *training.Behind) { q.From = today }, 0, 0},
			"until then":  {func(q *training.Behind) { q.To = today }, 2, 3},
		} {
			classes, people := sum(c.change)
			if classes != c.classes || people != c.people {
				t.Errorf("%s: %d people in %d classes, want %d in %d", name, people, classes, c.people, c.classes)
			}
		}
		if _, err := service.Behind(ctx, secretary, training.Behind{Kind: training.FactAttended, Where: map[string][]string{"colour": {"red"}}, Limit: 1}); err == nil {
			t.Error("a dimension that no class has is answered")
		}
	})
}

// figures are the values of the metrics over all time.
func figures(t testing.TB, d *db.DB, ctx context.Context) map[string]int64 {
	t.Helper()
	got := map[string]int64{}
	err := d.Read(ctx, func(tx *db.Tx) error {
		for _, m := range training.Metrics() {
			groups, err := metricdb.Groups(tx, m.Kinds, calendar.Period{})
			if err != nil {
				return err
			}
			got[m.Key] = m.Compute(groups, metric.Slice{Scope: m.Scopes[0]}, calendar.Period{}).Value
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestAQuarterComesInFromAWorkbook: 1,000 people in ten classes, twelve rows
// broken. The good ones come in, the broken ones back with a reason; the mended
// ones complete it, and the same file again changes nothing.
func TestAQuarterComesInFromAWorkbook(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, _ := desk(t, d, now)
		broken := map[int]func(sheet.Values){
			3:   func(v sheet.Values) { v[16] = "659999199001010010" }, // check digit
			77:  func(v sheet.Values) { v[16] = "6599991990010100" },
			150: func(v sheet.Values) { v[15] = "" },
			201: func(v sheet.Values) { v[17] = "12345" },
			250: func(v sheet.Values) { v[16] = "659999200002300014" }, // 30 February
			333: func(v sheet.Values) { v[18] = "student" },
			404: func(v sheet.Values) { v[20] = "6200000000000001" },
			505: func(v sheet.Values) { v[4] = training.Project },
			606: func(v sheet.Values) { v[21] = "excellent" },
			707: func(v sheet.Values) { v[22] = 101 },
			808: func(v sheet.Values) { v[0] = "nowhere" },
			909: func(v sheet.Values) { v[16] = person(900).IDNumber }, // stands in the class already
		}
		rows := func(mended bool) iter.Seq[sheet.Values] {
			return func(yield func(sheet.Values) bool) {
				for n := range 1000 {
					v := line(fmt.Sprintf("K-%d", (n+30)/100), n, n == 0 || n%100 == 70) // batches cut a class
					if breakIt, ok := broken[n]; ok && !mended {
						breakIt(v)
					}
					if !yield(v) {
						return
					}
				}
			}
		}
		dry := intake.Direct{Upload: intake.Upload{Kind: "training_roster", FileName: "r.csv", Content: bytes.NewReader(workbook(t, rows(false))), Lang: i18n.Chinese}, DryRun: true}
		if got, err := s.Run(ctx, secretary, dry); err != nil || got.Counts.Created != 988 || got.Counts.Failed != 12 {
			t.Errorf("the dry run promises %+v, %v", got.Counts, err)
		}
		if got := run(t, ctx, s, workbook(t, rows(false))); got.Created != 988 || got.Failed != 12 {
			t.Fatalf("the first time: %+v", got)
		}
		if got := figures(t, d, ctx); got["training.classes"] != 11 || got["training.person_times"] != 988 || got["training.persons"] != 988 {
			t.Errorf("figures %v", got)
		}
		if got := run(t, ctx, s, workbook(t, rows(true))); got.Created != 12 || got.Unchanged != 988 {
			t.Errorf("mended: %+v", got)
		}
		before := figures(t, d, ctx)
		if got := run(t, ctx, s, workbook(t, rows(true))); got.Unchanged != 1000 {
			t.Errorf("the same again: %+v", got)
		}
		if after := figures(t, d, ctx); fmt.Sprint(after) != fmt.Sprint(before) || after["training.person_times"] != 1000 {
			t.Errorf("the same file again changed %v to %v", before, after)
		}
	})
}

// TestOneMoreClassAndBack: one more class changes every figure that it touches,
// its reversal restores them, whatever is asked.
func TestOneMoreClassAndBack(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, service := desk(t, d, now)
		one := slices.Values([]sheet.Values{line("K-1", 1, true), line("K-1", 2, false)})
		run(t, ctx, s, workbook(t, one))
		before := figures(t, d, ctx)
		second := line("K-2", 1, true)
		second[10], second[11], second[23] = today.AddDays(-15), today.AddDays(-12), "Z-1" // the same person, later
		run(t, ctx, s, workbook(t, slices.Values([]sheet.Values{second})))
		between := figures(t, d, ctx)
		for key, want := range map[string]int64{"training.classes": 2, "training.person_times": 3, "training.persons": 2, "training.certificates": 1} {
			if between[key] != want {
				t.Errorf("%s is %d with one more class, want %d", key, between[key], want)
			}
		}
		page, err := service.ClassesOf(ctx, secretary, listing.Query{Text: "K-2", Size: 5})
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		if _, err := service.Reverse(ctx, secretary, step.Target{ID: page.Rows[0].ID}, "entered by mistake"); err != nil {
			t.Fatal(err)
		}
		if after := figures(t, d, ctx); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("figures %v after the reversal, %v before the class", after, before)
		}
	})
}

// TestRowsSayWhyTheyFail compares the reasons of single rows.
func TestRowsSayWhyTheyFail(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		_, service := desk(t, d, now)
		run := func(lines ...sheet.Values) string {
			reader, err := sheet.Open("r.csv", bytes.NewReader(workbook(t, slices.Values(lines))), int64(len(workbook(t, slices.Values(lines)))), training.RosterLayout, plain{})
			if err != nil {
				t.Fatal(err)
			}
			defer reader.Close()
			var rows []*sheet.Row
			for r, err := range reader.Rows() {
				if err != nil {
					t.Fatal(err)
				}
				rows = append(rows, r)
			}
			if _, err := service.Sheets()[0].Decide(ctx, secretary, rows); err != nil {
				t.Fatal(err)
			}
			var keys []string
			for _, p := range rows[len(rows)-1].Problems {
				keys = append(keys, p.Key)
			}
			return strings.Join(keys, " ")
		}
		with := func(class string, n int, change map[int]any) sheet.Values {
			v := line(class, n, true)
			for i, x := range change {
				v[i] = x
			}
			return v
		}
		future := map[int]any{10: today.AddDays(3), 11: today.AddDays(5)}
		for want, lines := range map[string][]sheet.Values{
			"":                                {line("K-1", 1, true)},
			"training.import.unknown":         {line("K-1", 1, false)},
			"training.register.future":        {with("K-1", 1, future)},
			"training.import.differs":         {line("K-1", 1, true), with("K-1", 2, map[int]any{11: today.AddDays(-1)})},
			"training.import.provider":        {with("K-1", 1, map[int]any{2: "Nobody"})},
			"training.occupation.basic":       {with("K-1", 1, map[int]any{5: digger})},
			"rule.TRN-013":                    {line("K-1", 1, true), line("K-2", 1, true)},
			"rule.TRN-016":                    {with("K-1", 1, map[int]any{18: "public_payroll"})},
			"training.person.name":            {with("K-1", 1, map[int]any{15: strings.Repeat("x", 61)})},
			"code.identity.check":             {with("K-1", 1, map[int]any{16: "659999199001010010"})},
			"training.certificate.not_passed": {with("K-1", 1, map[int]any{21: "failed", 23: "Z"})},
		} {
			if got := run(lines...); got != want {
				t.Errorf("%v: %q, want %q", lines[len(lines)-1][:5], got, want)
			}
		}
	})
}

// TestErasureKeepsTheFigures: the person is gone, what was counted stays, and
// the same person is somebody new.
func TestErasureKeepsTheFigures(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, service := desk(t, d, now)
		run(t, ctx, s, workbook(t, slices.Values([]sheet.Values{line("K-1", 1, true)})))
		before := figures(t, d, ctx)
		known, err := trainingdb.New(d).Known(ctx, []string{person(1).IDNumber})
		id := known[person(1).IDNumber].Trainee.ID
		if err != nil || id == "" {
			t.Fatal(err)
		}
		for a, want := range map[access.Actor]bool{provider: false, secretary: true} {
			if err := service.Erase(ctx, a, id, "asked for it"); (err == nil) != want {
				t.Errorf("erased by the %s: %v", a.Role, err)
			}
		}
		gone, err := trainingdb.New(d).FindTrainee(ctx, id)
		if err != nil || gone.Identity != (training.Identity{}) || !gone.Erased() {
			t.Errorf("after the erasure: %+v, %v", gone, err)
		}
		var left int64
		err = d.Read(ctx, func(tx *db.Tx) error {
			left, err = db.Value[int64](tx, `SELECT count(*) FROM trainee_identities WHERE consortium_id = $1`)
			return err
		})
		if after := figures(t, d, ctx); err != nil || left != 0 || fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("%d identities left, figures %v, before %v, %v", left, after, before, err)
		}
	})
}
