package tshark

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience is how long a capture may take to begin, and to end. Nothing is measured by it: a busy machine takes seconds.
const patience = 2 * time.Minute

// Recording is a capture under way. It is made by dumpcap, the program that tshark itself has capture for it: that one
// starts at once, where tshark first loads all of its dissectors.
type Recording struct {
	t      testing.TB
	file   string
	marks  net.Listener // connections to it mark places in the capture
	cmd    *exec.Cmd
	said   bytes.Buffer  // by the capturing process; to be read after it has ended
	ended  chan struct{} // closed when the process has ended
	server string        // the filter of what was asked for
}

// Capture records what crosses the loopback interface to and from the given TCP ports, from the moment that it returns
// until Stop. Without the rights to do so the test is skipped; in CI it fails.
func Capture(t testing.TB, ports ...int) *Recording {
	t.Helper()
	Need(t)
	marks, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { marks.Close() })
	r := &Recording{t: t, file: filepath.Join(t.TempDir(), "capture.pcapng"), marks: marks, ended: make(chan struct{})}
	var filters []string
	for _, port := range ports {
		filters = append(filters, fmt.Sprintf("tcp port %d", port))
	}
	r.server = strings.Join(filters, " or ")
	_, port, _ := net.SplitHostPort(marks.Addr().String())
	r.cmd = exec.Command(dumpcap(), "-q", "-i", loopback(), "-B", "64", "-w", r.file, "-f", r.server+" or tcp port "+port)
	r.begin()
	return r
}

// loopback returns the name of the interface that a machine talks to itself on.
func loopback() string {
	switch runtime.GOOS {
	case "linux":
		return "lo"
	case "windows":
		return `\Device\NPF_Loopback`
	default:
		return "lo0"
	}
}

// dumpcap returns how the capturing half of tshark is called here: it stands beside it.
func dumpcap() string {
	beside := filepath.Join(filepath.Dir(name()), "dumpcap"+filepath.Ext(name()))
	if _, err := os.Stat(beside); err == nil {
		return beside
	}
	return "dumpcap"
}

// begin starts the capturing process, and waits until it has written a mark.
func (r *Recording) begin() {
	r.t.Helper()
	r.cmd.Stderr = &r.said
	if err := r.cmd.Start(); err != nil {
		missing(r.t, fmt.Sprintf("dumpcap, which comes with tshark, does not start: %v", err))
	}
	go func() {
		r.cmd.Wait()
		close(r.ended)
	}()
	r.t.Cleanup(func() { r.kill() })
	mark := r.mark()
	r.until("it has begun", func(round int) bool {
		if round%25 == 0 { // a mark made before the capture had begun is not in it
			mark = r.mark()
		}
		return r.holds(mark)
	})
}

// Stop ends the capture once it holds everything that was sent before, and returns the path of the pcapng. What the kernel
// could not hand over fast enough fails the test. The file is gone after the test.
func (r *Recording) Stop() string {
	r.t.Helper()
	mark := r.mark()
	r.until("all of it is written", func(int) bool { return r.holds(mark) })
	r.cmd.Process.Signal(os.Interrupt)
	select {
	case <-r.ended:
	case <-time.After(patience):
		r.t.Fatalf("the capture does not end: %s", r.kill())
	}
	if counts := received.FindSubmatch(r.said.Bytes()); counts == nil || string(counts[1]) != "0" {
		r.t.Fatalf("the capture is not whole: %s", &r.said)
	}
	return r.file
}

// received is how dumpcap sums up a capture; it says how many packets were dropped.
var received = regexp.MustCompile(`Packets received/dropped on interface '[^']*': \d+/(\d+) `)

// kill ends the capturing process as it stands, and returns what it said.
func (r *Recording) kill() string {
	r.cmd.Process.Kill()
	<-r.ended
	return r.said.String()
}

// Filter returns the display filter of the recorded ports, without the marks.
func (r *Recording) Filter() string { return strings.ReplaceAll(r.server, "tcp port ", "tcp.port == ") }

// mark sends a text over loopback that no other packet holds, and returns it once it was received.
func (r *Recording) mark() []byte {
	r.t.Helper()
	text := []byte("mark " + rand.Text())
	client, err := net.Dial("tcp", r.marks.Addr().String())
	if err != nil {
		r.t.Fatal(err)
	}
	defer client.Close()
	server, err := r.marks.Accept()
	if err != nil {
		r.t.Fatal(err)
	}
	defer server.Close()
	if _, err := client.Write(text); err != nil {
		r.t.Fatal(err)
	}
	if _, err := io.ReadFull(server, make([]byte, len(text))); err != nil {
		r.t.Fatal(err)
	}
	return text
}

// holds reports whether the file holds a mark yet.
func (r *Recording) holds(mark []byte) bool {
	written, err := os.ReadFile(r.file)
	return err == nil && bytes.Contains(written, mark)
}

// until waits for a condition. A process that has ended by itself lacked the rights.
func (r *Recording) until(what string, ok func(round int) bool) {
	r.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for round := 0; !ok(round); round++ {
		select {
		case <-tick.C:
		case <-r.ended:
			missing(r.t, fmt.Sprintf("dumpcap cannot capture here (%v): %s", r.cmd.ProcessState, &r.said))
		case <-deadline:
			r.t.Fatalf("waited in vain for the capture until %s; it said: %s", what, r.kill())
		}
	}
}
