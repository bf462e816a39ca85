//go:build !linux

package skiptest

import "os"

// errorsOfGo is nil: other systems have no way to another process's output.
func errorsOfGo() *os.File { return nil }
