// Package exercise holds the exercises of WebSocket: what each asks for, the checks of an answer, and answers that are wrong
// in the ways in which people get them wrong. The stubs to write in are in the folders below.
package exercise

import (
	"fmt"

	"wireside/labs/book"
)

// rfc is a section of RFC 6455.
func rfc(section string) book.Spec {
	return book.Spec{Name: "RFC 6455 " + section, URL: "https://www.rfc-editor.org/rfc/rfc6455.html#section-" + section}
}

// outcome is what became of a call, for book.Same.
type outcome struct{ Error string }

// succeeded returns nil if err is.
func succeeded(err error, call string) error {
	if err == nil {
		return nil
	}
	return book.Same(outcome{"none"}, outcome{err.Error()}, "%s", call)
}

// naming, deferred, has a panic say in which call it was.
func naming(call string) {
	if v := recover(); v != nil {
		panic(fmt.Sprintf("%s: %v", call, v))
	}
}
