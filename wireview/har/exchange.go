package har

import (
	"strings"

	"wireside/wireview/eventstream"
	"wireside/wireview/http1"
	"wireside/wireview/wire"
	"wireside/wireview/wsframe"
)

// exchange is what is known of a request and its response.
type exchange struct {
	conn  uint64
	began int64 // when its first unit crossed the socket, Unix time in µs
	lane  string
	keep  func(int) bool

	asked    *http1.Request
	answered *http1.Response
	sides    [2]side // by direction
	messages []message
	events   []event

	webSocket, eventStream bool
	omitted                int      // messages and events that were not kept
	broken                 []string // the rules that were broken, the first few
	faults                 int      // how many times
}

// side is one direction of an exchange.
type side struct {
	head, body int64 // bytes on the wire
	headAt     int64 // when the head was complete, Unix time in µs; 0 if it is not there
	lastAt     int64 // when the last byte crossed
	content    body
}

func (x *exchange) add(u *wire.Unit) {
	s := &x.sides[u.Dir]
	if u.Length > 0 {
		s.lastAt = u.At
	}
	if x.lane == "" {
		x.lane = u.Lane
	}
	x.fault(u.Error)
	switch v := u.Value.(type) {
	case http1.Request:
		if x.keep(len(u.Raw)) {
			x.asked, s.head, s.headAt = &v, u.Length, u.At
		}
		return
	case http1.Response:
		if v.Status/100 == 1 && v.Status != 101 { // the final one is still to come (RFC 9110 15.2)
			return
		}
		if x.keep(len(u.Raw)) {
			x.answered, s.head, s.headAt = &v, u.Length, u.At
			x.webSocket = x.webSocket || v.Framing == http1.FramingUpgrade && isWebSocket(v.Headers)
		}
		return
	case wsframe.Frame:
		x.webSocket = true
		x.frame(u, v)
		return
	case wsframe.Message:
		x.message(u, v)
		return
	case eventstream.Event:
		x.eventStream = true
		x.event(u, v)
	}
	if x.webSocket {
		return
	}
	s.body += u.Length
	s.content.add(u, x.keep)
}

// maxBroken is how many rules a comment names.
const maxBroken = 5

func (x *exchange) fault(v *wire.Violation) {
	if v == nil {
		return
	}
	x.faults++
	name := v.Name + " (" + v.Spec + ")"
	for _, known := range x.broken {
		if known == name {
			return
		}
	}
	if len(x.broken) < maxBroken {
		x.broken = append(x.broken, name)
	}
}

// shown reports whether the archive has an entry for it.
func (x *exchange) shown() bool {
	return x.asked != nil || len(x.messages) > 0 || len(x.events) > 0
}

// isWebSocket reports whether header fields switch to WebSocket.
func isWebSocket(headers [][2]string) bool {
	return strings.EqualFold(get(headers, "Upgrade"), "websocket")
}

// get returns the value of the first header field of a name, "" if there is none.
func get(headers [][2]string, name string) string {
	for _, h := range headers {
		if strings.EqualFold(h[0], name) {
			return h[1]
		}
	}
	return ""
}
