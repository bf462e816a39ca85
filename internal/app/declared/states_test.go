package declared

import (
	"testing"

	"tongpin/internal/arch/states"
)

// TestStatesAreDrawn keeps docs/states equal to the tables of transitions.
func TestStatesAreDrawn(t *testing.T) {
	states.Check(t, "../../../docs/states", Machines())
}
