package app

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"net/netip"

	"wireside/labs/lab"
	"wireside/wireview/har"
	"wireside/wireview/pcap"
	"wireside/wireview/store"
	"wireside/wireview/wire"

	"github.com/gofiber/fiber/v2"
)

// downloadPCAPNG answers with a record as a capture for Wireshark and tshark.
func (a *App) downloadPCAPNG(c *fiber.Ctx, r *record) error {
	return a.download(c, r, "pcapng", "application/vnd.tcpdump.pcap", func(w io.Writer, units iter.Seq[*wire.Unit]) error {
		return pcap.Write(w, units, pcap.Config{Comment: r.comment(), Endpoints: endpoints(r.ring)})
	})
}

// downloadHAR answers with a record as an HTTP archive, which browsers' developer tools import.
func (a *App) downloadHAR(c *fiber.Ctx, r *record) error {
	return a.download(c, r, "har", "application/json", func(w io.Writer, units iter.Seq[*wire.Unit]) error {
		return har.Write(w, units, har.Config{Comment: r.comment(), Endpoints: endpoints(r.ring), Scheme: "http"})
	})
}

func (a *App) download(c *fiber.Ctx, r *record, kind, contentType string, write func(io.Writer, iter.Seq[*wire.Unit]) error) error {
	a.settle()
	c.Set(fiber.HeaderContentType, contentType)
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="wireside-%s.%s"`, r.id, kind))
	if c.Method() == fiber.MethodHead {
		return nil
	}
	if !c.Request().Header.IsHTTP11() { // knows no chunks, and the whole need not fit into memory
		return &lab.Error{Status: 505, Code: "http_version", Message: "Ask for a capture in HTTP/1.1: it is sent in chunks."}
	}
	leave, err := a.downloads.admit()
	if err != nil {
		return err
	}
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer leave()
		defer survive(kind)
		write(w, kept(r.ring)) // an error means that the client has left
	})
	return nil
}

// endpoints returns what a connection's two ends are, as far as the ring describes it.
func endpoints(ring *store.Ring) func(uint64) (client, server netip.AddrPort, ok bool) {
	list, _ := ring.Connections()
	byID := make(map[uint64]*store.Connection, len(list))
	for i := range list {
		byID[list[i].Conn] = &list[i]
	}
	return func(conn uint64) (client, server netip.AddrPort, ok bool) {
		c := byID[conn]
		if c == nil || !c.Client.IsValid() || !c.Server.IsValid() {
			return netip.AddrPort{}, netip.AddrPort{}, false
		}
		return c.Client, c.Server, true
	}
}

// comment says in a file where it comes from.
func (r *record) comment() string {
	l := r.ring.Ledger()
	s := fmt.Sprintf("Wireside, run %s: %d units of %d bytes.", r.id, l.Wire.Units-l.Wire.Dropped.Units, l.Wire.Bytes-l.Wire.Dropped.Bytes)
	if l.Wire.Dropped.Units > 0 {
		s += fmt.Sprintf(" %d older units of %d bytes were no longer kept.", l.Wire.Dropped.Units, l.Wire.Dropped.Bytes)
	}
	return s
}
