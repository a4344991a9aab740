package pcap

import (
	"fmt"
	"net/netip"
	"slices"
)

// ends finds the addresses of connections. No two of a file have the same: a reader would take them for one.
type ends struct {
	ask  func(conn uint64) (client, server netip.AddrPort, ok bool)
	used map[[2]netip.AddrPort]bool
	made uint32 // how many were made up
}

// known are the ports by which Wireshark takes a connection for HTTP. On another it may well take it for something else: 9000
// is IEC 870's to it, and 8085 a game's.
var known = []uint16{httpPort, 8080, 8088, 3128}

const httpPort = 80

const (
	madeServer = httpPort
	madeClient = 49152 // the first of the dynamic ports (RFC 6335 6)
	madePorts  = 65536 - madeClient
)

// of returns the ends of a connection, and what a comment has to say of them.
func (e *ends) of(conn uint64) (client, server netip.AddrPort, comment string) {
	comment = "The addresses and ports of this connection are made up: they are not known."
	if e.used == nil {
		e.used = make(map[[2]netip.AddrPort]bool)
	}
	if e.ask != nil {
		c, s, ok := e.ask(conn)
		c, s = sameFamily(c, s)
		note := ""
		if port := s.Port(); ok && s.IsValid() && !slices.Contains(known, port) {
			s = netip.AddrPortFrom(s.Addr(), httpPort)
			note = fmt.Sprintf("The server's port was %d; it stands as %d here, by which readers know HTTP.", port, httpPort)
		}
		switch {
		case !ok || !c.IsValid() || !s.IsValid():
		case e.used[[2]netip.AddrPort{c, s}] || e.used[[2]netip.AddrPort{s, c}]:
			comment = "The addresses and ports of this connection are made up: its own, " + c.String() + " to " + s.String() +
				", were used by another one in this file."
		default:
			e.used[[2]netip.AddrPort{c, s}] = true
			return c, s, note
		}
	}
	for {
		host := e.made/madePorts + 1
		client = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, byte(host >> 16), byte(host >> 8), byte(host)}), uint16(madeClient+e.made%madePorts))
		server = netip.AddrPortFrom(client.Addr(), madeServer)
		e.made++
		if both := [2]netip.AddrPort{client, server}; !e.used[both] {
			e.used[both] = true
			return client, server, comment
		}
	}
}

// sameFamily returns both in the same family: as IPv4 if both are, and else as IPv6. A zone is left out.
func sameFamily(a, b netip.AddrPort) (netip.AddrPort, netip.AddrPort) {
	if !a.IsValid() || !b.IsValid() {
		return a, b
	}
	x, y := a.Addr().Unmap().WithZone(""), b.Addr().Unmap().WithZone("")
	if x.Is4() != y.Is4() {
		x, y = netip.AddrFrom16(x.As16()), netip.AddrFrom16(y.As16())
	}
	return netip.AddrPortFrom(x, a.Port()), netip.AddrPortFrom(y, b.Port())
}
