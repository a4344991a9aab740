package lab

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Fetch sends a request and returns its answer when all of it is there. A client of nil is http.DefaultClient. The body
// need not be closed.
func Fetch(client *http.Client, req *http.Request) (*http.Response, error) {
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("the answer breaks off: %w", err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// Refused reports whether err is a *Error that the same request will meet again: to repeat it is no use.
func Refused(err error) bool {
	var e *Error
	return errors.As(err, &e) && !e.Temporary()
}

// Sleep waits for d to pass, and returns ctx's error if that ends before.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return ctx.Err()
	}
}

// WithTimeout is context.WithTimeout, but a limit of 0 or less is none.
func WithTimeout(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if limit <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, limit)
}

// With returns an address with a parameter set in its query. One that is no address comes back as it is.
func With(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	query := u.Query()
	query.Set(name, value)
	u.RawQuery = query.Encode()
	return u.String()
}

// SendUp sends a text upstream on a lane that has no way up of its own, with a whole request, and returns the echo. address
// is the lane's.
func SendUp(ctx context.Context, client *http.Client, address, text string) (echo string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.JoinPath("send").String(), strings.NewReader(text))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	resp, err := Fetch(client, req)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", ReadError(resp)
	}
	var answer struct{ Echo string }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return "", fmt.Errorf("the answer is no echo: %w", err)
	}
	return answer.Echo, nil
}
