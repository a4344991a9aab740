package relay

import "golang.org/x/sys/unix"

// unsent returns how many bytes of a TCP socket the peer has not acknowledged: SIOCOUTQ, tcp(7).
func unsent(fd uintptr) (int, bool) {
	n, err := unix.IoctlGetInt(int(fd), unix.SIOCOUTQ)
	return n, err == nil
}
