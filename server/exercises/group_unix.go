//go:build unix

package exercises

import (
	"os/exec"
	"syscall"
)

// group has a command be killed with all that it has started: go test starts the test.
func group(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
