package app

import (
	"strings"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// The lanes of an application that is not ours.
const (
	laneHTTP      = "http" // whatever is neither of the others, polls among it
	laneSSE       = "sse"
	laneWebSocket = "websocket"
)

var frontLanes = []string{laneHTTP, laneSSE, laneWebSocket}

// witness claims an exchange of another application by its request, and learns from the response what it really is.
// c.mu is held.
func (c *capture) witness(u *wire.Unit) {
	switch u.Kind {
	case wire.KindRequest:
		c.claim(u.Exchange, owner{c.front, laneAsked(u)})
	case wire.KindResponse:
		lane := laneAnswered(u)
		if claim := c.claimed(u.Exchange); claim != nil && lane != "" && claim.lane != lane {
			claim.lane = lane
			c.meter.owner = claim.owner
			c.count(claim.owner)
		}
	}
}

// orphan records a unit that belongs to no exchange under way: bytes that are no HTTP, or the connection's end.
func (c *capture) orphan(u *wire.Unit) {
	if c.meter.owner.ring == nil {
		c.meter.owner = owner{c.front, laneHTTP}
		c.count(c.meter.owner)
	}
	c.meter.owner.take(u)
}

// laneAsked returns the lane that a request asks for.
func laneAsked(u *wire.Unit) string {
	copied := *u
	http1.Explain(&copied)
	request, _ := copied.Value.(http1.Request)
	for _, h := range request.Headers {
		switch {
		case strings.EqualFold(h[0], "Upgrade") && strings.EqualFold(h[1], "websocket"):
			return laneWebSocket
		case strings.EqualFold(h[0], "Accept") && strings.HasPrefix(h[1], "text/event-stream"):
			return laneSSE
		}
	}
	return laneHTTP
}

// laneAnswered returns the lane that a response turns its exchange into; empty if it leaves that open.
func laneAnswered(u *wire.Unit) string {
	copied := *u
	http1.Explain(&copied)
	response, _ := copied.Value.(http1.Response)
	for _, h := range response.Headers {
		switch {
		case response.Status == 101 && strings.EqualFold(h[0], "Upgrade") && strings.EqualFold(h[1], "websocket"):
			return laneWebSocket
		case strings.EqualFold(h[0], "Content-Type"):
			if essence, _, _ := strings.Cut(h[1], ";"); strings.EqualFold(strings.TrimSpace(essence), "text/event-stream") {
				return laneSSE
			}
		}
	}
	return ""
}
