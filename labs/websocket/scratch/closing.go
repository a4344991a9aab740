package scratch

import (
	"encoding/binary"
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
