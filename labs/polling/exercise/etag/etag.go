// Package etag is an exercise: tag an answer, and answer 304.
//
// Most polls bring nothing new, and the same body goes out again and again. HTTP has a remedy. The server gives its answer an
// entity tag, a text that stands for exactly these bytes:
//
//	ETag: "k7Qx"
//
// The client keeps it, and asks the next time "unless it is still that one":
//
//	If-None-Match: "k7Qx"
//
// If it is, the server answers 304 Not Modified, and no body. Answer makes the tag, and decides.
//
// The contract:
//
//   - body is what the answer would hold, any bytes, perhaps none. ifNoneMatch is the value of If-None-Match, without the
//     spaces around it; "" without one.
//   - etag is a strong tag of these bytes: the same bytes always have the same tag, also in another process; other bytes have
//     another one, for all that matters (a hash will do). It is returned with both statuses, quotes and all: RFC 9110 8.8.3
//     says what a tag looks like.
//   - status is 304 if ifNoneMatch names this tag, else 200.
//   - ifNoneMatch may be a list of tags with commas between, with spaces and tabs around these, and with empty elements. A tag
//     itself holds neither spaces nor quotes, but may hold a comma or a star. A W/ in front of a tag doesn't count: the
//     comparison is a weak one (RFC 9110 8.8.3.2).
//   - If ifNoneMatch is a star, *, and nothing else, it names any tag (RFC 9110 13.1.2).
//   - What breaks these rules may be understood either way; it comes from outside, and must not make you panic.
//   - There is no error to return but lab.ErrTODO; return nil.
//
// To read: https://www.rfc-editor.org/rfc/rfc9110.html#section-13.1.2, with examples, and #section-8.8.3. crypto/sha256 and
// encoding/hex are of use.
//
// To do it: edit this file alone. Set Started to true, write Answer, and run
//
//	go test ./labs/polling/exercise/etag
//
// until it is green; with -v there is a second hint. About 20 minutes.
//
// Then serve the lab (go run ./server) and choose “yours” for its polling lane: your code answers 200 or 304.
package etag

import "wireside/labs/lab"

// Started says that you have begun: set it to true, and the checks hold your code to the contract.
const Started = false

// Answer returns the status of an answer that has this body, and the body's entity tag.
func Answer(body []byte, ifNoneMatch string) (status int, etag string, err error) {
	return 0, "", lab.ErrTODO
}
