package websocket

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	ws "github.com/fasthttp/websocket"

	"wireside/labs/lab"
)

// maxHead is how long the head of the answer to a handshake may be, in bytes.
const maxHead = 64 << 10

// Bare follows a lane by WebSocket with the standard library alone: without TLS, and without extensions. Run may run once at
// a time.
type Bare struct {
	URL      string        // of the lane, with its run; after in its query says where to begin: 0, "now", …
	Watchdog time.Duration // how long no message may come, the server's heartbeats included; 0 or less: for ever
	Observer lab.Observer  // nil: nobody looks

	conn  net.Conn    // of the Run that is under way; nil before it
	leave func() bool // undoes what the end of the context would do

	mu   sync.Mutex // over open, and over the writing of frames
	open bool
}

// What a server may do wrong, each with the close code that says so (RFC 6455 section 7.4.1).
var (
	errFrame  = &fault{ws.CloseProtocolError, "the server sent a frame that can't be"}
	errText   = &fault{ws.CloseInvalidFramePayloadData, "the server sent text that is not UTF-8"}
	errTooBig = &fault{ws.CloseMessageTooBig, fmt.Sprintf("the server sent a message longer than %d bytes", maxReceived)}
)

// dial connects to the URL's host, within the time of a handshake. When ctx ends it says goodbye and closes.
func (b *Bare) dial(ctx context.Context) (host, path string, err error) {
	u, err := url.Parse(b.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "ws" {
		return "", "", &lab.Error{Code: "bad_url", Message: fmt.Sprintf(
			"%q is not the address of a lane without TLS: give one such as ws://localhost:8080/labs/websocket", b.URL)}
	}
	address := u.Host
	if u.Port() == "" {
		address = net.JoinHostPort(u.Hostname(), "80")
	}
	limit := handshakeTimeout
	if b.Watchdog > 0 {
		limit = min(b.Watchdog, limit)
	}
	dialer := net.Dialer{Timeout: limit}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return "", "", err
	}
	conn.SetReadDeadline(time.Now().Add(limit))
	b.conn = conn
	b.leave = context.AfterFunc(ctx, func() {
		if b.bye(ws.CloseNormalClosure) != nil {
			conn.Close()
		}
		time.AfterFunc(farewell, func() { conn.Close() }) // if the server doesn't answer
	})
	return u.Host, u.RequestURI(), nil
}

// upgraded reads the head of the answer to the handshake, and judges all of it but Sec-WebSocket-Accept, which it returns
// (RFC 6455 section 4.1). What follows the head is left in the stream.
func (b *Bare) upgraded() (stream *bufio.Reader, accept string, err error) {
	limited := &io.LimitedReader{R: b.conn, N: maxHead}
	stream = bufio.NewReader(limited)
	response, err := http.ReadResponse(stream, nil)
	if err != nil {
		return nil, "", err
	}
	limited.N = math.MaxInt64
	h := response.Header
	connection := strings.Split(strings.Join(h.Values("Connection"), ","), ",") // a list (RFC 9110 section 7.6.1)
	upgrades := func(item string) bool { return strings.EqualFold(strings.TrimSpace(item), "upgrade") }
	switch {
	case response.StatusCode != http.StatusSwitchingProtocols:
		return nil, "", fmt.Errorf("no upgrade: %s", response.Status)
	case !strings.EqualFold(h.Get("Upgrade"), "websocket") || !slices.ContainsFunc(connection, upgrades):
		return nil, "", fmt.Errorf("an upgrade to %q, Connection: %q", h.Get("Upgrade"), connection)
	case h.Get("Sec-WebSocket-Extensions") != "" || h.Get("Sec-WebSocket-Protocol") != "":
		return nil, "", errors.New("the server agrees to what nobody offered")
	}
	b.hold(true)
	return stream, h.Get("Sec-WebSocket-Accept"), nil
}

// expect begins the count of a silence.
func (b *Bare) expect() {
	until := time.Time{}
	if b.Watchdog > 0 {
		until = time.Now().Add(b.Watchdog)
	}
	b.conn.SetReadDeadline(until)
}

// put writes a frame.
func (b *Bare) put(frame []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.open {
		return errNotOpen
	}
	b.open = frame[0] != final|opClose // which is the last one (5.5.1)
	b.conn.SetWriteDeadline(time.Now().Add(DefaultWriteTimeout))
	_, err := b.conn.Write(frame)
	if err != nil { // part of it may be on its way: nothing can follow that
		b.open = false
		b.conn.Close()
	}
	return err
}

// hold says whether frames may be written.
func (b *Bare) hold(open bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open = open
}

// bye sends a close frame.
func (b *Bare) bye(code int) error {
	return b.write(opClose, binary.BigEndian.AppendUint16(nil, uint16(code)))
}

// closeError is the error of a close frame from the server (RFC 6455 section 5.5.1).
func closeError(payload []byte) error {
	if len(payload) == 0 {
		return &ws.CloseError{Code: ws.CloseNoStatusReceived}
	}
	code := 0 // 7.4.2: below 1000 there are none
	if len(payload) > 1 {
		code = int(binary.BigEndian.Uint16(payload))
	}
	if code < 1000 || !utf8.Valid(payload[2:]) {
		return errFrame
	}
	return &ws.CloseError{Code: code, Text: string(payload[2:])}
}

// hangUp answers the server's close frame with its code, or says with a code what the server did wrong, and closes.
func (b *Bare) hangUp(err error) {
	if b.conn == nil {
		return
	}
	b.leave()
	var peer *ws.CloseError
	var broken *fault
	switch {
	case errors.As(err, &peer) && peer.Code == ws.CloseNoStatusReceived:
		b.write(opClose, nil)
	case errors.As(err, &peer):
		b.bye(peer.Code)
	case errors.As(err, &broken):
		b.bye(broken.code)
	}
	b.hold(false)
	b.conn.Close()
}

// Send sends a text upstream. The observer is told of its echo.
func (b *Bare) Send(_ context.Context, text string) error { return b.write(opText, []byte(text)) }
