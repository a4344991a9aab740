// Package impair imitates networks, and the ways in which they fail, on the bytes of a server's connections.
//
// [Listen] wraps a listener of tapped connections. The path of a byte is application → link → tap → socket, so that the tap
// stands at the browser's end of the imitated network: it sees bytes when and as they come out of it. What the application
// wrote and the link never let through is counted as swallowed.
//
// A connection carries exchanges of many owners one after the other. So a [Link] is never a connection's but an exchange's:
// [Conn.Enter] begins one and [Conn.Leave] ends it. A connection between two exchanges is never touched.
package impair

import (
	"net"

	"wireside/wireview/tap"
)

// queueBytes is how much is on its way on a connection at most, in each direction.
const queueBytes = 256 << 10

// Listen wraps l, whose connections must be *tap.Conn. Accept returns them as *Conn.
func Listen(l net.Listener) net.Listener { return new(Budget).Listen(l) }

type listener struct {
	net.Listener
	budget *Budget
}

func (l listener) Accept() (net.Conn, error) {
	inner, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return newConn(inner.(*tap.Conn), l.budget), nil
}
