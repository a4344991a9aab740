package exercise

import (
	"encoding/binary"
	"errors"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

var closingWrong = []book.Wrong[Closer]{
	{
		Name:   "123 bytes of a text are a text",
		Caught: "a reason that is too long",
		Answer: Closer{
			AppendClose: func(dst []byte, code int, reason string) ([]byte, error) {
				dst, err := scratch.AppendClose(dst, code, "")
				if err != nil || code == scratch.CloseNoStatus {
					return dst, err
				}
				return append(dst, reason[:min(len(reason), scratch.MaxReason)]...), nil
			},
			ParseClose: scratch.ParseClose, NewClosing: scratch.NewClosing,
		},
	},
	{
		Name:   "each code from 1000 on that isn’t forbidden by name may be sent",
		Caught: "codes that must not be sent",
		Answer: Closer{
			AppendClose: func(dst []byte, code int, reason string) ([]byte, error) {
				if code > scratch.CloseTLSHandshake && code <= 4999 {
					return append(binary.BigEndian.AppendUint16(dst, uint16(code)), reason...), nil
				}
				return scratch.AppendClose(dst, code, reason)
			},
			ParseClose: scratch.ParseClose, NewClosing: scratch.NewClosing,
		},
	},
	{
		Name:   "a payload too short for a code has none",
		Caught: "payloads that can’t be",
		Answer: Closer{
			ParseClose: func(payload []byte) (int, string, error) {
				if len(payload) < 2 {
					return scratch.CloseNoStatus, "", nil
				}
				return scratch.ParseClose(payload)
			},
			AppendClose: scratch.AppendClose, NewClosing: scratch.NewClosing,
		},
	},
	{
		Name:   "closing is to send the frame and to close the socket",
		Caught: "we close first",
		Answer: parts(habits{hangsUp: true}),
	},
	{
		Name:   "both sides close their sockets once both frames are there",
		Caught: "who closes the socket",
		Answer: parts(habits{bothHangUp: true}),
	},
	{
		Name:   "each close frame is answered",
		Caught: "both have sent a close frame",
		Answer: parts(habits{answersAll: true}),
	},
	{
		Name:   "a connection ends with the code that we closed it with",
		Caught: "the end without a close frame",
		Answer: parts(habits{ownCode: true}),
	},
}

// habits are what a side does otherwise than it should.
type habits struct{ hangsUp, bothHangUp, answersAll, forgets, ownCode bool }

func parts(h habits) Closer {
	return Closer{scratch.AppendClose, scratch.ParseClose, func(server bool) (scratch.Closing, error) {
		return &habitual{habits: h, server: server}, nil
	}}
}

// habitual is a side that does all right but for its habits.
type habitual struct {
	habits
	server     bool
	sent       bool
	own, their int // codes
}

func (h *habitual) Close(code int, reason string) (scratch.Next, error) {
	if h.sent {
		return scratch.Next{Code: h.their}, nil
	}
	payload, err := scratch.AppendClose(nil, code, reason)
	if err != nil {
		return scratch.Next{}, err
	}
	h.sent, h.own = true, code
	return scratch.Next{Send: true, Payload: payload, Disconnect: h.hangsUp, Code: h.their}, nil
}

func (h *habitual) Received(payload []byte) (scratch.Next, error) {
	if h.their != 0 {
		return scratch.Next{Code: h.their}, nil
	}
	code, _, err := scratch.ParseClose(payload)
	answer, disconnect := code, h.server || h.bothHangUp
	var broken *scratch.CloseError
	if errors.As(err, &broken) {
		code, answer, disconnect = scratch.CloseAbnormal, broken.Code, true
	}
	h.their = code
	h.sent = h.sent && !h.answersAll
	next, err := h.Close(answer, "")
	next.Disconnect, next.Code = disconnect, code
	h.sent = h.sent && !h.forgets // that the answer was sent
	return next, err
}

func (h *habitual) Ended() (scratch.Next, error) {
	if h.their == 0 {
		h.their = scratch.CloseAbnormal
		if h.ownCode && h.own != 0 {
			h.their = h.own
		}
	}
	return scratch.Next{Disconnect: true, Code: h.their}, nil
}
