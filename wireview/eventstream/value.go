package eventstream

// Event is the value of an event unit: what a browser's EventSource makes of the block (WHATWG 9.2.6).
type Event struct {
	Type        string `json:"type"`        // "message" unless the block says otherwise
	Data        string `json:"data"`        // lines joined with LF, without the last one
	LastEventID string `json:"lastEventId"` // as it stands after the block
	Dispatched  bool   `json:"dispatched"`  // false for a block without data, and for one without its blank line
	Retry       *int64 `json:"retry,omitempty"`
}

// End is the value of an end unit. LastEventID and Retry are what a browser would reconnect with, as far as the stream
// was read.
type End struct {
	Incomplete  bool   `json:"incomplete"` // the body was cut off, or a block had no blank line
	LastEventID string `json:"lastEventId"`
	Retry       *int64 `json:"retry,omitempty"` // in milliseconds; nil if the stream has set none
}
