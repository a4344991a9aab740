package eventstream

import (
	"strconv"

	"wireside/wireview/wire"
)

// Event is the value of an event unit: what a browser's EventSource makes of the block (WHATWG 9.2.6).
type Event struct {
	Type        string `json:"type"`        // "message" unless the block says otherwise
	Data        string `json:"data"`        // lines joined with LF, without the last one
	LastEventID string `json:"lastEventId"` // as it stands after the block
	Dispatched  bool   `json:"dispatched"`  // false for a block without data, and for one without its blank line
	Why         Why    `json:"why,omitempty"`
	Retry       *int64 `json:"retry,omitempty"` // in milliseconds; nil if the block sets none
	// Bodies are the Seq of the body units that it came in, if the stream is compressed: the event has no bytes of its own.
	Bodies []uint64 `json:"bodies,omitempty"`
}

// Why names the reason for which a block dispatches no event; empty if it dispatches one.
type Why string

// The reasons. The sentence of the block's last field says the same in full.
const (
	WhyUnfinished Why = "unfinished"    // the stream ended before the blank line: the block is discarded, its ID too
	WhyEmpty      Why = "empty"         // nothing but a blank line
	WhyComments   Why = "comments-only" // as in a heartbeat
	WhyNoData     Why = "no-data"       // other lines, but none that appends to the data buffer
)

// AppendJSON appends the event as encoding/json writes it.
func (e Event) AppendJSON(b []byte) []byte {
	b = wire.AppendString(append(b, `{"type":`...), e.Type)
	b = wire.AppendString(append(b, `,"data":`...), e.Data)
	b = wire.AppendString(append(b, `,"lastEventId":`...), e.LastEventID)
	b = strconv.AppendBool(append(b, `,"dispatched":`...), e.Dispatched)
	if e.Why != "" {
		b = wire.AppendString(append(b, `,"why":`...), string(e.Why))
	}
	b = appendRetry(b, e.Retry)
	for i, seq := range e.Bodies {
		if i == 0 {
			b = append(b, `,"bodies":[`...)
		} else {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, seq, 10)
	}
	if len(e.Bodies) > 0 {
		b = append(b, ']')
	}
	return append(b, '}')
}

// End is the value of an end unit. LastEventID and Retry are what a browser would reconnect with, as far as the stream
// was read.
type End struct {
	Incomplete  bool   `json:"incomplete"` // the body was cut off, or a block had no blank line
	LastEventID string `json:"lastEventId"`
	Retry       *int64 `json:"retry,omitempty"` // in milliseconds; nil if the stream has set none
}

// AppendJSON appends the end as encoding/json writes it.
func (e End) AppendJSON(b []byte) []byte {
	b = strconv.AppendBool(append(b, `{"incomplete":`...), e.Incomplete)
	b = wire.AppendString(append(b, `,"lastEventId":`...), e.LastEventID)
	return append(appendRetry(b, e.Retry), '}')
}

func appendRetry(b []byte, ms *int64) []byte {
	if ms == nil {
		return b
	}
	return strconv.AppendInt(append(b, `,"retry":`...), *ms, 10)
}
