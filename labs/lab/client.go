package lab

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// maxAnswer is the largest answer that a client reads, in bytes.
const maxAnswer = 64 << 20

// At returns the address of a technique with the cursor put into its query. The error is a *Error, bad_url.
func At(address string, after uint64) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", &Error{Code: "bad_url", Message: fmt.Sprintf(
			"%q is not the address of a lane: give one such as http://localhost:8080/labs/polling", address)}
	}
	query := u.Query()
	query.Set("after", strconv.FormatUint(after, 10))
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// ReadBatch reads the body of an answer with status 200.
func ReadBatch(resp *http.Response) (Batch, error) {
	var b Batch
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&b); err != nil {
		return Batch{}, fmt.Errorf("the answer is no batch of events: %w", err)
	}
	return b, nil
}

// ReadError reads the body of an answer with any other status. Message says at least the status.
func ReadError(resp *http.Response) *Error {
	var body struct {
		Error struct{ Code, Message string }
	}
	if json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&body) != nil || body.Error.Message == "" {
		body.Error.Message = "unexpected answer: " + resp.Status
	}
	return &Error{Status: resp.StatusCode, Code: body.Error.Code, Message: body.Error.Message}
}

// Temporary reports whether the same request may be answered otherwise later.
func (e *Error) Temporary() bool {
	return e.Status >= http.StatusInternalServerError || e.Status == http.StatusTooManyRequests
}
