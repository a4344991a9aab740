package herd

import (
	"context"
	"fmt"
	"net"
	"sync"

	ws "github.com/fasthttp/websocket"

	"wireside/labs/lab"
)

// buffers are what clients write with; they write next to nothing.
var buffers sync.Pool

// messages follows a WebSocket to its end.
func (c *client) messages() error {
	u, err := c.target()
	if err != nil {
		return err
	}
	if err := c.connect(u.Host); err != nil {
		return err
	}
	u.Scheme = "ws"
	c.herd.tally.request(c.final)
	dialer := ws.Dialer{
		NetDialContext:   func(context.Context, string, string) (net.Conn, error) { return c.link.Conn, nil },
		HandshakeTimeout: dialTimeout,
		ReadBufferSize:   bufferSize,
		WriteBufferSize:  bufferSize,
		WriteBufferPool:  &buffers,
	}
	conn, resp, err := dialer.DialContext(c.hard, u.String(), nil)
	if err != nil && resp != nil {
		return fmt.Errorf("%w: %s", err, resp.Status)
	} else if err != nil {
		return err
	}
	c.reached = true
	conn.SetReadLimit(maxAnswer)
	for {
		kind, raw, err := conn.ReadMessage()
		switch {
		case ws.IsCloseError(err, ws.CloseNormalClosure):
			return errOver
		case err != nil:
			return err
		case kind == ws.TextMessage:
			c.message(raw)
		default:
			if e, err := lab.ParseBinaryEvent(raw); err == nil {
				c.event(e.Seq, e.At)
			}
		}
	}
}
