package websocket

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	ws "github.com/fasthttp/websocket"

	"wireside/labs/feed"
)

// Client follows a lane. It remembers where it is, so that Run goes on behind the last event seen.
type Client struct {
	URL     string         // "ws://localhost:8080/labs/websocket?run=demo"
	After   uint64         // the last event seen; 0: begin with the oldest one kept
	Deflate bool           // offer permessage-deflate, and ask for it
	Gap     func(feed.Gap) // told of events that were missed; may be nil
	Silence time.Duration  // how long nothing may come, pings included; 0: 45 s
}

// Run connects and calls each with every event. It returns nil when the feed has ended, ctx's error when ctx has, and else
// what went wrong: to reconnect is to call it again.
func (c *Client) Run(ctx context.Context, each func(feed.Event)) error {
	conn, err := c.dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	leave := context.AfterFunc(ctx, func() {
		bye := ws.FormatCloseMessage(ws.CloseNormalClosure, "")
		conn.WriteControl(ws.CloseMessage, bye, time.Now().Add(farewell))
		time.AfterFunc(farewell, func() { conn.Close() }) // if the server doesn't answer
	})
	defer leave()
	for {
		_, raw, err := conn.ReadMessage()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case ws.IsCloseError(err, ws.CloseNormalClosure):
			return nil
		case err != nil:
			return err
		}
		var message struct {
			feed.Event
			Gap *feed.Gap
		}
		if err := json.Unmarshal(raw, &message); err != nil {
			return err
		}
		c.alive(conn)
		switch {
		case message.Gap != nil:
			c.After = message.Gap.To
			if c.Gap != nil {
				c.Gap(*message.Gap)
			}
		case message.Seq > 0:
			c.After = message.Seq
			each(message.Event)
		}
	}
}

// dial opens the stream behind the cursor.
func (c *Client) dial(ctx context.Context) (*ws.Conn, error) {
	u, err := url.Parse(c.URL)
	if err != nil {
		return nil, err
	}
	query := u.Query()
	if c.After > 0 {
		query.Set("after", fmt.Sprint(c.After))
	}
	if c.Deflate {
		query.Set("deflate", "1")
	}
	u.RawQuery = query.Encode()
	dialer := ws.Dialer{HandshakeTimeout: 10 * time.Second, EnableCompression: c.Deflate}
	conn, response, err := dialer.DialContext(ctx, u.String(), nil)
	if err != nil && response != nil {
		return nil, fmt.Errorf("%w: %s", err, response.Status)
	} else if err != nil {
		return nil, err
	}
	pong := conn.PingHandler()
	conn.SetPingHandler(func(payload string) error {
		c.alive(conn)
		return pong(payload)
	})
	c.alive(conn)
	return conn, nil
}

// alive puts off the end for want of a sign of life.
func (c *Client) alive(conn *ws.Conn) {
	silence := c.Silence
	if silence == 0 {
		silence = 45 * time.Second
	}
	conn.SetReadDeadline(time.Now().Add(silence))
}
