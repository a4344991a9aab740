package eventstream

import "encoding/hex"

// What the fields say, a sentence or two each (WHATWG 9.2.6).
const (
	commentNote = "A line that starts with a colon is a comment: it is ignored. Servers send one from time to time, so that " +
		"nothing on the way takes the connection for dead."
	dataNote    = "Appends its value, without one space after the colon, and a line feed to the data buffer."
	ignored     = "Ignored: " // is how the note of a line begins that a browser passes over, though it is no comment
	unknownNote = ignored + "the standard knows no field of this name."
	lateBOMNote = ignored + "a byte order mark is taken off only at the very start of a stream; here it belongs to the name, and " +
		"the standard knows no field of this name."
	noColonNote    = " Without a colon, the whole line is the name and the value is empty."
	unfinishedNote = "The stream ended before a blank line, so the block is discarded and no event is dispatched."
)

// endNotes says what the blank line does, by the reason for which it dispatches nothing.
var endNotes = map[Why]string{
	"":          "Ends the block: the event is dispatched, its data without the last line feed.",
	WhyNoData:   "Ends the block. There is no data, so no event is dispatched; what it says of ID and reconnection time holds all the same.",
	WhyComments: "Ends the block. There is no data, so no event is dispatched: comments keep the connection alive, and scripts see nothing.",
	WhyEmpty:    "Ends the block. There is no data, so no event is dispatched: a blank line alone does nothing.",
}

// noteOfType describes an event field.
func noteOfType(name string) string {
	switch name {
	case "":
		return `Sets the event's type to nothing, which stands for "message".`
	case "error", "open":
		return "Sets the event's type, which says whose listeners hear it. EventSource itself fires events of this name when the " +
			"connection changes, and the same listeners hear both."
	}
	return "Sets the event's type, which says whose listeners hear it."
}

// maxBroken is how many broken sequences a note shows.
const maxBroken = 3

// brokenNote says what a browser makes of the bytes of p that are not UTF-8, with a space before; nothing if all are.
func brokenNote(p []byte) string {
	var b []byte
	for n := 0; ; n++ {
		skip, size := nextBroken(p)
		if size == 0 {
			break
		}
		if n == maxBroken {
			b = append(b, " and others"...)
			break
		}
		if n > 0 {
			b = append(b, ',')
		}
		for _, c := range p[skip : skip+size] {
			b = hex.AppendEncode(append(b, ' '), []byte{c})
		}
		p = p[skip+size:]
	}
	if b == nil {
		return ""
	}
	return " It is not UTF-8: of the bytes" + string(b) + " a browser makes U+FFFD each."
}
