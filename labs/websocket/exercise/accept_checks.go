package exercise

import (
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wireside/labs/book"
	"wireside/labs/lab"
	"wireside/labs/websocket"
)

// The example of RFC 6455 section 1.3.
const (
	exampleKey    = "dGhlIHNhbXBsZSBub25jZQ=="
	exampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
)

// guid is the text that goes behind the key.
const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

var acceptChecks = []book.Check[Accepter]{
	{
		Name: "an answer in base64",
		Spec: rfc("4.2.2"),
		Hint: "SHA-1 makes 20 bytes. The header carries them in base64, which is 28 characters, and not in hex, which is 40. What is longer holds something besides the hash.",
		More: "base64.StdEncoding.EncodeToString, of the array that sha1.Sum returns: sum[:] makes a slice of it.",
		Run: accepting(exampleKey, exampleAccept, func(seen string) bool {
			plain := strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(seen), "=")
			sum, err := base64.RawStdEncoding.DecodeString(plain)
			return err == nil && len(sum) == sha1.Size
		}),
	},
	{
		Name: "the alphabet and the padding",
		Spec: rfc("4.2.2"),
		Hint: "There are several kinds of base64. This one has + and / and no - or _, and fills up with = to a multiple of four characters.",
		More: "20 bytes are 28 characters, of which the last is =: base64.StdEncoding, neither Raw… nor URL….",
		Run: accepting(exampleKey, exampleAccept, func(seen string) bool {
			return len(seen) == len(exampleAccept) && !strings.ContainsAny(seen, "-_")
		}),
	},
	{
		Name: "the key goes in as it came",
		Spec: rfc("4.2.2"),
		Hint: "What is hashed is the header’s value, character by character. What it stands for in base64 is not looked at here.",
		More: "Hash the string: []byte(key + …). Decode the key only to see whether it is one.",
		Run: accepting(exampleKey, exampleAccept, func(seen string) bool {
			nonce := "the sample nonce" // decoded
			return !slices.Contains([]string{digest(nonce + guid), digest(guid + nonce), digest(nonce)}, seen)
		}),
	},
	{
		Name: "the fixed text comes behind the key",
		Spec: rfc("1.3"),
		Hint: "Something goes into the hash besides the key. On which side of it?",
		More: `The key first and the text "` + guid + `" behind it, with nothing between.`,
		Run: accepting(exampleKey, exampleAccept, func(seen string) bool {
			return !slices.Contains([]string{digest(guid + exampleKey), digest(exampleKey)}, seen)
		}),
	},
	{
		Name: "the RFC’s own example",
		Spec: rfc("1.3"),
		Hint: "The bytes that are hashed differ from the RFC’s. Is the text that is added the RFC’s to the letter?",
		More: `The text is "` + guid + `": 36 characters, the letters in upper case, no line end behind it.`,
		Run:  accepting(exampleKey, exampleAccept, func(seen string) bool { return seen == exampleAccept }),
	},
	{
		Name: "other keys",
		Spec: rfc("4.2.2"),
		Hint: "Each key has an answer of its own. All characters of the key count, also + and /.",
		More: "Change nothing in the key: no case, no =, no + to a space.",
		Run: func(run book.Run, answer Accepter) error {
			for _, key := range []string{"AAAAAAAAAAAAAAAAAAAAAA==", "x3JJHMbDL1EzLkh9GBhXDw==", "+/+/+/+/+/+/+/+/+/+/+w=="} {
				expected := websocket.AcceptKey(key)
				if err := accepting(key, expected, func(seen string) bool { return seen == expected })(run, answer); err != nil {
					return err
				}
			}
			return nil
		},
	},
	{
		Name: "what is no key",
		Spec: rfc("4.2.1"),
		Hint: "A key is the base64 of 16 bytes, 24 characters. Whoever sends something else is no WebSocket client: return an error.",
		More: "Decode it with base64.StdEncoding, for this alone: an error, or another length than 16, is none. " +
			"That decoder passes over line ends, so look whether the key has 24 characters too.",
		Run: refusing("", "hello", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZTE=",
			"dGhlIHNhbXBsZSBub25jZTEyMzQ1Njc4", "dGhlIHNhbXBsZSBub25jZ===", "dGhlIHNhbXBs!SBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ==\n",
			" dGhlIHNhbXBsZSBub25jZQ==", "----------------------==", strings.Repeat("A", 1000)),
	},
}

// digest is a hash of a text, as the header carries it.
func digest(text string) string {
	sum := sha1.Sum([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// accepted calls an answer.
func accepted(answer Accepter, key, call string) (string, error) {
	defer naming(call)
	return answer(key)
}

// accepting holds the answer to a key to a condition.
func accepting(key, expected string, good func(seen string) bool) func(book.Run, Accepter) error {
	return func(_ book.Run, answer Accepter) error {
		call := fmt.Sprintf("Accept(%q)", key)
		seen, err := accepted(answer, key, call)
		if err := succeeded(err, call); err != nil || good(seen) {
			return err
		}
		return book.SameBytes([]byte(expected), []byte(seen), "%s", call)
	}
}

// refusing holds an answer to errors.
func refusing(keys ...string) func(book.Run, Accepter) error {
	return func(_ book.Run, answer Accepter) error {
		for _, key := range keys {
			call := fmt.Sprintf("Accept(%.40q)", key)
			seen, err := accepted(answer, key, call)
			if err == nil || errors.Is(err, lab.ErrTODO) {
				return differs("an error: this is no key", fmt.Sprintf("%.40q, and %s", seen, failure(err)), call)
			}
		}
		return nil
	}
}
