// Package pcap reads TCP connections from captures that tcpdump or Wireshark took, and writes units as such a capture.
//
// [Read] takes pcap (in either byte order, with microseconds or nanoseconds) and pcapng, over Ethernet with or without VLAN
// tags, Linux cooked mode 1 and 2, BSD loopback and raw IP; IPv4 and IPv6. It puts the bytes of each connection in order and
// hands them on as they arrive, so a pipe from `tcpdump --immediate-mode -U -w -` can be read live. [Write] makes a pcapng whose TCP is
// synthesised around the units' bytes.
//
// Sources: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng, the link types of tcpdump.org, RFC 791, RFC 8200, RFC 9293.
package pcap

import (
	"errors"
	"io"
	"net/netip"

	"wireside/wireview/wire"
)

// What Read holds at most. Beyond it the oldest is let go, and Stats counts it.
const (
	// MaxHeld bounds what one direction of a connection holds of bytes that came before their turn: 4 MiB, and 4,096
	// pieces. Beyond it the bytes before them are given up.
	MaxHeld = 4 << 20
	// MaxHeldTotal bounds what all connections hold together: 64 MiB. Beyond it the connection under way gives up.
	MaxHeldTotal = 64 << 20
	// MaxConnections is how many connections are followed at once. Beyond it the one that was quiet for longest is closed.
	MaxConnections = 16 << 10
	// MaxPacket is the largest record of a capture that is read: 512 KiB. A larger one is skipped.
	MaxPacket = 512 << 10
)

// ErrFormat is returned for input that is neither pcap nor pcapng.
var ErrFormat = errors.New("pcap: this is neither a pcap nor a pcapng capture")

// Endpoints says who speaks on a connection.
type Endpoints struct {
	Conn           uint64 // 1, 2, … in the order of their opening
	Client, Server netip.AddrPort
	At             int64 // of the first packet, Unix time in microseconds
	// Whole tells that the connection's SYN or SYN-ACK was seen, so that the streams begin with its first bytes. Otherwise the
	// capture begins in its midst, no Gap is reported for what was before, and who is the client is a guess: who sends an
	// HTTP request line, or whose port is the less known, or the higher.
	Whole bool
}

// Stream receives the bytes of one connection. The times are Unix time in microseconds and never step back: bytes that came
// before their turn get the time when their turn came. The bytes of p are valid only until Write returns.
type Stream interface {
	Write(dir wire.Dir, at int64, p []byte)
	Gap(dir wire.Dir, at, n int64) // n bytes of that direction are not in the capture
	Close(at int64)                // once, at the end; nothing follows
}

// Stats counts what a capture held.
type Stats struct {
	Packets       int            // records in the file
	Connections   int            // that were opened
	Bytes         int64          // that were handed on
	Missing       int64          // bytes that were reported as gaps, for whatever reason
	Retransmitted int64          // bytes that had come, or had been given up, before
	Overrun       int            // gaps that were reported early, since too much had to be held: see MaxHeld
	Evicted       int            // connections that were closed early, since there were too many: see MaxConnections
	Skipped       map[string]int // packets that were not used, by reason; never nil
}

// IsCapture reports whether a file that begins with prefix is a capture that Read reads. It looks at the first four bytes.
func IsCapture(prefix []byte) bool {
	_, ok := formatOf(prefix)
	return ok
}

// Read reads a capture to its end. Open is called when a connection's SYN is seen or, if it is not in the capture, with the
// connection's first data; it returns who receives the bytes, or nil to leave the connection out. All streams are closed
// before Read returns.
//
// Missing bytes become a Gap when the other side has acknowledged them and 64 more packets of the connection, or a second,
// have passed; when nobody has acknowledged them for a minute; when MaxHeld is reached; or at the end. A segment is handed on
// only after the bytes that it acknowledges, so that a reply follows its request. A packet of which the capture keeps only
// the beginning yields that, and a Gap. A new SYN, or data far from where the connection ended, opens another connection.
//
// The error is ErrFormat, or says where the capture is broken or cut off, or is r's; what came before has been handed on.
func Read(r io.Reader, open func(Endpoints) Stream) (Stats, error) {
	return read(r, open, limits{held: MaxHeld, pieces: maxPieces, total: MaxHeldTotal, conns: MaxConnections})
}

func read(r io.Reader, open func(Endpoints) Stream, l limits) (Stats, error) {
	t := newTable(open, l)
	src, err := newSource(r)
	if err != nil {
		return t.close(), err
	}
	var p packet
	var s segment
	for {
		if err = src.next(&p); err != nil {
			break
		}
		t.stats.Packets++
		why := p.bad
		if why == used {
			why = s.parse(&p)
		}
		if why == used {
			why = t.segment(&s, p.at)
		}
		if why != used {
			t.skips.count(why, p.link)
		}
	}
	if err == io.EOF {
		err = nil
	}
	return t.close(), err
}
