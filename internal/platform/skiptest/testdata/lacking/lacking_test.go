// Package lacking is run by the tests of skiptest.
package lacking

import (
	"testing"

	"tongpin/internal/platform/skiptest"
)

func TestFirst(t *testing.T)  { skiptest.Lacking(t, "no loom") }
func TestSecond(t *testing.T) { skiptest.Lacking(t, "no loom") }
