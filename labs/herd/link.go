package herd

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"wireside/labs/lab"
)

const (
	bufferSize  = 1024                   // bytes that a client reads at a time
	maxAnswer   = 16 << 20               // bytes of an answer or a message
	dialTimeout = 10 * time.Second       // to open a connection
	smallWindow = 4096                   // bytes that the socket of a slow reader may hold
	credit      = 100 * time.Millisecond // what timers that rang late have cost a slow reader, and it may catch up on
)

// link is a client's connection.
type link struct {
	net.Conn
	in    *bufio.Reader
	leave func() bool // undoes what the end of the herd would do
}

// connect opens a connection, unless there is one.
func (c *client) connect(address string) error {
	if c.link != nil {
		return nil
	}
	dialer := net.Dialer{Timeout: dialTimeout}
	if c.herd.cfg.ReadKbps > 0 {
		dialer.Control = slow
	}
	conn, err := dialer.DialContext(c.hard, "tcp", address)
	if err != nil {
		return err
	}
	c.herd.tally.connect()
	leave := context.AfterFunc(c.hard, func() { conn.Close() })
	if kbps := c.herd.cfg.ReadKbps; kbps > 0 {
		conn = &slowReader{Conn: conn, ctx: c.hard, perSecond: kbps * 1000 / 8}
	}
	c.link = &link{conn, bufio.NewReaderSize(conn, bufferSize), leave}
	return nil
}

// hangUp closes the connection, if there is one.
func (c *client) hangUp() {
	if c.link == nil {
		return
	}
	c.link.leave()
	c.link.Close()
	c.link = nil
	c.herd.tally.disconnect()
}

// target is what a client asks for: what follows the last event that it has seen.
func (c *client) target() (*url.URL, error) {
	return url.Parse(lab.With(c.herd.url, "after", strconv.FormatUint(c.last, 10)))
}

// get sends a request and returns the head of its answer.
func (c *client) get(header http.Header) (*http.Response, error) {
	u, err := c.target()
	if err != nil {
		return nil, err
	}
	if err := c.connect(u.Host); err != nil {
		return nil, err
	}
	c.herd.tally.request(c.final)
	req := &http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: header}
	if err := req.Write(c.link); err != nil {
		return nil, err
	}
	return http.ReadResponse(c.link.in, req)
}

// slowReader reads so many bytes a second, and leaves the others where they are: in the socket, and then with the sender.
type slowReader struct {
	net.Conn
	ctx       context.Context // ends the waiting
	perSecond float64
	due       time.Time // when what was read may have been read
}

// Read reads what a fiftieth of a second allows, and takes as long as it may.
func (r *slowReader) Read(p []byte) (int, error) {
	most := max(1, int(r.perSecond/50))
	if len(p) > most {
		p = p[:most]
	}
	if err := lab.Sleep(r.ctx, time.Until(r.due)); err != nil {
		return 0, err
	}
	n, err := r.Conn.Read(p)
	if earliest := time.Now().Add(-credit); r.due.Before(earliest) {
		r.due = earliest
	}
	r.due = r.due.Add(time.Duration(float64(n) / r.perSecond * float64(time.Second)))
	return n, err
}
