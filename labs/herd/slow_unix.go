//go:build linux || darwin

package herd

import "syscall"

// segment is what TCP carries at a time over Ethernet (RFC 9293 3.7.1: 1,500 bytes without the two headers).
const segment = 1460

// slow makes a socket one of a reader far away, before it connects: it takes little in, in segments as a network has them.
// Those of the loopback have 64 KiB. Against a window smaller than that, a sender waits for its timers, and then has megabytes
// of room for what nobody has read.
func slow(_, _ string, conn syscall.RawConn) error {
	return conn.Control(func(fd uintptr) {
		// A system that refuses has a reader whose buffers are larger.
		syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, segment)
		syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, smallWindow)
	})
}
