package relay

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"wireside/wireview/http1"
)

// maxHead is how long a request's head may be to be changed; 64 KiB.
const maxHead = http1.DefaultMaxHead

// fixed are the fields that say where a message ends: to change them would have the two sides disagree about it
// (RFC 9112 11.2).
var fixed = []string{"Content-Length", "Transfer-Encoding"}

// check returns why h cannot be set in a request, in words for whoever wrote it.
func (h Header) check() error {
	for _, name := range fixed {
		if strings.EqualFold(h.Name, name) {
			return fmt.Errorf("the header %s can't be set: it says where the message ends", name)
		}
	}
	if h.Name == "" || strings.ContainsFunc(h.Name, func(r rune) bool { return r >= 0x80 || !isToken(byte(r)) }) {
		return fmt.Errorf("%q is not the name of a header", h.Name)
	}
	if strings.ContainsAny(h.Value, "\r\n\x00") {
		return errors.New("the value of a header must be one line")
	}
	return nil
}

// isToken reports whether c may stand in a field's name or a method (RFC 9110 5.6.2).
func isToken(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) < 0
}

// set appends head, a whole request's head, to out, with the headers set in it.
func set(out, head []byte, headers []Header) []byte {
	placed := make([]bool, len(headers))
	place := func(wanted func(name string) bool) (any bool) {
		for i, h := range headers {
			if !wanted(h.Name) {
				continue
			}
			any = true
			if !placed[i] {
				placed[i] = true
				out = append(append(append(append(out, h.Name...), ": "...), h.Value...), "\r\n"...)
			}
		}
		return any
	}
	started, dropped := false, false
	for line := range bytes.Lines(head) {
		switch text := bytes.TrimSuffix(bytes.TrimSuffix(line, []byte{'\n'}), []byte{'\r'}); {
		case !started:
			started = len(text) > 0 // RFC 9112 2.2: empty lines may stand before the request-line
		case len(text) == 0:
			place(func(string) bool { return true })
		case text[0] == ' ' || text[0] == '\t':
			if dropped { // RFC 9112 5.2: it continues the line before
				continue
			}
		default:
			name, _, _ := bytes.Cut(text, []byte{':'})
			name = bytes.TrimRight(name, " \t")
			dropped = place(func(s string) bool { return strings.EqualFold(s, string(name)) })
			if dropped {
				continue
			}
		}
		out = append(out, line...)
	}
	return out
}
