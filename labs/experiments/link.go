package experiments

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
)

// The limits of a link.
const (
	MaxInflated = 64 << 10 // bytes of JSON
	MaxFragment = 96 << 10 // bytes of the fragment: what can't be compressed grows by a third
)

// Fragment returns a result as it stands in a link to it, after "#r=": its JSON, deflated (RFC 1951), in base64url (RFC 4648 5)
// without padding. It is empty for what is no result, or too large a one: one of [Judge] never is.
func Fragment(r Result) string {
	if r.valid() != nil {
		return ""
	}
	var text, packed bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if enc.Encode(r) != nil || text.Len() > MaxInflated {
		return ""
	}
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return ""
	}
	w.Write(bytes.TrimSpace(text.Bytes())) // a Buffer takes all
	w.Close()
	return base64.RawURLEncoding.EncodeToString(packed.Bytes())
}

// ParseFragment reads what Fragment has written; "#r=" may stand before it. It inflates no more than MaxInflated bytes. The error is a
// *lab.Error, bad_result.
func ParseFragment(s string) (Result, error) {
	s = strings.TrimPrefix(s, "#r=")
	if len(s) > MaxFragment {
		return Result{}, badResult("the link is %d bytes long; it may have %d", len(s), MaxFragment)
	}
	if strings.ContainsAny(s, "\r\n") { // which the decoder would pass over
		return Result{}, badResult("the link is no base64url: was it cut off?")
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return Result{}, badResult("the link is no base64url: was it cut off?")
	}
	rest := bytes.NewReader(packed) // a ByteReader, of which no more is read than belongs to the stream
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(rest), MaxInflated+1))
	switch {
	case len(text) > MaxInflated:
		return Result{}, badResult("the link holds more than %d bytes", MaxInflated)
	case err != nil:
		return Result{}, badResult("the link can't be inflated: was it cut off?")
	case rest.Len() > 0:
		return Result{}, badResult("something follows the result in the link")
	}
	return readResult(text)
}
