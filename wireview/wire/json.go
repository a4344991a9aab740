package wire

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/bits"
	"strconv"
	"unicode/utf8"
)

// JSONAppender is a unit's value that writes its own JSON: the bytes that encoding/json would, without reflection.
type JSONAppender interface {
	AppendJSON(b []byte) []byte
}

// AppendJSON appends the unit as JSON, without a newline: what encoding/json writes with SetEscapeHTML(false), but without
// reflection, and without memory beyond b unless Value is not a JSONAppender. A Value that encoding/json refuses is null.
func (u *Unit) AppendJSON(b []byte) []byte {
	b = strconv.AppendUint(append(b, `{"seq":`...), u.Seq, 10)
	b = strconv.AppendInt(append(b, `,"at":`...), u.At, 10)
	b = strconv.AppendUint(append(b, `,"conn":`...), u.Conn, 10)
	b = append(append(b, `,"dir":"`...), u.Dir.String()...)
	b = append(b, '"')
	if u.Lane != "" {
		b = AppendString(append(b, `,"lane":`...), u.Lane)
	}
	b = AppendString(append(b, `,"proto":`...), string(u.Proto))
	b = AppendString(append(b, `,"kind":`...), string(u.Kind))
	b = strconv.AppendInt(append(b, `,"length":`...), u.Length, 10)
	b = u.Spans.AppendJSON(append(b, `,"spans":`...))
	b = AppendString(append(b, `,"summary":`...), u.Summary)
	b = AppendBase64(append(b, `,"raw":`...), u.Raw)
	b = appendFields(append(b, `,"fields":`...), u.Fields)
	if u.Value != nil {
		b = appendValue(append(b, `,"value":`...), u.Value)
	}
	if u.Error != nil {
		b = u.Error.AppendJSON(append(b, `,"error":`...))
	}
	return append(b, '}')
}

// AppendJSON appends the spans as a list of pairs; null for a list that is nil.
func (s Spans) AppendJSON(b []byte) []byte {
	if s == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, span := range s {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, '['), span[0], 10)
		b = strconv.AppendInt(append(b, ','), span[1], 10)
		b = append(b, ']')
	}
	return append(b, ']')
}

// AppendJSON appends the violation as an object.
func (v *Violation) AppendJSON(b []byte) []byte {
	b = AppendString(append(b, `{"name":`...), v.Name)
	b = AppendString(append(b, `,"spec":`...), v.Spec)
	b = AppendString(append(b, `,"message":`...), v.Message)
	if v.Close != 0 {
		b = strconv.AppendInt(append(b, `,"close":`...), int64(v.Close), 10)
	}
	return append(b, '}')
}

func appendFields(b []byte, fields []Field) []byte {
	if fields == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		f := &fields[i]
		b = AppendString(append(b, `{"name":`...), f.Name)
		b = AppendString(append(b, `,"value":`...), f.Value)
		b = f.Spans.AppendJSON(append(b, `,"spans":`...))
		if f.Note != "" {
			b = AppendString(append(b, `,"note":`...), f.Note)
		}
		if f.Spec != "" {
			b = AppendString(append(b, `,"spec":`...), f.Spec)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

func appendValue(b []byte, v any) []byte {
	if a, ok := v.(JSONAppender); ok {
		return a.AppendJSON(b)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return append(b, "null"...)
	}
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}

// AppendString appends s as a JSON string with its quotes. As in encoding/json, each byte that is not UTF-8 becomes \ufffd,
// and U+2028 and U+2029 are escaped: they end a line in JavaScript.
func AppendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for {
		n := plain(s)
		b = append(b, s[:n]...)
		if s = s[n:]; s == "" {
			return append(b, '"')
		}
		c, size := s[0], 1
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\b':
			b = append(b, `\b`...)
		case c == '\f':
			b = append(b, `\f`...)
		case c < utf8.RuneSelf:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b, size = appendRune(b, s)
		}
		s = s[size:]
	}
}

// appendRune appends the first character of s, which is not ASCII, and returns its size in s.
func appendRune(b []byte, s string) ([]byte, int) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && size == 1:
		return append(b, `\ufffd`...), size
	case r == '\u2028':
		return append(b, `\u2028`...), size
	case r == '\u2029':
		return append(b, `\u2029`...), size
	}
	return append(b, s[:size]...), size
}

// plain returns how many bytes of s, from the first, stand for themselves in a JSON string: ASCII without control
// characters, quotes and backslashes. Where the first eight are, most text is so to its end, and is looked at 32 bytes at a
// time.
func plain(s string) int {
	n := 0
	if len(s) >= 8 {
		if found := special(s); found != 0 {
			return bits.TrailingZeros64(found) / 8
		}
		n = 8
	}
	for ; len(s)-n >= 32; n += 32 {
		p := s[n : n+32]
		if special(p[0:8])|special(p[8:16])|special(p[16:24])|special(p[24:32]) != 0 {
			break
		}
	}
	for ; len(s)-n >= 8; n += 8 {
		if found := special(s[n : n+8]); found != 0 {
			return n + bits.TrailingZeros64(found)/8
		}
	}
	if len(s) >= 8 { // the last eight, some of which were looked at
		if found := special(s[len(s)-8:]); found != 0 {
			return len(s) - 8 + bits.TrailingZeros64(found)/8
		}
		return len(s)
	}
	for n < len(s) && s[n] >= ' ' && s[n] < utf8.RuneSelf && s[n] != '"' && s[n] != '\\' {
		n++
	}
	return n
}

// special looks at the first eight bytes of s at once. The lowest bit that is set is in the first byte that is not plain.
func special(s string) uint64 {
	const (
		ones = 0x0101010101010101
		high = 0x80 * ones
	)
	w := binary.LittleEndian.Uint64([]byte(s[:8]))
	// A subtraction sets the high bit of a byte that was below what is taken from it. It may borrow from the bytes above,
	// but never from those below. Without bit 1 a quote is a space, which is one less than '!', as control characters are.
	low, slash := w^('"'^' ')*ones, w^'\\'*ones
	return (w | (low - '!'*ones) | (slash - ones)) & high
}
