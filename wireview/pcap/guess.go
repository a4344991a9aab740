package pcap

import "bytes"

// servers are ports above 1023 that servers of this trade listen on.
var servers = map[uint16]bool{3000: true, 3001: true, 4000: true, 4200: true, 5000: true, 5173: true, 8000: true, 8001: true,
	8008: true, 8080: true, 8081: true, 8088: true, 8443: true, 8787: true, 8888: true, 9000: true, 9090: true}

// fromClient reports whether the sender of a segment, the first that is known of a connection, is the client. Without a SYN
// it is a guess.
func (s *segment) fromClient() bool {
	switch {
	case s.flags&flagSYN != 0:
		return s.flags&flagACK == 0
	case isRequest(s.data):
		return true
	case bytes.HasPrefix(s.data, []byte("HTTP/1.")):
		return false
	}
	src, dst := rank(s.src.port), rank(s.dst.port)
	if src != dst {
		return src < dst
	}
	return s.src.port >= s.dst.port
}

// rank is higher the more a port is a server's.
func rank(port uint16) int {
	switch {
	case port < 1024: // system ports (RFC 6335 6)
		return 2
	case servers[port]:
		return 1
	}
	return 0
}

// isRequest reports whether bytes begin as an HTTP request line does: a method, a space, a target (RFC 9112 3). A method may
// have other characters than capital letters; none of the registered ones that browsers send has.
func isRequest(b []byte) bool {
	n := 0
	for n < len(b) && n < 20 && 'A' <= b[n] && b[n] <= 'Z' {
		n++
	}
	if n < 3 || len(b) < n+2 || b[n] != ' ' {
		return false
	}
	return b[n+1] == '/' || b[n+1] == '*' || bytes.HasPrefix(b[n+1:], []byte("http")) || string(b[:n]) == "CONNECT"
}
