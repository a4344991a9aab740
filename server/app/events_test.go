package app

import (
	"fmt"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireside/wireview/store"
	"wireside/wireview/wire"
)

// numbered is a connection that the kernel knows nothing of, with a number.
type numbered struct {
	noSocket
	id uint64
}

func (n numbered) ID() uint64         { return n.id }
func (numbered) RemoteAddr() net.Addr { return nil }

const (
	event41 = `{"seq":41,"at":9,"data":"a"}` // 28 bytes
	event42 = `{"seq":42,"at":9,"data":"b"}`
	decoy   = `{"seq":421,"at":9,"data":"\"seq\":42"}`
)

func TestSameEventOnEveryWire(t *testing.T) {
	ring := store.New(store.Config{}).Open()
	conn := func(id uint64, lane string) *capture {
		c := newCapture(numbered{id: id}, nil)
		c.Bytes(wire.C2S, 1, []byte(get))
		c.belongs(1, ring, lane)
		return c
	}
	body := `{"events":[` + event41 + `,` + event42 + `],"next":42}`
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", len(body))
	poll := conn(1, "polling")
	poll.Bytes(wire.S2C, 2, []byte(head+body))
	poll.Bytes(wire.C2S, 3, []byte(get))
	poll.belongs(2, ring, "polling")
	poll.Bytes(wire.S2C, 4, []byte(ok)) // another exchange, without the event

	sse := conn(2, "sse")
	block := "id: 42\ndata: " + event42 + "\n\n"
	sse.Bytes(wire.S2C, 5, []byte("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"))
	sse.Bytes(wire.S2C, 6, []byte(fmt.Sprintf("%x\r\n%s\r\n", len(block), block)))
	other := "data: " + decoy + "\n\n"
	sse.Bytes(wire.S2C, 7, []byte(fmt.Sprintf("%x\r\n%s\r\n", len(other), other)))

	got := sightings(ring, 42)
	heads := float64(len(get) + len(head))
	framing := float64(len(block)-len(event42)) + float64(len(fmt.Sprintf("%x\r\n\r\n", len(block))))
	want := []sighting{
		{Lane: "polling", Unit: 3, Units: []uint64{1, 2, 3}, Conn: 1, At: 2, Events: 2,
			Payload: float64(len(body)) / 2, HTTP: heads / 2, Total: (heads + float64(len(body))) / 2},
		{Lane: "sse", Unit: 9, Units: []uint64{9, 10}, Conn: 2, At: 6, Events: 1,
			Payload: 28, Framing: framing, Total: 28 + framing},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(sighting{})); diff != "" {
		t.Error("(-want +got)\n", diff)
	}
	if got := sightings(ring, 99); len(got) != 0 {
		t.Errorf("an event that was never sent: %+v", got)
	}
}
