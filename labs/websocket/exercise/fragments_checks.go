package exercise

import (
	"strings"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

var fragmentsChecks = []book.Check[NewAssembler]{
	{
		Name: "a message in one frame",
		Spec: rfc("5.6"),
		Hint: "A frame with Fin set and an opcode of its own is a whole message: return it. The payload is unmasked already.",
		More: "Return &scratch.Message{Type: h.Opcode, Data: …} with a copy of the payload, and nil.",
		Run: assembles(
			sequence{frames: []given{itself(scratch.OpText, "Hello")}}, // 5.7
			sequence{frames: []given{itself(scratch.OpBinary, "\x00\x01\xfe\xff")}},
			sequence{frames: []given{itself(scratch.OpPing, "Hello")}}, // 5.7
			sequence{frames: []given{itself(scratch.OpClose, "\x03\xe8bye")}},
			sequence{frames: []given{itself(scratch.OpText, "")}},
		),
	},
	{
		Name: "a message in fragments",
		Spec: rfc("5.4"),
		Hint: "Only the first frame of a message says what kind it is; the others are continuations. The one with Fin set is the last.",
		More: "Keep the first frame’s opcode and append each payload to what you have; at Fin, return both. A fragment may be empty.",
		Run: assembles(
			sequence{frames: []given{begins(scratch.OpText, "Hel"), ends("lo").is(scratch.OpText, "Hello")}}, // 5.7
			sequence{frames: []given{begins(scratch.OpBinary, "\x01"), goesOn("\xff"), goesOn(""), ends("\x03").is(scratch.OpBinary, "\x01\xff\x03")}},
			sequence{frames: []given{begins(scratch.OpText, ""), ends("").is(scratch.OpText, "")}},
		),
	},
	{
		Name: "a ping between two fragments",
		Spec: rfc("5.4"),
		Hint: "Control frames may come in the middle of a message. They are no part of it, and they are wanted at once.",
		More: "Look at h.Opcode.Control() first: return such a frame as a message of its own, and leave what you have of the other one as it is.",
		Run: assembles(
			sequence{frames: []given{begins(scratch.OpText, "Hel"), itself(scratch.OpPing, "?"), ends("lo").is(scratch.OpText, "Hello")}},
			sequence{frames: []given{
				begins(scratch.OpBinary, "a"), itself(scratch.OpPong, ""), goesOn("b"), itself(scratch.OpPing, "1"), itself(scratch.OpPing, "2"),
				ends("c").is(scratch.OpBinary, "abc"),
			}},
			sequence{frames: []given{begins(scratch.OpText, "Hel"), itself(scratch.OpClose, "\x03\xe9")}},
		),
	},
	{
		Name: "one message after the other",
		Spec: rfc("5.4"),
		Hint: "After the last frame of a message nothing of it is left, but the message that you have returned stays as it is.",
		More: "At Fin, forget the type and set the data to nil. If you set it to data[:0], the next message is written over the one that you have returned.",
		Run: assembles(
			sequence{again: true, frames: []given{
				begins(scratch.OpText, "one"), ends(" two").is(scratch.OpText, "one two"),
				begins(scratch.OpBinary, "three"), ends("").is(scratch.OpBinary, "three"),
				itself(scratch.OpText, "four"),
				begins(scratch.OpText, "fi"), ends("ve").is(scratch.OpText, "five"),
			}},
			sequence{again: true, frames: []given{itself(scratch.OpText, "first"), itself(scratch.OpPing, "p"), itself(scratch.OpBinary, "other")}},
		),
	},
	{
		Name: "a character in two fragments",
		Spec: rfc("5.6"),
		Hint: "A message must be UTF-8. A fragment of it need not: it may end in the middle of a character.",
		More: "utf8.Valid on all of the data at Fin is right. (To know earlier, keep what the last fragment has begun and check it with the next.)",
		Run: assembles(
			sequence{frames: []given{begins(scratch.OpText, "\xce"), ends("\xba").is(scratch.OpText, "κ")}},
			sequence{frames: []given{begins(scratch.OpText, "a\xe2"), goesOn("\x82"), itself(scratch.OpPing, ""), ends("\xac!").is(scratch.OpText, "a€!")}},
			sequence{frames: []given{begins(scratch.OpText, "\xf0\x9f"), goesOn(""), goesOn("\x98"), ends("\x80").is(scratch.OpText, "😀")}},
		),
	},
	{
		Name: "text that is not UTF-8",
		Spec: rfc("8.1"),
		Hint: "A text message that is not UTF-8 is refused with its own code, whole or in fragments, also if it only ends too early. All other messages are bytes.",
		More: "When the type is OpText and the data is not utf8.Valid, return &scratch.CloseError with CloseInvalidPayload, 1007.",
		Run: assembles(
			sequence{frames: []given{whole(scratch.OpText, "\xff").fails(scratch.CloseInvalidPayload)}},
			sequence{frames: []given{whole(scratch.OpText, "caf\xe9").fails(scratch.CloseInvalidPayload)}},      // Latin-1
			sequence{frames: []given{whole(scratch.OpText, "\xc0\xaf").fails(scratch.CloseInvalidPayload)}},     // longer than need be
			sequence{frames: []given{whole(scratch.OpText, "\xed\xa0\x80").fails(scratch.CloseInvalidPayload)}}, // half a surrogate pair
			sequence{frames: []given{begins(scratch.OpText, "a\xe2\x82"), ends("").fails(scratch.CloseInvalidPayload)}},
			sequence{frames: []given{
				begins(scratch.OpText, "\xce").may(scratch.CloseInvalidPayload), goesOn("x").may(scratch.CloseInvalidPayload),
				ends("\xba").fails(scratch.CloseInvalidPayload),
			}},
			sequence{frames: []given{begins(scratch.OpBinary, "\xff"), itself(scratch.OpPing, "\xfe"), ends("\xfd").is(scratch.OpBinary, "\xff\xfd")}},
		),
	},
	{
		Name: "fragments out of order",
		Spec: rfc("5.4"),
		Hint: "A continuation goes on with a message that has begun. As long as one has begun, no other may begin.",
		More: "Keep a bool that says whether a message has begun. OpContinuation without it is 1002, and so is OpText or OpBinary with it. Length of the data doesn’t tell: the first fragment may be empty.",
		Run: assembles(
			sequence{frames: []given{ends("lo").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{goesOn("lo").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{begins(scratch.OpText, "Hel"), whole(scratch.OpText, "Hello").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{begins(scratch.OpText, ""), begins(scratch.OpBinary, "").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{itself(scratch.OpText, "Hello"), ends("").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{
				begins(scratch.OpText, "Hel"), ends("lo").is(scratch.OpText, "Hello"), itself(scratch.OpPing, ""), goesOn("!").fails(scratch.CloseProtocolError),
			}},
		),
	},
	{
		Name: "frames that can’t be",
		Spec: rfc("5.5"),
		Hint: "A control frame is whole, and has at most 125 bytes. Reserved bits and reserved opcodes mean nothing that you know: refuse them (5.2).",
		More: "1002 if h.RSV is not 0, if h.Opcode is not Known, and for a control frame if Fin is not set or the payload is longer than scratch.MaxControl.",
		Run: assembles(
			sequence{frames: []given{itself(scratch.OpPing, strings.Repeat("p", 125))}},
			sequence{frames: []given{whole(scratch.OpPing, strings.Repeat("p", 126)).fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{begins(scratch.OpPing, "p").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{begins(scratch.OpText, "Hel"), begins(scratch.OpClose, "").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{whole(0x3, "").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{whole(0x7, "a").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{whole(0xB, "").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{begins(scratch.OpText, ""), whole(0xF, "a").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{whole(0x40|scratch.OpText, "Hello").fails(scratch.CloseProtocolError)}},
			sequence{frames: []given{whole(0x10|scratch.OpPing, "").fails(scratch.CloseProtocolError)}},
		),
	},
	{
		Name: "a message beyond the limit",
		Spec: rfc("7.4.1"),
		Hint: "The limit is for a message, not for a frame: who sends many small fragments must not fill your memory. A control frame does not count.",
		More: "Before you append, compare len(data)+len(payload) with the limit, at every data frame and not only at Fin; more is CloseMessageTooBig, 1009.",
		Run: assembles(
			sequence{limit: 5, frames: []given{itself(scratch.OpText, "Hello"), itself(scratch.OpBinary, "12345")}},
			sequence{limit: 5, frames: []given{whole(scratch.OpBinary, "123456").fails(scratch.CloseMessageTooBig)}},
			sequence{limit: 5, frames: []given{
				begins(scratch.OpText, "Hel"), itself(scratch.OpPing, "123456"), ends("lo").is(scratch.OpText, "Hello"), itself(scratch.OpText, "again"),
			}},
			sequence{limit: 5, frames: []given{begins(scratch.OpText, "Hel"), goesOn("lo"), goesOn("!").fails(scratch.CloseMessageTooBig)}},
		),
	},
	{
		Name: "the payload’s memory is used again",
		Spec: theContract,
		Hint: "The slice is lent to you until Frame returns: then the next frame is read into it. What you keep or return must be your own.",
		More: "append([]byte(nil), payload...) is a copy, payload itself is not. That holds for control frames, too, and for a message in one frame.",
		Run: assembles(
			sequence{overlay: true, frames: []given{itself(scratch.OpText, "Hello"), itself(scratch.OpPing, "?")}},
			sequence{overlay: true, frames: []given{
				begins(scratch.OpText, "Hel"), itself(scratch.OpPing, "?"), goesOn("lo"), ends("!").is(scratch.OpText, "Hello!"),
			}},
		),
	},
}
