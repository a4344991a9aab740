package relay

import (
	"io"
	"os"
	"runtime/debug"
	"testing"
)

// A link that has ended holds no file descriptor, whichever side ended first: the garbage collector, which would close what
// was forgotten, may come too late for a process that has run out of them.
func TestEndedLinksHoldNoDescriptor(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for name, targetFirst := range map[string]bool{"the client ends first": false, "the target ends first": true} {
		t.Run(name, func(t *testing.T) {
			target := newRawTarget(t)
			r := start(t, target.url(), Config{})
			open := descriptors(t)
			for range 20 {
				client := dial(t, r.Addr())
				write(t, client, "request")
				server := target.next(t)
				expect(t, server, "request")
				first, second := client, server
				if targetFirst {
					first, second = server, client
				}
				first.CloseWrite()
				io.ReadAll(second)
				second.CloseWrite()
				io.ReadAll(first)
				client.Close()
				server.Close()
			}
			r.Close()                                // which waits for each link
			if got := descriptors(t); got > open-1 { // the listener's is gone as well
				t.Errorf("%d file descriptors are open, and %d were before the connections", got, open)
			}
		})
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(list)
}
