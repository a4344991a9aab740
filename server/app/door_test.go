package app

import (
	"net"
	"os"
	"syscall"
	"testing"
	"time"
)

// exhausted is a listener of a system that has no file descriptor to spare, once.
type exhausted struct {
	net.Listener
	told bool
}

func (l *exhausted) Accept() (net.Conn, error) {
	if !l.told {
		l.told = true
		return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
	}
	return l.Listener.Accept()
}

func TestRunningOutOfDescriptorsDoesNotEndTheServer(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &door{Listener: &exhausted{Listener: inner}, limit: 1, patience: time.Minute}
	defer d.Close()
	client, err := net.Dial("tcp", inner.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	c, err := d.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if d.inside.Load() != 1 || d.refused.Load() != 1 {
		t.Errorf("%d inside, %d refused", d.inside.Load(), d.refused.Load())
	}
	c.Close()
	c.Close()
	if n := d.inside.Load(); n != 0 {
		t.Errorf("%d inside after Close", n)
	}
}
