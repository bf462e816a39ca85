package skiptest

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// errorsOfGo is the error output of the go command that started this test, or
// nil where there is none to reach.
func errorsOfGo() *os.File {
	parent := os.Getppid()
	if program, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", parent)); err != nil || filepath.Base(program) != "go" {
		return nil
	}
	if shared := share(parent, 2); shared != nil {
		return shared
	}
	return reopen(fmt.Sprintf("/proc/%d/fd/2", parent))
}

// share takes over an open file of another process, with its place in the file;
// nil where the kernel refuses that.
func share(process, file int) *os.File {
	const pidfdOpen, pidfdGetfd = 434, 438 // the same on all processors
	handle, _, no := syscall.Syscall(pidfdOpen, uintptr(process), 0, 0)
	if no != 0 {
		return nil
	}
	defer func() { _ = syscall.Close(int(handle)) }()
	taken, _, no := syscall.Syscall(pidfdGetfd, handle, uintptr(file), 0)
	if no != 0 {
		return nil
	}
	return os.NewFile(taken, "stderr of go")
}

// reopen opens a terminal or a pipe anew. Not a file: the go command goes on
// writing at its own place there, over what another wrote.
func reopen(path string) *os.File {
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		return nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0) // a pipe without a reader must not hold the test
	if err != nil {
		return nil
	}
	return f
}
