package eventstream

import (
	"strings"
	"unicode/utf8"
)

// reference reads a whole stream as WHATWG HTML 9.2.6 is worded, with no thought of speed, bytes or units: it decodes,
// then parts lines, then interprets them. It returns the events that are dispatched.
func reference(stream string) []Event {
	text := strings.TrimPrefix(slowDecode(stream), "\ufeff")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	lines := strings.Split(text, "\n")
	lines = lines[:len(lines)-1] // what has no line end is no line

	var out []Event
	var data, eventType, idBuffer string
	var retry *int64
	for _, line := range lines {
		if line == "" {
			if data != "" {
				e := Event{Type: "message", Data: strings.TrimSuffix(data, "\n"), LastEventID: idBuffer, Dispatched: true, Retry: retry}
				if eventType != "" {
					e.Type = eventType
				}
				out = append(out, e)
			}
			data, eventType, retry = "", "", nil
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			eventType = value
		case "data":
			data += value + "\n"
		case "id":
			if !strings.Contains(value, "\x00") {
				idBuffer = value
			}
		case "retry":
			if value != "" && strings.Trim(value, "0123456789") == "" {
				n := int64(0)
				for _, c := range value {
					if n = n*10 + int64(c-'0'); n < 0 || len(strings.TrimLeft(value, "0")) > 18 {
						n = -1
						break
					}
				}
				retry = &n
			}
		}
	}
	return out
}

// slowDecode is the UTF-8 decoder of WHATWG Encoding 8.1.1, state by state.
func slowDecode(s string) string {
	var out strings.Builder
	var point rune
	seen, needed := 0, 0
	lower, upper := byte(0x80), byte(0xbf)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if needed == 0 {
			switch {
			case c <= 0x7f:
				out.WriteByte(c)
			case c >= 0xc2 && c <= 0xdf:
				needed, point = 1, rune(c&0x1f)
			case c >= 0xe0 && c <= 0xef:
				if c == 0xe0 {
					lower = 0xa0
				}
				if c == 0xed {
					upper = 0x9f
				}
				needed, point = 2, rune(c&0xf)
			case c >= 0xf0 && c <= 0xf4:
				if c == 0xf0 {
					lower = 0x90
				}
				if c == 0xf4 {
					upper = 0x8f
				}
				needed, point = 3, rune(c&0x7)
			default:
				out.WriteRune(utf8.RuneError)
			}
			continue
		}
		if c < lower || c > upper {
			point, needed, seen, lower, upper = 0, 0, 0, 0x80, 0xbf
			out.WriteRune(utf8.RuneError)
			i-- // the byte is read again
			continue
		}
		lower, upper = 0x80, 0xbf
		point = point<<6 | rune(c&0x3f)
		if seen++; seen == needed {
			out.WriteRune(point)
			point, needed, seen = 0, 0, 0
		}
	}
	if needed > 0 {
		out.WriteRune(utf8.RuneError)
	}
	return out.String()
}
