package http1

import (
	"bytes"
	"math"

	"wireside/wireview/wire"
)

// chunkLine is the first line of a chunk: chunk-size [ chunk-ext ] CRLF (RFC 9112 7.1).
type chunkLine struct {
	size   int64
	digits int             // how many bytes the size takes
	end    int             // where the line end begins
	flag   *wire.Violation // a broken rule that does not matter for the size
}

// readChunkLine reads a whole line, with its line end.
func readChunkLine(line []byte) (c chunkLine, bad *wire.Violation) {
	c.end = len(line) - 1
	if c.end > 0 && line[c.end-1] == '\r' {
		c.end--
	} else {
		c.flag = ChunkBareLF
	}
	for c.digits < c.end {
		d := hexDigit(line[c.digits])
		if d < 0 {
			break
		}
		// RFC 9112 7.1: large numerals must not overflow. Zeros before the size do no harm.
		if c.size > math.MaxInt64>>4 {
			return c, ChunkSizeOverflow
		}
		c.size = c.size<<4 | int64(d)
		c.digits++
	}
	if c.digits == 0 {
		return c, BadChunkSize
	}
	ext := line[c.digits:c.end]
	switch {
	case len(ext) == 0:
		return c, nil
	case ext[0] != ';' && !isBlank(ext[0]):
		return c, BadChunkSize
	case c.flag == nil && bytes.IndexByte(ext, '\r') >= 0:
		c.flag = BareCR
	case c.flag == nil && !isExtension(ext):
		c.flag = BadChunkExtension
	case c.flag == nil && spaced(ext):
		c.flag = ChunkWhitespace
	}
	return c, nil
}

func hexDigit(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// isExtension reports whether s is *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ) (RFC 9112 7.1.1).
func isExtension(s []byte) bool {
	for len(s) > 0 {
		s = blanks(s)
		if len(s) == 0 || s[0] != ';' {
			return false
		}
		s = blanks(s[1:])
		n := tokenLen(s)
		if n == 0 {
			return false
		}
		s = s[n:]
		if after := blanks(s); len(after) > 0 && after[0] == '=' {
			after = blanks(after[1:])
			if n = tokenLen(after); n == 0 {
				n = quotedLen(after)
			}
			if n == 0 {
				return false
			}
			s = after[n:]
		}
	}
	return true
}

// spaced reports whether whitespace stands in a list of extensions, outside quoted strings.
func spaced(ext []byte) bool {
	for len(ext) > 0 {
		if isBlank(ext[0]) {
			return true
		}
		ext = ext[max(1, quotedLen(ext)):]
	}
	return false
}

func blanks(s []byte) []byte { return bytes.TrimLeft(s, " \t") }

// quotedLen returns the length of the quoted-string that s begins with (RFC 9110 5.6.4), 0 if there is none.
func quotedLen(s []byte) int {
	if len(s) == 0 || s[0] != '"' {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}
