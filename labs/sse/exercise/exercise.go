// Package exercise holds the exercises of Server-Sent Events: what each asks for, the checks of an answer, and answers that are
// wrong in the ways in which people get them wrong. The stubs to write in are in the folders below.
package exercise

import (
	"fmt"

	"wireside/labs/book"
)

// Where the standard says what an answer must do.
var (
	contract    = book.Spec{Name: "the contract", URL: ""}
	grammar     = book.Spec{Name: "WHATWG HTML 9.2.5", URL: standard + "#parsing-an-event-stream"}
	meaning     = book.Spec{Name: "WHATWG HTML 9.2.6", URL: standard + "#event-stream-interpretation"}
	authors     = book.Spec{Name: "WHATWG HTML 9.2.7", URL: standard + "#authoring-notes"}
	lastEventID = book.Spec{Name: "WHATWG HTML 9.2.4", URL: standard + "#the-last-event-id-header"}
	stream      = book.Bytes{As: "sse", From: "server"}
)

const standard = "https://html.spec.whatwg.org/multipage/server-sent-events.html"

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
