// Package reasoned is run by the tests of skiptest.
package reasoned

import (
	"testing"

	"tongpin/internal/platform/skiptest"
)

func TestPasses(*testing.T)   {}
func TestSkips(t *testing.T)  { skiptest.Because(t, "the moon is new") }
func TestSkips2(t *testing.T) { skiptest.Because(t, "the sun is down") }
