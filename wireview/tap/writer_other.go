//go:build !unix

package tap

// writer writes through net.Conn where the system's calls cannot be reached in a portable way.
type writer struct{ conn *Conn }

func (w *writer) init(c *Conn) { w.conn = c }

func (w *writer) write(p []byte, wait bool) (int, error) { return w.conn.writePortably(p, wait) }
