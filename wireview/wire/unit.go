package wire

import "bytes"

// Unit is a piece of one direction of a connection that means something by itself.
//
// A decoder that frames a stream sets Proto, Kind, Spans, Raw, Payload and Prior, and Error where a rule was broken.
// Fields, Value and Summary are worked out from these by the decoder's Explain, when someone looks: framing keeps pace
// with the socket, explaining does not have to.
type Unit struct {
	Seq     uint64     `json:"seq"`  // 1, 2, … in its run; 0 before a store has numbered it
	At      int64      `json:"at"`   // Unix time in microseconds when its last byte crossed the socket
	Conn    uint64     `json:"conn"` // the connection's number, from 1
	Dir     Dir        `json:"dir"`
	Lane    string     `json:"lane,omitempty"` // "polling", "longpolling", "sse" or "websocket"; empty if it has none
	Proto   Proto      `json:"proto"`
	Kind    Kind       `json:"kind"`
	Length  int64      `json:"length"` // bytes under Spans
	Spans   Spans      `json:"spans"`
	Summary string     `json:"summary"` // one line for a list; text from the wire, to be shown as text
	Raw     []byte     `json:"raw"`     // exactly the bytes under Spans; base64 in JSON
	Fields  []Field    `json:"fields"`  // they tile the unit
	Value   any        `json:"value,omitempty"`
	Error   *Violation `json:"error,omitempty"`

	// Exchange is the ordinal, from 1, of the request on the connection that the unit belongs to, or answers.
	// 0 means that no request of the connection accounts for it.
	Exchange uint64 `json:"-"`
	// Payload is how many of the unit's bytes are the application's own: a body, a data field's value, a message's
	// bytes. The rest is what the protocol adds.
	Payload int64 `json:"-"`
	// Room is where Explain puts Fields, if it is not nil: they are valid until the room is used for another unit.
	Room *Room `json:"-"`
	// Prior is what the unit's meaning takes from bytes before it.
	Prior Prior `json:"-"`
}

// Field is a piece of a unit.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"` // for people; text from the wire, to be shown as text
	Spans Spans  `json:"spans"`
	Note  string `json:"note,omitempty"` // a sentence on what the bytes mean
	Spec  string `json:"spec,omitempty"` // its source: "RFC 6455 5.2", "WHATWG 9.2.6"
}

// Violation is a rule of a specification that the bytes break. Each decoder's package lists its own as named values.
type Violation struct {
	Name    string `json:"name"`            // in kebab case: "chunk-size", "frame-reserved-opcode"
	Spec    string `json:"spec"`            // the section that states the rule: "RFC 6455 5.5"
	Message string `json:"message"`         // a sentence that says what is wrong
	Close   int    `json:"close,omitempty"` // the close code that a WebSocket peer would send; 0 for none
}

// Error returns the message with its section.
func (v *Violation) Error() string { return v.Message + " (" + v.Spec + ")" }

// Prior is what a unit's meaning takes from the bytes before it on the connection, so that it can be explained alone.
// The zero value means nothing came before.
type Prior struct {
	Method      string   // response: the method of the request that it answers
	Key         string   // response that switches protocols: the Sec-WebSocket-Key of the request that it answers
	EventSource bool     // response: EventSource asks as that request does, and expects an event stream
	LastEventID string   // event: the last event ID before this block
	Begun       bool     // event: blocks stand before this one in the stream
	Opcode      byte     // continuation frame: the opcode of the message that it continues
	Deflate     bool     // frame: permessage-deflate is in force
	Standalone  bool     // frame: and no compressed message refers to those before it
	Window      byte     // frame: and how far back one refers at most, as a power of two; 0 is 15
	Lost        bool     // frame: it refers to compressed messages that are not known
	Inflated    []byte   // frame: what a compressed message of this one frame says, where it may refer to those before it; body, event: what compressed content says
	Ping        *Ping    // pong frame: the ping that it answers; nil if none waits for it
	Further     bool     // chunk: its data is decoded further, so that the unit is the framing alone
	Frames      []uint64 // message: the Seq of its frames; event of a compressed stream: that of the body units that it came in
}

// Ping is a ping frame that a pong answers (RFC 6455 5.5.3).
type Ping struct {
	Seq uint64 // of the ping's unit
	At  int64  // when it crossed the socket, Unix time in microseconds
}

// Emit receives a unit as soon as its last byte was seen. The unit, its Spans and its Raw belong to the decoder, and are
// valid only until the call returns: Clone what you keep.
type Emit func(*Unit)

// Clone returns a copy that shares no memory with u, but for what is immutable (Fields, Value, Error).
func (u *Unit) Clone() *Unit {
	c := *u
	c.Room = nil
	c.Spans = append(Spans(nil), u.Spans...)
	c.Raw = append([]byte(nil), u.Raw...)
	c.Prior.Inflated = bytes.Clone(u.Prior.Inflated)
	return &c
}
