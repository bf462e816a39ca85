package flow_test

import (
	"slices"
	"strings"
	"testing"

	"tongpin/internal/core/flow"
	"tongpin/internal/platform/fault"
)

type state string

var door = flow.Machine[state]{Kind: "door", Start: "open", Transitions: []flow.Transition[state]{
	{Verb: "close", From: []state{"open"}, To: "closed"},
	{Verb: "open", From: []state{"closed"}, To: "open"},
	{Verb: "lock", From: []state{"closed"}, To: "locked"},
	{Verb: "paint", From: []state{"open", "closed"}},
}}

func TestNext(t *testing.T) {
	cases := []struct {
		from state
		verb string
		to   state // empty: refused
	}{
		{"open", "close", "closed"},
		{"closed", "lock", "locked"},
		{"open", "paint", "open"},
		{"closed", "paint", "closed"},
		{"locked", "paint", ""},
		{"locked", "open", ""},
		{"open", "burn", ""},
		{"", "close", ""},
	}
	for _, c := range cases {
		to, err := door.Next(c.from, c.verb)
		if door.Can(c.from, c.verb) != (err == nil) {
			t.Errorf("%s from %s: Can and Next disagree", c.verb, c.from)
		}
		if c.to == "" {
			all := fault.All(err)
			want := []any{"kind", "door", "verb", c.verb, "state", string(c.from)}
			if len(all) != 1 || all[0].Kind != fault.Refused || !slices.Equal(all[0].Args, want) || to != c.from {
				t.Errorf("%s from %s: got %s, %v, want a refusal that says %v", c.verb, c.from, to, err, want)
			}
			continue
		}
		if err != nil || to != c.to {
			t.Errorf("%s from %s: got %s, %v, want %s", c.verb, c.from, to, err, c.to)
		}
	}
}

func TestStates(t *testing.T) {
	if got := door.States(); !slices.Equal(got, []state{"open", "closed", "locked"}) {
		t.Errorf("states are %v", got)
	}
}

// TestMermaid: the diagram has the start and one arrow for each way.
func TestMermaid(t *testing.T) {
	got := strings.Split(strings.TrimSpace(door.Mermaid()), "\n")
	want := []string{
		"stateDiagram-v2", "    [*] --> open", "    open --> closed: close", "    closed --> open: open",
		"    closed --> locked: lock", "    open --> open: paint", "    closed --> closed: paint",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}
