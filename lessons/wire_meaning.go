package lessons

import (
	"fmt"
	"strings"
)

// meant is what a unit means as a whole, in words.
type meant struct{ Title, Text string }

// undispatched says why EventSource dispatches nothing for a block.
var undispatched = map[string]string{
	"unfinished":    "The stream ended before the blank line that would have finished the block, which is thrown away.",
	"empty":         "There is nothing but a blank line.",
	"comments-only": "There are only comments, as in a heartbeat, which keeps the connection from looking dead.",
	"no-data":       "No line of the block is data.",
}

// Meaning is what js/wire/meaning.js says of the kinds of units that bytes by themselves can be: what EventSource makes of an
// event, and what a frame's payload says. What takes more than these bytes, such as the request that a handshake answers, is no
// unit of a lesson.
func (w *wire) Meaning() []meant {
	v := w.shown.Value
	switch w.shown.Kind {
	case "event":
		if !v.Dispatched {
			why, ok := undispatched[v.Why]
			if !ok {
				why = v.Why
			}
			return []meant{{"EventSource dispatches nothing.", why}}
		}
		id := "with no id"
		if v.LastEventID != "" {
			id = "with id " + v.LastEventID
		}
		return []meant{{"EventSource dispatches “" + v.Type + "”", id + ": " + visible(v.Data)}}
	case "frame":
		var all []meant
		switch {
		case v.Close != nil:
			all = append(all, meant{fmt.Sprintf("Close code %d.", v.Close.Code), visible(v.Close.Reason)})
		case v.Masked && v.Length > 0:
			all = append(all, meant{"Payload without the mask:", visible(string(v.Payload))})
		}
		if v.Opcode != nil && *v.Opcode == 10 {
			all = append(all, meant{"A pong that answers no ping:", "a heartbeat."})
		}
		return all
	}
	return nil
}

// Size is the unit's length, and of a frame also how much of it is header; and in how many pieces of the stream it came, if in
// several.
func (w *wire) Size() string {
	size := withCommas(len(w.shown.Raw)) + " B"
	if payload := w.shown.Value.Length; w.shown.Kind == "frame" {
		size += fmt.Sprintf(": %s header + %s payload", withCommas(len(w.shown.Raw)-payload), withCommas(payload))
	}
	if n := len(w.shown.Spans); n > 1 {
		size += fmt.Sprintf(" · in %d pieces of the stream", n)
	}
	return strings.ReplaceAll(strings.ReplaceAll(size, " ", "\u00a0"), "\u00a0·\u00a0", " · ")
}

// withCommas writes a count with commas between thousands.
func withCommas(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", withCommas(n/1000), n%1000)
}
