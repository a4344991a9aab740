package app

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireside/labs/feed"
	"wireside/labs/lab"
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

// What has no text of its own is found all the same: bytes in a message, and events inside of a compressor.
func TestSameEventInBytesAndCompressed(t *testing.T) {
	ring := store.New(store.Config{}).Open()
	conn := func(id uint64, lane, request string) *capture {
		c := newCapture(numbered{id: id}, nil)
		c.Bytes(wire.C2S, 1, []byte(request))
		c.belongs(1, ring, lane)
		return c
	}
	ws := conn(1, "websocket", "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	ws.Bytes(wire.S2C, 2, []byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"))
	message := lab.AppendBinaryEvent(nil, feed.Event{Seq: 42, At: 9, Data: "bytes", Binary: true})
	ws.Bytes(wire.S2C, 3, append([]byte{0x82, byte(len(message))}, message...))

	sse := conn(2, "sse", get)
	sse.Bytes(wire.S2C, 4, []byte("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"))
	var compressed bytes.Buffer
	zip := gzip.NewWriter(&compressed)
	zip.Write([]byte("data: " + event41 + "\n\ndata: " + event42 + "\n\n")) // two in one flush
	zip.Flush()
	sse.Bytes(wire.S2C, 5, []byte(fmt.Sprintf("%x\r\n%s\r\n", compressed.Len(), compressed.Bytes())))

	framing := float64(len(fmt.Sprintf("%x\r\n\r\n", compressed.Len()))) / 2
	want := []sighting{
		{Lane: "websocket", Unit: 3, Units: []uint64{3}, Conn: 1, At: 3, Events: 1, Payload: float64(len(message)), Framing: 2, Total: float64(len(message)) + 2},
		{Lane: "sse", Unit: 8, Units: []uint64{6, 8, 9}, Conn: 2, At: 5, Events: 1,
			Payload: float64(compressed.Len()) / 2, Framing: framing, Total: float64(compressed.Len())/2 + framing},
	}
	if diff := cmp.Diff(want, sightings(ring, 42), cmpopts.IgnoreUnexported(sighting{})); diff != "" {
		t.Error("(-want +got)\n", diff)
	}
}
