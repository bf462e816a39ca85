// Package skiptest skips tests and says so. Go hides the output of packages that
// pass, and with it what they skipped; where the go command runs the tests, each
// reason is therefore said once a package on the go command's own error output:
//
//	skipped in tongpin/e2e: no Chromium on the PATH: `make test` installs it
//
// It stays silent where Go shows skips itself (-v, -json), where a result comes
// from Go's cache, and where there is no way to the go command (other systems
// than Linux, another parent).
package skiptest

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
)

// Complete is the variable of the environment that promises every tool: scripts/check sets it.
const Complete = "TONGPIN_TEST_COMPLETE"

// Because skips the test and says why.
func Because(t testing.TB, reason string) {
	t.Helper()
	announce(reason)
	t.Skip(reason)
}

// Lacking skips a test whose tool is missing ("no Chromium on the PATH"). Where
// every tool is promised it fails instead.
func Lacking(t testing.TB, what string) {
	t.Helper()
	if os.Getenv(Complete) != "" {
		t.Fatalf("%s, although %s promises it", what, Complete)
	}
	Because(t, what+": `make test` installs it")
}

var announced sync.Map // reasons that this package has given

// announce tells a reason the first time, in one write: the lines of packages
// that run side by side stay whole.
func announce(reason string) {
	if _, before := announced.LoadOrStore(reason, true); before || testing.Verbose() {
		return
	}
	if out := errorsOfGo(); out != nil {
		_, _ = fmt.Fprintf(out, "skipped in %s: %s\n", tested(), reason) // nobody is there to be told of a failure
		_ = out.Close()
	}
}

// tested is the path of the package under test.
func tested() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return os.Args[0]
	}
	return strings.TrimSuffix(info.Path, ".test")
}
