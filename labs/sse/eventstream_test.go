package sse

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAppendEvent(t *testing.T) {
	for _, test := range []struct {
		name string
		in   Event
		want string
		err  error
	}{
		{"data", Event{Data: "x"}, "data: x\n\n", nil},
		{"everything", Event{Type: "gap", ID: "42", Data: "x"}, "event: gap\nid: 42\ndata: x\n\n", nil},
		{"empty data is an event too", Event{}, "data: \n\n", nil},
		{"lines", Event{Data: "a\nb\r\nc\rd"}, "data: a\ndata: b\ndata: c\ndata: d\n\n", nil},
		{"ends with a line end", Event{Data: "a\n"}, "data: a\ndata: \n\n", nil},
		{"blank lines", Event{Data: "\n\r\r\n"}, "data: \ndata: \ndata: \ndata: \n\n", nil},
		{"spaces and colons", Event{Data: "  a: b"}, "data:   a: b\n\n", nil},
		{"would be a field", Event{Data: "x\nretry: 1"}, "data: x\ndata: retry: 1\n\n", nil},
		{"ID with LF", Event{ID: "1\n2", Data: "x"}, "", ErrID},
		{"ID with CR", Event{ID: "1\r2", Data: "x"}, "", ErrID},
		{"ID with NUL", Event{ID: "1\x002", Data: "x"}, "", ErrID},
		{"type with LF", Event{Type: "a\nb", Data: "x"}, "", ErrType},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := AppendEvent([]byte("kept|"), test.in)
			if diff := cmp.Diff("kept|"+test.want, string(got)); diff != "" || !errors.Is(err, test.err) {
				t.Errorf("error %v, want %v (-want +got)\n%s", err, test.err, diff)
			}
		})
	}
}

func TestAppendCommentAndRetry(t *testing.T) {
	for want, got := range map[string][]byte{
		": heartbeat\n":         AppendComment(nil, "heartbeat"),
		": two\n: lines\n":      AppendComment(nil, "two\r\nlines"),
		"retry: 2000\n":         AppendRetry(nil, 2*time.Second),
		"retry: 1\n":            AppendRetry(nil, 1999*time.Microsecond),
		"retry: 0\n":            AppendRetry(nil, -time.Second),
		"5\r\nhello\r\n":        AppendChunk(nil, []byte("hello")),
		"1a\r\n" + az + "\r\n":  AppendChunk(nil, []byte(az)),
		"x1a\r\n" + az + "\r\n": AppendChunk([]byte("x"), []byte(az)),
	} {
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

const az = "abcdefghijklmnopqrstuvwxyz"
