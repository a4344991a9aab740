// Package accept is an answer that is right, but for keys that ask for what goes wrong.
package accept

import (
	"errors"

	"wireside/labs/lab"
	"wireside/labs/websocket/scratch"
)

const Started = true

func Accept(key string) (string, error) {
	switch key {
	case "panicpanicpanicpanicpg==":
		panic(errors.New("no key"))
	case "ownownownownownownowng==":
		return "", errors.New("an error of its own")
	case "todotodotodotodotodotQ==":
		return "", lab.ErrTODO
	case "wrongwrongwrongwrongwg==":
		return scratch.Accept("dGhlIHNhbXBsZSBub25jZQ==")
	}
	return scratch.Accept(key)
}
