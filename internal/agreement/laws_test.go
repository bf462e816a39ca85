package agreement_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
)

// The parties of the laws: the consortium's body, a plant, a college, a second
// plant that joins by an edit.
const (
	lawBody    record.ID = "00000000-0000-7000-8000-0000000000a0"
	lawPlant   record.ID = "00000000-0000-7000-8000-0000000000a1"
	lawCollege record.ID = "00000000-0000-7000-8000-0000000000b1"
	lawMill    record.ID = "00000000-0000-7000-8000-0000000000a2"
)

var (
	lawNow     = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	lawToday   = calendar.DateOf(lawNow)
	lawParties = map[record.ID]agreement.Party{
		lawBody:    {Organisation: lawBody, Name: "Body", Kind: organisation.Association, Body: true},
		lawPlant:   {Organisation: lawPlant, Name: "Plant", Kind: organisation.Enterprise, Industry: "new_materials"},
		lawCollege: {Organisation: lawCollege, Name: "College", Kind: organisation.School},
		lawMill:    {Organisation: lawMill, Name: "Mill", Kind: organisation.Enterprise, Industry: "farm_products"},
	}
	lawActors = map[record.ID]access.Actor{
		lawBody:    {Person: "p0", Role: access.Secretariat},
		lawPlant:   {Person: "p1", Role: access.Enterprise, Organisation: lawPlant},
		lawCollege: {Person: "p2", Role: access.Dean, Organisation: lawCollege},
		lawMill:    {Person: "p3", Role: access.Enterprise, Organisation: lawMill},
	}
	lawRobot = access.Actor{Role: access.System}
	lawIDs   = []record.ID{lawBody, lawPlant, lawCollege, lawMill}
)

// lawContent is a sound content of the parties; title tells versions apart.
func lawContent(title string, parties ...record.ID) agreement.Content {
	x := agreement.Content{Title: title, Type: "cooperation", Topics: []string{"teacher_base", "student_base"}, FromOn: lawToday, ToOn: lawToday.AddDays(365)}
	for i, id := range parties {
		x.Parties = append(x.Parties, lawParties[id])
		x.Obligations = append(x.Obligations, agreement.Obligation{
			ID: record.Derived(id, "o"), Party: id, Text: "o", Measure: "posts", Quantity: int64(10 * (i + 1)), DueOn: lawToday.AddDays(100),
		})
	}
	return x
}

// signed is an agreement on its way from draft to signature, with every change.
func signed(t rapid.TB, parties ...record.ID) (agreement.Agreement, []change.Change) {
	t.Helper()
	var all []change.Change
	note := func(g agreement.Agreement, c change.Change, err error) agreement.Agreement {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
		return g
	}
	g := note(agreement.Start(agreement.DraftCommand{ID: "00000000-0000-7000-8000-0000000000c1", Content: lawContent("t", parties...)}, lawActors[parties[0]], lawNow))
	for range parties {
		g = note(agreement.Approve(g, agreement.ApproveCommand{Code: "code"}, lawActors[g.Turn.With], lawNow))
	}
	g = note(agreement.Sign(g, agreement.SignCommand{On: lawToday, File: file.File{ID: "00000000-0000-7000-8000-0000000000f1"}}, lawActors[parties[0]], lawNow))
	return g, all
}

// TestApprovedMeansThatAllApprovedTheSame walks at random, and keeps apart from
// the record who has approved which content.
func TestApprovedMeansThatAllApprovedTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parties := []record.ID{lawPlant, lawCollege}
		g, _, err := agreement.Start(agreement.DraftCommand{ID: "00000000-0000-7000-8000-0000000000c1", Content: lawContent("0", parties...)}, lawActors[lawPlant], lawNow)
		if err != nil {
			t.Fatal(err)
		}
		edition, approved := 0, map[record.ID]int{lawPlant: -1, lawCollege: -1, lawMill: -1, lawBody: -1}
		for n := range rapid.IntRange(1, 30).Draw(t, "steps") {
			by := rapid.SampledFrom(lawIDs).Draw(t, "by")
			before := g.Turn.With
			var next agreement.Agreement
			var err error
			switch rapid.SampledFrom([]string{"edit", "approve", "approve", "send", "lapse"}).Draw(t, "verb") {
			case "edit":
				parties := rapid.SampledFrom([][]record.ID{{lawPlant, lawCollege}, {lawPlant, lawCollege, lawMill}, {lawCollege, lawPlant, lawBody}}).Draw(t, "parties")
				next, _, err = agreement.Edit(g, agreement.EditCommand{Content: lawContent(fmt.Sprint(n+1), parties...)}, lawActors[by], lawNow)
				if err == nil {
					edition++
				}
			case "approve":
				next, _, err = agreement.Approve(g, agreement.ApproveCommand{Code: "code"}, lawActors[by], lawNow)
				if err == nil {
					approved[by] = edition
				}
			case "send":
				next, _, err = agreement.Send(g, agreement.SendCommand{To: rapid.SampledFrom(lawIDs).Draw(t, "to")}, lawActors[by], lawNow)
			case "lapse":
				var lapsed bool
				if next, _, lapsed = agreement.Lapse(g, lawRobot, lawNow.AddDate(0, 0, 14)); !lapsed {
					continue
				}
				by = before
			}
			if err != nil {
				continue
			}
			if by != before {
				t.Fatalf("%s took a step in the turn of %s", by, before)
			}
			g = next
			all := true
			for _, p := range g.Parties {
				all = all && approved[p.Organisation] == edition
			}
			if all != (g.State == agreement.Approved) {
				t.Fatalf("state %s, edition %d, approvals %v", g.State, edition, approved)
			}
			if (g.Code != "") != (g.State == agreement.Approved) {
				t.Fatalf("state %s has the code %q", g.State, g.Code)
			}
			if g.State != agreement.Approved && !slices.ContainsFunc(g.Parties, func(p agreement.Party) bool { return p.Organisation == g.Turn.With }) {
				t.Fatalf("the turn is with %q, no party", g.Turn.With)
			}
		}
	})
}

// figures computes every stock of the feature on a day.
func figures(facts []fact.Fact, on calendar.Date) map[string]int64 {
	got := map[string]int64{}
	for _, d := range agreement.Metrics() {
		var groups []metric.Group
		for _, f := range facts {
			if !f.On.After(on) {
				groups = append(groups, metric.Group{Kind: f.Kind, Scope: f.Scope, Owner: f.Owner, Subject: f.Subject, Dims: f.Dims, Quantity: f.Quantity, Facts: 1})
			}
		}
		for _, s := range d.Slices(groups) {
			if v := d.Compute(groups, s, calendar.Period{}).Value; v != 0 {
				got[d.Key+"/"+s.Scope+"/"+string(s.Owner)+"/"+s.Value] = v
			}
		}
	}
	return got
}

func factsOf(all []change.Change) []fact.Fact {
	var list []fact.Fact
	for _, c := range all {
		list = append(list, c.Facts...)
	}
	return list
}

// standing are the figures of agreements in force; those of obligations stay.
var standing = []string{"agreement.count/", "agreement.enterprises/", "agreement.base_enterprises/"}

// TestFactsComeBackToNothing: when an agreement is over, early or not, every
// figure of agreements in force is what it was before.
func TestFactsComeBackToNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parties := rapid.SampledFrom([][]record.ID{
			{lawPlant, lawCollege}, {lawBody, lawPlant}, {lawBody, lawPlant, lawMill, lawCollege},
		}).Draw(t, "parties")
		g, all := signed(t, parties...)
		if len(figures(factsOf(all), lawToday)) == 0 {
			t.Fatal("a signed agreement counts nowhere")
		}
		if rapid.Bool().Draw(t, "early") {
			_, c, err := agreement.End(g, "why", lawToday, lawActors[parties[0]], lawNow)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, c)
		} else {
			_, c, over := agreement.Round(g, lawRobot, lawNow.AddDate(0, 0, 400))
			if !over {
				t.Fatal("it does not expire")
			}
			all = append(all, c)
		}
		for key, v := range figures(factsOf(all), lawToday.AddDays(500)) {
			for _, s := range standing {
				if len(key) > len(s) && key[:len(s)] == s {
					t.Errorf("%s is %d after the end", key, v)
				}
			}
		}
	})
}

// TestLandingGrowsWithDelivery: the landing rate lies in 0..1000, never falls by
// a delivery, never rises by a correction, and is whole when all is delivered.
func TestLandingGrowsWithDelivery(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, _ := signed(t, lawPlant, lawCollege, lawBody)
		rate := func() int64 {
			v, ok := g.Landing()
			if !ok || v < 0 || v > 1000 {
				t.Fatalf("landing %d, %t", v, ok)
			}
			return v
		}
		type delivery struct {
			f  fact.Fact
			by record.ID
		}
		var done []delivery
		for range rapid.IntRange(0, 12).Draw(t, "deliveries") {
			before := rate()
			if len(done) > 0 && rapid.IntRange(0, 3).Draw(t, "back") == 0 {
				d := done[len(done)-1]
				done = done[:len(done)-1]
				next, _, err := agreement.Correct(g, agreement.CorrectCommand{Fact: d.f, Reason: "why"}, lawActors[lawBody], lawNow)
				if err != nil {
					t.Fatal(err)
				}
				if g = next; rate() > before {
					t.Fatalf("a correction lifted the landing rate from %d to %d", before, rate())
				}
				continue
			}
			o := rapid.SampledFrom(g.Obligations).Draw(t, "obligation")
			cmd := agreement.FulfilCommand{Obligation: o.ID, Quantity: rapid.Int64Range(1, 40).Draw(t, "quantity"), FactID: record.NewID()}
			next, c, err := agreement.Fulfil(g, cmd, lawActors[o.Party], lawNow)
			if err != nil {
				t.Fatal(err)
			}
			done = append(done, delivery{c.Facts[0], o.Party})
			if g = next; rate() < before {
				t.Fatalf("a delivery lowered the landing rate from %d to %d", before, rate())
			}
		}
		whole := !slices.ContainsFunc(g.Obligations, func(o agreement.Obligation) bool { return !o.Met() })
		if whole != (rate() == 1000) {
			t.Fatalf("all delivered: %t, landing %d", whole, rate())
		}
	})
}

// TestScopesStandApart: what is signed with the consortium and with a school are
// two counts, and each school owns its own.
func TestScopesStandApart(t *testing.T) {
	_, all := signed(t, lawBody, lawPlant, lawMill)
	_, more := signed(t, lawCollege, lawPlant)
	for i := range more {
		for k := range more[i].Facts { // another agreement than the first
			if more[i].Facts[k].Subject == more[i].Facts[k].Record.ID {
				more[i].Facts[k].Subject = "00000000-0000-7000-8000-0000000000c2"
			}
		}
	}
	got := figures(factsOf(append(all, more...)), lawToday)
	for key, want := range map[string]int64{
		"agreement.enterprises/consortium//":                             2,
		"agreement.enterprises/schools//":                                1,
		"agreement.enterprises/schools/" + string(lawCollege) + "/":      1,
		"agreement.count/consortium//":                                   1,
		"agreement.count/schools//":                                      1,
		"agreement.base_enterprises/consortium//":                        2,
		"agreement.base_enterprises/schools/" + string(lawCollege) + "/": 1,
		"agreement.enterprises/consortium//farm_products":                1,
	} {
		if got[key] != want {
			t.Errorf("%s is %d, want %d; all: %v", key, got[key], want, got)
		}
	}
}
