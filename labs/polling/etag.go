package polling

import (
	"strconv"
	"strings"
)

// ETag returns the entity tag of the answer to a cursor whose last event is next (RFC 9110 8.8.3). It is a strong one:
// equal tags mean equal bytes. nonce makes it differ between feeds.
func ETag(nonce string, after, next uint64) string {
	return `"` + nonce + "-" + strconv.FormatUint(after, 10) + "-" + strconv.FormatUint(next, 10) + `"`
}

// Matches reports whether the value of an If-None-Match field names tag: "*", or a list of entity tags. They are compared
// weakly, without regard to W/ (RFC 9110 13.1.2 and 8.8.3.2). A value that breaks the grammar matches up to the fault.
func Matches(field, tag string) bool {
	const space = " \t"
	field = strings.Trim(field, space)
	if field == "*" {
		return true // there always is an answer
	}
	opaque := strings.TrimPrefix(tag, "W/")
	for field != "" {
		if field[0] == ',' || field[0] == ' ' || field[0] == '\t' { // RFC 9110 5.6.1.2: lists may have empty elements
			field = field[1:]
			continue
		}
		field = strings.TrimPrefix(field, "W/") // case-sensitive (RFC 9110 8.8.3)
		if !strings.HasPrefix(field, `"`) {
			return false
		}
		end := strings.IndexByte(field[1:], '"')
		if end < 0 {
			return false
		}
		if field[:end+2] == opaque {
			return true
		}
		field = strings.TrimLeft(field[end+2:], space)
		if field != "" && field[0] != ',' {
			return false
		}
	}
	return false
}
