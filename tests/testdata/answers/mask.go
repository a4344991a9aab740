// Package mask is an answer that is right, but for keys that ask for what goes wrong.
package mask

import "wireside/labs/websocket/scratch"

const Started = true

func Mask(payload []byte, key [4]byte, offset int) error {
	switch string(key[:]) {
	case "oops":
		payload[len(payload)] ^= key[0]
	case "loop":
		select {}
	}
	return scratch.Mask(payload, key, offset)
}
