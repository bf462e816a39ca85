package change_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/job"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/turn"
)

var (
	ref   = record.Ref{Kind: "order", ID: "o1"}
	night = time.Date(2026, 3, 31, 17, 0, 0, 0, time.UTC) // 1 April in China
	actor = access.Actor{Person: "p", Name: "Sample", Role: access.Enterprise, Organisation: "mine", OrganisationName: "The mine"}
)

func TestLog(t *testing.T) {
	c := change.By(actor, night)
	c.Log(ref, "submitted", "title", "Welders", "odd").Message = "please look"
	want := []timeline.Entry{{
		Record: ref, At: night, Person: "p", PersonName: "Sample", Role: "enterprise", Organisation: "The mine",
		Verb: "submitted", Args: map[string]string{"title": "Welders"}, Message: "please look",
	}}
	if diff := cmp.Diff(want, c.Entries); diff != "" {
		t.Error(diff)
	}
}

// TestCountDay: a fact counts on the civil day of the step unless it says another.
func TestCountDay(t *testing.T) {
	c := change.By(actor, night)
	c.Count(fact.Fact{Kind: "a"})
	c.Count(fact.Fact{Kind: "b", On: calendar.On(2025, 9, 15)})
	if c.Facts[0].On != calendar.On(2026, 4, 1) || c.Facts[1].On != calendar.On(2025, 9, 15) {
		t.Errorf("they count on %v and %v", c.Facts[0].On, c.Facts[1].On)
	}
}

func TestClose(t *testing.T) {
	c := change.By(actor, night)
	c.Close(ref, "check", "answer")
	c.Close(ref)
	want := []todo.Done{{Record: ref, Step: "check"}, {Record: ref, Step: "answer"}, {Record: ref}}
	if diff := cmp.Diff(want, c.Closed); diff != "" {
		t.Error(diff)
	}
}

// TestJoin: nothing that either change causes is lost; actor and time stay.
func TestJoin(t *testing.T) {
	fill := func(a access.Actor, at time.Time) change.Change {
		c := change.By(a, at)
		c.Log(ref, "did")
		c.Count(fact.Fact{Kind: "k"})
		c.Open(todo.Item{Record: ref, Step: "s"})
		c.Close(ref, "s")
		c.Tell(notify.Notice{Record: ref, Key: "n"})
		c.Start(job.New{Kind: "j"})
		c.Pass(ref, turn.Turn{With: "mine"})
		return c
	}
	c := fill(actor, night)
	other := fill(access.Robot(1), night.Add(time.Hour))
	other.Progress = &job.Progress{Done: 5}
	c.Join(other)
	lengths := []int{len(c.Entries), len(c.Facts), len(c.Opened), len(c.Closed), len(c.Notices), len(c.Jobs), len(c.Turns)}
	if diff := cmp.Diff([]int{2, 2, 2, 2, 2, 2, 2}, lengths); diff != "" {
		t.Errorf("something was lost: %s", diff)
	}
	if c.Progress == nil || c.Progress.Done != 5 || c.Actor != actor || !c.At.Equal(night) {
		t.Errorf("got %+v", c)
	}
	c.Join(change.By(actor, night))
	if c.Progress == nil {
		t.Error("a change without progress took the progress away")
	}
}

func TestPairs(t *testing.T) {
	if got := change.Pairs("only"); got != nil {
		t.Errorf("a name without a value made %v", got)
	}
	if diff := cmp.Diff(map[string]string{"a": "1", "b": "2"}, change.Pairs("a", "1", "b", "2", "c")); diff != "" {
		t.Error(diff)
	}
}
