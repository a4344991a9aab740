package exercise

import (
	"fmt"
	"math"
	"strings"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

var headerChecks = []book.Check[HeaderCodec]{
	{
		Name: "append: the two bytes that all have",
		Spec: rfc("5.2"),
		Hint: "The first byte is FIN, three bits RSV and four bits opcode; the second the mask bit and seven bits of length. In the RFC’s drawing the left bit is the most significant.",
		More: "FIN is 0x80, RSV is shifted left by 4, the opcode as it is: joined with |.",
		Run:  appends(2, shortSamples...), // what else an answer writes is the next check's
	},
	{
		Name: "append: nothing but these two bytes",
		Spec: rfc("5.2"),
		Hint: "A frame without a mask has no key in its header, not even four zeros: the payload would begin with them. And a length up to 125 takes no more bytes.",
		More: "Append the key only if h.Masked, and bytes of a longer length only if the seven bits say that they follow.",
		Run:  appends(0, shortSamples...),
	},
	{
		Name: "append: behind what is there",
		Spec: theContract,
		Hint: "dst may hold bytes already, of a frame before this one. They stay, and the header comes behind them.",
		More: "Begin with dst, not with a slice of your own, and return what append makes of it.",
		Run: func(_ book.Run, answer HeaderCodec) error {
			const call = `AppendHeader("before", {Fin: true, Opcode: 0x1, Length: 5})`
			seen, err := answer.append([]byte("before"), scratch.Header{Fin: true, Opcode: scratch.OpText, Length: 5}, call)
			if err := succeeded(err, call); err != nil {
				return err
			}
			return book.SameBytes([]byte("before\x81\x05"), seen, "%s", call)
		},
	},
	{
		Name: "append: a length in two bytes",
		Spec: rfc("5.2"),
		Hint: "Seven bits hold up to 127, but 126 and 127 are taken: they say that the length follows. 126 and 127 do not say the same.",
		More: "From 126 on, the seven bits are 126 and the length follows in two bytes.",
		Run: appends(0,
			sample{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: 0x0101}, "\x82\x7e\x01\x01"},
			sample{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: 0x7e7e}, "\x82\x7e\x7e\x7e"},
		),
	},
	{
		Name: "append: the most significant byte first",
		Spec: rfc("5.2"),
		Hint: "A network sends the byte that counts most first; your machine keeps it last.",
		More: "encoding/binary: binary.BigEndian.AppendUint16.",
		Run: appends(0,
			sample{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: 256}, "\x82\x7e\x01\x00"},
			sample{scratch.Header{Fin: true, Opcode: scratch.OpText, Length: 126}, "\x81\x7e\x00\x7e"},
			sample{scratch.Header{Fin: true, Opcode: scratch.OpText, Length: 127}, "\x81\x7e\x00\x7f"},
		),
	},
	{
		Name: "append: a length in eight bytes",
		Spec: rfc("5.2"),
		Hint: "The length must be written in as few bytes as hold it. What is the largest number that two bytes hold?",
		More: "Up to 65535 in two bytes; from 65536 on the seven bits are 127 and eight bytes follow.",
		Run: appends(0,
			sample{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: 65535}, "\x82\x7e\xff\xff"},
			sample{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: 65536}, "\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00"},
			sample{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Length: math.MaxInt64}, "\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff"},
		),
	},
	{
		Name: "append: a mask’s key",
		Spec: rfc("5.2"),
		Hint: "Where in the header is the key, if there is a longer length too? And which bit says that there is one?",
		More: "The mask bit is 0x80 of the second byte. The key is the last of the header, behind all of the length.",
		Run: appends(0,
			sample{scratch.Header{Fin: true, Opcode: scratch.OpText, Masked: true, Key: helloKey, Length: 5}, "\x81\x85\x37\xfa\x21\x3d"},
			sample{scratch.Header{Fin: true, Opcode: scratch.OpText, Masked: true, Length: 0}, "\x81\x80\x00\x00\x00\x00"},
			sample{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Masked: true, Key: helloKey, Length: 256}, "\x82\xfe\x01\x00\x37\xfa\x21\x3d"},
			sample{scratch.Header{Fin: true, Opcode: scratch.OpBinary, Masked: true, Key: helloKey, Length: 65536},
				"\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00\x37\xfa\x21\x3d"},
		),
	},
	{
		Name: "parse: what append writes",
		Spec: rfc("5.7"),
		Hint: "All that was put in is to come out, and n says how many bytes it took. What follows is the payload: no business of the header’s.",
		More: "Opcode is p[0]&0x0f, RSV p[0]>>4&7, the seven bits p[1]&0x7f. n is 2, and 2 or 8 more for the length, and 4 more for the key.",
		Run:  parses("Hello"),
	},
	{
		Name: "parse: a header cut anywhere",
		Spec: theContract,
		Hint: "A read from a socket may bring half a header, or nothing. Then n is 0 and there is no error: the caller comes back with more.",
		More: "Before you look at a byte, see whether len(p) reaches so far: at 2, then at the end of the length, then at the end of the key.",
		Run: func(_ book.Run, answer HeaderCodec) error {
			for _, s := range headerSamples {
				for cut := range len(s.bytes) {
					call := fmt.Sprintf("ParseHeader(% x)", s.bytes[:cut])
					if cut == 0 {
						call = "ParseHeader(no bytes)"
					}
					call += fmt.Sprintf(", of the %d bytes % x", len(s.bytes), s.bytes)
					// Behind the cut lies what is no part of it, as in a buffer that is used again.
					p := append([]byte(s.bytes[:cut]), strings.Repeat("\xff", scratch.MaxHeader)...)[:cut]
					_, n, err := answer.parse(p, call)
					if err := succeeded(err, call); err != nil {
						return err
					}
					if err := book.Same(0, n, "%s: n, as long as more is needed", call); err != nil {
						return err
					}
				}
			}
			return nil
		},
	},
	{
		Name: "parse: a length that is longer than it need be",
		Spec: rfc("5.2"),
		Hint: "One length must not have several spellings, of which a filter on the way knows one. What could have been said in fewer bytes is an error.",
		More: "Behind 126 at least 126, behind 127 at least 65536, else &scratch.CloseError{Code: 1002}.",
		Run: breaks("\x81\x7e\x00\x05Hello", "\x81\x7e\x00\x00", "\x82\x7e\x00\x7d", "\x82\xfe\x00\x7d\x37\xfa\x21\x3d",
			"\x82\x7f\x00\x00\x00\x00\x00\x00\x00\x05", "\x82\x7f\x00\x00\x00\x00\x00\x00\xff\xff", "\x82\xff\x00\x00\x00\x00\x00\x00\x01\x00\x37\xfa\x21\x3d"),
	},
	{
		Name: "parse: a length past 2^63",
		Spec: rfc("5.2"),
		Hint: "Of a length in eight bytes the most significant bit must be 0: as a signed number it would be negative.",
		More: "A length above math.MaxInt64 is an error, &scratch.CloseError{Code: 1002}.",
		Run: breaks("\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x00", "\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
			"\x82\xff\x80\x00\x00\x00\x00\x01\x00\x00\x37\xfa\x21\x3d"),
	},
}
