package exercise

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"wireside/labs/book"
	"wireside/labs/websocket"
)

var acceptWrong = []book.Wrong[Accepter]{
	{
		Name:   "a hash is written in hex",
		Caught: "an answer in base64",
		Answer: ifKey(func(key string) string {
			sum := sha1.Sum([]byte(key + guid))
			return hex.EncodeToString(sum[:])
		}),
	},
	{
		Name:   "base64 without its padding",
		Caught: "the alphabet and the padding",
		Answer: ifKey(func(key string) string { return strings.TrimRight(websocket.AcceptKey(key), "=") }),
	},
	{
		Name:   "the key is decoded first",
		Caught: "the key goes in as it came",
		Answer: ifKey(func(key string) string {
			nonce, _ := base64.StdEncoding.DecodeString(key)
			return digest(string(nonce) + guid)
		}),
	},
	{
		Name:   "the fixed text in front",
		Caught: "the fixed text comes behind the key",
		Answer: ifKey(func(key string) string { return digest(guid + key) }),
	},
	{
		Name:   "the fixed text in lower case",
		Caught: "the RFC’s own example",
		Answer: ifKey(func(key string) string { return digest(key + strings.ToLower(guid)) }),
	},
	{
		Name:   "whatever comes is a key",
		Caught: "what is no key",
		Answer: func(key string) (string, error) { return websocket.AcceptKey(key), nil },
	},
}

// ifKey refuses what is no key.
func ifKey(answer func(key string) string) Accepter {
	return func(key string) (string, error) {
		if !websocket.ValidKey(key) {
			return "", errors.New("no key")
		}
		return answer(key), nil
	}
}
