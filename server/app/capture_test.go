package app

import (
	"errors"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireside/wireview/decode"
	"wireside/wireview/store"
	"wireside/wireview/wire"
)

// captured lists a ring's units as "dir kind length".
func captured(r *store.Ring) []string {
	units, _ := r.After(0, 100)
	got := []string{}
	for i := range units {
		decode.Explain(&units[i])
		got = append(got, units[i].Dir.String()+" "+string(units[i].Kind)+" "+units[i].Lane)
	}
	return got
}

// noSocket stands for a connection that the kernel knows nothing of.
type noSocket struct{}

func (noSocket) ID() uint64                  { return 1 }
func (noSocket) LocalAddr() net.Addr         { return nil }
func (noSocket) RemoteAddr() net.Addr        { return nil }
func (noSocket) Control(func(uintptr)) error { return errors.ErrUnsupported }

const (
	get  = "GET /x HTTP/1.1\r\nHost: x\r\n\r\n"
	ok   = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
	more = "HTTP/1.1 100 Continue\r\n\r\n"
)

func TestUnitsWaitForTheirClaim(t *testing.T) {
	r := store.New(store.Config{}).Open()
	c := newCapture(noSocket{}, nil)
	c.Bytes(wire.C2S, 1, []byte(get))
	if got := captured(r); len(got) != 0 {
		t.Fatal("captured before anyone has claimed it: ", got)
	}
	c.belongs(1, r, "polling")
	c.Bytes(wire.S2C, 2, []byte(ok))
	want := []string{"c2s request polling", "s2c response polling", "s2c body polling"}
	if diff := cmp.Diff(want, captured(r)); diff != "" {
		t.Error("(-want +got)\n", diff)
	}
}

func TestWhatNobodyClaimsIsNotKept(t *testing.T) {
	r := store.New(store.Config{}).Open()
	c := newCapture(noSocket{}, nil)
	c.Bytes(wire.C2S, 1, []byte(get))
	c.Bytes(wire.S2C, 2, []byte(ok)) // a page
	c.Bytes(wire.C2S, 3, []byte(get))
	c.belongs(2, r, "polling")
	c.Bytes(wire.S2C, 4, []byte(ok))
	if got := captured(r); len(got) != 3 {
		t.Errorf("%d units, want the second exchange's 3: %v", len(got), got)
	}
	if len(c.held) != 0 {
		t.Errorf("%d units are still held", len(c.held))
	}
}

func TestPipelinedExchangesGoToTheirOwners(t *testing.T) {
	s := store.New(store.Config{})
	a, b := s.Open(), s.Open()
	c := newCapture(noSocket{}, nil)
	c.Bytes(wire.C2S, 1, []byte(get+get+get)) // the responses leave together, after the last handler
	c.belongs(1, a, "polling")
	c.belongs(2, nil, "")
	c.belongs(3, b, "sse")
	c.Bytes(wire.S2C, 2, []byte(ok+ok+ok))
	c.Closed(3)
	if diff := cmp.Diff([]string{"c2s request polling", "s2c response polling", "s2c body polling"}, captured(a)); diff != "" {
		t.Error("first run (-want +got)\n", diff)
	}
	if diff := cmp.Diff([]string{"c2s request sse", "s2c response sse", "s2c body sse", "c2s end sse", "s2c end sse"}, captured(b)); diff != "" {
		t.Error("second run (-want +got)\n", diff)
	}
}

// 100 Continue is sent before the handler runs, and belongs to the exchange all the same.
func TestInterimResponsesWaitToo(t *testing.T) {
	r := store.New(store.Config{}).Open()
	c := newCapture(noSocket{}, nil)
	c.Bytes(wire.C2S, 1, []byte("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"))
	c.Bytes(wire.S2C, 2, []byte(more))
	c.Bytes(wire.C2S, 3, []byte("hi"))
	c.belongs(1, r, "sse")
	c.Bytes(wire.S2C, 4, []byte(ok))
	want := []string{"c2s request sse", "s2c response sse", "c2s body sse", "s2c response sse", "s2c body sse"}
	if diff := cmp.Diff(want, captured(r)); diff != "" {
		t.Error("(-want +got)\n", diff)
	}
}

func TestPendingCountsWhatNoUnitCoversYet(t *testing.T) {
	s := store.New(store.Config{})
	r, other := s.Open(), s.Open()
	c := newCapture(noSocket{}, nil)
	c.Bytes(wire.C2S, 1, []byte(get))
	c.belongs(1, r, "sse")
	c.Bytes(wire.S2C, 2, []byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh"))
	if n := r.Ledger().Wire.Pending; n != 1 {
		t.Errorf("pending %d, want the 1 byte of an unfinished body", n)
	}
	c.Bytes(wire.S2C, 3, []byte("i"))
	c.Bytes(wire.C2S, 4, []byte("GET /a-page HTTP/1.1\r\nHo")) // nobody's yet
	if n := r.Ledger().Wire.Pending; n != 0 {
		t.Errorf("pending %d, want none: the exchange is complete", n)
	}
	if n := other.Ledger().Wire.Pending; n != 0 {
		t.Errorf("pending %d of another run", n)
	}
}

// A tab that starts run after run polls all of them over one connection: it must not keep them, and be counted once for each.
func TestAConnectionIsCountedOnceARunAndKeepsNone(t *testing.T) {
	s := store.New(store.Config{})
	c := newCapture(noSocket{}, nil)
	exchange := uint64(0)
	poll := func(r *store.Ring) {
		exchange++
		c.Bytes(wire.C2S, 1, []byte(get))
		c.belongs(exchange, r, "polling")
		c.Bytes(wire.S2C, 2, []byte(ok))
	}
	for range 2 * maxSeen {
		r := s.Open()
		poll(r)
		poll(r)
		if n := r.Ledger().Lanes["polling"].Connections; n != 1 {
			t.Fatalf("counted %d times", n)
		}
		s.Close(r)
		if units, missed := r.After(0, 9); len(units) != 0 || missed != 6 {
			t.Fatalf("a closed ring still holds %d units", len(units))
		}
	}
	poll(s.Open())
	if len(c.seen) != 1 {
		t.Errorf("the connection remembers %d runs, want the open one", len(c.seen))
	}
}

// A fault in a decoder must neither end the process nor leave a lock behind.
func TestAPanicEndsTheRecordAlone(t *testing.T) {
	r := store.New(store.Config{}).Open()
	c := newCapture(noSocket{}, nil)
	c.Bytes(wire.C2S, 1, []byte(get))
	c.belongs(1, r, "sse")
	c.conn = nil // any fault
	c.Bytes(wire.S2C, 2, []byte(ok))
	c.Bytes(wire.S2C, 3, []byte(ok))
	c.belongs(2, r, "sse")
	c.Closed(4)
	if got := captured(r); len(got) != 1 {
		t.Errorf("%v, want the request alone", got)
	}
}
