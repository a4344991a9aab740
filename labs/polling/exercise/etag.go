package exercise

import (
	"wireside/labs/book"
	"wireside/labs/polling/scratch"
)

// Answer returns the status of an answer with this body, 200, or 304 if the value of If-None-Match names its entity tag, and
// that tag. See [scratch.Answer].
type Answer = func(body []byte, ifNoneMatch string) (status int, etag string, err error)

// ETag is the exercise polling-etag.
var ETag = book.Exercise[Answer]{
	Info: book.Info{
		Name:  "polling-etag",
		Title: "Tag an answer, and answer 304",
		Task: "Most polls bring nothing new. Give each body an entity tag, which stands for exactly these bytes. A client that has an answer " +
			"already sends its tag along in If-None-Match; if it names the tag of what you would answer now, answer 304, and no body goes out.",
		Minutes: 20,
		Package: "labs/polling/exercise/etag",
		File:    "etag.go",
		Writes:  "Answer",
		Solution: book.Solution{
			File: "labs/polling/scratch/answer.go", Name: "Answer",
		},
	},
	Checks:    etagChecks,
	Reference: scratch.Answer,
	Wrong:     etagWrong,
}

// rfc9110 is a section of RFC 9110.
func rfc9110(section string) book.Spec {
	return book.Spec{Name: "RFC 9110 " + section, URL: "https://www.rfc-editor.org/rfc/rfc9110.html#section-" + section}
}
