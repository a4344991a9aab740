package impair

import "wireside/wireview/tap"

// Conn is a connection that links may be entered on. While it is on none it is its *tap.Conn.
type Conn struct {
	*tap.Conn
}

// New wraps a connection, from which nothing has been read and to which nothing has been written.
func New(inner *tap.Conn) *Conn { return &Conn{Conn: inner} }
