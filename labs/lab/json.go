package lab

import (
	"encoding/base64"
	"strconv"
	"unicode/utf8"

	"wireside/labs/feed"
)

// AppendEvent appends the JSON of an event, {"seq":42,"at":1763794512203114,"data":"…"}. Every technique carries these
// very bytes, but for WebSocket's binary messages. They hold no line end, so that they fit on one line of an event stream.
// JSON has no bytes: those of a binary event become base64 (RFC 4648 section 4), a third longer.
func AppendEvent(dst []byte, e feed.Event) []byte { return appendEvent(dst, e, ",") }

// AppendEventLines appends the same JSON on three lines: a line feed stands behind each comma (RFC 8259 section 2).
func AppendEventLines(dst []byte, e feed.Event) []byte { return appendEvent(dst, e, ",\n") }

func appendEvent(dst []byte, e feed.Event, comma string) []byte {
	dst = append(dst, `{"seq":`...)
	dst = strconv.AppendUint(dst, e.Seq, 10)
	dst = append(dst, comma...)
	dst = append(dst, `"at":`...)
	dst = strconv.AppendInt(dst, e.At, 10)
	dst = append(dst, comma...)
	dst = append(dst, `"data":`...)
	if e.Binary {
		dst = append(dst, '"')
		dst = base64.StdEncoding.AppendEncode(dst, []byte(e.Data))
		dst = append(dst, '"')
	} else {
		dst = AppendString(dst, e.Data)
	}
	return append(dst, '}')
}

// AppendGap appends the JSON of a gap, {"from":1,"to":152}.
func AppendGap(dst []byte, g feed.Gap) []byte {
	dst = append(dst, `{"from":`...)
	dst = strconv.AppendUint(dst, g.From, 10)
	dst = append(dst, `,"to":`...)
	dst = strconv.AppendUint(dst, g.To, 10)
	return append(dst, '}')
}

const hex = "0123456789abcdef"

// AppendString appends s as a JSON string. Only what RFC 8259 section 7 says must be escaped is: the quotation mark, the
// backslash and the control characters. Bytes that are not UTF-8 become U+FFFD (section 8.1 wants UTF-8).
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	plain := 0 // s[plain:i] is to be copied as it is
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				dst = append(dst, s[plain:i]...)
				dst = append(dst, "\uFFFD"...)
				plain = i + 1
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[plain:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			dst = append(dst, `\u00`...)
			dst = append(dst, hex[c>>4], hex[c&15])
		}
		i++
		plain = i
	}
	dst = append(dst, s[plain:]...)
	return append(dst, '"')
}
