package exercise

import (
	"bytes"
	"fmt"

	"wireside/labs/book"
)

// helloKey is the key of the masked frames in RFC 6455 section 5.7.
var helloKey = [4]byte{0x37, 0xfa, 0x21, 0x3d}

var maskChecks = []book.Check[Masker]{
	{
		Name: "four bytes",
		Spec: rfc("5.3"),
		Hint: "Byte i becomes itself XOR the key’s byte i. The result is to be found in payload itself: the function returns none.",
		More: "payload[i] ^= key[i], in a loop over the indexes.",
		Run:  masks("Hell", helloKey, 0, "\x7f\x9f\x4d\x51"),
	},
	{
		Name: "the RFC’s “Hello”",
		Spec: rfc("5.7"),
		Hint: "A payload may have any length. After its fourth byte the key begins anew.",
		More: "The key’s byte for the payload’s byte i is number i%4.",
		Run: func(run book.Run, answer Masker) error {
			for _, c := range []struct{ payload, masked string }{
				{"Hello", "\x7f\x9f\x4d\x51\x58"},
				{"Hello, Hello", "\x7f\x9f\x4d\x51\x58\xd6\x01\x75\x52\x96\x4d\x52"},
				{"", ""},
			} {
				if err := masks(c.payload, helloKey, 0, c.masked)(run, answer); err != nil {
					return err
				}
			}
			return nil
		},
	},
	{
		Name: "bytes of any value, there and back",
		Spec: rfc("5.3"),
		Hint: "A payload is bytes, not characters, also in a text message. The same key on the same bytes twice gives what was there before.",
		More: "Loop over the slice, not over string(payload): that takes UTF-8 apart, and most bytes are none.",
		Run: func(_ book.Run, answer Masker) error {
			all := make([]byte, 256)
			for i := range all {
				all[i] = byte(i)
			}
			payload := bytes.Clone(all)
			const call = "Mask(the bytes 00 to ff, 37 fa 21 3d, 0)"
			for i := range 2 {
				if err := masked(answer, payload, helloKey, 0, call); err != nil {
					return err
				}
				expected := bytes.Clone(all)
				if i == 0 {
					xor(expected, helloKey, 0)
				}
				if err := book.SameBytes(expected, payload, "%s, %s", call, []string{"for the first time", "for the second time"}[i]); err != nil {
					return err
				}
			}
			return nil
		},
	},
	{
		Name: "an offset of whole keys",
		Spec: rfc("5.3"),
		Hint: "offset says how many bytes of the frame’s payload came before this piece. All of the piece is to be masked.",
		More: "The key’s byte for byte i of the piece is number (offset+i)%4: with an offset of 4, 8, … the same as with 0.",
		Run: func(run book.Run, answer Masker) error {
			for _, offset := range []int{4, 8, 1 << 20} {
				if err := masks("Hello", helloKey, offset, "\x7f\x9f\x4d\x51\x58")(run, answer); err != nil {
					return err
				}
			}
			return nil
		},
	},
	{
		Name: "a piece that begins within the key",
		Spec: rfc("5.3"),
		Hint: "A read from a socket ends anywhere. The next piece goes on with the key’s byte that would have been next, not with the first.",
		More: "The key’s byte for byte i of the piece is number (offset+i)%4.",
		Run: func(run book.Run, answer Masker) error {
			for offset, masked := range []string{"\x7f\x9f\x4d\x51\x58", "\xb2\x44\x51\x5b\x95", "\x69\x58\x5b\x96\x4e", "\x75\x52\x96\x4d\x52"} {
				if err := masks("Hello", helloKey, offset, masked)(run, answer); err != nil {
					return err
				}
			}
			return nil
		},
	},
	{
		Name: "a payload cut anywhere",
		Spec: rfc("5.3"),
		Hint: "However a payload is cut, its pieces masked one after the other must be what the whole would be.",
		More: "Keep nothing from call to call, and touch nothing but payload[0] to payload[len(payload)-1]: what lies behind is another piece.",
		Run: func(_ book.Run, answer Masker) error {
			whole := []byte("Sphinx of black quartz, judge my vow")
			expected := bytes.Clone(whole)
			xor(expected, helloKey, 0)
			for cut := range len(whole) + 1 {
				payload := bytes.Clone(whole)
				what := fmt.Sprintf("Mask(%q, 37 fa 21 3d, 0)", payload[:cut])
				if err := masked(answer, payload[:cut], helloKey, 0, what); err != nil {
					return err
				}
				if err := book.SameBytes(whole[cut:], payload[cut:], "%s: the bytes behind the piece", what); err != nil {
					return err
				}
				what += fmt.Sprintf(", then Mask(%q, 37 fa 21 3d, %d)", payload[cut:], cut)
				if err := masked(answer, payload[cut:], helloKey, cut, what); err != nil {
					return err
				}
				if err := book.SameBytes(expected, payload, "%s", what); err != nil {
					return err
				}
			}
			return nil
		},
	},
}

// xor is what a mask does.
func xor(payload []byte, key [4]byte, offset int) {
	for i := range payload {
		payload[i] ^= key[(offset+i)%4]
	}
}

// masked calls an answer, and returns what is wrong if it is an error.
func masked(answer Masker, payload []byte, key [4]byte, offset int, call string) error {
	defer naming(call)
	return succeeded(answer(payload, key, offset), call)
}

// masks holds an answer to the bytes that it must leave.
func masks(payload string, key [4]byte, offset int, expected string) func(book.Run, Masker) error {
	return func(_ book.Run, answer Masker) error {
		call := fmt.Sprintf("Mask(%q, % x, %d)", payload, key, offset)
		seen := []byte(payload)
		if err := masked(answer, seen, key, offset, call); err != nil {
			return err
		}
		return book.SameBytes([]byte(expected), seen, "%s", call)
	}
}
