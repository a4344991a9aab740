// Package handshake judges and explains the opening handshake of WebSocket: RFC 6455 4 and 9.1, RFC 7692 5 to 7.1.
//
// [Ask] judges a request head and [Offer.Answer] the response head that answers it, while they are framed. [Explain] adds
// what is WebSocket's to a unit that http1 has explained. All broken rules are named values.
package handshake

import (
	"bytes"
	"strings"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// fields are those of a head that the handshake is about.
type fields struct {
	upgrade, connection, protocols, extensions list
	key, version, accept                       single
}

// list is a field whose lines are joined (RFC 9110 5.3).
type list struct {
	value []byte
	lines int
}

func (l *list) add(value []byte) {
	if l.lines++; l.lines > 1 {
		l.value = append(l.value, ',')
	}
	l.value = append(l.value, value...)
}

// single is a field that should have one line: the first one's value, and how many there are.
type single struct {
	value string
	lines int
}

func (s *single) add(value []byte) {
	if s.lines++; s.lines == 1 {
		s.value = string(value)
	}
}

// fieldsOf reads the fields of a head.
func fieldsOf(h *http1.Head) *fields {
	f := new(fields)
	for name, value := range h.Fields() {
		switch {
		case is(name, "Upgrade"):
			f.upgrade.add(value)
		case is(name, "Connection"):
			f.connection.add(value)
		case is(name, "Sec-WebSocket-Key"):
			f.key.add(value)
		case is(name, "Sec-WebSocket-Version"):
			f.version.add(value)
		case is(name, "Sec-WebSocket-Accept"):
			f.accept.add(value)
		case is(name, "Sec-WebSocket-Protocol"):
			f.protocols.add(value)
		case is(name, "Sec-WebSocket-Extensions"):
			f.extensions.add(value)
		}
	}
	return f
}

// is tells whether a name is the given one, in any case.
func is(name []byte, want string) bool {
	return len(name) == len(want) && bytes.EqualFold(name, []byte(want))
}

// has tells whether a list has a word, in any case.
func has(list []byte, word string) bool {
	for one := range bytes.SplitSeq(list, []byte(",")) {
		if is(bytes.TrimSpace(one), word) {
			return true
		}
	}
	return false
}

// concerns tells whether a request has to do with WebSocket: it asks for the protocol, or has a key.
func concerns(h *http1.Head) bool {
	if len(h.Protocol) > 0 {
		for name, value := range h.Fields() {
			if is(name, "Upgrade") && has(value, "websocket") {
				return true
			}
		}
	}
	return h.Get("Sec-WebSocket-Key") != nil
}

// Offer is what a request that asks for WebSocket offers, as far as the answer is judged by it.
type Offer struct {
	Exchange uint64 // the request's
	Key      string // Sec-WebSocket-Key, as it was sent
	Asks     bool   // Upgrade has the word websocket

	version               string
	protocols, extensions string
}

// Ask returns what a request offers, and the first rule that it breaks or nil. It returns nil for a request that does
// not concern WebSocket. That Host is missing is for HTTP to say.
func Ask(h *http1.Head) (*Offer, *wire.Violation) {
	if !concerns(h) {
		return nil, nil
	}
	f := fieldsOf(h)
	o := &Offer{
		Exchange: h.Exchange, Key: f.key.value, Asks: has(f.upgrade.value, "websocket"),
		version: f.version.value, protocols: string(f.protocols.value), extensions: string(f.extensions.value),
	}
	return o, f.judge(h, o.Asks)
}

// judge follows the list of RFC 6455 4.1 for requests.
func (f *fields) judge(h *http1.Head, asks bool) *wire.Violation {
	switch {
	case h.Method != "GET":
		return BadMethod
	case h.Version == "HTTP/1.0":
		return OldHTTP
	case !asks:
		return NoUpgrade
	case !has(f.connection.value, "upgrade"):
		return NoConnection
	case f.key.lines == 0:
		return NoKey
	case f.key.lines > 1:
		return RepeatedKey
	case !validKey(f.key.value):
		return BadKey
	case f.version.lines == 0:
		return NoVersion
	case f.version.lines > 1:
		return RepeatedVersion
	case f.version.value != "13":
		return BadVersion
	}
	if f.protocols.lines > 0 {
		if bad := judgeProtocols(string(f.protocols.value)); bad != nil {
			return bad
		}
	}
	if f.extensions.lines == 0 {
		return nil
	}
	list, ok := ParseExtensions(string(f.extensions.value))
	if !ok {
		return BadExtensions
	}
	for i := range list {
		if list[i].Name == permessageDeflate {
			if bad := judgeDeflate(&list[i], false); bad != nil {
				return bad
			}
		}
	}
	return nil
}

func judgeProtocols(list string) *wire.Violation {
	seen := map[string]bool{}
	for one := range strings.SplitSeq(list, ",") {
		one = strings.Trim(one, " \t")
		switch {
		case one == "": // RFC 9110 5.6.1.2: empty elements are ignored
			continue
		case !isToken(one):
			return BadProtocols
		case seen[one]:
			return RepeatedProtocol
		}
		seen[one] = true
	}
	if len(seen) == 0 {
		return BadProtocols
	}
	return nil
}
