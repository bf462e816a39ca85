// Package flow holds the states of a record as one table of transitions, from
// which a step is checked and the diagram in docs/states is drawn.
package flow

import (
	"fmt"
	"slices"
	"strings"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// Transition lets a verb lead from some states to one. An empty To keeps the
// state (an edit, a note).
type Transition[S ~string] struct {
	Verb string
	From []S
	To   S
}

// Machine is the table of one kind of record.
type Machine[S ~string] struct {
	Kind        record.Kind
	Start       S
	Transitions []Transition[S]
}

// Next returns the state to which the verb leads; a refusal that names verb and
// state if it leads nowhere.
func (m Machine[S]) Next(from S, verb string) (S, error) {
	for _, t := range m.Transitions {
		if t.Verb == verb && slices.Contains(t.From, from) {
			if t.To == "" {
				return from, nil
			}
			return t.To, nil
		}
	}
	return from, fault.Refuse("state.refused", "kind", string(m.Kind), "verb", verb, "state", string(from))
}

// Can tells whether the verb leads anywhere from a state.
func (m Machine[S]) Can(from S, verb string) bool {
	_, err := m.Next(from, verb)
	return err == nil
}

// States lists all states, the start first, then as they appear.
func (m Machine[S]) States() []S {
	list := []S{m.Start}
	for _, t := range m.Transitions {
		for _, s := range append(slices.Clone(t.From), t.To) {
			if s != "" && !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
	}
	return list
}

// Mermaid draws the machine as a Mermaid state diagram.
func (m Machine[S]) Mermaid() string {
	var b strings.Builder
	fmt.Fprintf(&b, "stateDiagram-v2\n    [*] --> %s\n", m.Start)
	for _, t := range m.Transitions {
		for _, from := range t.From {
			to := t.To
			if to == "" {
				to = from
			}
			fmt.Fprintf(&b, "    %s --> %s: %s\n", from, to, t.Verb)
		}
	}
	return b.String()
}
