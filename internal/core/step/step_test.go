package step_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
)

// note is the smallest record.
type note struct {
	ID      record.ID
	Version int64
	Owner   record.ID
	Text    string
}

func (n note) At() int64                           { return n.Version }
func (n note) Subject(access.Actor) access.Subject { return access.Subject{Owner: n.Owner} }

// drawer keeps notes in memory and remembers what was asked of it, in order.
type drawer struct {
	notes map[record.ID]note
	saved []change.Change
	asked []string
}

func (d *drawer) Find(_ context.Context, id record.ID) (note, error) {
	d.asked = append(d.asked, "find")
	n, ok := d.notes[id]
	if !ok {
		return n, fault.New(fault.NotFound, "record.not_found")
	}
	return n, nil
}

func (d *drawer) Save(_ context.Context, n note, c change.Change) error {
	d.asked = append(d.asked, "save")
	if d.notes[n.ID].Version != n.Version {
		return fault.New(fault.Stale, "record.stale")
	}
	n.Version++
	d.notes[n.ID] = n
	d.saved = append(d.saved, c)
	return nil
}

var gate = step.Gate{
	Table: access.NewTable([]access.Grant{
		access.Allow("note.view", access.Any, access.Secretariat),
		access.Allow("note.view", access.Own, access.Enterprise, access.Teacher),
		access.Allow("note.write", access.Own, access.Enterprise),
	}),
	View: "note.view", Act: "note.write",
}

// TestTake: find, then the gate, then the version, then the decision, then the
// commit; the first that refuses ends it, and nothing after it is asked.
func TestTake(t *testing.T) {
	broken := errors.New("disk on fire")
	cases := []struct {
		name    string
		actor   access.Actor
		target  step.Target
		refuse  error
		want    error // by fault kind or identity; nil: done
		asked   []string
		shows   bool // the loaded record comes back with the refusal
		decided bool
	}{
		{name: "done", actor: access.Actor{Role: access.Enterprise, Organisation: "mine"}, target: step.Target{ID: "n", Version: 3},
			asked: []string{"find", "decide", "save"}, decided: true},
		{name: "any version", actor: access.Actor{Role: access.Enterprise, Organisation: "mine"}, target: step.Target{ID: "n"},
			asked: []string{"find", "decide", "save"}, decided: true},
		{name: "no such record", actor: access.Actor{Role: access.Enterprise, Organisation: "mine"}, target: step.Target{ID: "x", Version: 3},
			want: &fault.Fault{Kind: fault.NotFound}, asked: []string{"find"}},
		{name: "a rival learns nothing, not even that it is stale", actor: access.Actor{Role: access.Enterprise, Organisation: "rival"}, target: step.Target{ID: "n", Version: 2},
			want: &fault.Fault{Kind: fault.NotFound}, asked: []string{"find"}},
		{name: "may see, may not write", actor: access.Actor{Role: access.Secretariat}, target: step.Target{ID: "n", Version: 2},
			want: &fault.Fault{Kind: fault.Forbidden}, asked: []string{"find"}},
		{name: "owns, may not write", actor: access.Actor{Role: access.Teacher, Organisation: "mine"}, target: step.Target{ID: "n", Version: 3},
			want: &fault.Fault{Kind: fault.Forbidden}, asked: []string{"find"}},
		{name: "stale before decided", actor: access.Actor{Role: access.Enterprise, Organisation: "mine"}, target: step.Target{ID: "n", Version: 2},
			want: &fault.Fault{Kind: fault.Stale}, asked: []string{"find"}, shows: true},
		{name: "the decision refuses", actor: access.Actor{Role: access.Enterprise, Organisation: "mine"}, target: step.Target{ID: "n", Version: 3},
			refuse: fault.Refuse("note.no"), want: &fault.Fault{Kind: fault.Refused, Key: "note.no"}, asked: []string{"find", "decide"}, shows: true},
		{name: "the decision fails", actor: access.Actor{Role: access.Enterprise, Organisation: "mine"}, target: step.Target{ID: "n", Version: 3},
			refuse: broken, want: broken, asked: []string{"find", "decide"}, shows: true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := &drawer{notes: map[record.ID]note{"n": {ID: "n", Version: 3, Owner: "mine", Text: "old"}}}
			got, err := step.Take(context.Background(), d, gate, c.actor, c.target, func(n note) (note, change.Change, error) {
				d.asked = append(d.asked, "decide")
				n.Text = "new"
				return n, change.Change{Actor: c.actor}, c.refuse
			})
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if !slices.Equal(d.asked, c.asked) {
				t.Errorf("asked for %v, want %v", d.asked, c.asked)
			}
			if done := c.want == nil; (len(d.saved) == 1) != done || (d.notes["n"].Text == "new") != done || (got.Text == "new") != done {
				t.Errorf("done %v, but saved %d changes, kept %+v, returned %+v", done, len(d.saved), d.notes["n"], got)
			}
			if c.want != nil && (got.Text == "old") != c.shows {
				t.Errorf("returned %+v, shows %v", got, c.shows)
			}
		})
	}
}

// TestTakeTwice: of two people who saw the same version, the second is told.
func TestTakeTwice(t *testing.T) {
	d := &drawer{notes: map[record.ID]note{"n": {ID: "n", Version: 3, Owner: "mine"}}}
	actor := access.Actor{Role: access.Enterprise, Organisation: "mine"}
	take := func() error {
		_, err := step.Take(context.Background(), d, gate, actor, step.Target{ID: "n", Version: 3}, func(n note) (note, change.Change, error) {
			return n, change.Change{}, nil
		})
		return err
	}
	if err := take(); err != nil {
		t.Fatal(err)
	}
	if err := take(); !fault.Is(err, fault.Stale) {
		t.Fatalf("the second got %v", err)
	}
	if len(d.saved) != 1 {
		t.Fatalf("%d changes", len(d.saved))
	}
}

// archive is a drawer that knows stories by references, as stores do.
type archive struct{ drawer }

// Ref points at a note.
func (n note) Ref() record.Ref { return record.Ref{Kind: "note", ID: n.ID} }

func (*archive) Timeline(_ context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return []timeline.Entry{{Record: ref, Person: "p", PersonName: "Wang of " + string(ref.ID)}}, nil
}

// TestWhoWasFaster: a keeper that knows stories by references says so too.
func TestWhoWasFaster(t *testing.T) {
	keeper := &archive{drawer{notes: map[record.ID]note{"n": {ID: "n", Version: 3, Owner: "mine"}}}}
	_, err := step.Take(context.Background(), keeper, gate, access.Actor{Role: access.Enterprise, Organisation: "mine"}, step.Target{ID: "n", Version: 2},
		func(n note) (note, change.Change, error) { return n, change.Change{}, nil })
	list := fault.All(err)
	if len(list) != 1 || list[0].Key != "record.stale_by" || !slices.Contains(list[0].Args, any("Wang of n")) {
		t.Errorf("who came too late is told %v", list)
	}
}
