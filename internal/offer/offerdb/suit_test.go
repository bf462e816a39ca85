package offerdb_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/offer"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// What the database picks for a need leads to the same suggestions as all
// offers: codes of near and far programmes, skills in another case, with
// characters that JSON writes otherwise or that LIKE knows.
func TestSuitingLeadsToTheSameSuggestions(t *testing.T) {
	codes := []string{"660105", "660103", "460301", "460302", "630301", "510217K", "230301"}
	occupations := []string{"6-18-02-04", "6-18-01-01", "6-29-02-11", "4-12-01-01"}
	skills := []string{"arc", "ARC", "C&C <3D>", `"quoted" \ path`, "100%_", "\u212b", "\u710a\u63a5", "k", "\u212a"}
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		var programmes []offer.Programme
		var cohorts []offer.Cohort
		for i := range codes {
			p, c := programme(now, "P"), cohort(now, fmt.Sprint(i))
			p.ID, c.ID = record.NewID(), record.NewID()
			p.Code, p.Occupations, p.Skills = codes[i], occupations[i%4:i%4+1], []string{skills[i], skills[(i+3)%len(skills)]}
			if c.Programme = p.ID; i == 2 {
				c.State = offer.Closed
			}
			if p.Code != "510217K" { // that one is in the world already
				programmes, cohorts = append(programmes, p), append(cohorts, c)
			}
		}
		if err := store.SaveAll(ctx, programmes, cohorts, change.By(clerk, now.Now())); err != nil {
			t.Fatal(err)
		}
		all, err := store.Supplies(ctx, "")
		if err != nil || len(all) != len(codes) {
			t.Fatalf("%d supplies, %v", len(all), err)
		}
		rapid.Check(t, func(t *rapid.T) {
			n := offer.Need{
				Purpose: offer.ToPlace, Left: 20, StartOn: calendar.On(2026, 10, 1), EndOn: calendar.On(2026, 12, 1),
				Programmes: rapid.SliceOfNDistinct(rapid.SampledFrom(codes), 0, 2, rapid.ID).Draw(t, "accepted"),
				Occupation: rapid.SampledFrom(append(occupations, "")).Draw(t, "occupation"),
				Skills:     rapid.SliceOfNDistinct(rapid.SampledFrom(skills), 0, 2, rapid.ID).Draw(t, "skills"),
			}
			some, err := store.Suiting(ctx, "", n)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(told(offer.Suggest(n, all, nil)), told(offer.Suggest(n, some, nil))); diff != "" {
				t.Errorf("suggestions (-of all +of the suiting):\n%s", diff)
			}
		})
		if other, err := store.Suiting(dbtest.Ctx(dbtest.Twin), "", offer.Need{Skills: []string{"Arc"}}); err != nil || len(other) != 1 || other[0].Programme.Name != "TWIN" {
			t.Errorf("the twin: %+v, %v", other, err)
		}
		if none, err := store.Suiting(ctx, record.NewID(), offer.Need{Skills: []string{"Arc"}}); err != nil || len(none) != 0 {
			t.Errorf("of an unknown school: %+v, %v", none, err)
		}
	})
}

// told is what a page shows of suggestions.
func told(list []offer.Suggestion) (rows []string) {
	for _, g := range list {
		rows = append(rows, fmt.Sprint(g.Score, g.School, g.SchoolName, g.Programme.ID, g.Programme.Name, g.Cohort.ID, g.Cohort.Name, g.Cohort.Available, g.Reasons))
	}
	return rows
}
