package exercise

import "wireside/labs/book"

var maskWrong = []book.Wrong[Masker]{
	{
		Name:   "the key is added",
		Caught: "four bytes",
		Answer: func(payload []byte, key [4]byte, offset int) error {
			for i := range payload {
				payload[i] += key[(offset+i)%4]
			}
			return nil
		},
	},
	{
		Name:   "whole keys alone, the rest stays",
		Caught: "the RFC’s “Hello”",
		Answer: func(payload []byte, key [4]byte, offset int) error {
			xor(payload[:len(payload)/4*4], key, offset)
			return nil
		},
	},
	{
		Name:   "a payload is characters",
		Caught: "bytes of any value, there and back",
		Answer: func(payload []byte, key [4]byte, offset int) error {
			for i, r := range string(payload) {
				payload[i] = byte(r) ^ key[(offset+i)%4]
			}
			return nil
		},
	},
	{
		Name:   "the offset is where masking begins",
		Caught: "an offset of whole keys",
		Answer: func(payload []byte, key [4]byte, offset int) error {
			if offset < len(payload) {
				xor(payload[offset:], key, 0)
			}
			return nil
		},
	},
	{
		Name:   "each piece begins with the key’s first byte",
		Caught: "a piece that begins within the key",
		Answer: func(payload []byte, key [4]byte, _ int) error {
			xor(payload, key, 0)
			return nil
		},
	},
	{
		Name:   "four bytes at a time, past the end",
		Caught: "a payload cut anywhere",
		Answer: func(payload []byte, key [4]byte, offset int) error {
			xor(payload[:min((len(payload)+3)/4*4, cap(payload))], key, offset)
			return nil
		},
	},
}
