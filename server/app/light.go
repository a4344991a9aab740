package app

import (
	"strconv"

	"wireside/wireview/wire"
)

// appendLight appends a unit as a list needs it: the JSON of a unit without its spans, bytes, fields and value. To have them
// on a page for each of thousands of units would be slow for nothing, since a person looks at one at a time.
func appendLight(b []byte, u *wire.Unit) []byte {
	b = strconv.AppendUint(append(b, `{"seq":`...), u.Seq, 10)
	b = strconv.AppendInt(append(b, `,"at":`...), u.At, 10)
	b = strconv.AppendUint(append(b, `,"conn":`...), u.Conn, 10)
	b = wire.AppendString(append(b, `,"dir":`...), u.Dir.String())
	if u.Lane != "" {
		b = wire.AppendString(append(b, `,"lane":`...), u.Lane)
	}
	b = wire.AppendString(append(b, `,"proto":`...), string(u.Proto))
	b = wire.AppendString(append(b, `,"kind":`...), string(u.Kind))
	b = strconv.AppendInt(append(b, `,"length":`...), u.Length, 10)
	b = wire.AppendString(append(b, `,"summary":`...), u.Summary)
	if u.Error != nil {
		b = u.Error.AppendJSON(append(b, `,"error":`...))
	}
	return append(b, '}')
}
