package intakedb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/intake/intakedb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/worker"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

// firms is a small feature: organisations with code, name, staff and phone.
type firms struct {
	db    *db.DB
	clock clock.Clock
	// decided and saving are called at these points; a test stops the work there.
	decided, saving func(rows []*sheet.Row)
	// blind rows have no key: each only makes a fact, so nothing but intake
	// keeps them from being counted twice.
	blind bool
}

var layout = sheet.Layout{Kind: "firm", Columns: []sheet.Column{
	{Key: "code", Required: true, Match: true},
	{Key: "name", Required: true},
	{Key: "staff", Type: sheet.Integer},
	{Key: "contact", Name: true, Sensitive: true},
	{Key: "phone", Sensitive: true},
}}

const (
	actImport access.Action = "firm.import"
	actExport access.Action = "firm.export"
	actReveal access.Action = "firm.reveal"
)

var table = access.NewTable(intake.Grants(), []access.Grant{
	access.Allow(actImport, access.Any, access.Secretariat),
	access.Allow(actExport, access.Any, access.Secretariat, access.Leader),
	access.Allow(actReveal, access.Any, access.Secretariat),
})

func (f *firms) kind() intake.Kind {
	return intake.Kind{Name: "firms", Layout: layout, Import: actImport, Export: actExport, Reveal: actReveal, Decide: f.decide, Rows: f.rows}
}

func (f *firms) decide(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	if f.decided != nil {
		f.decided(rows)
	}
	codes := make([]string, len(rows))
	for i, r := range rows {
		codes[i] = r.Text("code")
	}
	if f.blind {
		return f.count(a, rows), nil
	}
	var have map[string]organisation.Organisation
	err := f.db.Read(ctx, func(tx *db.Tx) (err error) {
		have, err = organisationdb.ByCreditCodes(tx, codes)
		return err
	})
	if err != nil {
		return intake.Batch{}, err
	}
	b := intake.Batch{Outcomes: make([]intake.Outcome, len(rows))}
	var changed []organisation.Organisation
	c := change.By(a, f.clock.Now())
	for i, r := range rows {
		o, known := have[r.Text("code")]
		next := o
		next.Name, next.StaffCount, next.Contact, next.Phone = r.Text("name"), r.Integer("staff"), r.Text("contact"), r.Text("phone")
		if next.StaffCount < 0 {
			r.Fail("staff", "firm.staff.negative")
		}
		if r.Err() != nil {
			continue
		}
		result := intake.Updated
		switch {
		case !known:
			next.ID, next.Kind, next.CreditCode, result = record.NewID(), organisation.Enterprise, r.Text("code"), intake.Created
			c.Count(fact.Fact{Kind: "firm.made", Quantity: 1, Unit: "firm", Scope: "all", Record: ref(next)})
		case next == o:
			b.Outcomes[i] = intake.Outcome{Result: intake.Unchanged, Record: ref(o)}
			continue
		}
		changed = append(changed, next)
		b.Outcomes[i] = intake.Outcome{Result: result, Record: ref(next)}
	}
	b.Save = func(ctx context.Context, tail change.Change) error {
		if f.saving != nil {
			f.saving(rows)
		}
		tail.Join(c)
		return f.db.Write(ctx, func(tx *db.Tx) error {
			for _, o := range changed {
				if err := organisationdb.Save(tx, o); err != nil {
					return err
				}
			}
			return ledger.Commit(tx, tail)
		})
	}
	return b, nil
}

func (f *firms) count(a access.Actor, rows []*sheet.Row) intake.Batch {
	b := intake.Batch{Outcomes: make([]intake.Outcome, len(rows))}
	c := change.By(a, f.clock.Now())
	for i := range rows {
		b.Outcomes[i].Result = intake.Created
		c.Count(fact.Fact{Kind: "firm.made", Quantity: 1, Unit: "firm", Scope: "all", Record: record.Ref{Kind: "firm", ID: record.NewID()}})
	}
	b.Save = func(ctx context.Context, tail change.Change) error {
		if f.saving != nil {
			f.saving(rows)
		}
		tail.Join(c)
		return f.db.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, tail) })
	}
	return b
}

func ref(o organisation.Organisation) record.Ref {
	return record.Ref{Kind: organisation.RecordKind, ID: o.ID}
}

func (f *firms) rows(ctx context.Context, _ access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	var list []organisation.Organisation
	err := f.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = organisationdb.List(tx)
		return err
	})
	for _, o := range list {
		if err == nil && (q.Text == "" || strings.Contains(o.Name, q.Text)) {
			err = yield(sheet.Values{o.CreditCode, o.Name, o.StaffCount, o.Contact, o.Phone})
		}
	}
	return err
}

// words answers each key with itself and its arguments.
type words struct{}

func (words) T(key string, args ...any) string {
	if len(args) == 0 {
		return key
	}
	return key + fmt.Sprint(args...)
}

// house is a service on a database with the fake feature.
type house struct {
	t     testing.TB
	db    *db.DB
	clock *clock.Set
	firms *firms
	*intake.Service
}

func newHouse(t testing.TB, d *db.DB, now *clock.Set) *house {
	t.Helper()
	return houseIn(t, d, now, t.TempDir())
}

// houseIn keeps the files in a folder.
func houseIn(t testing.TB, d *db.DB, now *clock.Set, dir string) *house {
	t.Helper()
	blobs, err := file.OpenBlobs(dir)
	if err != nil {
		t.Fatal(err)
	}
	f := &firms{db: d, clock: now}
	return &house{t: t, db: d, clock: now, firms: f, Service: intake.NewService(intake.Options{
		Kinds: intake.NewKinds([]intake.Kind{f.kind()}), Store: intakedb.New(d), Files: file.Intake{Blobs: blobs, Limit: file.DefaultLimit, Clock: now},
		Table: table, Clock: now, Texts: func(i18n.Language) sheet.Texts { return words{} },
	})}
}

var clerk = access.Actor{Consortium: dbtest.Home, Person: "01900000-0000-7000-8000-0000000000bb", Name: "Clerk", Role: access.Secretariat}

// work lets a worker do all that is due.
func (h *house) work(ctx context.Context) {
	h.t.Helper()
	w := worker.New(h.db, h.Handlers(), func(context.Context) ([]int64, error) { return []int64{dbtest.Home, dbtest.Twin}, nil })
	if err := w.Drain(ctx); err != nil && ctx.Err() == nil {
		h.t.Fatal(err)
	}
}

func (h *house) upload(ctx context.Context, content string) intake.Import {
	h.t.Helper()
	i, err := h.Upload(ctx, clerk, intake.Upload{ID: record.NewID(), Kind: "firms", FileName: "firms.csv", Content: strings.NewReader(content)})
	if err != nil {
		h.t.Fatal(err)
	}
	return i
}

// bring uploads, checks, confirms and imports.
func (h *house) bring(ctx context.Context, content string) intake.Detail {
	h.t.Helper()
	i := h.upload(ctx, content)
	h.work(context.Background())
	if _, err := h.Confirm(ctx, clerk, i.ID, i18n.English); err != nil {
		h.t.Fatal(err)
	}
	h.work(context.Background())
	return h.detail(ctx, i.ID)
}

func (h *house) detail(ctx context.Context, id record.ID) intake.Detail {
	h.t.Helper()
	d, err := h.Detail(ctx, clerk, id, 20)
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

// made counts the organisations and the facts that tell of their making.
func (h *house) made(ctx context.Context) (firms, facts int) {
	h.t.Helper()
	err := h.db.Read(ctx, func(tx *db.Tx) (err error) {
		if firms, err = db.Value[int](tx, `SELECT count(*) FROM organisations WHERE consortium_id = $1`); err != nil {
			return err
		}
		facts, err = db.Value[int](tx, `SELECT count(*) FROM facts WHERE consortium_id = $1`)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return firms, facts
}

// sheetOf makes a file of the rows from, from+1 ... to-1; broken ones lack
// their name or have a staff that is no number.
func sheetOf(from, to int, broken func(int) bool) string {
	var b strings.Builder
	b.WriteString("code,name,staff,contact,phone\n")
	for n := from; n < to; n++ {
		name, staff := fmt.Sprintf("Firm %05d", n), fmt.Sprint(n)
		switch {
		case broken == nil || !broken(n):
		case n%2 == 0:
			name = ""
		default:
			staff = "many"
		}
		fmt.Fprintf(&b, "C%05d,%s,%s,Wang Wei,139%08d\n", n, name, staff, n)
	}
	return b.String()
}

func wantCounts(t testing.TB, got, want intake.Counts) {
	t.Helper()
	if got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

func wantFault(t testing.TB, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("error %v, want a fault of kind %s", err, kind)
	}
}
