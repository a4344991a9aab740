package handshake

import (
	"strings"

	"wireside/wireview/http1"
	"wireside/wireview/wire"
)

// Agreement is what a response says about the rest of the connection.
type Agreement struct {
	WebSocket bool     // it goes on with frames
	Deflate   *Deflate // permessage-deflate is in force; nil if not
}

// Answer judges a final response, or a 101, to the request with the offer o; nil if that did not concern WebSocket. It
// returns what was agreed on, and the first rule that the response breaks or nil.
func (o *Offer) Answer(h *http1.Head) (Agreement, *wire.Violation) {
	if h.Status != 101 {
		if o == nil || !o.Asks {
			return Agreement{}, nil
		}
		return Agreement{}, o.refusal(h)
	}
	f := fieldsOf(h)
	// An answer that leaves Upgrade out switches to what was asked for, if it means anything.
	to := has(f.upgrade.value, "websocket") || f.upgrade.lines == 0 && o != nil && o.Asks
	if !to {
		return Agreement{}, nil
	}
	accepted, ok := ParseExtensions(string(f.extensions.value))
	a := Agreement{WebSocket: true, Deflate: agreed(accepted)}
	switch {
	case o == nil || !o.Asks:
		return a, NotAsked
	case !is(f.upgrade.value, "websocket"):
		return a, AnswerUpgrade
	case !has(f.connection.value, "upgrade"):
		return a, AnswerConnection
	case f.accept.lines == 0:
		return a, NoAccept
	case f.accept.lines > 1:
		return a, RepeatedAccept
	case f.accept.value != Accept(o.Key):
		return a, BadAccept
	case f.extensions.lines > 1:
		return a, RepeatedExtensions
	case f.extensions.lines > 0 && !ok:
		return a, BadExtensions
	}
	if bad := o.judgeExtensions(accepted); bad != nil {
		return a, bad
	}
	return a, o.judgeProtocol(&f.protocols)
}

// refusal judges a response that does not switch protocols.
func (o *Offer) refusal(h *http1.Head) *wire.Violation {
	versions := h.Get("Sec-WebSocket-Version") != nil
	switch {
	case h.Status == 426 && !versions, h.Status == 400 && o.version != "" && o.version != "13" && !versions:
		return NoVersionSaid
	case h.Status == 426 && len(h.Protocol) == 0:
		return NoUpgradeSaid
	}
	return nil
}

// judgeExtensions compares what was accepted with what was offered (RFC 6455 4.1, RFC 7692 7.1).
func (o *Offer) judgeExtensions(accepted []Extension) *wire.Violation {
	offered, _ := ParseExtensions(o.extensions)
	deflated := false
	for i := range accepted {
		answer := &accepted[i]
		first := firstNamed(offered, answer.Name)
		if first == nil {
			return ExtensionNotOffered
		}
		if answer.Name != permessageDeflate {
			continue
		}
		if deflated {
			return ExtensionConflict
		}
		deflated = true
		if bad := judgeDeflate(answer, true); bad != nil {
			return bad
		}
		if bad := fits(offered, answer); bad != nil {
			return bad
		}
	}
	return nil
}

func firstNamed(list []Extension, name string) *Extension {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

// fits returns nil if answer accepts one of the offers of its name, and what is wrong for the first of them if none.
func fits(offered []Extension, answer *Extension) (bad *wire.Violation) {
	for i := range offered {
		if offered[i].Name != answer.Name {
			continue
		}
		why := judgeDeflateAnswer(&offered[i], answer)
		if why == nil {
			return nil
		}
		if bad == nil {
			bad = why
		}
	}
	return bad
}

// judgeProtocol looks at the subprotocol (RFC 6455 4.2.2).
func (o *Offer) judgeProtocol(answer *list) *wire.Violation {
	switch {
	case answer.lines == 0:
		return nil
	case answer.lines > 1:
		return RepeatedAnswer
	case !isToken(string(answer.value)):
		return BadAnswer
	}
	for one := range strings.SplitSeq(o.protocols, ",") {
		if strings.Trim(one, " \t") == string(answer.value) {
			return nil
		}
	}
	return ProtocolNotOffered
}
