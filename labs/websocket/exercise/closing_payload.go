package exercise

import (
	"errors"
	"fmt"

	"wireside/labs/book"
	"wireside/labs/lab"
)

// goodbye is a code and a reason, and the payload that says them.
type goodbye struct {
	code    int
	reason  string
	payload string
}

// append calls an answer.
func (c Closer) append(dst []byte, code int, reason, call string) ([]byte, error) {
	defer naming(call)
	return c.AppendClose(dst, code, reason)
}

// parse calls an answer.
func (c Closer) parse(payload, call string) (code int, reason string, err error) {
	defer naming(call)
	return c.ParseClose([]byte(payload))
}

// parsing is how a call of ParseClose is shown.
func parsing(payload string) string {
	if payload == "" {
		return "ParseClose(no bytes)"
	}
	return fmt.Sprintf("ParseClose(% x)", payload)
}

// writesClose holds an answer to the payloads of codes and reasons.
func writesClose(answer Closer, cases ...goodbye) error {
	for _, c := range cases {
		call := fmt.Sprintf("AppendClose(nil, %d, %q)", c.code, c.reason)
		if len(c.reason) > 20 {
			call = fmt.Sprintf("AppendClose(nil, %d, a reason of %d bytes, %.12q…)", c.code, len(c.reason), c.reason)
		}
		payload, err := answer.append(nil, c.code, c.reason, call)
		if err := succeeded(err, call); err != nil {
			return err
		}
		if err := book.SameBytes([]byte(c.payload), payload, "%s", call); err != nil {
			return err
		}
	}
	return nil
}

// read is what ParseClose returned.
type read struct {
	Code   int
	Reason string
}

// readsClose holds an answer to the codes and reasons of payloads.
func readsClose(answer Closer, cases ...goodbye) error {
	for _, c := range cases {
		call := parsing(c.payload)
		code, reason, err := answer.parse(c.payload, call)
		if err := succeeded(err, call); err != nil {
			return err
		}
		if err := book.Same(read{c.code, c.reason}, read{code, reason}, "%s", call); err != nil {
			return err
		}
	}
	return nil
}

// refusesCode holds an answer to an error for each of the codes.
func refusesCode(answer Closer, codes ...int) error {
	for _, code := range codes {
		call := fmt.Sprintf("AppendClose(nil, %d, \"\")", code)
		payload, err := answer.append(nil, code, "", call)
		if err == nil || errors.Is(err, lab.ErrTODO) {
			return differs("an error: this code may not be sent", fmt.Sprintf("the payload % x, and %s", payload, failure(err)), call)
		}
	}
	return nil
}

// refusesPayload holds an answer to the close code with which each of the payloads is refused.
func refusesPayload(answer Closer, cases ...goodbye) error {
	for _, c := range cases {
		call := parsing(c.payload)
		code, reason, err := answer.parse(c.payload, call)
		seen := failure(err)
		if err == nil {
			seen = fmt.Sprintf("the code %d, the reason %q, and no error", code, reason)
		}
		if expected := closeWith(c.code); seen != expected {
			return differs(expected, seen, call)
		}
	}
	return nil
}
