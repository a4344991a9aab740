// Package exercise holds the exercises of WebSocket: what each asks for, the checks of an answer, and answers that are wrong
// in the ways in which people get them wrong. The stubs to write in are in the folders below.
package exercise

import (
	"errors"
	"fmt"

	"wireside/labs/book"
	"wireside/labs/websocket/scratch"
)

// rfc is a section of RFC 6455.
func rfc(section string) book.Spec {
	return book.Spec{Name: "RFC 6455 " + section, URL: "https://www.rfc-editor.org/rfc/rfc6455.html#section-" + section}
}

// theContract demands what no standard speaks of: it is in the comments of each stub.
var theContract = book.Spec{Name: "the contract"}

// differs says in words what a call must come to, and what it came to.
func differs(expected, seen, call string) error {
	return &book.Mismatch{What: call, Diff: "- " + expected + "\n+ " + seen}
}

// succeeded returns nil if err is.
func succeeded(err error, call string) error {
	if err == nil {
		return nil
	}
	return differs("no error", failure(err), call)
}

// failure is an error in words: of a *scratch.CloseError the code, which is what counts.
func failure(err error) string {
	var closing *scratch.CloseError
	switch {
	case err == nil:
		return "no error"
	case errors.As(err, &closing):
		return closeWith(closing.Code)
	}
	return fmt.Sprintf("the error %q", err)
}

// closeWith is a *scratch.CloseError in words.
func closeWith(code int) string { return fmt.Sprintf("a *scratch.CloseError with code %d", code) }

// naming, deferred, has a panic say in which call it was.
func naming(call string) {
	if v := recover(); v != nil {
		panic(fmt.Sprintf("%s: %v", call, v))
	}
}
