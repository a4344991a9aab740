package handshake

import "strings"

// maxElements bounds how many extensions, and parameters of one, are read.
const maxElements = 64

// Extension is an element of Sec-WebSocket-Extensions (RFC 6455 9.1).
type Extension struct {
	Name   string      `json:"name"`
	Params []Parameter `json:"params"` // in order; empty if it has none
}

// Parameter is a parameter of an extension.
type Parameter struct {
	Name  string  `json:"name"`
	Value *string `json:"value,omitempty"` // without its quotes; nil if it has none
}

// ParseExtensions reads the value of Sec-WebSocket-Extensions. It reports false, with what stands before, where the value
// is not what the grammar of RFC 6455 9.1 says, or has more than 64 extensions or parameters of one.
func ParseExtensions(value string) (list []Extension, ok bool) {
	s := scanner{value}
	for {
		for s.skip(',') { // RFC 9110 5.6.1.2: empty elements are ignored
		}
		if s.rest == "" {
			return list, len(list) > 0
		}
		e, ok := s.extension()
		if !ok || len(list) == maxElements {
			return list, false
		}
		list = append(list, e)
		if s.rest != "" && !s.skip(',') {
			return list, false
		}
	}
}

type scanner struct{ rest string }

func (s *scanner) blank() { s.rest = strings.TrimLeft(s.rest, " \t") }

// skip reads c and blanks around it, if c comes next.
func (s *scanner) skip(c byte) bool {
	s.blank()
	if s.rest == "" || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	s.blank()
	return true
}

func (s *scanner) token() (string, bool) {
	n := 0
	for n < len(s.rest) && isTokenChar(s.rest[n]) {
		n++
	}
	token := s.rest[:n]
	s.rest = s.rest[n:]
	return token, n > 0
}

func (s *scanner) extension() (e Extension, ok bool) {
	if e.Name, ok = s.token(); !ok {
		return e, false
	}
	e.Params = []Parameter{}
	for s.skip(';') {
		p, ok := s.parameter()
		if !ok || len(e.Params) == maxElements {
			return e, false
		}
		e.Params = append(e.Params, p)
	}
	return e, true
}

func (s *scanner) parameter() (p Parameter, ok bool) {
	if p.Name, ok = s.token(); !ok || !s.skip('=') {
		return p, ok
	}
	value := ""
	if strings.HasPrefix(s.rest, `"`) {
		value, ok = s.quoted()
	} else {
		value, ok = s.token()
	}
	p.Value = &value
	return p, ok
}

// quoted reads a quoted string. RFC 6455 9.1: what it says must be a token.
func (s *scanner) quoted() (string, bool) {
	var out strings.Builder
	for i := 1; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			s.rest = s.rest[i+1:]
			return out.String(), isToken(out.String())
		case c == '\\' && i+1 < len(s.rest):
			i++
			out.WriteByte(s.rest[i])
		default:
			out.WriteByte(c)
		}
	}
	return "", false
}

func isToken(s string) bool {
	for i := range len(s) {
		if !isTokenChar(s[i]) {
			return false
		}
	}
	return s != ""
}

// isTokenChar tells whether c may stand in a token (RFC 9110 5.6.2).
func isTokenChar(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) < 0
}
