package wsframe

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// How many characters of a payload a summary and a field show.
const (
	maxSummary = 80
	maxShown   = 400
)

// summary returns a frame's line in a list: `text fin · {"seq":42…`, `ping 4 B`, `close 1001 "going away"`.
func summary(h header, m meaning, f *Frame) string {
	var room [4*maxSummary + 64]byte
	b := append(room[:0], opcodeName(h.opcode())...)
	if h.fin() && !h.control() {
		b = append(b, " fin"...)
	}
	if m.compressed {
		b = append(b, " deflate"...)
	}
	switch {
	case h.opcode() == opClose && f.Close != nil:
		if h.length > 0 {
			b = strconv.AppendInt(append(b, ' '), int64(f.Close.Code), 10)
		}
		if f.Close.Reason != "" {
			b = strconv.AppendQuote(append(b, ' '), text([]byte(f.Close.Reason), maxSummary))
		}
		return string(b)
	case m.text && len(m.plain) > 0:
		return string(appendText(append(b, " · "...), m.plain, maxSummary))
	case h.control():
		b = append(b, ' ')
	default:
		b = append(b, " · "...)
	}
	b = append(strconv.AppendUint(b, h.length, 10), " B"...)
	if m.lost {
		b = append(b, ", context lost"...)
	}
	if f.Pong != nil {
		b = append(append(b, ", "...), duration(f.Pong.RTT)...)
		b = append(b, " after its ping"...)
	}
	return string(b)
}

// show returns the beginning of a payload for people: of what it says if that is known, and as text if it reads as text.
func (m *meaning) show(payload []byte) string {
	switch {
	case m.plain == nil:
		return inHex(payload, maxShown)
	case m.text || printable(m.plain):
		return text(m.plain, maxShown)
	}
	return inHex(m.plain, maxShown)
}

// summary returns a message's line in a list.
func (m Message) summary() string {
	s := m.Type
	if m.Compressed > 0 {
		s += " deflate"
	}
	s += " message of " + strconv.Itoa(len(m.Frames)) + " frames · "
	switch {
	case m.Lost:
		return s + strconv.Itoa(len(m.Data)) + " B, context lost"
	case m.Type == "text" && !m.Deflated && len(m.Data) > 0:
		return s + text(m.Data, maxSummary)
	case m.Compressed > 0 && !m.Deflated:
		return s + strconv.Itoa(len(m.Data)) + " B, compressed to " + strconv.FormatInt(m.Compressed, 10)
	}
	return s + strconv.Itoa(len(m.Data)) + " B"
}

// text returns at most limit characters of b. Control characters show as their pictures, what is not UTF-8 as U+FFFD.
func text(b []byte, limit int) string {
	var room [512]byte
	return string(appendText(room[:0], b, limit))
}

// appendText appends what text returns.
func appendText(out, b []byte, limit int) []byte {
	for n := 0; len(b) > 0; n++ {
		if n == limit {
			return append(out, "…"...)
		}
		if n+8 <= limit && len(b) >= 8 && simple(b) { // most text, eight characters at once
			out = append(out, b[:8]...)
			b = b[8:]
			n += 7
			continue
		}
		r, size := rune(b[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(b)
		}
		b = b[size:]
		switch {
		case r < ' ':
			r += '␀'
		case r == 0x7f:
			r = '␡'
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// simple tells whether the next eight bytes are ASCII without control characters.
func simple(b []byte) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	w := binary.LittleEndian.Uint64(b)
	return (w|(w-' '*ones)|((w^0x7f*ones)-ones))&high == 0
}

// inHex returns the first bytes of b in hex, in at most limit characters.
func inHex(b []byte, limit int) string {
	if len(b) <= limit/2 {
		return hex.EncodeToString(b)
	}
	return hex.EncodeToString(b[:limit/2]) + "…"
}

// printable tells whether b reads as text, as far as it is shown.
func printable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for n := 0; len(b) > 0 && n < maxShown; n++ {
		r, size := utf8.DecodeRune(b)
		if !unicode.IsPrint(r) {
			return false
		}
		b = b[size:]
	}
	return true
}
