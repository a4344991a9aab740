package exercise

import (
	"errors"
	"fmt"

	"wireside/labs/book"
	"wireside/labs/lab"
	"wireside/labs/websocket/scratch"
)

// goodbye is a code and a reason, and the payload that says them.
type goodbye struct {
	code    int
	reason  string
	payload string
}

// writesClose holds an answer to the payloads of codes and reasons.
func writesClose(answer Closer, cases ...goodbye) error {
	for _, c := range cases {
		call := fmt.Sprintf("AppendClose(nil, %d, %q)", c.code, c.reason)
		if len(c.reason) > 20 {
			call = fmt.Sprintf("AppendClose(nil, %d, a reason of %d bytes, %.12q…)", c.code, len(c.reason), c.reason)
		}
		payload, err := answer.AppendClose(nil, c.code, c.reason)
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
		call := fmt.Sprintf("ParseClose(% x)", c.payload)
		code, reason, err := answer.ParseClose([]byte(c.payload))
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
		payload, err := answer.AppendClose(nil, code, "")
		switch {
		case errors.Is(err, lab.ErrTODO):
			return book.Same(outcome{"one that says that the code must not be sent"}, outcome{err.Error()}, "%s", call)
		case err == nil:
			return book.Same(outcome{"one that says that the code must not be sent"}, outcome{fmt.Sprintf("none, and the payload % x", payload)}, "%s", call)
		}
	}
	return nil
}

// refusesPayload holds an answer to the close code with which each of the payloads is refused.
func refusesPayload(answer Closer, cases ...goodbye) error {
	for _, c := range cases {
		call := fmt.Sprintf("ParseClose(% x)", c.payload)
		code, reason, err := answer.ParseClose([]byte(c.payload))
		seen := fmt.Sprintf("none, and the code %d and the reason %q", code, reason)
		var refused *scratch.CloseError
		if errors.As(err, &refused) {
			seen = closeWith(refused.Code)
		} else if err != nil {
			seen = err.Error()
		}
		if err := book.Same(outcome{closeWith(c.code)}, outcome{seen}, "%s", call); err != nil {
			return err
		}
	}
	return nil
}
