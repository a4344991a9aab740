package scratch

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"wireside/labs/polling"
)

// Answer returns the entity tag of a body, and the status of the answer that has it: 304 without the body if If-None-Match
// names the tag, which [polling.Matches] in labs/polling/etag.go decides (RFC 9110 13.1.2), else 200.
//
// The tag is a strong one, which tells all bodies apart that differ in a byte (RFC 9110 8.8.1): it is a part of their
// SHA-256, in quotes (RFC 9110 8.8.3). There is never an error.
func Answer(body []byte, ifNoneMatch string) (status int, etag string, err error) {
	sum := sha256.Sum256(body)
	etag = `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	if polling.Matches(ifNoneMatch, etag) {
		return http.StatusNotModified, etag, nil
	}
	return http.StatusOK, etag, nil
}
