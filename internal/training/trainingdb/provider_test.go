package trainingdb_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
	"tongpin/internal/training"
)

const (
	welder                = "6-18-02-04"
	institute   record.ID = "01900000-0000-7000-8000-0000000000b2"
	bodyCode              = "51652824QQ00010159"
	collegeCode           = "52652824QQ0000063X"
)

// admission is a row about a provider that may teach basic quality; change
// writes cells by their keys.
func admission(provider string, change map[string]any) sheet.Values {
	row := make(sheet.Values, len(training.ProviderLayout.Columns))
	cells := map[string]any{"provider": provider, "document": "D-2", "from": today, "until": calendar.Date{}, "basic": true}
	for key, value := range change {
		cells[key] = value
	}
	for i, c := range training.ProviderLayout.Columns {
		row[i] = cells[c.Key]
	}
	return row
}

// admit imports rows about providers and returns what became of them, with the
// keys of what was wrong.
func admit(t testing.TB, ctx context.Context, s *intake.Service, rows ...sheet.Values) (intake.Counts, string) {
	t.Helper()
	var in bytes.Buffer
	err := sheet.ExportCSV(&in, training.ProviderLayout, plain{}, func(yield func(sheet.Values, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return admitFile(t, ctx, s, &in)
}

func admitFile(t testing.TB, ctx context.Context, s *intake.Service, in io.Reader) (intake.Counts, string) {
	t.Helper()
	done, err := s.Run(ctx, secretary, intake.Direct{Upload: intake.Upload{Kind: "training_provider", FileName: "p.csv", Content: in, Lang: i18n.Chinese}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Detail(ctx, secretary, done.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	var why []string
	for _, f := range all.Failures {
		for _, x := range f.Problems {
			why = append(why, x.Key)
		}
	}
	return done.Counts, strings.Join(why, " ")
}

// exportProviders is the file of an export as somebody gets it.
func exportProviders(t testing.TB, ctx context.Context, s *intake.Service, a access.Actor, q listing.Query) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	if _, err := s.Export(ctx, a, intake.Out{Kind: "training_provider", Query: q, Format: intake.CSV, Lang: i18n.Chinese}, &out); err != nil {
		t.Fatal(err)
	}
	return &out
}

// exportedProviders are its rows.
func exportedProviders(t testing.TB, ctx context.Context, s *intake.Service, a access.Actor, q listing.Query) [][]string {
	t.Helper()
	out := exportProviders(t, ctx, s, a, q)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%v %q", err, out.String())
	}
	return rows[1:]
}

// TestProvidersComeInAndGoOut: a sheet admits and amends providers as the page
// does, says of each row that is wrong what, and changes nothing when it comes
// again, also as it was exported; the twin consortium stays as it was.
func TestProvidersComeInAndGoOut(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, service := desk(t, d, now)
		twin := dbtest.Ctx(dbtest.Twin)
		before := exportedProviders(t, twin, s, secretary, listing.Query{})

		amended := admission(collegeCode, map[string]any{"junior": []string{welder, digger}, "senior": []string{welder}, "state": "admitted", "name": "College"})
		fresh := admission("Body", map[string]any{"until": today.AddDays(365), "intermediate": []string{digger}})
		counts, failures := admit(t, ctx, s, amended, fresh)
		if counts.Created != 1 || counts.Updated != 1 || counts.Failed != 0 {
			t.Fatalf("%+v %s", counts, failures)
		}
		want := []training.Permit{{Occupation: welder, Levels: []code.SkillLevel{code.Junior, code.Senior}}, {Occupation: digger, Levels: []code.SkillLevel{code.Junior}}}
		p, err := service.ProviderOf(ctx, college)
		if diff := cmp.Diff(want, p.Permitted); diff != "" || err != nil || !p.Basic || p.Document != "D-2" || p.Version != 2 {
			t.Errorf("amended to %+v, %v (-want +got):\n%s", p, err, diff)
		}
		if p, err := service.ProviderOf(ctx, body); err != nil || p.State != training.Admitted || p.Until != today.AddDays(365) || p.Version != 1 {
			t.Errorf("admitted is %+v, %v", p, err)
		}
		if story, err := service.AdmissionStory(ctx, secretary, p.ID); err != nil || len(story) != 2 || story[0].Verb != training.VerbAmend {
			t.Errorf("the story is %+v, %v", story, err)
		}
		if counts, _ := admit(t, ctx, s, amended, fresh); counts.Unchanged != 2 || counts.Failed != 0 {
			t.Errorf("the same sheet again: %+v", counts)
		}
		if counts, failures := admitFile(t, ctx, s, exportProviders(t, ctx, s, secretary, listing.Query{})); counts.Unchanged != 2 || counts.Failed != 0 {
			t.Errorf("what was exported comes in as %+v %s", counts, failures)
		}
		if after := exportedProviders(t, twin, s, secretary, listing.Query{}); !slices.EqualFunc(before, after, slices.Equal) {
			t.Errorf("the twin had %q and has %q", before, after)
		}
	})
}

// TestRowsOfProvidersThatAreRefused: each says why, and stores nothing.
func TestRowsOfProvidersThatAreRefused(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, service := desk(t, d, now)
		if _, err := service.Rule(ctx, secretary, step.Target{ID: someID}, training.VerbStrikeOff, "closed"); err != nil {
			t.Fatal(err)
		}
		for why, rows := range map[string][]sheet.Values{
			"training.provider.unknown":      {admission("Nobody", nil)},
			"training.import.provider_name":  {admission(bodyCode, map[string]any{"name": "College"})},
			"training.import.provider_twice": {admission("Body", nil), admission(bodyCode, nil)},
			"training.import.provider_state": {admission(bodyCode, map[string]any{"state": "suspended"})},
			"training.provider.nothing":      {admission(bodyCode, map[string]any{"basic": false})},
			"code.occupation":                {admission(bodyCode, map[string]any{"senior": []string{"flying carpets"}})},
			"training.date.order":            {admission(bodyCode, map[string]any{"until": today.AddDays(-1)})},
			"sheet.cell.required":            {admission(bodyCode, map[string]any{"document": ""})},
			"state.refused":                  {admission(collegeCode, nil)}, // struck off
		} {
			_, failures := admit(t, ctx, s, rows...)
			if !strings.Contains(failures, why) {
				t.Errorf("%s: the failures are %s", why, failures)
			}
		}
		if p, err := service.ProviderOf(ctx, college); err != nil || p.State != training.Struck || p.Document != "D-1" {
			t.Errorf("who is struck off is %+v, %v", p, err)
		}
	})
}

// TestWhoGetsProviders: an export holds what its list shows to the same person,
// filtered and chosen as there, and leaves its trace.
func TestWhoGetsProviders(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, service := desk(t, d, now)
		err := d.Write(ctx, func(tx *db.Tx) error {
			return organisationdb.Save(tx, organisation.Organisation{ID: institute, Name: "Institute", Kind: organisation.Institute, CreditCode: ""})
		})
		if err != nil {
			t.Fatal(err)
		}
		if counts, failures := admit(t, ctx, s, admission("Institute", nil), admission("Body", nil)); counts.Created != 2 {
			t.Fatalf("%+v %s", counts, failures)
		}
		x, err := service.ProviderOf(ctx, institute)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := service.Rule(ctx, secretary, step.Target{ID: x.ID}, training.VerbSuspend, "no room"); err != nil {
			t.Fatal(err)
		}
		names := func(a access.Actor, q listing.Query) (list []string) {
			for _, r := range exportedProviders(t, ctx, s, a, q) {
				list = append(list, r[1])
			}
			return list
		}
		for _, c := range []struct {
			actor access.Actor
			q     listing.Query
			want  []string
		}{
			{secretary, listing.Query{}, []string{"Body", "College", "Institute"}},
			{secretary, listing.Query{Filter: map[string][]string{"state": {"suspended"}}}, []string{"Institute"}},
			{secretary, listing.Query{Text: "coll"}, []string{"College"}},
			{secretary, listing.Query{Chosen: []string{string(x.ID), "nonsense"}}, []string{"Institute"}},
			{provider, listing.Query{}, []string{"College"}},
			{stranger, listing.Query{Chosen: []string{string(x.ID)}}, nil},
		} {
			if got := names(c.actor, c.q); !slices.Equal(got, c.want) {
				t.Errorf("%s asked %+v and got %q, not %q", c.actor.Name, c.q, got, c.want)
			}
		}
		trace, err := s.Exports(ctx, secretary, "training_provider")
		if err != nil || len(trace) != 6 || trace[len(trace)-1].Args["rows"] != "3" {
			t.Errorf("the trace is %+v, %v", trace, err)
		}
		if _, err := s.Run(ctx, provider, intake.Direct{Upload: intake.Upload{Kind: "training_provider", FileName: "p.csv", Content: strings.NewReader("x")}}); err == nil {
			t.Error("a provider admits itself")
		}
	})
}
