package scratch

import (
	"encoding/base64"

	"wireside/labs/lab"
)

// appendEcho appends the JSON that echoes a message: text as a string, bytes as the base64 of them (RFC 4648 section 4).
func appendEcho(dst []byte, m *Message) []byte {
	dst = append(dst, `{"echo":`...)
	if m.Type == OpText {
		return append(lab.AppendString(dst, string(m.Data)), '}')
	}
	dst = append(dst, '"')
	dst = base64.StdEncoding.AppendEncode(dst, m.Data)
	return append(dst, `","type":"binary"}`...)
}
