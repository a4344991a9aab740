package pcap

import (
	"fmt"
	"io"
	"iter"
	"net/netip"
	"runtime"
	"strings"

	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"wireside/wireview/wire"
)

// Synthesised is what a written file says of itself, in the comment of its section.
const Synthesised = "The TCP in this file is synthesised by Wireside around bytes captured at the application's socket. " +
	"The bytes and their times are real; segments, acknowledgements, sequence numbers, windows, addresses where a comment " +
	"says so, and all other header fields are not."

// maxComment bounds Config.Comment: an option of pcapng has at most 65,535 bytes.
const maxComment = 60000

// Config says what a written file tells beside the units.
type Config struct {
	Comment string // follows Synthesised in the section's comment; cut after 60,000 bytes; "" for none
	// Endpoints returns who speaks on a connection. Where it is nil, says no, or names ends that another connection of the
	// file has, they are made up, within 127.0.0.0/8 and with the server on port 80, and a packet comment says so.
	Endpoints func(conn uint64) (client, server netip.AddrPort, ok bool)
}

// Write writes units as a pcapng file of raw IP packets. Units of one connection and direction come in the order in which a
// decoder emitted them; they and their memory are used only during their step of the iteration. What they cover is held once,
// until all were seen.
//
// Each connection begins with a handshake, and ends with FINs only if a unit tells of its end. Bytes stand by their place in
// the stream, packets by time; a unit is one segment, or as many as its parts and its size ask for, at its own time. The
// framing of a chunk whose data are decoded further shares the segment of what came at the same moment. Where bytes between
// units, or before the first, are left out, sequence numbers have no hole: a comment on the packet that follows says how many.
func Write(w io.Writer, units iter.Seq[*wire.Unit], cfg Config) error {
	var r record
	for u := range units {
		r.add(u)
	}
	comment := Synthesised
	if c := cfg.Comment; c != "" {
		comment += "\n" + strings.ToValidUTF8(c[:min(len(c), maxComment)], "")
	}
	ng, err := pcapgo.NewNgWriterInterface(w,
		pcapgo.NgInterface{Name: "socket", Description: "bytes at the application's socket, in synthesised TCP", LinkType: layers.LinkTypeRaw},
		pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{
			Application: "Wireside", Comment: comment, Hardware: runtime.GOARCH, OS: runtime.GOOS,
		}})
	if err != nil {
		return fmt.Errorf("pcap: %w", err)
	}
	s := synthesis{ng: ng, ends: ends{ask: cfg.Endpoints}, streams: make(map[uint64]*streams)}
	for _, p := range r.parts() {
		s.part(p)
	}
	s.flush()
	if s.err == nil {
		s.err = ng.Flush()
	}
	if s.err != nil {
		return fmt.Errorf("pcap: %w", s.err)
	}
	return nil
}
