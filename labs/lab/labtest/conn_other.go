//go:build !unix

package labtest

import "net"

// Wrap returns conn as it is: there is no lab.TryWriter here.
func Wrap(conn net.Conn) net.Conn { return conn }
