package websocket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	ws "github.com/fasthttp/websocket"

	"wireside/labs/feed"
	"wireside/labs/lab"
)

const (
	maxReceived      = 16 << 20 // bytes of the longest message that a client takes
	handshakeTimeout = time.Minute
)

// Client follows a lane by WebSocket, in one of three ways: Run, RunBackoff or RunResume. One of them may run at a time.
type Client struct {
	URL      string        // of the lane, with its run; after in its query says where to begin: 0, "now", …
	Deflate  bool          // offer permessage-deflate, and ask for it
	Watchdog time.Duration // how long no message may come, the server's heartbeats included; 0 or less: for ever
	Jitter   float64       // the share of each pause that is random, 0 to 1
	Pause    time.Duration // after the first failure; 0 or less: 500 ms. Each further one doubles it, four times at most
	Observer lab.Observer  // nil: nobody looks

	mu   sync.Mutex // over conn, and over the writing of messages
	conn *ws.Conn   // nil while there is none
}

func (c *Client) firstPause() time.Duration {
	if c.Pause > 0 {
		return c.Pause
	}
	return 500 * time.Millisecond
}

// conn is one connection of a client.
type conn struct {
	*ws.Conn
	client *Client
	leave  func() bool // undoes what the end of the context would do
}

// dial opens a connection. When ctx ends it says goodbye and closes.
func (c *Client) dial(ctx context.Context, address string) (*conn, error) {
	if rest, ok := strings.CutPrefix(address, "http"); ok { // the browser's API takes http: and https:, too
		address = "ws" + rest
	}
	if c.Deflate {
		address = lab.With(address, "deflate", "1")
	}
	var abandon func() bool // undoes the closing of a connection that is not open yet
	dialer := ws.Dialer{
		HandshakeTimeout:  handshakeTimeout,
		EnableCompression: c.Deflate,
		NetDialContext: func(dialing context.Context, network, host string) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(dialing, network, host)
			if err == nil {
				abandon = context.AfterFunc(ctx, func() { conn.Close() }) // the library waits for the answer whatever ctx does
			}
			return conn, err
		},
	}
	if c.Watchdog > 0 {
		dialer.HandshakeTimeout = min(c.Watchdog, handshakeTimeout)
	}
	inner, response, err := dialer.DialContext(ctx, address, nil)
	if abandon != nil {
		abandon()
	}
	if err != nil && response != nil {
		return nil, fmt.Errorf("%w: %s", err, response.Status)
	} else if err != nil {
		return nil, err
	}
	inner.SetReadLimit(maxReceived)
	leave := context.AfterFunc(ctx, func() {
		bye := ws.FormatCloseMessage(ws.CloseNormalClosure, "")
		inner.WriteControl(ws.CloseMessage, bye, time.Now().Add(farewell))
		time.AfterFunc(farewell, func() { inner.Close() }) // if the server doesn't answer
	})
	c.hold(inner)
	return &conn{inner, c, leave}, nil
}

// hold makes a connection the one on which texts are sent.
func (c *Client) hold(inner *ws.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = inner
}

// receive reads one message and tells what it brings. After an error the connection is closed.
func (c *conn) receive(each func(feed.Event)) error {
	if silence := c.client.Watchdog; silence > 0 { // a connection can die without a word: count the silence
		c.SetReadDeadline(time.Now().Add(silence))
	}
	kind, raw, err := c.ReadMessage()
	if err != nil {
		c.leave()
		c.Close() // before hold, for which a text that finds no room would have to wait
		c.client.hold(nil)
		return err
	}
	take(lab.Observed(c.client.Observer), kind == ws.BinaryMessage, raw, each)
	return nil
}

// take tells what a message brings: an event, in a binary message or as JSON; or, as JSON, a gap, an echo or a heartbeat.
func take(observer lab.Observer, binary bool, raw []byte, each func(feed.Event)) {
	if binary {
		if event, err := lab.ParseBinaryEvent(raw); err == nil {
			each(event)
		} else {
			observer.Unreadable(err.Error())
		}
		return
	}
	var message struct {
		feed.Event
		Gap  *feed.Gap
		Echo *string
	}
	switch err := json.Unmarshal(raw, &message); {
	case err != nil:
		observer.Unreadable(string(raw))
	case message.Gap != nil:
		observer.Gap(*message.Gap)
	case message.Echo != nil:
		observer.Echo(*message.Echo)
	case message.Seq > 0:
		each(message.Event)
	}
}

// errNotOpen is what Send says while there is no connection. A browser's drops what is sent then.
var errNotOpen = errors.New("the WebSocket is not open")

// Send sends a text upstream. The observer is told of its echo.
func (c *Client) Send(ctx context.Context, text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn == nil {
		return errNotOpen
	}
	until, ok := ctx.Deadline()
	if !ok {
		until = time.Now().Add(DefaultWriteTimeout)
	}
	c.conn.SetWriteDeadline(until)
	return c.conn.WriteMessage(ws.TextMessage, []byte(text))
}

// saidAll reports whether the server ended the stream because there is no more to come.
func saidAll(err error) bool { return ws.IsCloseError(err, ws.CloseNormalClosure) }

// ending is what a client returns after an error that ended its last connection.
func ending(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case saidAll(err):
		return nil
	}
	return err
}
