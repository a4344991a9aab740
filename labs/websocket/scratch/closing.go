package scratch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// MaySend reports whether a close frame may carry the code (RFC 6455 section 7.4): one that 7.4.1 or the registry defines for
// frames, or one of those that are left to libraries (3000 to 3999) and to applications (4000 to 4999).
func MaySend(code int) bool {
	switch {
	case code == 1004, code == CloseNoStatus, code == CloseAbnormal: // reserved; and what never was in a frame
		return false
	case CloseNormal <= code && code <= CloseBadGateway:
		return true
	}
	return 3000 <= code && code <= 4999
}

// AppendClose appends the payload of a close frame (5.5.1): the code in two bytes, and as much of the reason, in whole
// characters, as there is room for. For CloseNoStatus, which says that there is no code, it appends nothing; there is no
// reason without a code.
//
// The error is a *CloseError with code 1011, for any other code that must not be sent.
func AppendClose(dst []byte, code int, reason string) ([]byte, error) {
	if code == CloseNoStatus {
		return dst, nil
	}
	if !MaySend(code) {
		return dst, &CloseError{CloseInternalError, fmt.Sprintf("code %d must not be sent", code)}
	}
	dst = binary.BigEndian.AppendUint16(dst, uint16(code))
	return append(dst, cut(reason)...), nil
}

// ParseClose reads the payload of a close frame. The code of an empty one is CloseNoStatus (7.1.5).
//
// The error is a *CloseError: 1002 for half a code, or one that must not be sent; 1007 for a reason that is not UTF-8.
func ParseClose(payload []byte) (code int, reason string, err error) {
	switch len(payload) {
	case 0:
		return CloseNoStatus, "", nil
	case 1: // 5.5.1: if there is a payload, it begins with a code of two bytes
		return 0, "", &CloseError{CloseProtocolError, "close frame with half a code"}
	}
	code = int(binary.BigEndian.Uint16(payload))
	if !MaySend(code) {
		return 0, "", &CloseError{CloseProtocolError, fmt.Sprintf("code %d must not be sent", code)}
	}
	if !utf8.Valid(payload[2:]) { // 8.1 holds for it, too
		return 0, "", &CloseError{CloseInvalidPayload, "the reason is not valid UTF-8"}
	}
	return code, string(payload[2:]), nil
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
