package scratch

import "errors"

// Closing is one side's part in the end of a connection (RFC 6455 sections 5.5.1 and 7.1). It is told what happens, in
// order, and says what to do next; it holds no socket, and is not for several goroutines at once.
type Closing interface {
	// Close is called when this side wants to end the connection. The error, for a code that AppendClose refuses, changes
	// nothing.
	Close(code int, reason string) (Next, error)

	// Received is called with the payload of each close frame that the peer sends. Only the first counts.
	Received(payload []byte) (Next, error)

	// Ended is called when the peer's bytes have ended, because it has closed its socket or because that has failed.
	Ended() (Next, error)
}

// Next is what a side does next, and what it knows. The zero value: nothing.
type Next struct {
	Send       bool   // a close frame is to be sent. No data may be sent after it, and no second one
	Payload    []byte // of the frame to be sent; may be empty
	Disconnect bool   // the socket is to be closed, after the frame if there is one
	Code       int    // how the connection was closed, for the application; 0 while that is not known
}

// closing is the Closing of a lane.
type closing struct {
	server bool
	sent   bool // our close frame is out, or it is too late for one
	code   int  // as Next's
}

// NewClosing returns the part of a server, or of a client.
func NewClosing(server bool) (Closing, error) { return &closing{server: server}, nil }

// Close begins the closing, unless it has begun. How it ends, the peer's close frame says.
func (c *closing) Close(code int, reason string) (Next, error) {
	if c.sent {
		return Next{Code: c.code}, nil
	}
	payload, err := AppendClose(nil, code, reason)
	if err != nil {
		return Next{}, err
	}
	c.sent = true
	return Next{Send: true, Payload: payload, Code: c.code}, nil
}

// Received answers the peer's close frame with its code, unless ours went out before: then this is the answer. When both
// are out, the server closes its socket first, and the client waits for that (7.1.1): who closes first holds on to the
// connection's ports for minutes.
func (c *closing) Received(payload []byte) (Next, error) {
	if c.code != 0 {
		return Next{Code: c.code}, nil
	}
	code, _, err := ParseClose(payload)
	var broken *CloseError
	if errors.As(err, &broken) { // 7.1.7: nothing more is expected of who sends such a frame
		next, err := c.Close(broken.Code, broken.Reason)
		c.code = CloseAbnormal
		next.Disconnect, next.Code = true, c.code
		return next, err
	}
	next, err := c.Close(code, "")
	c.code = code
	next.Disconnect, next.Code = c.server, code
	return next, err
}

// Ended closes this side's socket, too. If no close frame came before, that is CloseAbnormal (7.1.5).
func (c *closing) Ended() (Next, error) {
	c.sent = true
	if c.code == 0 {
		c.code = CloseAbnormal
	}
	return Next{Disconnect: true, Code: c.code}, nil
}
