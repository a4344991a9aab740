package scratch

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// What can't be said in an event stream.
var (
	errType = errors.New("the type of an event must be one line")
	errID   = errors.New("the ID of an event must be one line without a NUL")
)

// Encode returns the block of an event: a line for each field, then the blank line that ends it.
func Encode(e Event) ([]byte, error) {
	if strings.ContainsAny(e.Type, "\r\n") {
		return nil, errType
	}
	if strings.ContainsAny(e.ID, "\r\n\x00") { // WHATWG 9.2.6: an id with a NUL would be ignored
		return nil, errID
	}
	var block []byte
	if e.Retry >= time.Millisecond {
		block = appendField(block, "retry", strconv.FormatInt(e.Retry.Milliseconds(), 10))
	}
	if e.Comment != "" {
		block = appendLines(block, "", e.Comment)
	}
	if e.Type != "" {
		block = appendField(block, "event", e.Type)
	}
	if e.ID != "" {
		block = appendField(block, "id", e.ID)
	}
	if !e.NoData {
		block = appendLines(block, "data", e.Data)
	}
	return append(block, '\n'), nil
}

// lineEnds makes LF of the other two: CR LF first, else it would be two.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// appendLines appends a field for each line of text, an empty one too.
func appendLines(block []byte, name, text string) []byte {
	for line := range strings.SplitSeq(lineEnds.Replace(text), "\n") {
		block = appendField(block, name, line)
	}
	return block
}

// appendField appends a line. The space is not the value's: a client takes one away, if it is there.
func appendField(block []byte, name, value string) []byte {
	return append(block, name+": "+value+"\n"...)
}
