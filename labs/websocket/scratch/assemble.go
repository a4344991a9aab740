package scratch

import "wireside/labs/websocket"

// assembler is the Assembler of a lane.
type assembler struct {
	limit int            // bytes of a message
	begun bool           // a message has begun, and its last fragment is still to come
	kind  Opcode         // of the message that has begun: its first frame says it, the others are continuations
	data  []byte         // of its fragments so far
	text  websocket.UTF8 // of the message, if it is one
}

// NewAssembler returns an Assembler of messages of at most limit bytes.
//
// It keeps no payload that it is given. That text is not UTF-8 it says at the first byte that shows it, and that a message
// is too long at the first frame that makes it so.
func NewAssembler(limit int) (Assembler, error) { return &assembler{limit: limit}, nil }

// Frame takes the next frame and returns the message that it completes, or nil.
func (a *assembler) Frame(h Header, payload []byte) (*Message, error) {
	switch {
	case h.RSV != 0: // 5.2: no extension was agreed on that gives the bits a meaning
		return nil, &CloseError{CloseProtocolError, "a reserved bit is set"}
	case !h.Opcode.Known(): // 5.2
		return nil, &CloseError{CloseProtocolError, "reserved opcode"}
	case h.Opcode.Control():
		return control(h, payload)
	case h.Opcode == OpContinuation && !a.begun: // 5.4
		return nil, &CloseError{CloseProtocolError, "continuation of no message"}
	case h.Opcode != OpContinuation && a.begun: // 5.4: without an extension, fragments of two messages never mix
		return nil, &CloseError{CloseProtocolError, "a new message before the last one has ended"}
	case len(payload) > a.limit-len(a.data): // 7.4.1
		return nil, tooLong(a.limit)
	}
	if !a.begun {
		a.begun, a.kind = true, h.Opcode
	}
	if a.kind == OpText && !a.text.Write(payload) { // 8.1
		return nil, &CloseError{CloseInvalidPayload, "text is not valid UTF-8"}
	}
	a.data = append(a.data, payload...)
	if !h.Fin {
		return nil, nil
	}
	if !a.text.Done() { // 5.6: the message must be UTF-8, a fragment need not
		return nil, &CloseError{CloseInvalidPayload, "text ends inside a UTF-8 character"}
	}
	m := &Message{Type: a.kind, Data: a.data}
	*a = assembler{limit: a.limit} // m.Data is the caller's from now on
	return m, nil
}

// control returns the message that a control frame is. It says nothing of the message that it comes in the middle of.
func control(h Header, payload []byte) (*Message, error) {
	switch {
	case !h.Fin: // 5.5
		return nil, &CloseError{CloseProtocolError, "fragmented control frame"}
	case len(payload) > MaxControl: // 5.5
		return nil, &CloseError{CloseProtocolError, "control frame longer than 125 bytes"}
	}
	return &Message{Type: h.Opcode, Data: append([]byte(nil), payload...)}, nil
}
