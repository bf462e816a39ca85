package e2e

import (
	"testing"
	"time"
)

// TestRestart: the program comes up quickly, ends when it is asked to, and what
// was stored is there again: here the session of a signed-in person. The
// promise is 3 seconds on a new database and half a second on an existing one;
// the test allows four times that, because its machine is shared.
func TestRestart(t *testing.T) {
	chromium(t)
	if _, err := binary(); err != nil { // built before the clock runs
		t.Fatal(err)
	}
	begun := time.Now()
	s := ownDemo(t)
	first := time.Since(begun)
	b := openTab(t, s.base)
	b.signIn("secretariat")
	home := b.path()

	if err := s.stop(); err != nil {
		t.Fatalf("asked to end, the program ends with %v\n%s", err, s.log)
	}
	begun = time.Now()
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	second := time.Since(begun)
	b.base = s.base
	if status := b.open(home); status != 200 || b.path() != home {
		t.Errorf("after the restart %s answers %d at %s: the session is lost", home, status, b.path())
	}
	t.Logf("up after %v on a new database, %v on an existing one", first, second)
	if first > 12*time.Second || second > 2*time.Second {
		t.Errorf("up after %v on a new database, %v on an existing one", first, second)
	}
}
