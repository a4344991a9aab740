package handshake

import (
	"strconv"
	"strings"

	"wireside/wireview/wire"
)

// permessageDeflate is the extension of RFC 7692 7.
const permessageDeflate = "permessage-deflate"

// The parameters of RFC 7692 7.1.
const (
	serverTakeover = "server_no_context_takeover"
	clientTakeover = "client_no_context_takeover"
	serverWindow   = "server_max_window_bits"
	clientWindow   = "client_max_window_bits"
)

// Deflate is what permessage-deflate was agreed to be (RFC 7692 7.1).
type Deflate struct {
	ServerNoContextTakeover bool `json:"serverNoContextTakeover"`
	ClientNoContextTakeover bool `json:"clientNoContextTakeover"`
	ServerMaxWindowBits     int  `json:"serverMaxWindowBits"` // 8 to 15
	ClientMaxWindowBits     int  `json:"clientMaxWindowBits"` // 8 to 15
}

// NoContextTakeover tells whether each message of a direction is compressed by itself.
func (d *Deflate) NoContextTakeover(dir wire.Dir) bool {
	if dir == wire.C2S {
		return d.ClientNoContextTakeover
	}
	return d.ServerNoContextTakeover
}

// MaxWindowBits returns how far back a direction's messages refer at most, as a power of two.
func (d *Deflate) MaxWindowBits(dir wire.Dir) int {
	if dir == wire.C2S {
		return d.ClientMaxWindowBits
	}
	return d.ServerMaxWindowBits
}

// ParseDeflate returns what the value of a response's Sec-WebSocket-Extensions says of permessage-deflate; nil if that is
// not in it. What breaks the rules counts as left out.
func ParseDeflate(value string) *Deflate {
	list, _ := ParseExtensions(value)
	return agreed(list)
}

func agreed(list []Extension) *Deflate {
	for _, e := range list {
		if !strings.EqualFold(e.Name, permessageDeflate) {
			continue
		}
		d := &Deflate{ServerMaxWindowBits: 15, ClientMaxWindowBits: 15}
		for _, p := range e.Params {
			bits, valid := p.bits()
			switch name := strings.ToLower(p.Name); {
			case name == serverTakeover:
				d.ServerNoContextTakeover = true
			case name == clientTakeover:
				d.ClientNoContextTakeover = true
			case name == serverWindow && valid:
				d.ServerMaxWindowBits = bits
			case name == clientWindow && valid:
				d.ClientMaxWindowBits = bits
			}
		}
		return d
	}
	return nil
}

// bits reads a window's size: a decimal number from 8 to 15, without leading zeros (RFC 7692 7.1.2.1).
func (p Parameter) bits() (n int, ok bool) {
	if p.Value == nil || len(*p.Value) > 2 || strings.HasPrefix(*p.Value, "0") {
		return 0, false
	}
	n, err := strconv.Atoi(*p.Value)
	return n, err == nil && n >= 8 && n <= 15 && (*p.Value)[0] != '+'
}

// get returns the parameter of that name; nil if there is none.
func (e *Extension) get(name string) *Parameter {
	for i := range e.Params {
		if e.Params[i].Name == name {
			return &e.Params[i]
		}
	}
	return nil
}

// judgeDeflate returns the rule that the parameters of permessage-deflate break by themselves, in an offer or an answer. An
// offer that does must be declined, an answer that does makes the client fail the connection (RFC 7692 7).
func judgeDeflate(e *Extension, answer bool) *wire.Violation {
	seen := make(map[string]bool, len(e.Params))
	for _, p := range e.Params {
		_, valid := p.bits()
		switch p.Name {
		case serverTakeover, clientTakeover:
			valid = p.Value == nil
		case clientWindow:
			valid = valid || p.Value == nil && !answer // RFC 7692 7.1.2.2: an offer may leave the size to the server
		case serverWindow:
		default:
			return DeflateUnknown
		}
		switch {
		case seen[p.Name]:
			return DeflateRepeated
		case !valid:
			return DeflateValue
		}
		seen[p.Name] = true
	}
	return nil
}

// judgeDeflateAnswer returns the rule that an answer breaks if it is to accept offer.
func judgeDeflateAnswer(offer, answer *Extension) *wire.Violation {
	if offer.get(serverTakeover) != nil && answer.get(serverTakeover) == nil {
		return DeflateTakeoverIgnored
	}
	if asked := offer.get(serverWindow); asked != nil {
		limit, _ := asked.bits()
		got := answer.get(serverWindow)
		if got == nil {
			return DeflateWindowIgnored
		}
		if bits, _ := got.bits(); bits > limit {
			return DeflateWindowIgnored
		}
	}
	if answer.get(clientWindow) != nil && offer.get(clientWindow) == nil {
		return DeflateWindowNotOffered
	}
	return nil
}
