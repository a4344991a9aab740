package wsframe

import (
	"encoding/binary"
	"unicode/utf8"

	"wireside/wireview/wire"
)

// judge returns the first rule that a frame's header breaks, in the order of its bytes, and then what only the frames
// before it forbid. It returns nil if there is none.
func (d *Decoder) judge(h header) *wire.Violation {
	if (h.first == finBit|opText || h.first == finBit|opBinary) && h.masked() == d.client && h.extended() == 0 &&
		d.msg == nil && !d.closing {
		return nil // most frames: text or binary, whole, short
	}
	switch op := h.opcode(); {
	case h.rsv() != 0 && !d.deflate, h.rsv()&^(rsv1Bit>>4) != 0:
		return ReservedBits
	case h.rsv() != 0 && op != opText && op != opBinary:
		return MisplacedRSV1
	case op > opBinary && op < opClose, op > opPong:
		return ReservedOpcode
	case h.control() && !h.fin():
		return FragmentedControl
	case d.client && !h.masked():
		return Unmasked
	case !d.client && h.masked():
		return Masked
	case h.control() && h.length > MaxControl:
		return LongControl
	case h.extended() == 2 && h.length < 126, h.extended() == 8 && h.length < 1<<16:
		return LengthNotMinimal
	case h.data() && d.closing:
		return DataAfterClose
	case op == opContinuation && d.msg == nil:
		return UnexpectedContinuation
	case h.data() && op != opContinuation && d.msg != nil:
		return InterruptedMessage
	}
	return nil
}

// maxSame is how many frames in a row may have the same key before that is called a rule broken. By chance it happens
// once in 2^64.
const maxSame = 2

// repeats notes a frame's masking key, and tells whether the last maxSame frames had it too.
func (d *Decoder) repeats(key uint32) bool {
	if key != d.key {
		d.key, d.same = key, 0
		return false
	}
	d.same = min(d.same+1, maxSame)
	return d.same == maxSame
}

// judgeClose returns the rule that the body of the close frame in raw breaks (RFC 6455 5.5.1), or nil.
func judgeClose(h header, raw []byte) *wire.Violation {
	if h.length == 0 {
		return nil
	}
	if h.length == 1 {
		return ShortClose
	}
	body := make([]byte, 0, MaxControl)
	body = append(body, raw[h.size:]...)
	Unmask(body, body, h.key(raw))
	switch {
	case !validCloseCode(int(binary.BigEndian.Uint16(body))):
		return InvalidCloseCode
	case !utf8.Valid(body[2:]):
		return InvalidReason
	}
	return nil
}

// validCloseCode tells whether an endpoint may send code. Of 1000 to 2999 these are the registered ones (RFC 6455 7.4.1,
// and the registry of 11.7), but for 1004, which is reserved, and 1005, 1006 and 1015, which are for local use.
func validCloseCode(code int) bool {
	switch {
	case code >= 1000 && code <= 1003, code >= 1007 && code <= 1014:
		return true
	}
	return code >= 3000 && code <= 4999 // RFC 6455 7.4.2: libraries and applications
}
