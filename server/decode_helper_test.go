package main

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// capturer writes a pcap of TCP connections over raw IPv4, one packet a millisecond, the first one from
// 127.0.0.1:50000 to 127.0.0.1:8080. It is written by hand, so that the reader is not tested by its own writer.
type capturer struct {
	out   bytes.Buffer
	at    uint32    // ms
	next  [2]uint32 // sequence numbers, of the client and the server
	ports [2]uint16
}

const (
	fin = 1 << iota
	syn
	rst
	psh
	ack
)

func newCapturer() *capturer {
	c := &capturer{next: [2]uint32{1000, 5000}, ports: [2]uint16{50000, 8080}}
	le := binary.LittleEndian
	header := le.AppendUint32(nil, 0xa1b2c3d4)
	header = le.AppendUint16(le.AppendUint16(header, 2), 4)
	header = le.AppendUint32(le.AppendUint32(header, 0), 0)
	header = le.AppendUint32(le.AppendUint32(header, 1<<18), 101) // LINKTYPE_RAW
	c.out.Write(header)
	return c
}

// open writes the handshake of TCP.
func (c *capturer) open() {
	c.packet(0, syn, "")
	c.packet(1, syn|ack, "")
	c.packet(0, ack, "")
}

func (c *capturer) up(data string)   { c.packet(0, psh|ack, data) }
func (c *capturer) down(data string) { c.packet(1, psh|ack, data) }

// close writes the end of both directions.
func (c *capturer) close() {
	c.packet(0, fin|ack, "")
	c.packet(1, fin|ack, "")
	c.packet(0, ack, "")
}

func (c *capturer) packet(side int, flags byte, data string) {
	be, le := binary.BigEndian, binary.LittleEndian
	size := 40 + len(data)
	c.at++
	record := le.AppendUint32(le.AppendUint32(nil, 1763794512+c.at/1000), c.at%1000*1000)
	record = le.AppendUint32(le.AppendUint32(record, uint32(size)), uint32(size))
	record = append(record, 0x45, 0)
	record = be.AppendUint16(record, uint16(size))
	record = append(record, 0, 0, 0x40, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1)
	record = be.AppendUint16(be.AppendUint16(record, c.ports[side]), c.ports[1-side])
	record = be.AppendUint32(record, c.next[side])
	acknowledged := uint32(0)
	if flags&ack != 0 {
		acknowledged = c.next[1-side]
	}
	record = be.AppendUint32(record, acknowledged)
	record = append(record, 5<<4, flags, 0xff, 0xff, 0, 0, 0, 0)
	c.out.Write(record)
	c.out.WriteString(data)
	c.next[side] += uint32(len(data))
	if flags&(syn|fin) != 0 {
		c.next[side]++
	}
}

const (
	upgrade   = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)

// framesCapture is a WebSocket on which the client sends text frames of 125 bytes, a packet each.
func framesCapture(frames int) []byte {
	c := newCapturer()
	c.open()
	c.up(upgrade)
	c.down(switching)
	payload := strings.Repeat(`{"seq":42,"at":1763794512203114,"data":"x"} `, 3)[:125]
	for n := range frames {
		var key [4]byte // of its own, as RFC 6455 5.3 asks
		binary.LittleEndian.PutUint32(key[:], uint32(n+1)*0x9e3779b1)
		frame := append([]byte{0x81, 0x80 | 125}, key[:]...)
		for i := range len(payload) {
			frame = append(frame, payload[i]^key[i%4])
		}
		c.up(string(frame))
	}
	c.close()
	return c.out.Bytes()
}
