package exercises

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"slices"
	"sync"
	"time"

	"wireside/labs/book"
)

// The limits of time of a run.
const (
	testTime  = 60 * time.Second // for the tests of one package; go test keeps it
	buildTime = 3 * time.Minute  // for building all that is run together, beside what the tests may take
)

// errTooLong is why a run was ended that went on beyond its limits.
var errTooLong = errors.New("too long")

// runner runs go test.
type runner struct {
	root    string        // the working directory
	command []string      // what is run, the packages' import paths being appended
	limit   time.Duration // for one package; testTime and buildTime together, or less
}

// goTest returns the command that runs the checks. Results that go has cached are taken: what has not changed is instant.
func goTest(command string) []string {
	return []string{command, "test", "-json", "-run", "^TestExercise$", "-timeout", testTime.String()}
}

// run runs the checks of exercises, given by their import paths, and hands on the Result of each as soon as it is there. If ctx
// ends, what has been started is killed, and those that are not done get none.
func (r runner) run(ctx context.Context, names map[string]string, each func(name string, result Result)) {
	begun := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, r.limit+time.Duration(len(names)-1)*testTime, errTooLong)
	defer cancel()
	report := newReport(names, func(name string, result Result) {
		result.At = time.Now().UnixMicro()
		each(name, result)
	})
	cmd := exec.CommandContext(ctx, r.command[0], slices.Concat(r.command[1:], slices.Sorted(maps.Keys(names)))...)
	cmd.Dir = r.root
	cmd.Env = append(cmd.Environ(), book.Quiet+"=1")
	group(cmd)
	cmd.WaitDelay = time.Second
	said := new(lockedOutput)
	cmd.Stderr = said
	out, in := io.Pipe()
	cmd.Stdout = in
	if err := cmd.Start(); err != nil {
		report.left(fmt.Sprintf("The checks can’t be run: %v\n", err))
		return
	}
	ended := make(chan error, 1)
	go func() {
		err := cmd.Wait()
		in.Close()
		ended <- err
	}()
	err := report.read(out)
	if err != nil {
		cancel()
	}
	out.CloseWithError(io.ErrClosedPipe)
	failed := <-ended
	switch {
	case errors.Is(err, errLong):
		report.left("It printed so much that it was ended.\n")
	case errors.Is(err, errFlood): // the others are to be run again, without it
	case errors.Is(context.Cause(ctx), errTooLong):
		report.left(fmt.Sprintf("It was ended after %v: is there a loop without an end?\n", time.Since(begun).Round(time.Second)))
	case ctx.Err() == nil:
		report.left(fmt.Sprintf("%sgo test ended without a word on this exercise: %v\n", said.text(), failed))
	}
}

// lockedOutput is a writer to an output, of a command that may outlive its last reader.
type lockedOutput struct {
	mu  sync.Mutex
	out output
}

func (o *lockedOutput) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.out.add(string(p))
	return len(p), nil
}

func (o *lockedOutput) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.out.text()
}
