package exercise

import (
	"strings"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

var closingChecks = []book.Check[Closer]{
	{
		Name: "a code and a reason",
		Spec: rfc("5.5.1"),
		Hint: "The code takes two bytes, in the order in which the network sends all its numbers. Behind it comes the reason, without a length or an end.",
		More: "binary.BigEndian.AppendUint16 writes the code, binary.BigEndian.Uint16 reads it; payload[2:] is the reason. Append to dst.",
		Run: func(_ book.Run, answer Closer) error {
			cases := []goodbye{
				{1000, "", "\x03\xe8"},
				{1000, "bye", "\x03\xe8bye"},
				{1001, "fermé", "\x03\xe9ferm\xc3\xa9"},
				{4999, "own", "\x13\x87own"},
			}
			if err := writesClose(answer, cases...); err != nil {
				return err
			}
			const call = "AppendClose(88 02, 1000, \"\")"
			appended, err := answer.append([]byte("\x88\x02"), 1000, "", call)
			if err := succeeded(err, call); err != nil {
				return err
			}
			if err := book.SameBytes([]byte("\x88\x02\x03\xe8"), appended, "%s", call); err != nil {
				return err
			}
			return readsClose(answer, cases...)
		},
	},
	{
		Name: "no code",
		Spec: rfc("7.1.5"),
		Hint: "A close frame may be empty. The code that an application is told then stands in no frame.",
		More: "ParseClose of an empty payload returns 1005, CloseNoStatus, and AppendClose of 1005 appends nothing at all.",
		Run: func(_ book.Run, answer Closer) error {
			if err := readsClose(answer, goodbye{scratch.CloseNoStatus, "", ""}); err != nil {
				return err
			}
			return writesClose(answer, goodbye{scratch.CloseNoStatus, "", ""})
		},
	},
	{
		Name: "a reason that is too long",
		Spec: rfc("5.5"),
		Hint: "A control frame has at most 125 bytes, and the code takes two of them. Half a character would be no UTF-8.",
		More: "If the reason is longer than 123 bytes, begin at 123 and go back as long as !utf8.RuneStart(reason[n]); then cut at n.",
		Run: func(_ book.Run, answer Closer) error {
			cut := func(reason string, n int) goodbye { return goodbye{1000, reason, "\x03\xe8" + reason[:n]} }
			return writesClose(answer,
				cut(strings.Repeat("a", 123), 123),
				cut(strings.Repeat("a", 124), 123),
				cut(strings.Repeat("€", 41), 123),
				cut(strings.Repeat("é", 62), 122),
				cut("a"+strings.Repeat("€", 41), 121),
				cut(strings.Repeat("😀", 40), 120),
				cut(strings.Repeat("a", 123)+"é", 123),
			)
		},
	},
	{
		Name: "codes that must not be sent",
		Spec: rfc("7.4.1"),
		Hint: "1005, 1006 and 1015 are for applications only, 1004 is reserved, and what the registry doesn’t have may not be used. Two ranges are free for all.",
		More: "1000 to 1003, 1007 to 1014 and 3000 to 4999 may be sent, and no other; 1005 stands for a frame without a code.",
		Run: func(_ book.Run, answer Closer) error {
			if err := writesClose(answer,
				goodbye{1003, "", "\x03\xeb"}, goodbye{1007, "", "\x03\xef"}, goodbye{1011, "", "\x03\xf3"}, goodbye{1014, "", "\x03\xf6"},
				goodbye{3000, "", "\x0b\xb8"}, goodbye{4000, "", "\x0f\xa0"},
			); err != nil {
				return err
			}
			return refusesCode(answer, -1, 0, 1, 999, 1004, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535, 65536+1000)
		},
	},
	{
		Name: "payloads that can’t be",
		Spec: rfc("5.5.1"),
		Hint: "What is not empty begins with all of a code, one that may be sent. The reason is text, and must be UTF-8 like all text (8.1).",
		More: "One byte: 1002. A code that AppendClose refuses, or 1005: 1002. A reason that is not utf8.Valid: 1007. Each as a *scratch.CloseError.",
		Run: func(_ book.Run, answer Closer) error {
			return refusesPayload(answer,
				goodbye{code: 1002, payload: "\x03"},
				goodbye{code: 1002, payload: "\x00"},
				goodbye{code: 1002, payload: "\x00\x00"},
				goodbye{code: 1002, payload: "\x03\xe7"},    // 999
				goodbye{code: 1002, payload: "\x03\xec"},    // 1004
				goodbye{code: 1002, payload: "\x03\xed"},    // 1005
				goodbye{code: 1002, payload: "\x03\xeebye"}, // 1006
				goodbye{code: 1002, payload: "\x03\xf7"},    // 1015
				goodbye{code: 1002, payload: "\x03\xf8"},    // 1016
				goodbye{code: 1002, payload: "\x0b\xb7"},    // 2999
				goodbye{code: 1007, payload: "\x03\xe8\xff"},
				goodbye{code: 1007, payload: "\x03\xe8ferm\xc3"},
			)
		},
	},
	{
		Name: "the peer closes first",
		Spec: rfc("5.5.1"),
		Hint: "A close frame is answered with a close frame that says the same code. When a server has received one and sent one, nothing is left to wait for.",
		More: "Received of a server that has sent none: Send, with AppendClose(nil, code, \"\"), Disconnect, and Code as received. An empty frame is answered with an empty one, Code 1005. Later ones don’t count.",
		Run: takes(
			course{server: true, steps: []step{receives("\x03\xe8", says("\x03\xe8", true, 1000))}},
			course{server: true, steps: []step{receives("\x03\xe9bye", says("\x03\xe9", true, 1001))}},
			course{server: true, steps: []step{receives("\x0f\xa7", says("\x0f\xa7", true, 4007))}},
			course{server: true, steps: []step{receives("", says("", true, scratch.CloseNoStatus))}},
		),
	},
	{
		Name: "we close first",
		Spec: rfc("7.1.2"),
		Hint: "Our close frame says that we send no more. The other side may still be sending, and has its own close frame to send.",
		More: "Close returns Send with the payload and nothing else: no Disconnect, no Code. Called once more it returns the zero Next; if AppendClose fails, that error, and nothing has changed.",
		Run: takes(
			course{server: true, steps: []step{closes(1001, "restart", says("\x03\xe9restart", false, 0)), closes(1000, "", silent(false, 0))}},
			course{server: false, steps: []step{closes(1000, "", says("\x03\xe8", false, 0))}},
			course{server: false, steps: []step{closes(scratch.CloseNoStatus, "", says("", false, 0))}},
			course{server: true, steps: []step{
				{call: `Close(1006, "")`, fails: true, do: func(c scratch.Closing) (scratch.Next, error) { return c.Close(1006, "") }},
				closes(1000, "", says("\x03\xe8", false, 0)),
			}},
		),
	},
	{
		Name: "both have sent a close frame",
		Spec: rfc("5.5.1"),
		Hint: "Who has sent a close frame has said the last word: the next that comes is its answer, or crossed it on the way. The code is the one received.",
		More: "Remember that a close frame was sent, also when it was an answer: then Received and Close have nothing to send. Received returns Disconnect (a server’s) and the Code that came.",
		Run: takes(
			course{server: true, steps: []step{closes(1000, "", says("\x03\xe8", false, 0)), receives("\x03\xe8", silent(true, 1000))}},
			course{server: true, steps: []step{closes(1001, "", says("\x03\xe9", false, 0)), receives("\x0f\xa0mine", silent(true, 4000))}},
			course{server: true, steps: []step{closes(1000, "", says("\x03\xe8", false, 0)), receives("", silent(true, scratch.CloseNoStatus))}},
			// The answer is a close frame of ours, too.
			course{server: true, steps: []step{receives("\x03\xe9", says("\x03\xe9", true, 1001)), closes(1000, "", silent(true, 1001)).orNot()}},
		),
	},
	{
		Name: "who closes the socket",
		Spec: rfc("7.1.1"),
		Hint: "The server closes its socket first; the client waits until it has. Who closes first has to remember the connection for minutes, and clients want to come back.",
		More: "Received of a client never says Disconnect, unless the frame is broken; Ended always does. A later close frame is passed over: nothing to send, the Code of the first.",
		Run: takes(
			course{server: false, steps: []step{
				receives("\x03\xe9", says("\x03\xe9", false, 1001)), closes(1000, "", silent(false, 1001)), isOver(silent(true, 1001)),
			}},
			course{server: false, steps: []step{
				closes(1000, "", says("\x03\xe8", false, 0)), receives("\x03\xe8", silent(false, 1000)), receives("\x03\xe9", silent(false, 1000)),
				isOver(silent(true, 1000)),
			}},
		),
	},
	{
		Name: "the end without a close frame",
		Spec: rfc("7.1.5"),
		Hint: "If no close frame came that could be read, the connection was not closed but lost: there is a code for that, which never crosses the wire. What we wanted to close with doesn’t count.",
		More: "Ended before Received: Disconnect, Code 1006. A broken close frame: Send the *CloseError’s code and reason, unless ours is out, Disconnect on either side, Code 1006 (7.1.7).",
		Run: func(_ book.Run, answer Closer) error {
			for _, server := range []bool{true, false} {
				for _, steps := range [][]step{
					{isOver(silent(true, 1006))},
					{closes(1000, "", says("\x03\xe8", false, 0)), isOver(silent(true, 1006))},
					{closes(1000, "", says("\x03\xe8", false, 0)), receives("\x03", silent(true, 1006))},
				} {
					if err := (course{server, steps}).hold(answer); err != nil {
						return err
					}
				}
				for _, broken := range []struct{ payload, code string }{{"\x03", "\x03\xea"}, {"\x03\xee", "\x03\xea"}, {"\x03\xe8\xff", "\x03\xef"}} {
					if err := breaksOff(answer, server, broken.payload, broken.code); err != nil {
						return err
					}
				}
			}
			return nil
		},
	},
}

// breaksOff holds an answer to what a broken close frame comes to: a close frame with a code, and any reason.
func breaksOff(answer Closer, server bool, payload, code string) error {
	c := course{server: server}
	closing, err := c.begin(answer)
	if err != nil {
		return err
	}
	s := receives(payload, says(code, true, scratch.CloseAbnormal))
	what := c.shown(s)
	next, err := s.take(closing, what)
	if err := succeeded(err, what); err != nil {
		return err
	}
	if next.Payload = next.Payload[:min(2, len(next.Payload))]; next.Send {
		if err := book.SameBytes([]byte(code), next.Payload, "%s: the first two bytes of the Payload", what); err != nil {
			return err
		}
	}
	s.next.Payload, next.Payload = nil, nil
	return book.Same(s.next, next, "%s", what)
}
