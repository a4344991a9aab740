package wsframe

// Frame is the value of a frame unit.
type Frame struct {
	Fin     bool   `json:"fin"`
	RSV     int    `json:"rsv"` // RSV1 is 4, RSV2 is 2, RSV3 is 1
	Opcode  int    `json:"opcode"`
	Masked  bool   `json:"masked"`
	MaskKey string `json:"maskKey,omitempty"` // hex; only if masked
	Length  int64  `json:"length"`            // of the payload, in bytes
	Payload []byte `json:"payload"`           // unmasked
	// Inflated is what a message says that was compressed into this one frame, if that is known and at most MaxInflated
	// bytes. It is nil otherwise.
	Inflated []byte `json:"inflated,omitzero"`
	Close    *Close `json:"close,omitempty"` // only on a close frame whose body is empty or starts with a code
	Pong     *Pong  `json:"pong,omitempty"`  // only on a pong frame that answers a ping
}

// Pong says what a pong frame answers.
type Pong struct {
	Ping uint64 `json:"ping"`      // the Seq of the ping's unit
	RTT  int64  `json:"rttMicros"` // from the ping to here, in microseconds, as seen where the bytes were taken
}

// Close is what a close frame says.
type Close struct {
	Code   int    `json:"code"` // 1005 if the frame has no body (RFC 6455 7.1.5)
	Reason string `json:"reason"`
}

// Message is the value of a message unit: a message of two frames or more.
type Message struct {
	Type   string   `json:"type"`   // "text" or "binary"
	Data   []byte   `json:"data"`   // inflated, unless Deflated is set
	Frames []uint64 `json:"frames"` // the Seq of its frames
	// Deflated says that Data is still compressed, since it cannot be inflated.
	Deflated bool `json:"deflated,omitempty"`
	// Lost says that it cannot since it refers to messages that are not known.
	Lost bool `json:"lost,omitempty"`
	// Compressed is how many bytes the message took on the wire, if it was compressed.
	Compressed int64 `json:"compressed,omitempty"`
}

// Bytes returns how much memory the message takes beyond its unit.
func (m Message) Bytes() int { return len(m.Data) + 8*len(m.Frames) }

// End is the value of an end unit.
type End struct {
	// Incomplete says that the stream ended inside a frame or a fragmented message.
	Incomplete bool `json:"incomplete"`
}
